package tui

import (
	"context"
	"slices"
	"strings"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// Tracks are put into a playlist, one that is chosen or a new one.

// listsCmd reads the playlists that tracks can be put into: a live link is the provider's.
func listsCmd(ctx context.Context, lib *library.Library, id uint64) tea.Cmd {
	return func() tea.Msg {
		lists, err := lib.Playlists(ctx)
		lists = slices.DeleteFunc(lists, func(l library.Playlist) bool { return l.Kind == library.Live })
		return listsMsg{id: id, lists: lists, err: err}
	}
}

// doWrite puts the rows, or the track that plays, into the playlist of that name, which is
// made when there is none; without a name it is chosen.
func (m *Model) doWrite(c command) (tea.Cmd, error) {
	if m.library == nil {
		return m.say(noLibrary), nil
	}
	if c.arg != "" && c.arg != "playing" {
		tracks, lists := m.writing, m.writingLists
		m.writing, m.writingLists = nil, nil
		if len(tracks)+len(lists) == 0 {
			tracks, lists = m.toWrite(command{count: c.count})
		}
		if len(tracks)+len(lists) == 0 {
			return m.say("choose a track first"), nil
		}
		return m.writeTo(c.arg, tracks, lists), nil
	}
	m.writing, m.writingLists = m.toWrite(c)
	if len(m.writing)+len(m.writingLists) == 0 {
		return m.say("choose a track first"), nil
	}
	title := text.Count(len(m.writingLists), "playlist")
	if len(m.writingLists) == 0 {
		title = names(m.writing)
	}
	m.openSheet(sheet{kind: chooserSheet, title: "Into which playlist? · " + title, empty: "loading …"})
	ctx, id := m.ask(libraryAsked)
	return listsCmd(ctx, m.library, id), nil
}

// toWrite are the tracks and the library's playlists that a command is about.
func (m *Model) toWrite(c command) (tracks []source.Track, lists []string) {
	tracks = m.chosenTracks(c)
	if c.arg == "playing" || !m.page.isList() {
		return tracks, nil
	}
	rows, marked := m.chosenRows(c)
	for _, r := range rows {
		if r.Playlist != nil && r.Playlist.Provider == library.Provider {
			lists = append(lists, r.Playlist.ID)
		}
	}
	if len(lists) > 0 {
		tracks = tracksOf(rows) // not the one that plays
	}
	m.used(marked)
	return tracks, lists
}

// handleLists fills the chooser.
func (m *Model) handleLists(msg listsMsg) tea.Cmd {
	if !m.answered(libraryAsked, msg.id) || !m.showing(chooserSheet) {
		return nil
	}
	if msg.err != nil {
		return tea.Batch(m.leaveSheet(), m.explain("playlists", msg.err))
	}
	lines := []sheetLine{{text: "+ a new playlist …", run: func(m *Model) tea.Cmd {
		return m.prompt("write ")
	}}}
	for _, l := range msg.lists {
		lines = append(lines, sheetLine{
			text: playlistSign + text.Clean(l.Name) + " — " + text.Count(l.Count, "track"),
			run: func(m *Model) tea.Cmd {
				tracks, lists := m.writing, m.writingLists
				m.writing, m.writingLists = nil, nil
				return m.appendTo(l.ID, l.Name, tracks, lists)
			},
		})
	}
	m.sheet.lines = lines
	m.moveInSheet(0)
	return nil
}

// prompt opens the command line with the beginning of a command in it.
func (m *Model) prompt(start string) tea.Cmd {
	m.focusOn(focusCommand)
	m.line.SetValue(start)
	return nil
}

// gather adds the tracks of lists to tracks.
func gather(ctx context.Context, lib *library.Library, tracks []source.Track, lists []string) ([]source.Track, error) {
	all := slices.Clone(tracks)
	for _, id := range lists {
		some, err := listTracks(ctx, lib, id)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// listTracks are the tracks of any list of the library.
func listTracks(ctx context.Context, lib *library.Library, id string) (tracks []source.Track, err error) {
	for page := ""; ; {
		got, err := lib.List(ctx, source.Playlist{Provider: library.Provider, ID: id}, page)
		if err != nil {
			return nil, err
		}
		tracks = append(tracks, got.Tracks...)
		if page = got.Next; page == "" || len(tracks) >= maxListed {
			return tracks, nil
		}
	}
}

func (m *Model) appendTo(id, name string, tracks []source.Track, lists []string) tea.Cmd {
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		all, err := gather(ctx, lib, tracks, lists)
		if err != nil {
			return edited{}, err
		}
		return edited{line: names(all) + " added to " + text.Clean(name)}, lib.Append(ctx, id, all...)
	})
}

// writeTo is appendTo by name; the first of that name counts.
func (m *Model) writeTo(name string, tracks []source.Track, lists []string) tea.Cmd {
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		all, err := gather(ctx, lib, tracks, lists)
		if err != nil {
			return edited{}, err
		}
		old, err := lib.Playlists(ctx)
		if err != nil {
			return edited{}, err
		}
		for _, l := range old {
			if strings.EqualFold(l.Name, name) && l.Kind != library.Live {
				return edited{line: names(all) + " added to " + text.Clean(l.Name)}, lib.Append(ctx, l.ID, all...)
			}
		}
		_, err = lib.Create(ctx, name, all...)
		return edited{line: "new playlist " + text.Clean(name) + ": " + text.Count(len(all), "track")}, err
	})
}
