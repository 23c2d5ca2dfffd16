package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Keys says which keys give which commands. The zero value is the default map.
type Keys struct {
	// Preset is where the map starts from: "default", "cmus" or "mpv". Empty is default.
	Preset string
	// Commands has a command, as typed after ":", for each key that differs from the
	// preset; an empty one frees the key. Keys are written as "x", "G", "ctrl+f", "f5",
	// "shift+left", "space" or, one after the other, as "g x". A key after the word "text"
	// ("text ctrl+n") works in the text fields, where those that type something cannot be
	// bound.
	Commands map[string]string
}

// Check returns a line for each mistake, in the order of the keys. What is wrong is left
// out of the map, the rest holds.
func (k Keys) Check() []string {
	_, mistakes := k.build(newVerbs())
	return mistakes
}

// build makes the map.
func (k Keys) build(v verbs) (keyMap, []string) {
	var mistakes []string
	r := rebinder{sections: defaultSections(), text: textKeys()}
	overlay, ok := presets()[k.preset()]
	if !ok {
		mistakes = append(mistakes, unknown("key preset", k.Preset, presetNames()))
	}
	for _, b := range overlay {
		r.bind(b.key, b.command)
	}
	own, more := k.parse(v)
	for _, b := range own {
		r.bind(b.key, b.command)
	}
	m := newKeyMap(r.sections)
	m.text = r.text
	return m, append(mistakes, more...)
}

func (k Keys) preset() string {
	if k.Preset == "" {
		return defaultPreset
	}
	return k.Preset
}

// keyCommand is one line of a table of keys.
type keyCommand struct{ key, command string }

// parse reads the listener's own keys, sorted, and says what is wrong with them.
func (k Keys) parse(v verbs) (own []keyCommand, mistakes []string) {
	written := map[string]string{} // the key as we write it, to how it was written
	for _, key := range slices.Sorted(maps.Keys(k.Commands)) {
		name, err := parseKey(key)
		if err == nil {
			err = v.check(k.Commands[key])
		}
		if other, twice := written[name]; err == nil && twice {
			err = fmt.Errorf("the same key as %q", other)
		}
		if err != nil {
			mistakes = append(mistakes, fmt.Sprintf("key %q: %v", key, err))
			continue
		}
		written[name] = key
		own = append(own, keyCommand{name, strings.TrimSpace(k.Commands[key])})
	}
	single := map[string]bool{}
	for _, b := range own {
		single[b.key] = b.command != ""
	}
	return slices.DeleteFunc(own, func(b keyCommand) bool {
		first, _, sequence := strings.Cut(b.key, " ")
		if !sequence || first == inText || !single[first] || b.command == "" {
			return false
		}
		mistakes = append(mistakes, fmt.Sprintf("key %q: %s alone is a command too", written[b.key], first))
		return true
	}), mistakes
}

// check says what is wrong with a command that a key is to give, as far as that can be
// known before it is pressed. An empty one frees the key.
func (v verbs) check(line string) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	c, err := parseCommand(line)
	if err != nil {
		return err
	}
	if _, ok := v.byName[c.name]; !ok {
		return fmt.Errorf("%s", unknown("command", c.name, v.names))
	}
	switch {
	case c.name == "seek" && c.arg != "":
		_, err = parsePlace(c.arg)
	case c.name == "volume" && c.arg != "":
		_, _, err = parseAmount(c.arg)
	}
	return err
}

// unknown says that there is no such name, and which one may be meant.
func unknown(what, name string, names []string) string {
	if near := nearest(name, names); near != "" {
		return fmt.Sprintf("no %s %q, did you mean %q?", what, name, near)
	}
	return fmt.Sprintf("no %s %q", what, name)
}

// oneLine puts mistakes into a line for the screen; the rest is for `config check`.
func oneLine(mistakes []string) string {
	if len(mistakes) < 2 {
		return strings.Join(mistakes, "")
	}
	return fmt.Sprintf("%s (and %d more)", mistakes[0], len(mistakes)-1)
}

// A rebinder changes a key map as written.
type rebinder struct {
	sections []section
	text     map[string]string
}

// bind gives a key to a command, before the others that it has; whatever the key stood for
// is taken away. So are sequences that the key begins, or the key that begins the sequence:
// nobody could type both.
func (r *rebinder) bind(key, command string) {
	if k, ok := strings.CutPrefix(key, inText+" "); ok {
		delete(r.text, k)
		if command != "" {
			r.text[k] = command
		}
		return
	}
	first, _, _ := strings.Cut(key, " ")
	r.free(func(k string) bool {
		return k == key || (command != "" && (k == first || strings.HasPrefix(k, key+" ")))
	})
	if command == "" {
		return
	}
	for i := range r.sections {
		for j := range r.sections[i].bindings {
			if b := &r.sections[i].bindings[j]; b.command == command {
				b.keys = append([]string{key}, b.keys...)
				return
			}
		}
	}
	if last := len(r.sections) - 1; r.sections[last].title != ownKeys {
		r.sections = append(r.sections, section{title: ownKeys})
	}
	last := &r.sections[len(r.sections)-1]
	last.bindings = append(last.bindings, binding{[]string{key}, command, command})
}

// ownKeys is the section of commands that the default map has no key for.
const ownKeys = "Further keys"

// free takes keys away. A command without a key stays, for another one.
func (r *rebinder) free(gone func(key string) bool) {
	for i := range r.sections {
		for j := range r.sections[i].bindings {
			b := &r.sections[i].bindings[j]
			b.keys = slices.DeleteFunc(b.keys, gone)
		}
	}
}
