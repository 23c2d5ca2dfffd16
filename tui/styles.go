package tui

import (
	"anyaudio/tui/nowplaying"
	"anyaudio/tui/searchbox"
	"anyaudio/tui/seekbar"
	"anyaudio/tui/tracklist"

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
	bars  ansi.Style // of the visualiser
	strip nowplaying.Styles
}

// newStyles returns the styles in the colours of a palette. measure is how the renderer
// counts cells at present.
func newStyles(p palette, measure ansi.Method) styles {
	plain := func() ansi.Style { return ansi.NewStyle() }
	return styles{
		measure: measure,
		brand:   colored(plain().Bold(), p.accent),
		tab:     colored(plain(), p.muted),
		tabOpen: plain().Bold(),
		rule:    colored(plain(), p.line),
		title:   plain().Bold(),
		faint:   colored(plain(), p.muted),
		key:     plain().Bold(),
		info:    colored(plain(), p.accent),
		warning: colored(plain(), p.warning),
		failure: colored(plain().Bold(), p.failure),
		list: tracklist.Styles{
			Measure:  measure,
			Detail:   colored(plain(), p.muted),
			Current:  colored(plain().Bold(), p.accent),
			Past:     colored(plain(), p.muted),
			Selected: p.chosen(),
			Mark:     colored(plain(), p.accent),
			Heading:  colored(plain().Bold(), p.muted),
			Empty:    colored(plain(), p.muted),
		},
		box: searchbox.Styles{
			Measure:     measure,
			Prompt:      colored(plain().Bold(), p.accent),
			Placeholder: colored(plain(), p.muted),
		},
		bars: colored(plain(), p.accent),
		strip: nowplaying.Styles{
			Measure: measure,
			Title:   plain().Bold(),
			State:   colored(plain(), p.accent),
			Waiting: colored(plain(), p.warning),
			Flags:   colored(plain(), p.muted),
			Info:    colored(plain(), p.muted),
			Bar: seekbar.Styles{
				Target:  colored(plain().Bold(), p.warning),
				Played:  colored(plain(), p.accent),
				Skipped: colored(plain(), p.line),
				Head:    colored(plain().Bold(), p.accent),
				Ready:   colored(plain(), p.buffered),
				Hole:    colored(plain(), p.line),
			},
		},
	}
}
