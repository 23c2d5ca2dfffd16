// Package searchbox is a one-line text field: the search box and, with another
// prompt, the command line.
//
//	❯ words, a URL or a path▌
//
// Editing is that of the Bubbles text input. The drawing is its own, because that
// one counts runes where a terminal counts cells, so that its cursor is wrong
// after the first CJK character and it can scroll half a glyph into view.
//
// It is a component in the form of Bubbles. The cursor is the terminal's own: it
// blinks without waking the program, and input methods and screen readers see it.
package searchbox

import (
	"anyaudio/tui/text"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxLength bounds what can be typed or pasted, in runes; no URL that works is
// longer.
const maxLength = 2048

// Styles of the parts. The zero value draws without colour.
type Styles struct {
	Measure     ansi.Method // how the renderer counts cells
	Prompt      ansi.Style
	Text        ansi.Style
	Placeholder ansi.Style
}

// Model is the field. Use New.
type Model struct {
	styles      Styles
	prompt      string
	placeholder string
	width       int
	input       textinput.Model
}

// New returns an empty field of width 0 that does not have the keys. prompt stands
// in front of the text, placeholder in its place while it is empty.
func New(s Styles, prompt, placeholder string) Model {
	in := textinput.New()
	in.CharLimit = maxLength
	in.SetVirtualCursor(false)
	// Pasting is the terminal's business: this binding would run a helper program.
	in.KeyMap.Paste = key.NewBinding(key.WithDisabled())
	return Model{styles: s, prompt: prompt, placeholder: placeholder, input: in}
}

// SetStyles sets the styles.
func (m *Model) SetStyles(s Styles) { m.styles = s }

// SetWidth sets the width in cells, prompt included.
func (m *Model) SetWidth(w int) { m.width = max(w, 0) }

// Focus gives the field the keys.
func (m *Model) Focus() { m.input.Focus() }

// Blur takes the keys away; the text stays.
func (m *Model) Blur() { m.input.Blur() }

// Focused reports whether the field has the keys.
func (m Model) Focused() bool { return m.input.Focused() }

// Value returns the text.
func (m Model) Value() string { return m.input.Value() }

// SetValue sets the text, and the cursor behind it. Line breaks become spaces.
func (m *Model) SetValue(s string) {
	m.input.SetValue(s)
	m.input.CursorEnd()
}

// Update edits the text: key presses and pasted text, while focused.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	return m, cmd
}

// View returns the field as one line of at most the width set.
func (m Model) View() string {
	prompt := text.Cut(m.styles.Measure, m.prompt, m.width)
	room := m.width - text.Width(m.styles.Measure, prompt)
	if room <= 0 {
		return m.styles.Prompt.Styled(prompt)
	}
	if m.Value() == "" {
		return m.styles.Prompt.Styled(prompt) + m.styles.Placeholder.Styled(text.Cut(m.styles.Measure, m.placeholder, room))
	}
	before, after := m.visible(room)
	return m.styles.Prompt.Styled(prompt) + m.styles.Text.Styled(before+after)
}

// Cursor returns the cursor's column within View, and whether there is one.
func (m Model) Cursor() (x int, ok bool) {
	if !m.Focused() {
		return 0, false
	}
	x = text.Width(m.styles.Measure, text.Cut(m.styles.Measure, m.prompt, m.width))
	if room := m.width - x; room > 0 {
		before, _ := m.visible(room)
		x += text.Width(m.styles.Measure, before)
	}
	return min(x, max(m.width-1, 0)), true
}

// visible returns what is seen of the text before and after the cursor in room
// cells, one of them for the cursor behind the last character. Up to a quarter of
// the room shows what follows the cursor.
func (m Model) visible(room int) (before, after string) {
	runes, pos := []rune(m.Value()), m.input.Position()
	before, after = text.Clean(string(runes[:pos])), text.Clean(string(runes[pos:]))
	ahead := min(text.Width(m.styles.Measure, after), room/4)
	before = lastCells(m.styles.Measure, before, room-1-ahead)
	return before, firstCells(m.styles.Measure, after, room-text.Width(m.styles.Measure, before))
}

// firstCells returns the longest beginning of s within width cells.
func firstCells(m ansi.Method, s string, width int) string {
	at, used := 0, 0
	for at < len(s) {
		cluster, w := ansi.FirstGraphemeCluster(s[at:], m)
		if used += w; used > width {
			break
		}
		at += len(cluster)
	}
	return s[:at]
}

// lastCells returns the longest end of s within width cells.
func lastCells(m ansi.Method, s string, width int) string {
	for drop := text.Width(m, s) - width; drop > 0; {
		cluster, w := ansi.FirstGraphemeCluster(s, m)
		s = s[len(cluster):]
		drop -= w
	}
	return s
}
