package tui

import (
	"context"
	"errors"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// From one track to others: what is like it, and its radio.

const (
	// radioTracks is how many new tracks a radio brings at least, where it has them.
	radioTracks = 25
	// radioPages bounds the questions for them: a radio that repeats itself never ends.
	radioPages = 5
)

// What is said where there is none of it.
const (
	noRelated = "this source does not know what is like a track"
	noRadio   = "this source has no radio"
	noDetails = "this source knows no more of a track than the list shows"
)

// lacks reports whether err says that the provider of a track has no such thing; which
// kind of thing, the reader of the one line knows better than the provider.
func lacks(err error) bool { return errors.Is(err, source.ErrUnsupported) }

// relatedCmd asks for a page of what is like a track.
func relatedCmd(ctx context.Context, r source.Relater, id uint64, t source.Track, page string) tea.Cmd {
	return func() tea.Msg {
		got, err := r.Related(ctx, t, page)
		return listedMsg{id: id, page: got, err: err}
	}
}

// radioCmd asks for a page of a track's radio.
func radioCmd(ctx context.Context, r source.Relater, id uint64, t source.Track, page string) tea.Cmd {
	return func() tea.Msg {
		got, err := r.Radio(ctx, t, page)
		return radioMsg{id: id, page: got, err: err}
	}
}

// chosen is the track that a command is about: the one under the cursor, or the one that
// plays when the list in front has none or the argument says so.
func (m *Model) chosen(c command) (source.Track, bool) {
	playing := m.state.Entry.Track
	if c.arg != "playing" {
		if m.page == detailsPage {
			return m.details.track, true
		}
		if m.page.isList() {
			if row, ok := m.list().Selected(); ok && row.Playlist == nil {
				return row.Track, true
			}
		}
	}
	return playing, m.strip.HasTrack() && playing.ID != ""
}

func (m *Model) doRelated(c command) (tea.Cmd, error) {
	if _, ok := m.source.(source.Relater); !ok {
		return m.say(noRelated), nil
	}
	t, ok := m.chosen(c)
	if !ok {
		return m.say("choose a track first"), nil
	}
	m.showList(shelf{like: t}.once())
	return m.askForPage(), nil
}

// A radio is one on its way into the queue.
type radio struct {
	track source.Track
	have  map[rowKey]struct{} // what is in the queue
	added int
	pages int
}

func (m *Model) doRadio(c command) (tea.Cmd, error) {
	r, ok := m.source.(source.Relater)
	if !ok {
		return m.say(noRadio), nil
	}
	t, ok := m.chosen(c)
	switch {
	case !ok:
		return m.say("choose a track first"), nil
	case t.Live:
		return m.sayLive(), nil
	}
	have := make(map[rowKey]struct{}, len(m.queue)+radioTracks)
	for _, e := range m.queue {
		have[trackKey(e.Track)] = struct{}{}
	}
	m.radio = radio{track: t, have: have}
	ctx, id := m.ask(radioAsked)
	return tea.Batch(m.say("tuning in to the radio of "+text.Title(t)+" …"), radioCmd(ctx, r, id, t, "")), nil
}

func (m *Model) handleRadio(msg radioMsg) tea.Cmd {
	if !m.answered(radioAsked, msg.id) {
		return nil
	}
	r := &m.radio
	if lacks(msg.err) {
		return tea.Batch(m.say(noRadio), logCmd(m.log, "radio", msg.err))
	}
	if msg.err != nil && r.added == 0 {
		return m.explain("radio", msg.err)
	}
	tracks := r.fresh(msg.page)
	first := r.pages == 0
	r.pages++
	r.added += len(tracks)
	switch {
	case len(tracks) == 0:
	case first && m.state.Status == player.Stopped:
		m.playNow("the radio of "+text.Title(r.track), tracks...)
	default:
		m.addTracks("the radio of "+text.Title(r.track), tracks...)
	}
	if msg.err == nil && msg.page.Next != "" && r.added < radioTracks && r.pages < radioPages {
		ctx, id := m.ask(radioAsked)
		return radioCmd(ctx, m.source.(source.Relater), id, r.track, msg.page.Next)
	}
	title := text.Title(r.track)
	if r.added == 0 {
		return m.say("the radio of " + title + " has nothing that is not in the queue")
	}
	return m.say("radio of " + title + ": " + text.Count(r.added, "track") + " added to the queue")
}

// fresh returns the tracks of a page that are not in the queue; before the first page
// comes the radio's own track.
func (r *radio) fresh(p source.Page) (tracks []source.Track) {
	all := p.Tracks
	if r.pages == 0 && len(all) > 0 {
		all = append([]source.Track{r.track}, all...)
	}
	for _, t := range all {
		k := trackKey(t)
		if _, old := r.have[k]; old || t.Live {
			continue
		}
		r.have[k] = struct{}{}
		tracks = append(tracks, t)
	}
	return tracks
}
