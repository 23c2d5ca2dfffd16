package tui

import (
	"context"
	"errors"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"

	tea "charm.land/bubbletea/v2"
)

// A live link is a playlist of a provider: when it is opened, what the library knows of it is
// shown, and what its origin has now is fetched meanwhile.

// errTooLong says that a list was not fetched to its end.
var errTooLong = errors.New("the list is too long")

// refreshCmd brings a live link up to date. For any other list it does nothing.
func refreshCmd(ctx context.Context, lib *library.Library, src source.Lister, id uint64, list string) tea.Cmd {
	return func() tea.Msg {
		p, err := lib.Playlist(ctx, list)
		if err != nil || p.Kind != library.Live {
			return refreshedMsg{id: id, err: err}
		}
		tracks, err := allTracks(ctx, src, p.Remote)
		if err == nil {
			err = lib.Refresh(ctx, list, tracks...)
		}
		return refreshedMsg{id: id, list: list, err: err}
	}
}

// allTracks lists a playlist to its end, page by page.
func allTracks(ctx context.Context, src source.Lister, p source.Playlist) (tracks []source.Track, err error) {
	for page := ""; ; {
		got, err := src.List(ctx, p, page)
		if err != nil {
			return nil, err
		}
		tracks = append(tracks, got.Tracks...)
		if got.Next == "" || got.Next == page {
			return tracks, nil
		}
		if len(tracks) > maxListed {
			return nil, errTooLong
		}
		page = got.Next
		select {
		case <-time.After(pageGap):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// refreshOpened brings the list that has just been opened up to date if it is a live link.
func (m *Model) refreshOpened() tea.Cmd {
	if m.source == nil || m.library == nil || !isOwn(&m.opened.playlist) {
		return nil
	}
	ctx, id := m.ask(refreshAsked)
	return refreshCmd(ctx, m.library, m.source, id, m.opened.playlist.ID)
}

func (m *Model) handleRefreshed(msg refreshedMsg) tea.Cmd {
	if !m.answered(refreshAsked, msg.id) {
		return nil
	}
	seen := m.page == playlistPage && m.opened.playlist.ID == msg.list && m.opened.playlist.Provider == library.Provider
	switch {
	case msg.list == "" && msg.err == nil:
		return nil
	case msg.err != nil:
		line, _ := source.Explain(msg.err)
		return tea.Batch(m.fail("the list is as it was last: "+line, ""), logCmd(m.log, "live link", msg.err))
	case !seen || m.feeds.feeding(m.opened):
		return nil
	}
	return m.readAgain()
}
