package tui

import (
	"maps"
	"slices"
)

const defaultPreset = "default"

// presets are the key maps by their names, as what differs from the default one.
func presets() map[string][]keyCommand {
	return map[string][]keyCommand{
		defaultPreset: nil,
		"cmus":        cmusKeys(),
		"mpv":         mpvKeys(),
	}
}

// presetNames are the names of the key maps, sorted.
func presetNames() []string { return slices.Sorted(maps.Keys(presets())) }

// cmusKeys are those of cmus(1), "default key bindings", for what both programs do. Digits
// are views there, so that there are no counts.
func cmusKeys() []keyCommand {
	return []keyCommand{
		{"c", "pause"},
		{"b", "next"},
		{"z", "prev"},
		{"h", "seek -5"},
		{"l", "seek +5"},
		{"left", "seek -5"},
		{"right", "seek +5"},
		{"]", "volume +1"},
		{"[", "volume -1"},
		{"g", "top"},
		{"D", "remove"},
		{"p", "move +1"},
		{"P", "move -1"},
		{"ctrl+b", "page-up"},
		{"ctrl+f", "page-down"},
		{"{", "filter prev"},
		{"}", "filter next"},
		{"1", "library saved"},
		{"2", "home"},
		{"3", "library playlists"},
		{"4", "queue"},
		{"5", "search"},
		{"7", "help"},
	}
}

// mpvKeys are those of mpv's input.conf, for what both programs do. Up and down stay with
// the list: mpv has none.
func mpvKeys() []keyCommand {
	return []keyCommand{
		{"9", "volume -2"},
		{"0", "volume +2"},
		{"/", "volume -2"},
		{"*", "volume +2"},
		{"shift+left", "seek -1"},
		{"shift+right", "seek +1"},
		{"shift+up", "seek +5"},
		{"shift+down", "seek -5"},
		{"l", "repeat all"},
		{"L", "repeat one"},
		{"f8", "queue"},
		{"`", "command"},
		{"{", "filter prev"},
		{"}", "filter next"},
	}
}
