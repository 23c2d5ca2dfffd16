package tui

import (
	"maps"
	"slices"
	"strings"

	"anyaudio/player"
	"anyaudio/source/library"

	tea "charm.land/bubbletea/v2"
)

// SetCanSuspend stands in for a shell with job control, or none.
func SetCanSuspend(m *tea.Model, can bool) {
	model := (*m).(*Model)
	model.canSuspend = func() bool { return can }
	*m = model
}

// Subscribed, Event and Tick are messages that only commands make.
func Subscribed(events <-chan player.Event) tea.Msg { return subscribedMsg{events} }

func Event(e player.Event) tea.Msg { return eventMsg{e} }

func Tick(m tea.Model) tea.Msg { return tickMsg{m.(*Model).tick.gen} }

func Bars() tea.Msg { return barsMsg{} }

// NewProgram is what Run runs.
func NewProgram(m *Model, opts ...tea.ProgramOption) (*tea.Program, func()) {
	return newProgram(m, opts...)
}

// HasRendererTicker reports whether a program's renderer can be paced; to be called
// in the program's goroutine.
func HasRendererTicker(p *tea.Program) bool { return rendererTicker(p) != nil }

// BoundKeys are the single keys of the key map and of the text fields that do not
// quit.
func BoundKeys() []string {
	k := newKeyMap(defaultSections())
	keys := slices.Sorted(maps.Keys(k.lists))
	keys = append(keys, slices.Sorted(maps.Keys(k.text))...)
	keys = append(keys, slices.Sorted(maps.Keys(k.prefixes))...)
	return slices.DeleteFunc(keys, func(key string) bool { return strings.Contains(key, " ") || k.lists[key] == "quit" })
}

// LibraryOf is the library of a model.
func LibraryOf(m tea.Model) *library.Library { return m.(*Model).library }
