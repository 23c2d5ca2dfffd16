package tui

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"anyaudio/player"
	"anyaudio/tui/remote"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// plainRows bounds how many rows of a list are printed at a time.
const plainRows = 20

// RunPlain is the interface in lines, for screen readers and logs: each line of in is a
// command as typed after ":", and out gets a line for whatever changes, without any escape
// sequence and without writing over anything. It ends with "quit", with ctx, or, when in has
// ended, as soon as nothing plays and nothing is looked up. All of these return nil; an
// error is that of writing.
//
// The goroutine that reads in ends with it, which may be after RunPlain.
func RunPlain(ctx context.Context, o Options, in io.Reader, out io.Writer) error {
	m := New(o)
	defer m.Close()
	m.resize(100, 40) // what "page-down" goes by
	p := &plain{Model: m, out: out, msgs: make(chan tea.Msg), closed: m.ctx.Done()}
	if o.Remote != "" {
		stop, err := listenRemote(o.Remote, p.send, o)
		if err != nil {
			return err
		}
		defer stop()
		defer m.Close() // before stop: it ends what waits in send
	}
	p.line("Type a command, such as: search WORDS, row 3, play, list, pause, help, quit")
	p.run(p.Init())
	lines := make(chan string)
	go readLines(in, lines, p.closed)
	for !p.over && p.err == nil {
		next := lines
		if p.events == nil {
			next = nil // what the options ask for comes before what is typed, or it would take its place
		}
		select {
		case msg := <-p.msgs:
			p.take(msg)
		case line, ok := <-next:
			if !ok {
				lines, p.last = nil, true
			}
			p.obey(line)
		case <-p.closed: // by "quit"
			p.over = true
		case <-ctx.Done():
			return nil
		}
		p.over = p.over || (p.last && p.idle())
	}
	return p.err
}

// readLines gives lines to a channel and closes it at the end of in, or before a line that
// is too long.
func readLines(in io.Reader, lines chan<- string, closed <-chan struct{}) {
	defer close(lines)
	s := bufio.NewScanner(in)
	s.Buffer(nil, remote.MaxLine)
	for s.Scan() {
		select {
		case lines <- s.Text():
		case <-closed:
			return
		}
	}
}

// plain runs a Model without Bubble Tea and prints what changes.
type plain struct {
	*Model
	out    io.Writer
	msgs   chan tea.Msg
	closed <-chan struct{}
	over   bool
	last   bool // in has ended
	err    error
	seen   player.State
	notice int    // the last one printed
	shown  string // the list printed last, by its name and size
}

// run starts a command; its message comes to the loop, if that still runs.
func (p *plain) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() { p.send(cmd()) }()
}

// send gives a message to the loop, if that still runs.
func (p *plain) send(msg tea.Msg) {
	select {
	case p.msgs <- msg:
	case <-p.closed:
	}
}

func (p *plain) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.BatchMsg:
		for _, cmd := range msg {
			p.run(cmd)
		}
		return
	case tea.QuitMsg:
		p.over = true
		return
	}
	_, cmd := p.Update(msg)
	p.run(cmd)
	p.report()
}

// obey runs a line.
func (p *plain) obey(line string) {
	line, err := remote.ParseLine([]byte(line))
	switch {
	case err != nil:
		p.line("error: " + err.Error())
	case line == "":
	case line == "help":
		for _, name := range p.verbs.names {
			p.line(strings.TrimSpace(name + " " + p.verbs.byName[name].usage))
		}
	case line == "list":
		p.list()
	default:
		p.take(remoteMsg{line, make(chan remoteAnswer, 1)})
	}
}

// idle reports whether nothing more will come by itself.
func (p *plain) idle() bool {
	return p.events != nil && !p.found.busy && !p.opened.busy && len(p.feeds) == 0 &&
		len(p.edits) == 0 && p.importing.run == nil &&
		(p.state.Status == player.Stopped || p.state.Status == player.Paused)
}

// report prints what has changed since the last time.
func (p *plain) report() {
	if n := p.Model.notice; n.gen != p.notice && n.text != "" {
		p.notice = n.gen
		p.line(map[bool]string{true: "error: "}[n.failed] + n.text)
	}
	was, is := p.seen, p.state
	p.seen = is
	if is.Entry.ID != was.Entry.ID && is.Entry.ID != 0 {
		p.line(fmt.Sprintf("track %d of %d: %s", is.Index+1, is.QueueLen, plainTrack(tracklist.Row{Track: is.Entry.Track})))
	}
	if is.Status != was.Status {
		p.line(is.Status.String())
	}
	if is.Volume != was.Volume && was.Volume > 0 {
		p.line(fmt.Sprintf("volume %d%%", is.Volume))
	}
	if is.Muted != was.Muted {
		p.line(map[bool]string{true: "muted", false: "sound on"}[is.Muted])
	}
	if is.Err != was.Err && is.Err != "" {
		p.line("error: " + is.Err)
	}
	if is.Notice != was.Notice && is.Notice != "" {
		p.line(is.Notice)
	}
	if now := p.inFront(); now != p.shown {
		p.shown = now
		if p.page != searchPage || p.found.text != "" || p.lists[searchPage].Len() > 0 {
			p.list()
		}
	}
}

// inFront names the list on the page in front; a page that is still loading has the name of
// before.
func (p *plain) inFront() string {
	if p.showing(lackingSheet) {
		return fmt.Sprint("lacking", len(p.sheet.lines))
	}
	if (p.page == searchPage && p.found.busy) || (p.page == playlistPage && p.opened.busy) || !p.page.isList() {
		return p.shown
	}
	return fmt.Sprint(p.page, p.found.text, p.opened.playlist.ID, p.lists[p.page].Len())
}

// list prints the rows from the cursor's on, numbered as "row" counts them.
func (p *plain) list() {
	if p.showing(lackingSheet) {
		p.sheetLines()
		return
	}
	if !p.page.isList() {
		p.line("there is no list here; back returns to one")
		return
	}
	l := &p.lists[p.page]
	if l.Len() == 0 {
		p.line("nothing here")
		return
	}
	from := l.Cursor()
	if from > 0 && l.Row(from-1).Heading != "" {
		from--
	}
	for i := from; i < min(from+plainRows, l.Len()); i++ {
		row := l.Row(i)
		if row.Heading != "" {
			p.line(text.Clean(row.Heading) + ":")
			continue
		}
		p.line(strconv.Itoa(i+1) + ". " + plainTrack(row))
	}
	if more := l.Len() - from - plainRows; more > 0 {
		p.line(fmt.Sprintf("and %d more: row %d, list", more, from+plainRows+1))
	}
}

// sheetLines prints what a sheet has to choose from, numbered as "row" counts it, from the cursor
// on, with the heading before that.
func (p *plain) sheetLines() {
	s := &p.sheet
	p.line(s.title)
	from := s.cursor
	for from > 0 && s.lines[from-1].heading {
		from--
	}
	for i := from; i < min(from+plainRows, len(s.lines)); i++ {
		l := s.lines[i]
		switch {
		case l.heading:
			p.line(l.text + ":")
		case l.run != nil:
			p.line(strconv.Itoa(i+1) + ". " + l.text)
		default:
			p.line(l.text)
		}
	}
	if more := len(s.lines) - from - plainRows; more > 0 {
		p.line(fmt.Sprintf("and %d more: row %d, list", more, from+plainRows+1))
	}
}

// plainTrack is a row in words.
func plainTrack(r tracklist.Row) string {
	if r.Playlist != nil {
		s := "playlist " + text.Clean(r.Playlist.Title)
		if r.Playlist.Count > 0 {
			s += ", " + text.Count(r.Playlist.Count, "track")
		}
		return s
	}
	s := text.Title(r.Track)
	if artist := text.Clean(r.Track.Artist); artist != "" {
		s += ", " + artist
	}
	if r.Track.Duration > 0 {
		s += ", " + text.Clock(r.Track.Duration)
	}
	for _, note := range []string{r.Track.Note, r.Note, [...]string{tracklist.Partly: "kept in part", tracklist.Here: "kept here"}[r.Kept]} {
		if note = text.Clean(note); note != "" {
			s += ", " + note
		}
	}
	if r.Current {
		s += ", current"
	}
	return s
}

// line prints one line.
func (p *plain) line(s string) {
	if _, err := fmt.Fprintln(p.out, text.Clean(s)); err != nil {
		p.err = errors.Join(p.err, err)
	}
}

// doRow puts the cursor on a row by its number.
func (m *Model) doRow(c command) (tea.Cmd, error) {
	n, err := strconv.Atoi(c.arg)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("which row? write row 3, not %q", c.arg)
	}
	return m.goToRow(n - 1), nil
}
