package tui

import (
	"context"
	"fmt"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The verbs about what is saved and what is recorded.

// doSave saves the rows, or the track that plays; when all are saved it takes them out.
func (m *Model) doSave(c command) (tea.Cmd, error) {
	if m.library == nil {
		return m.say(noLibrary), nil
	}
	tracks := m.chosenTracks(c)
	if len(tracks) == 0 {
		return m.say("choose a track first"), nil
	}
	_, marked := m.chosenRows(c)
	m.used(marked)
	for _, t := range tracks {
		if _, is := m.saved[trackKey(t)]; !is {
			return m.save(tracks), nil
		}
	}
	return m.unsave(tracks), nil
}

// names is the title of one track, or how many there are.
func names(tracks []source.Track) string {
	if len(tracks) == 1 {
		return text.Title(tracks[0])
	}
	return text.Count(len(tracks), "track")
}

func (m *Model) save(tracks []source.Track) tea.Cmd {
	saved := make(map[rowKey]struct{}, len(m.saved)+len(tracks)) // a copy of the model has the old one
	for k := range m.saved {
		saved[k] = struct{}{}
	}
	for _, t := range tracks {
		saved[trackKey(t)] = struct{}{}
	}
	m.saved = saved
	m.showCurrent()
	return m.edit("save", func(ctx context.Context, lib *library.Library) (edited, error) {
		return edited{line: "saved " + names(tracks)}, lib.Save(ctx, tracks...)
	})
}

func (m *Model) unsave(tracks []source.Track) tea.Cmd {
	return m.edit("unsave", func(ctx context.Context, lib *library.Library) (edited, error) {
		return edited{line: names(tracks) + " taken out of the saved tracks"}, lib.Unsave(ctx, tracks...)
	})
}

// removeFromTab is "remove" on the library page.
func (m *Model) removeFromTab(c command) (tea.Cmd, error) {
	rows, marked := m.chosenRows(c)
	tracks := tracksOf(rows)
	switch {
	case len(rows) == 0:
		return nil, nil
	case m.holdings.tab == historyTab:
		return m.doForget(command{})
	case m.holdings.tab == playlistsTab:
		return m.doDelete(c)
	}
	m.used(marked)
	if m.holdings.tab == offlineTab {
		return m.dropOffline(tracks), nil
	}
	return m.unsave(tracks), nil
}

// doPrivate turns private mode on or off.
func (m *Model) doPrivate(c command) (tea.Cmd, error) {
	if m.library == nil {
		return m.say(noLibrary), nil
	}
	on := !m.private
	switch c.arg {
	case "":
	case "on", "off":
		on = c.arg == "on"
	default:
		return nil, fmt.Errorf("private is on or off, not %q", c.arg)
	}
	m.private = on
	m.library.SetPrivate(on) // sets a flag, no more
	m.showCurrent()
	if on {
		return m.say("private: nothing is recorded of what is heard, searched for and queued"), nil
	}
	return m.say("what is heard is recorded again"), nil
}

// doForget forgets that a track, or an artist, was ever heard; "this" keeps the track from
// being suggested as well. The key asks first, as there is no way back.
func (m *Model) doForget(c command) (tea.Cmd, error) {
	if m.library == nil {
		return m.say(noLibrary), nil
	}
	t, ok := m.chosen(command{})
	if !ok {
		return m.say("choose a track first"), nil
	}
	what, artist := "that "+text.Title(t)+" was ever heard", c.arg == "artist" || c.arg == "artist now"
	if artist {
		if t.Artist == "" {
			return m.say("the track names no artist"), nil
		}
		what = "all that was heard of " + text.Clean(t.Artist)
	}
	this := c.arg == "this" || c.arg == "this now"
	if this {
		if m.taste == nil {
			return m.say(noTaste), nil
		}
		what = text.Title(t) + ", and never suggest it"
	}
	switch c.arg {
	case "", "artist", "this":
		if about := "forget" + c.arg + t.Key(); m.asked.about != about {
			return m.sure(about, "forget "+what+"? once more forgets, and there is no undo"), nil
		}
	case "now", "artist now", "this now":
	default:
		return nil, fmt.Errorf("forget, forget artist or forget this, not %q", c.arg)
	}
	m.unask()
	if this {
		return m.forgetThis(t), nil
	}
	return m.edit("forget", func(ctx context.Context, lib *library.Library) (edited, error) {
		forget := func() (int64, error) { return lib.ForgetTrack(ctx, t) }
		if artist {
			forget = func() (int64, error) { return lib.ForgetArtist(ctx, t.Artist) }
		}
		n, err := forget()
		return edited{line: "forgotten: " + text.Count(int(n), "play")}, err
	}), nil
}
