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
// many terminals), nor Ctrl+S and Ctrl+Q (flow control). Digits are counts, so no page has one.
// L and Q are free: other players have lyrics there and a daemon to leave behind, this one has
// neither; whoever wants to leave it playing runs it in tmux.
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
			{[]string{")"}, "chapter next", "next chapter"},
			{[]string{"("}, "chapter prev", "this chapter again, or the one before"},
			{[]string{"+", "="}, "volume +5", "louder"},
			{[]string{"-"}, "volume -5", "quieter"},
			{[]string{"m"}, "mute", "mute"},
			{[]string{"["}, "speed -", "slower"},
			{[]string{"]"}, "speed +", "faster"},
			{[]string{"\\"}, "speed 1", "as recorded"},
			{[]string{"S"}, "sound", "sleep timer, equaliser, loudness, crossfade …"},
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
			{[]string{"l"}, "filter next", "next kind of results, next list of the library"},
			{[]string{"h"}, "filter prev", "the one before"},
			{[]string{"R"}, "radio", "radio from this track into the queue"},
			{[]string{"M"}, "related", "more like this track"},
			{[]string{"I"}, "details", "details: description, chapters"},
			{[]string{"y"}, "copy", "copy the link"},
			{[]string{"u"}, "undo", "undo: queue, playlists, saved tracks, the last seek"},
			{[]string{"ctrl+r"}, "redo", "redo"},
			{[]string{"a"}, "actions", "what can be done with this row"},
			{[]string{"A"}, "actions playing", "what can be done with the track that plays"},
			{[]string{"x"}, "mark", "mark for the next command; 3x marks 3"},
			{[]string{"X"}, "mark none", "take all marks away"},
		}},
		{"Queue", []binding{
			{[]string{"d", "delete"}, "remove", "remove; 3d removes 3"},
			{[]string{"J"}, "move +1", "move down"},
			{[]string{"K"}, "move -1", "move up"},
			{[]string{"D"}, "clear ask", "remove all, after asking"},
		}},
		{"Library", []binding{
			{[]string{"f"}, "save", "save the track ♥, or take it out"},
			{[]string{"o"}, "offline", "keep offline, or no longer"},
			{[]string{"w"}, "write", "write into a playlist …"},
			{[]string{"O"}, "sort", "saved: newest, title, artist, most played"},
			{[]string{"F"}, "forget this", "forget the track, and never suggest it"},
			{[]string{"H"}, "never this artist", "never suggest this artist"},
			{[]string{"P"}, "private", "private: record nothing, or again"},
		}},
		{"Going places", []binding{
			{[]string{"/"}, "find", "look through this list; on the search page search"},
			{[]string{"n"}, "match next", "next row that was looked for"},
			{[]string{"N"}, "match prev", "the one before"},
			{[]string{"g s", "ctrl+f", "f3"}, "search", "search: words, a URL or a path"},
			{[]string{"g h", "f2"}, "home", "front page"},
			{[]string{"g l", "f5"}, "library saved", "saved tracks"},
			{[]string{"g p", "f6"}, "library playlists", "playlists"},
			{[]string{"g r", "f7"}, "library history", "history"},
			{[]string{"v"}, "visualiser", "visualiser: what is heard, as bars"},
			{[]string{"g t"}, "heard", "what was heard, by week, month, year, with bars"},
			{[]string{"t"}, "art", "pictures on, off"},
			{[]string{"i"}, "stats", "figures: network, buffer, sound"},
			{[]string{"g !"}, "errors", "what went wrong, in full"},
			{[]string{"g o"}, "playlist", "the playlist that was open"},
			{[]string{"g q", "f4"}, "queue", "queue"},
			{[]string{"tab"}, "focus next", "next of search, results, playlist, library, queue"},
			{[]string{"shift+tab"}, "focus prev", "the one before"},
			{[]string{":"}, "command", "command line: 1:23, +30, -1m, 50%, q"},
			{[]string{"?", "f1"}, "help", "this list, to look through and to run"},
			{[]string{"esc", "backspace"}, "back", "back; stops a search or a list that is loading"},
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
		"down":      "choose next",
		"up":        "choose prev",
		"f1":        "help",
		"f2":        "home",
		"f3":        "search",
		"f4":        "queue",
		"f5":        "library saved",
		"f6":        "library playlists",
		"f7":        "library history",
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

// label is how the help writes the first key of a command, or how it is typed when it has
// none.
func (k keyMap) label(command string) string {
	for _, s := range k.sections {
		for _, b := range s.bindings {
			if b.command == command && len(b.keys) > 0 {
				return keyLabel(b.keys[0])
			}
		}
	}
	return ":" + command
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
