package searchbox_test

import (
	"strings"
	"testing"

	"anyaudio/tui/searchbox"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func box(width int) searchbox.Model {
	m := searchbox.New(searchbox.Styles{}, "❯ ", "words, a URL or a path")
	m.SetWidth(width)
	m.Focus()
	return m
}

func typed(m searchbox.Model, s string) searchbox.Model {
	for _, r := range s {
		m, _ = m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return m
}

func press(m searchbox.Model, codes ...rune) searchbox.Model {
	for _, c := range codes {
		m, _ = m.Update(tea.KeyPressMsg{Code: c})
	}
	return m
}

func check(t *testing.T, what string, m searchbox.Model, view string, cursor int) {
	t.Helper()
	if got := m.View(); got != view {
		t.Errorf("%s: view %q, want %q", what, got, view)
	}
	if x, ok := m.Cursor(); !ok || x != cursor {
		t.Errorf("%s: cursor at %d (%v), want %d", what, x, ok, cursor)
	}
}

func TestTyping(t *testing.T) {
	m := box(12)
	check(t, "empty", m, "❯ words, a …", 2)
	m = typed(m, "daft")
	check(t, "a word", m, "❯ daft", 6)
	m = typed(m, " punk one")
	check(t, "longer than the box", m, "❯  punk one", 11)
	check(t, "back by two", press(m, tea.KeyLeft, tea.KeyLeft), "❯  punk one", 9)
	check(t, "at the beginning", press(m, tea.KeyHome), "❯ daft punk ", 2)
	if m.Value() != "daft punk one" {
		t.Errorf("value %q", m.Value())
	}
}

// The cursor is where the next character goes, in cells.
func TestWideCharacters(t *testing.T) {
	m := typed(box(12), "東京")
	check(t, "two wide characters", m, "❯ 東京", 6)
	m = press(m, tea.KeyLeft)
	check(t, "between them", m, "❯ 東京", 4)
	m = typed(press(m, tea.KeyEnd), "の夜は長い")
	check(t, "scrolled", m, "❯ 夜は長い", 10)
	m = press(m, tea.KeyBackspace)
	if m.Value() != "東京の夜は長" {
		t.Errorf("after backspace: %q", m.Value())
	}
}

func TestPasteIsOneCleanLine(t *testing.T) {
	m := box(40)
	m, _ = m.Update(tea.PasteMsg{Content: "https://example.org/a\nb\x1b[2J\tc"})
	if strings.ContainsAny(m.Value(), "\n\x1b\t") {
		t.Errorf("value %q", m.Value())
	}
	m.SetValue("\u202eevil")
	if v := m.View(); v != "❯ evil" {
		t.Errorf("view %q lets a direction override through", v)
	}
}

func TestBlurredTakesNoKeys(t *testing.T) {
	m := typed(box(20), "a")
	m.Blur()
	m = typed(m, "b")
	if _, ok := m.Cursor(); ok || m.Value() != "a" {
		t.Errorf("a blurred box has a cursor (%v) or took a key: %q", ok, m.Value())
	}
}

// Ctrl+V must not start a clipboard helper.
func TestCtrlVRunsNothing(t *testing.T) {
	m := box(20)
	m, cmd := m.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl})
	if cmd != nil || m.Value() != "" {
		t.Errorf("ctrl+v returned a command or typed %q", m.Value())
	}
}

func FuzzView(f *testing.F) {
	f.Add("daft punk", 10, 3)
	f.Add("東京の夜", 5, 2)
	f.Add("\u0301\u0301a", 4, 1)
	f.Add("👨\u200d👩\u200d👧", 0, 0)
	f.Fuzz(func(t *testing.T, s string, width, left int) {
		width %= 100
		m := box(width)
		m.SetValue(s)
		for range left % 50 {
			m = press(m, tea.KeyLeft)
		}
		if w := ansi.StringWidthWc(m.View()); w > max(width, 0) {
			t.Errorf("%d cells drawn as %d: %q", width, w, m.View())
		}
		if x, _ := m.Cursor(); x < 0 || x >= max(width, 1) {
			t.Errorf("cursor at %d in %d cells", x, width)
		}
	})
}
