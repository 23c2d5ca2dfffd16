package tui

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"anyaudio/tui/art"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// What the terminal can do with pictures. It is asked once and may answer when it likes:
// until then, and when it never does, pictures are half-blocks.

// artForm is a way to draw pictures.
type artForm int

const (
	artOff artForm = iota
	artBlocks
	artKitty
	artSixel
)

// artTerminal is what is known of the terminal.
type artTerminal struct {
	colors     bool // 256 or more
	environ    bool // has been told
	asked      bool
	deaf       bool   // its answers would not be read
	between    string // "tmux" or "screen", which the terminal is behind
	plain      bool   // would print what it does not know
	kitty      bool
	sixel      bool
	cell       art.Cell
	cols, rows int // of the window
}

// artForm is how pictures are drawn now.
func (m *Model) artForm() artForm {
	t := &m.art.terminal
	switch {
	case !t.colors || m.theme.name() == "none":
		return artOff
	}
	switch m.art.mode {
	case "off":
		return artOff
	case "blocks":
		return artBlocks
	case "kitty":
		return artKitty
	case "sixel":
		return artSixel
	}
	switch {
	case t.between != "":
		// tmux and screen draw the cells anew from what they remember, which a picture is no
		// part of; tmux says that it knows sixels whatever the terminal behind it does.
		return artBlocks
	case t.kitty:
		return artKitty
	case t.sixel && t.cell.Known():
		return artSixel
	}
	return artBlocks
}

// handleTerminal takes what the program or the terminal says about it.
func (m *Model) handleTerminal(msg tea.Msg) tea.Cmd {
	t := &m.art.terminal
	switch msg := msg.(type) {
	case tea.ColorProfileMsg:
		t.colors = msg.Profile >= colorprofile.ANSI256
	case tea.EnvMsg:
		t.environ = true
		term := msg.Getenv("TERM")
		switch {
		case msg.Getenv("TMUX") != "" || strings.HasPrefix(term, "tmux"):
			t.between = "tmux"
		case msg.Getenv("STY") != "" || strings.HasPrefix(term, "screen"):
			t.between = "screen"
		}
		t.plain = term == "" || term == "dumb" || term == "linux"
		return m.askTerminal()
	case uv.KittyGraphicsEvent:
		t.kitty = t.kitty || msg.Options.ID == 31 && string(msg.Payload) == "OK"
	case uv.PrimaryDeviceAttributesEvent:
		t.sixel = slices.Contains(msg, 4)
	case uv.CellSizeEvent:
		t.setCell(msg.Width, msg.Height)
	case uv.PixelSizeEvent:
		if !t.cell.Known() && t.cols > 0 && t.rows > 0 {
			t.setCell(msg.Width/t.cols, msg.Height/t.rows)
		}
	}
	return nil
}

// setCell believes what can be the size of a cell.
func (t *artTerminal) setCell(w, h int) {
	if w >= 2 && h >= 4 && w <= 200 && h <= 400 {
		t.cell = art.Cell{Width: w, Height: h}
	}
}

// askTerminal asks what it can do, once, and not before there is a use for the answer.
func (m *Model) askTerminal() tea.Cmd {
	t := &m.art.terminal
	if t.asked || !t.environ || t.deaf || t.plain || m.art.mode == "off" || m.art.mode == "blocks" {
		return nil
	}
	t.asked = true
	const sizes = "\x1b[16t\x1b[14t" // of a cell and of the window, in pixels
	if t.between != "" {
		return tea.Raw(sizes) // the other question would become a title
	}
	return tea.Raw(art.QueryKitty + sizes + ansi.RequestPrimaryDeviceAttributes)
}

// pass makes a sequence go through to the terminal behind tmux or screen.
func (t *artTerminal) pass(s string) string {
	switch {
	case s == "":
		return ""
	case t.between == "tmux":
		return ansi.TmuxPassthrough(s) // with its allow-passthrough on
	case t.between == "screen":
		return ansi.ScreenPassthrough(s, 512)
	}
	return s
}

// A sixel picture lies over cells that the renderer has drawn. It is sent when these are
// certain to be on the screen, and again when they have been written once more: all of them after
// another size, those of a row when something two cells wide in it has changed.

// layTime is longer than the renderer looks for a frame after a message.
const layTime = 100 * time.Millisecond

// artPlace is where a picture lies; the zero value is nowhere.
type artPlace struct {
	want artWant
	x, y int
	wide uint64
}

// layMsg says that it is time to send a sixel picture, unless it has moved since (layArt).
type layMsg struct{ gen int }

// noteWide notes the rows that the picture stands beside, as far as the renderer writes them as
// a whole: it cannot trust a terminal to count wide characters as it does.
func (m *Model) noteWide(rows []string) {
	if m.artForm() != artSixel {
		return
	}
	h := fnv.New64a()
	for i, row := range rows {
		if s := ansi.Strip(row); utf8.RuneCountInString(s) != m.styles.measure.StringWidth(s) {
			fmt.Fprintln(h, i, row)
		}
	}
	m.art.wide = h.Sum64()
}

// layArt has a sixel picture sent when it does not lie where it has been drawn. It follows draw.
func (m *Model) layArt() tea.Cmd {
	a := &m.art
	var place artPlace
	if _, lines := m.artLines(); len(lines) > 0 && a.drawn.want == a.want && a.drawn.want.form == artSixel {
		x, y := m.layout.artAt(m.page)
		place = artPlace{a.want, x, y, a.wide}
	}
	if place == a.laid {
		return nil
	}
	a.laid = place
	a.gen++
	if place == (artPlace{}) {
		return nil
	}
	gen := a.gen
	return tea.Tick(layTime, func(time.Time) tea.Msg { return layMsg{gen} })
}

func (m *Model) handleLay(msg layMsg) tea.Cmd {
	a := &m.art
	if msg.gen != a.gen || a.laid == (artPlace{}) {
		return nil
	}
	return tea.Raw(ansi.SaveCursor + ansi.CursorPosition(a.laid.x+1, a.laid.y+1) + a.drawn.send + ansi.RestoreCursor)
}

// redrawn says that the whole screen has been drawn anew, and with resumed that the terminal
// may have forgotten what it had been given.
func (m *Model) redrawn(resumed bool) tea.Cmd {
	a := &m.art
	a.laid = artPlace{}
	if !resumed || a.sent == 0 {
		return nil
	}
	return tea.Raw(a.terminal.pass(a.drawn.send))
}
