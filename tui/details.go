package tui

import (
	"context"
	"strings"

	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The details page: one track with its description and chapters. Every line can have
// the cursor; Enter does what the line stands for.

// maxDetailLines bounds what is kept of a description.
const maxDetailLines = 2_000

// details are what the page shows.
type details struct {
	track  source.Track
	got    source.Details
	busy   bool
	failed string // why there is nothing more, one line
	lines  []detailLine
	width  int // that the lines were wrapped for
	cursor int
	top    int // first line seen
}

// A detailLine is one row of the page.
type detailLine struct {
	text    string
	heading bool
	channel bool // Enter opens the channel
	chapter int  // Enter plays from that chapter, -1 for none
}

// detailsCmd asks for the details of a track.
func detailsCmd(ctx context.Context, d source.Detailer, id uint64, t source.Track) tea.Cmd {
	return func() tea.Msg {
		got, err := d.Details(ctx, t)
		return detailsMsg{id: id, details: got, err: err}
	}
}

func (m *Model) doDetails(c command) (tea.Cmd, error) {
	d, ok := m.source.(source.Detailer)
	if !ok {
		return m.say(noDetails), nil
	}
	t, ok := m.chosen(c)
	if !ok {
		return m.say("choose a track first"), nil
	}
	m.goTo(detailsPage)
	ctx, id := m.ask(detailsAsked)
	m.details = details{track: t, got: source.Details{Track: t, Views: -1}, busy: true}
	m.layOutDetails()
	return detailsCmd(ctx, d, id, t), nil
}

func (m *Model) handleDetails(msg detailsMsg) tea.Cmd {
	if !m.answered(detailsAsked, msg.id) {
		return nil
	}
	d := &m.details
	d.busy = false
	if lacks(msg.err) {
		m.layOutDetails()
		return tea.Batch(m.say(noDetails), logCmd(m.log, "details", msg.err))
	}
	if msg.err != nil {
		line, hint := source.Explain(msg.err)
		d.failed = line
		m.layOutDetails()
		return tea.Batch(m.fail(line, hint), logCmd(m.log, "details", msg.err))
	}
	d.got = msg.details
	if d.got.Track.ID == "" {
		d.got.Track = d.track
	}
	m.layOutDetails()
	return nil
}

// layOutDetails makes the lines of the page, for the width there is.
func (m *Model) layOutDetails() {
	d := &m.details
	if d.track.ID == "" || m.layout.tiny {
		return
	}
	d.width = m.detailsWidth()
	width := d.width - 3
	d.lines = d.lines[:0]
	line := func(l detailLine) {
		if len(d.lines) < maxDetailLines {
			d.lines = append(d.lines, l)
		}
	}
	plain := func(s string) {
		for _, s := range text.Wrap(m.styles.measure, text.Clean(s), width) {
			line(detailLine{text: s, chapter: -1})
		}
	}
	heading := func(s string) {
		line(detailLine{chapter: -1})
		line(detailLine{text: s, heading: true, chapter: -1})
	}

	t := d.got.Track
	plain(text.Title(t))
	m.detailFacts(plain, line)
	if m.isCurrent(t) && m.state.Format != "" {
		plain("Sound: " + m.state.Format)
	}
	if t.Link != "" {
		plain(t.Link) // for sharing: a video's id is in its query
	}
	if len(d.got.Chapters) > 0 {
		heading("Chapters")
	}
	for i, c := range d.got.Chapters {
		line(detailLine{text: text.FitRight(m.styles.measure, text.Clock(c.Start), 7) + "  " + text.Clean(c.Title), chapter: i})
	}
	switch description := strings.TrimSpace(d.got.Description); {
	case d.busy:
		heading("loading …")
	case d.failed != "":
		heading(d.failed)
	case description != "":
		heading("Description")
		for l := range strings.SplitSeq(description, "\n") {
			plain(l)
		}
	}
	m.moveInDetails(0)
}

// detailsWidth is that of the text and what marks its line.
func (m *Model) detailsWidth() int { return m.listWidth() - m.artColumn() }

// detailFacts are who made the track, how long, how old and how often seen it is.
func (m *Model) detailFacts(plain func(string), line func(detailLine)) {
	d, t := m.details.got, m.details.got.Track
	switch {
	case d.Channel.ID != "":
		name := d.Channel.Title
		if name == "" {
			name = t.Artist
		}
		line(detailLine{text: playlistSign + text.Clean(name), channel: true, chapter: -1})
	case t.Artist != "":
		plain(t.Artist)
	}
	if t.Album != "" {
		plain(t.Album)
	}
	var facts []string
	switch {
	case t.Live:
		facts = append(facts, "live")
	case t.Duration > 0:
		facts = append(facts, text.Clock(t.Duration))
	}
	if d.Views >= 0 {
		facts = append(facts, text.Number(d.Views)+" views")
	}
	if d.Age != "" {
		facts = append(facts, d.Age)
	}
	if len(facts) > 0 {
		plain(strings.Join(facts, " · "))
	}
}

// playlistSign stands before what Enter opens, as in a list.
const playlistSign = "≡ "

// isCurrent reports whether t is the track that plays.
func (m *Model) isCurrent(t source.Track) bool {
	playing := m.state.Entry.Track
	return m.strip.HasTrack() && t.ID != "" && playing.ID == t.ID && playing.Provider == t.Provider
}

// moveInDetails moves the cursor by n lines, and scrolls as little as shows it.
func (m *Model) moveInDetails(n int) {
	d := &m.details
	d.cursor = max(min(d.cursor+n, len(d.lines)-1), 0)
	d.top = max(min(d.top, d.cursor), d.cursor-m.layout.list+1, 0)
}

// doDetailsEnter opens the channel, plays from the chapter or else plays the track.
func (m *Model) doDetailsEnter() tea.Cmd {
	d := &m.details
	if d.cursor >= len(d.lines) {
		return nil
	}
	l, t := d.lines[d.cursor], d.got.Track
	switch {
	case l.channel:
		return m.openPlaylist(d.got.Channel, false)
	case t.Live:
		return m.sayLive()
	case l.chapter < 0 || l.chapter >= len(d.got.Chapters):
		m.playNow(m.pageName(), t)
		return nil
	}
	start := d.got.Chapters[l.chapter].Start
	if m.isCurrent(t) {
		return m.seekTo(start)
	}
	m.playNow(m.pageName(), t)
	m.controls.SeekTo(start)
	return nil
}

// detailsEnter is what Enter does on the line with the cursor, in a word.
func (m *Model) detailsEnter() string {
	d := &m.details
	switch {
	case d.cursor < len(d.lines) && d.lines[d.cursor].channel:
		return "open"
	case d.cursor < len(d.lines) && d.lines[d.cursor].chapter >= 0:
		return "play from there"
	}
	return "play"
}

// detailsView is the part of the page that is seen, in as many rows.
func (m *Model) detailsView(rows int) string {
	d := &m.details
	top := firstSeen(d.top, d.cursor, len(d.lines), rows)
	seen := make([]string, rows)
	for i := range rows {
		if top+i >= len(d.lines) {
			break
		}
		l := d.lines[top+i]
		style := m.styles.list.Title
		switch {
		case l.heading:
			style = m.styles.list.Heading
		case top+i == 0:
			style = m.styles.title
		}
		mark := "   "
		if top+i == d.cursor {
			mark = m.styles.list.Mark.Styled("▌") + "  "
		}
		seen[i] = mark + style.Styled(text.Cut(m.styles.measure, l.text, d.width-3))
	}
	return strings.Join(seen, "\n")
}
