package tui

import (
	"strings"
)

// binding says which command a key gives. A key may be a sequence ("g h").
type binding struct {
	keys    []string
	command string
	help    string
}

// section is a part of the key map under one heading of the help.
type section struct {
	title    string
	bindings []binding
}

// keyMap is every key: the commands that they stand for are those of the command
// line. The help and the hints are made from it.
type keyMap struct {
	sections []section
	lists    map[string]string // outside text fields: key sequence to command
	text     map[string]string // inside a text field
	prefixes map[string]bool   // beginnings of sequences
}

// defaultSections is mpv for the transport, vim for lists, cmus for the queue.
// Ctrl+I, J, M and H are never bound (they are Tab, Line feed, Enter and Backspace on
// many terminals), nor Ctrl+S and Ctrl+Q (flow control).
func defaultSections() []section {
	return []section{
		{"Playing", []binding{
			{[]string{"space", "p"}, "pause", "pause, go on"},
			{[]string{">"}, "next", "next track"},
			{[]string{"<"}, "prev", "this track again, or the one before"},
			{[]string{"left"}, "seek -5", "5 s back"},
			{[]string{"right"}, "seek +5", "5 s on"},
			{[]string{"shift+left"}, "seek -30", "30 s back"},
			{[]string{"shift+right"}, "seek +30", "30 s on"},
			{[]string{","}, "seek -1m", "1 minute back"},
			{[]string{"."}, "seek +1m", "1 minute on"},
			{[]string{"%"}, "percent", "to a part of the track: 50%"},
			{[]string{"^"}, "seek 0", "to the start"},
			{[]string{"+", "="}, "volume +5", "louder"},
			{[]string{"-"}, "volume -5", "quieter"},
			{[]string{"m"}, "mute", "mute"},
			{[]string{"s", "z"}, "shuffle", "shuffle on, off"},
			{[]string{"r"}, "repeat", "repeat off, all, one"},
		}},
		{"Lists", []binding{
			{[]string{"j", "down"}, "down", "down; 5j moves by 5"},
			{[]string{"k", "up"}, "up", "up"},
			{[]string{"g g", "home"}, "top", "first row"},
			{[]string{"G", "end"}, "bottom", "last row; 5G goes to row 5"},
			{[]string{"ctrl+d"}, "half-down", "half a page down"},
			{[]string{"ctrl+u"}, "half-up", "half a page up"},
			{[]string{"pgdown"}, "page-down", "a page down"},
			{[]string{"pgup"}, "page-up", "a page up"},
			{[]string{"enter"}, "play", "play now, or open a playlist"},
			{[]string{"e"}, "add", "add to the end of the queue"},
			{[]string{"E"}, "play-next", "play after the current track"},
		}},
		{"Queue", []binding{
			{[]string{"d", "delete"}, "remove", "remove; 3d removes 3"},
			{[]string{"J"}, "move +1", "move down"},
			{[]string{"K"}, "move -1", "move up"},
			{[]string{"D"}, "clear ask", "remove all, after asking"},
		}},
		{"Going places", []binding{
			{[]string{"/", "g s", "ctrl+f"}, "search", "search: words, a URL or a path"},
			{[]string{"g h"}, "home", "front page"},
			{[]string{"g p"}, "playlist", "the playlist that was open"},
			{[]string{"g q"}, "queue", "queue"},
			{[]string{"tab"}, "focus next", "next of search, results, playlist, queue"},
			{[]string{"shift+tab"}, "focus prev", "the one before"},
			{[]string{":"}, "command", "command line: 1:23, +30, -1m, 50%, q"},
			{[]string{"?", "f1"}, "help", "this list"},
			{[]string{"esc", "backspace"}, "back", "back; stops a search"},
			{[]string{"ctrl+z"}, "suspend", "to the shell; fg comes back"},
			{[]string{"q", "ctrl+c"}, "quit", "quit"},
		}},
	}
}

// textKeys are the only keys that are commands while text is typed.
func textKeys() map[string]string {
	return map[string]string{
		"enter":     "submit",
		"esc":       "leave",
		"tab":       "focus next",
		"shift+tab": "focus prev",
		"down":      "focus list",
		"f1":        "help",
		"ctrl+c":    "quit",
		"ctrl+z":    "suspend",
	}
}

func newKeyMap(sections []section) keyMap {
	k := keyMap{sections: sections, lists: map[string]string{}, text: textKeys(), prefixes: map[string]bool{}}
	for _, s := range sections {
		for _, b := range s.bindings {
			for _, key := range b.keys {
				k.lists[key] = b.command
				if first, _, ok := strings.Cut(key, " "); ok {
					k.prefixes[first] = true
				}
			}
		}
	}
	return k
}

// label is how the help writes the first key of a command, empty when it has none.
func (k keyMap) label(command string) string {
	for _, s := range k.sections {
		for _, b := range s.bindings {
			if b.command == command && len(b.keys) > 0 {
				return keyLabel(b.keys[0])
			}
		}
	}
	return ""
}

// keyLabel writes a key as it stands on a keyboard.
func keyLabel(key string) string {
	parts := strings.Split(key, "+")
	if key == "+" {
		return key
	}
	for i, p := range parts {
		switch p {
		case "left":
			parts[i] = "←"
		case "right":
			parts[i] = "→"
		case "up":
			parts[i] = "↑"
		case "down":
			parts[i] = "↓"
		case "pgup":
			parts[i] = "PgUp"
		case "pgdown":
			parts[i] = "PgDn"
		default:
			if len(p) > 1 && p[1] != ' ' {
				parts[i] = strings.ToUpper(p[:1]) + p[1:]
			}
		}
	}
	return strings.Join(parts, "+")
}

// keyLabels writes all keys of a binding.
func keyLabels(b binding) string {
	labels := make([]string, len(b.keys))
	for i, k := range b.keys {
		labels[i] = keyLabel(k)
	}
	return strings.Join(labels, "  ")
}
