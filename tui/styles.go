package tui

import (
	"anyaudio/tui/nowplaying"
	"anyaudio/tui/searchbox"
	"anyaudio/tui/seekbar"
	"anyaudio/tui/tracklist"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// styles are all the styles of the interface. Nothing is said by colour alone:
// marks, words and brackets carry the meaning, so that NO_COLOR and a monochrome
// terminal lose nothing. The renderer reduces the colours to what the terminal has.
type styles struct {
	measure ansi.Method

	brand   ansi.Style
	tab     ansi.Style // pages that are not open
	tabOpen ansi.Style
	rule    ansi.Style
	title   ansi.Style // a page's heading
	faint   ansi.Style
	key     ansi.Style // a key's name in hints and help
	info    ansi.Style // notices, by how bad they are
	warning ansi.Style
	failure ansi.Style

	list  tracklist.Styles
	box   searchbox.Styles
	strip nowplaying.Styles
}

// newStyles returns the styles for a dark or a light terminal. measure is how the
// renderer counts cells at present.
func newStyles(dark bool, measure ansi.Method) styles {
	pick := lipgloss.LightDark(dark)
	var (
		accent   = pick(lipgloss.Color("#00698f"), lipgloss.Color("#7fd1f5"))
		muted    = pick(lipgloss.Color("#6a6a6a"), lipgloss.Color("#9a9a9a"))
		line     = pick(lipgloss.Color("#c4c4c4"), lipgloss.Color("#4c4c4c"))
		buffered = pick(lipgloss.Color("#7aa5bd"), lipgloss.Color("#557f96"))
		selected = pick(lipgloss.Color("#dcebf2"), lipgloss.Color("#263842"))
		yellow   = pick(lipgloss.Color("#8a5a00"), lipgloss.Color("#ffd479"))
		red      = pick(lipgloss.Color("#b00020"), lipgloss.Color("#ff8a80"))
	)
	plain := func() ansi.Style { return ansi.NewStyle() }
	return styles{
		measure: measure,
		brand:   plain().Bold().ForegroundColor(accent),
		tab:     plain().ForegroundColor(muted),
		tabOpen: plain().Bold(),
		rule:    plain().ForegroundColor(line),
		title:   plain().Bold(),
		faint:   plain().ForegroundColor(muted),
		key:     plain().Bold(),
		info:    plain().ForegroundColor(accent),
		warning: plain().ForegroundColor(yellow),
		failure: plain().Bold().ForegroundColor(red),
		list: tracklist.Styles{
			Measure:  measure,
			Detail:   plain().ForegroundColor(muted),
			Current:  plain().Bold().ForegroundColor(accent),
			Past:     plain().ForegroundColor(muted),
			Selected: plain().Bold().BackgroundColor(selected),
			Mark:     plain().ForegroundColor(accent),
			Empty:    plain().ForegroundColor(muted),
		},
		box: searchbox.Styles{
			Measure:     measure,
			Prompt:      plain().Bold().ForegroundColor(accent),
			Placeholder: plain().ForegroundColor(muted),
		},
		strip: nowplaying.Styles{
			Measure: measure,
			Title:   plain().Bold(),
			State:   plain().ForegroundColor(accent),
			Waiting: plain().ForegroundColor(yellow),
			Flags:   plain().ForegroundColor(muted),
			Info:    plain().ForegroundColor(muted),
			Bar: seekbar.Styles{
				Target:  plain().Bold().ForegroundColor(yellow),
				Played:  plain().ForegroundColor(accent),
				Skipped: plain().ForegroundColor(line),
				Head:    plain().Bold().ForegroundColor(accent),
				Ready:   plain().ForegroundColor(buffered),
				Hole:    plain().ForegroundColor(line),
			},
		},
	}
}
