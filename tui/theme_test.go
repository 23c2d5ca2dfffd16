package tui

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// luminance and contrast are those of WCAG 2.2, "relative luminance" and "contrast ratio".
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Text can be read in every theme: 4.5 against the background (WCAG AA), 7 in "contrast"
// (AAA), where lines count as text.
func TestThemesContrast(t *testing.T) {
	for _, name := range themeNames() {
		for _, dark := range []bool{true, false} {
			back := color.Color(color.White)
			if dark && name != "light" || name == "dark" {
				back = color.Black
			}
			p, least := Theme{Name: name}.palette(dark), 4.5
			text := map[string]color.Color{"accent": p.accent, "muted": p.muted, "warning": p.warning, "failure": p.failure}
			if name == "contrast" {
				least = 7
				text["line"], text["buffered"] = p.line, p.buffered
			}
			for role, c := range text {
				if name == "none" && c != nil {
					t.Errorf("none has a colour for %s", role)
				}
				if c != nil && contrast(c, back) < least {
					t.Errorf("%s, dark %v: %s has a contrast of %.1f", name, dark, role, contrast(c, back))
				}
			}
		}
	}
}

func TestThemeCheck(t *testing.T) {
	good := Theme{Name: "dark", Colors: map[string]string{"accent": "#a0B1c2", "line": "8"}}
	if got := good.Check(); len(got) > 0 {
		t.Error(got)
	}
	if p := good.palette(false); p.accent == nil || fmt.Sprint(p.line) != fmt.Sprint(ansi.IndexedColor(8)) {
		t.Errorf("%+v", p)
	}
	bad := Theme{Name: "drak", Colors: map[string]string{"acent": "#ffffff", "line": "256", "muted": "red"}}
	want := []string{
		`no theme "drak", did you mean "dark"?`,
		`no colour "acent", did you mean "accent"?`,
		`colour line: "256" is neither #rrggbb nor 0 to 255`,
		`colour muted: "red" is neither #rrggbb nor 0 to 255`,
	}
	if got := bad.Check(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if p := bad.palette(true); p != (Theme{}).palette(true) {
		t.Errorf("mistakes change the colours: %+v", p)
	}
}

// The command changes what is drawn, and "none" draws no colour at all.
func TestThemeCommand(t *testing.T) {
	m := Model{verbs: newVerbs()}
	seen := map[string]bool{}
	for range themeNames() {
		m.do("theme", 0)
		seen[m.theme.Name] = true
		s := m.styles.failure.Styled("x") + m.styles.list.Selected.Styled("x") + m.styles.strip.Bar.Ready.Styled("x")
		if colored := strings.Contains(s, "38;2;"); colored != (m.theme.Name != "none") {
			t.Errorf("%s draws %q", m.theme.Name, s)
		}
	}
	if len(seen) != len(themeNames()) {
		t.Errorf("theme goes through %v", seen)
	}
	before := m.theme.Name
	m.do("theme darkk", 0)
	if m.theme.Name != before || !m.notice.failed || !strings.Contains(m.notice.text, `did you mean "dark"?`) {
		t.Errorf("%s, %+v", m.theme.Name, m.notice)
	}
}
