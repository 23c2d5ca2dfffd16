package tui

import (
	"context"
	"errors"
	"slices"
	"time"

	"anyaudio/source"
	"anyaudio/tui/art"

	tea "charm.land/bubbletea/v2"
)

// The picture beside the list: of the track that plays or, on the page of details, of that
// one. It is fetched, decoded and drawn in a command; the model has the lines that came of it.

const (
	// artPause is for how long a track must stay before its picture is asked for.
	artPause = 200 * time.Millisecond
	// artKept is how many pictures are kept, of half a megabyte at the most.
	artKept = 8
)

// artwork is the picture and what it was made for.
type artwork struct {
	mode     string // what the listener wants, of artModes
	terminal artTerminal
	turn     chan struct{} // one picture is decoded at a time

	want    artWant
	busy    bool
	picture *art.Picture // nil for none
	drawn   drawnArt
	kept    []keptArt // the latest last

	id   art.ImageID // the last number that a picture has been given
	sent art.ImageID // that of the picture which the terminal has, 0 for none

	wide uint64   // what stands in the rows of the picture and is redrawn with them
	laid artPlace // where a sixel picture lies, or is about to
	gen  int      // of its timer
}

// artWant is all that a drawing depends on. The zero value wants none.
type artWant struct {
	key        rowKey
	form       artForm
	cols, rows int // at the most
	cell       art.Cell
}

// drawnArt are the lines for the screen and what goes to the terminal besides.
type drawnArt struct {
	want  artWant
	id    art.ImageID
	cols  int
	lines []string
	send  string
}

// keptArt is a picture that has been fetched, nil when there was none.
type keptArt struct {
	key     rowKey
	picture *art.Picture
}

// artMsg answers artCmd.
type artMsg struct {
	id      uint64
	picture *art.Picture
	drawn   drawnArt
	err     error
}

// artCmd draws a picture, which it fetches first when it is not given one.
func artCmd(ctx context.Context, c source.Coverer, turn chan struct{}, id uint64, t source.Track, p *art.Picture, want artWant, image art.ImageID) tea.Cmd {
	return func() tea.Msg {
		if p == nil {
			var err error
			if p, err = fetchArt(ctx, c, turn, t); err != nil {
				return artMsg{id: id, err: err}
			}
		}
		return artMsg{id: id, picture: p, drawn: drawArt(p, want, image)}
	}
}

// fetchArt fetches and decodes the picture of a track that stays.
func fetchArt(ctx context.Context, c source.Coverer, turn chan struct{}, t source.Track) (*art.Picture, error) {
	select {
	case <-time.After(artPause):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	cover, err := c.Cover(ctx, t)
	if err != nil {
		return nil, err
	}
	select { // decoding cannot be broken off, and takes memory
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p, err := art.Decode(cover.Data)
	if err != nil {
		return nil, damagedArt{err}
	}
	return p, nil
}

// damagedArt is an error about what a picture is, not about whether it could be had.
type damagedArt struct{ error }

func (d damagedArt) Unwrap() error { return d.error }

func drawArt(p *art.Picture, want artWant, id art.ImageID) drawnArt {
	cols, rows := p.Fit(want.cols, want.rows, want.cell)
	d := drawnArt{want: want, cols: cols}
	switch want.form {
	case artKitty:
		d.id, d.lines, d.send = id, art.Placeholders(id, cols, rows), p.Kitty(id, cols, rows, want.cell)
	case artSixel:
		d.lines, d.send = art.Filler(cols, rows), p.Sixel(cols, rows, want.cell)
	default:
		d.lines = p.Blocks(cols, rows)
	}
	return d
}

// updateArt asks for another picture when the page, the track or the window has changed so. It
// ends every Update but that of a tick, before the page is drawn.
func (m *Model) updateArt() tea.Cmd {
	a := &m.art
	if t, want := m.wantedArt(); want.cols > 0 && want != a.want {
		return m.askArt(t, want)
	} else if a.want != (artWant{}) && (want.form == artOff || t.ID == "") {
		m.cancel(artAsked)
		a.want, a.busy, a.picture, a.drawn = artWant{}, false, nil, drawnArt{}
	}
	return m.dropArt()
}

// wantedArt is the picture for the page in front; cols is 0 where there is no room.
func (m *Model) wantedArt() (source.Track, artWant) {
	t := m.state.Entry.Track
	if !m.strip.HasTrack() {
		t = source.Track{}
	}
	if m.page == detailsPage {
		t = m.details.track
	}
	want := artWant{key: trackKey(t), form: m.artForm(), cell: m.art.terminal.cell}
	if want.form != artOff && t.ID != "" {
		want.cols, want.rows = m.layout.art(m.page)
	}
	return t, want
}

// askArt asks for a picture, unless it is known that there is none.
func (m *Model) askArt(t source.Track, want artWant) tea.Cmd {
	a := &m.art
	coverer, ok := m.source.(source.Coverer)
	if !ok {
		return nil
	}
	a.want = want
	var picture *art.Picture
	if i := slices.IndexFunc(a.kept, func(k keptArt) bool { return k.key == want.key }); i >= 0 {
		if picture = a.kept[i].picture; picture == nil {
			m.cancel(artAsked)
			a.busy, a.picture, a.drawn = false, nil, drawnArt{}
			return nil
		}
	}
	ctx, id := m.ask(artAsked)
	a.busy = true
	a.id = a.id.Next()
	return artCmd(ctx, coverer, a.turn, id, t, picture, want, a.id)
}

func (m *Model) handleArt(msg artMsg) tea.Cmd {
	a := &m.art
	if !m.answered(artAsked, msg.id) {
		return nil
	}
	a.busy, a.picture, a.drawn = false, msg.picture, msg.drawn
	// A new slice: copies of the model have the old one.
	a.kept = append(slices.DeleteFunc(slices.Clone(a.kept), func(k keptArt) bool { return k.key == a.want.key }), keptArt{a.want.key, msg.picture})
	a.kept = a.kept[max(len(a.kept)-artKept, 0):]
	var sent tea.Cmd
	if a.drawn.id != 0 {
		sent = tea.Sequence(m.dropArt(), tea.Raw(a.terminal.pass(a.drawn.send)))
		a.sent = a.drawn.id
	}
	var damaged damagedArt
	if errors.As(msg.err, &damaged) {
		return tea.Batch(sent, logCmd(m.log, "a picture cannot be shown", msg.err))
	}
	return sent // what there is none of needs no line
}

// dropArt frees the picture that kitty has, when another is drawn or none.
func (m *Model) dropArt() tea.Cmd {
	a := &m.art
	if a.sent == 0 || a.sent == a.drawn.id {
		return nil
	}
	id := a.sent
	a.sent = 0
	return tea.Raw(a.terminal.pass(art.DeleteKitty(id)))
}

// artLines is what is drawn of the picture on the page in front: blank while it is on its way,
// nothing where there is none.
func (m *Model) artLines() (cols int, lines []string) {
	_, want := m.wantedArt()
	switch a := &m.art; {
	case want.cols == 0 || want != a.want:
		return 0, nil
	case a.drawn.want == want:
		return a.drawn.cols, a.drawn.lines
	case a.busy:
		return 0, make([]string, min(len(a.drawn.lines), want.rows)) // room for one like the last
	}
	return 0, nil
}

// artColumn is how many columns the picture takes from the text of the page of details.
func (m *Model) artColumn() int {
	_, want := m.wantedArt()
	if want.cols == 0 || m.layout.side > 0 || want != m.art.want || !m.art.busy && m.art.picture == nil {
		return 0
	}
	return want.cols + 2
}

// artModes are what "screen.art" may be.
func artModes() []string { return []string{"auto", "kitty", "sixel", "blocks", "off"} }

// doArt turns pictures off and on, or to one way of drawing them.
func (m *Model) doArt(c command) (tea.Cmd, error) {
	a := &m.art
	switch mode := c.arg; {
	case mode == "" && a.mode == "off", mode == "on":
		a.mode = "auto"
	case mode == "":
		a.mode = "off"
	case slices.Contains(artModes(), mode):
		a.mode = mode
	default:
		return nil, errors.New(unknown("way to draw pictures", mode, artModes()))
	}
	if _, ok := m.source.(source.Coverer); !ok {
		return m.say("this source has no pictures"), nil
	}
	return tea.Batch(m.askTerminal(), m.say("pictures: "+m.artState())), nil
}

// artState says in a word how pictures are drawn, or why they are not.
func (m *Model) artState() string {
	switch form := m.artForm(); {
	case m.art.mode == "off":
		return "off"
	case form == artOff:
		return m.art.mode + ", but there are too few colours"
	case form == artBlocks:
		return "half-blocks"
	case form == artKitty:
		return "kitty graphics"
	}
	return "sixel"
}
