package tui

import (
	"context"
	"errors"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/taste"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// What is suggested from what was heard: on the front page, and as a list of its own.

// A Taster suggests tracks; *taste.Engine is one. Its methods are called in commands.
type Taster interface {
	Suggest(ctx context.Context, n int) ([]taste.Suggestion, error)
	Shown(ctx context.Context, tracks ...source.Track) error
	Forget(ctx context.Context, t source.Track) error
	Never(ctx context.Context, artist string) error
	Allow(ctx context.Context, artist string) error
}

const (
	// frontSuggested is how many suggestions the front page has; the others are in the list.
	frontSuggested = 5
	noTaste        = "nothing is suggested here: there is no library"
	forYouHeading  = "For you"
)

// suggested is what is suggested on the front page: the first tracks, with their reasons as
// notes, and the list of all.
func suggested(ctx context.Context, t Taster) ([]tracklist.Row, error) {
	all, err := t.Suggest(ctx, taste.ListLength)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var rows []tracklist.Row
	var seen []source.Track
	for _, s := range all[:min(frontSuggested, len(all))] {
		s.Track.Note = s.Reason
		seen = append(seen, s.Track)
		rows = append(rows, tracklist.Row{Track: s.Track})
	}
	if len(all) > len(seen) {
		list := taste.ForYou(len(all))
		rows = append(rows, tracklist.Row{Playlist: &list})
	}
	return rows, t.Shown(ctx, seen...)
}

// shownCmd says that the first rows of the list of suggestions were on the screen.
func (m *Model) shownCmd() tea.Cmd {
	t, tracks := m.taste, m.opened.tracks(0, m.layout.list)
	if t == nil || m.opened.playlist.Provider != taste.Provider || len(tracks) == 0 {
		return nil
	}
	ctx, log := m.ctx, m.log
	return func() tea.Msg {
		if err := t.Shown(ctx, tracks...); err != nil && !errors.Is(err, context.Canceled) {
			log.Warn("suggestions are not remembered as shown", "err", err)
		}
		return nil
	}
}

// reason is why the row under the cursor is suggested, in full: the row has little room for it.
func (m *Model) reason() string {
	if m.focus != focusList || (m.page != searchPage || !m.found.front) && (m.page != playlistPage || m.opened.playlist.Provider != taste.Provider) {
		return ""
	}
	row, ok := m.list().Selected()
	if !ok || row.Playlist != nil {
		return ""
	}
	return text.Clean(row.Track.Note)
}

// forgetThis forgets that a track was ever heard, and has it never suggested.
func (m *Model) forgetThis(t source.Track) tea.Cmd {
	taster := m.taste
	return m.edit("forget", func(ctx context.Context, _ *library.Library) (edited, error) {
		return edited{line: text.Title(t) + " is forgotten, and not suggested any more"}, taster.Forget(ctx, t)
	})
}

// doNever has nothing by an artist suggested any more: the one of the row, or the one named.
func (m *Model) doNever(c command) (tea.Cmd, error) {
	if m.taste == nil {
		return m.say(noTaste), nil
	}
	name := c.arg
	if name == "" || name == "this artist" {
		t, ok := m.chosen(command{})
		if !ok {
			return m.say("choose a track first"), nil
		}
		if name = t.Artist; text.Clean(name) == "" {
			return m.say("the track names no artist"), nil
		}
	}
	taster := m.taste
	name = text.Clean(name)
	return m.edit("never", func(ctx context.Context, _ *library.Library) (edited, error) {
		return edited{line: "nothing by " + name + " is suggested any more – :allow " + name + " takes that back"}, taster.Never(ctx, name)
	}), nil
}

// doAllow takes "never" back.
func (m *Model) doAllow(c command) (tea.Cmd, error) {
	taster, name := m.taste, text.Clean(c.arg)
	switch {
	case taster == nil:
		return m.say(noTaste), nil
	case name == "":
		return nil, errors.New("allow NAME: the artist that is to be suggested again")
	}
	return m.edit("allow", func(ctx context.Context, _ *library.Library) (edited, error) {
		return edited{line: name + " may be suggested again"}, taster.Allow(ctx, name)
	}), nil
}
