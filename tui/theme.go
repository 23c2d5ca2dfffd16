package tui

import (
	"fmt"
	"image/color"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// A Theme says which colours are drawn with. The zero value follows the terminal's
// background.
type Theme struct {
	// Name is "auto", "dark", "light", "contrast" or "none"; empty is auto. The last two
	// fit any background.
	Name string
	// Colors has colours of the listener's own for accent, muted, line, buffered, selected,
	// warning and failure, as "#rrggbb" or a number from 0 to 255 of the terminal's palette.
	// They count in every theme but none.
	Colors map[string]string
}

// Check returns a line for each mistake. What is wrong is left out, the rest holds.
func (t Theme) Check() (mistakes []string) {
	if !slices.Contains(themeNames(), t.name()) {
		mistakes = append(mistakes, unknown("theme", t.Name, themeNames()))
	}
	for _, role := range slices.Sorted(maps.Keys(t.Colors)) {
		if !slices.Contains(roles(), role) {
			mistakes = append(mistakes, unknown("colour", role, roles()))
		} else if _, ok := parseColor(t.Colors[role]); !ok {
			mistakes = append(mistakes, fmt.Sprintf("colour %s: %q is neither #rrggbb nor 0 to 255", role, t.Colors[role]))
		}
	}
	return mistakes
}

func (t Theme) name() string {
	if t.Name == "" {
		return "auto"
	}
	return t.Name
}

func themeNames() []string { return []string{"auto", "dark", "light", "contrast", "none"} }

// roles are what colours are for.
func roles() []string {
	return []string{"accent", "muted", "line", "buffered", "selected", "warning", "failure"}
}

// palette is a colour for each role. What has none is drawn as the terminal draws text, and
// what is selected without one is turned round where reverse is set.
type palette struct {
	accent, muted, line, buffered, selected, warning, failure color.Color
	reverse                                                   bool
}

// palette returns the colours on a dark or a light background.
func (t Theme) palette(dark bool) palette {
	switch t.name() {
	case "none":
		return palette{reverse: true}
	case "contrast":
		pick := lipgloss.LightDark(dark)
		strong := pick(lipgloss.Color("#000000"), lipgloss.Color("#ffffff"))
		return t.own(palette{
			accent: strong, muted: strong, line: strong, buffered: strong, reverse: true,
			warning: pick(lipgloss.Color("#5c3b00"), lipgloss.Color("#ffff00")),
			failure: pick(lipgloss.Color("#8b0000"), lipgloss.Color("#ffa0a0")),
		})
	case "dark", "light":
		dark = t.Name == "dark"
	}
	pick := lipgloss.LightDark(dark)
	return t.own(palette{
		accent:   pick(lipgloss.Color("#00698f"), lipgloss.Color("#7fd1f5")),
		muted:    pick(lipgloss.Color("#6a6a6a"), lipgloss.Color("#9a9a9a")),
		line:     pick(lipgloss.Color("#c4c4c4"), lipgloss.Color("#4c4c4c")),
		buffered: pick(lipgloss.Color("#7aa5bd"), lipgloss.Color("#557f96")),
		selected: pick(lipgloss.Color("#dcebf2"), lipgloss.Color("#263842")),
		warning:  pick(lipgloss.Color("#8a5a00"), lipgloss.Color("#ffd479")),
		failure:  pick(lipgloss.Color("#b00020"), lipgloss.Color("#ff8a80")),
	})
}

// own puts the listener's colours in.
func (t Theme) own(p palette) palette {
	for role, to := range map[string]*color.Color{
		"accent": &p.accent, "muted": &p.muted, "line": &p.line, "buffered": &p.buffered,
		"selected": &p.selected, "warning": &p.warning, "failure": &p.failure,
	} {
		if c, ok := parseColor(t.Colors[role]); ok {
			*to = c
		}
	}
	return p
}

var hexColor = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func parseColor(s string) (color.Color, bool) {
	if hexColor.MatchString(s) {
		return lipgloss.Color(s), true
	}
	if n, err := strconv.ParseUint(s, 10, 8); err == nil {
		return ansi.IndexedColor(n), true
	}
	return nil, false
}

// colored is a style in a colour, if there is one.
func colored(s ansi.Style, c color.Color) ansi.Style {
	if c == nil {
		return s
	}
	return s.ForegroundColor(c)
}

// chosen is the style of the row with the cursor.
func (p palette) chosen() ansi.Style {
	s := ansi.NewStyle().Bold()
	switch {
	case p.selected != nil:
		return s.BackgroundColor(p.selected)
	case p.reverse:
		return s.Reverse(true)
	}
	return s
}

// doTheme changes the colours at once, so that they can be looked at; without a name to the
// next theme.
func (m *Model) doTheme(c command) (tea.Cmd, error) {
	names := themeNames()
	name := strings.ToLower(c.arg)
	if name == "" {
		name = names[(slices.Index(names, m.theme.name())+1)%len(names)]
	}
	if !slices.Contains(names, name) {
		return nil, fmt.Errorf("%s", unknown("theme", c.arg, names))
	}
	m.theme.Name = name
	m.previewTheme()
	return m.say("theme " + name + " – screen.theme in the configuration keeps it"), nil
}

// previewTheme draws in the theme that stands in the command line while one does, in the one
// that is set otherwise.
func (m *Model) previewTheme() {
	shown := m.theme
	if c, err := parseCommand(m.line.Value()); m.focus == focusCommand && err == nil && c.name == "theme" {
		if name := strings.ToLower(c.arg); slices.Contains(themeNames(), name) {
			shown.Name = name
		}
	}
	if shown.name() != m.shown.name() {
		m.shown = shown
		m.recolor(m.styles.measure)
	}
}

// recolor makes the styles anew, for another theme, background or measure.
func (m *Model) recolor(measure ansi.Method) {
	m.styles = newStyles(m.shown.palette(m.dark), measure)
	m.restyle()
}
