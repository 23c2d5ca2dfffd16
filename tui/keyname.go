package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inText stands before a key that works in the text fields.
const inText = "text"

// modifiers in the order in which Bubble Tea writes them.
func modifiers() []string { return []string{"ctrl", "alt", "shift", "meta", "hyper", "super"} }

// namedKeys are the keys that type nothing, as Bubble Tea writes them.
func namedKeys() []string {
	names := []string{
		"enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right",
		"home", "end", "pgup", "pgdown", "insert", "delete",
	}
	for i := 1; i <= 20; i++ {
		names = append(names, fmt.Sprint("f", i))
	}
	return names
}

// keyAliases are other names that people write.
func keyAliases() map[string]string {
	return map[string]string{
		"return": "enter", "escape": "esc", "del": "delete", "ins": "insert", "plus": "+",
		"pageup": "pgup", "page-up": "pgup", "pagedown": "pgdown", "page-down": "pgdown", "pgdn": "pgdown",
	}
}

// parseKey reads a key or a sequence of two as somebody writes it and returns it as
// Bubble Tea does.
func parseKey(s string) (string, error) {
	strokes := strings.Fields(s)
	text := len(strokes) > 1 && strokes[0] == inText
	if text {
		strokes = strokes[1:]
	}
	if len(strokes) == 0 || len(strokes) > 2 || (text && len(strokes) > 1) {
		return "", errors.New("write one key, or two with a space between")
	}
	for i, stroke := range strokes {
		k, err := parseStroke(stroke)
		if err != nil {
			return "", err
		}
		strokes[i] = k
	}
	if !text {
		return strings.Join(strokes, " "), nil
	}
	if utf8.RuneCountInString(strokes[0]) == 1 || strokes[0] == "space" {
		return "", errors.New("types something in a text field")
	}
	return inText + " " + strokes[0], nil
}

// parseStroke reads one key with what is held down meanwhile.
func parseStroke(s string) (string, error) {
	held, rest := map[string]bool{}, s
	for again := true; again; {
		again = false
		for _, mod := range modifiers() {
			if n := len(mod) + 1; len(rest) > n && strings.EqualFold(rest[:n], mod+"+") {
				held[mod], rest, again = true, rest[n:], true
			}
		}
	}
	name, err := keyName(rest)
	if err != nil {
		return "", err
	}
	if r, size := utf8.DecodeRuneInString(name); size == len(name) && unicode.IsLetter(r) {
		switch {
		case held["shift"] && len(held) == 1: // arrives as what it types
			return string(unicode.ToUpper(r)), nil
		case len(held) > 0:
			name = string(unicode.ToLower(r))
		}
	}
	for _, mod := range slices.Backward(modifiers()) {
		if held[mod] {
			name = mod + "+" + name
		}
	}
	return name, usable(name)
}

// keyName reads the key itself.
func keyName(s string) (string, error) {
	if r, size := utf8.DecodeRuneInString(s); size == len(s) && unicode.IsPrint(r) {
		return s, nil
	}
	low := strings.ToLower(s)
	if name, ok := keyAliases()[low]; ok {
		return name, nil
	}
	if names := namedKeys(); !slices.Contains(names, low) {
		return "", errors.New(unknown("key", s, names))
	}
	return low, nil
}

// usable refuses what terminals cannot tell from another key, and the one way out that
// always works.
func usable(key string) error {
	same := map[string]string{"ctrl+i": "Tab", "ctrl+j": "Enter", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+[": "Esc"}
	if other, ok := same[key]; ok {
		return fmt.Errorf("is the same as %s in many terminals", other)
	}
	if key == "ctrl+c" {
		return errors.New("always quits")
	}
	return nil
}
