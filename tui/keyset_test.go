package tui

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// Every preset binds commands that exist, no key twice, and none that nobody could type.
func TestPresets(t *testing.T) {
	v := newVerbs()
	for _, name := range presetNames() {
		k, mistakes := Keys{Preset: name}.build(v)
		if len(mistakes) > 0 {
			t.Errorf("%s: %q", name, mistakes)
		}
		seen := map[string]string{}
		for _, s := range k.sections {
			for _, b := range s.bindings {
				if err := v.check(b.command); err != nil || b.command == "" {
					t.Errorf("%s: %v", name, err)
				}
				for _, key := range b.keys {
					if other, twice := seen[key]; twice {
						t.Errorf("%s: %q is %q and %q", name, key, other, b.command)
					}
					seen[key] = b.command
					if parsed, err := parseKey(key); key != "ctrl+c" && (err != nil || parsed != key) {
						t.Errorf("%s: %q is read as %q, %v", name, key, parsed, err)
					}
				}
			}
		}
		if !maps.Equal(seen, k.lists) {
			t.Errorf("%s: the help shows another map than the one in effect", name)
		}
		for key := range k.prefixes {
			if c, ok := k.lists[key]; ok {
				t.Errorf("%s: %q is %q and begins a sequence", name, key, c)
			}
		}
		for key, command := range k.text {
			if err := v.check(command); err != nil {
				t.Errorf("%s, text %s: %v", name, key, err)
			}
		}
		if k.lists["ctrl+c"] != "quit" || k.label("command")[0] == ':' && k.lists[":"] != "command" {
			t.Errorf("%s: no way out or no command line", name)
		}
	}
}

// The overlays of the presets say what they mean: none of their lines is undone by another.
func TestPresetOverlays(t *testing.T) {
	for name, overlay := range presets() {
		k, _ := Keys{Preset: name}.build(newVerbs())
		for _, b := range overlay {
			if k.lists[b.key] != b.command {
				t.Errorf("%s: %q gives %q, not %q", name, b.key, k.lists[b.key], b.command)
			}
		}
	}
}

func TestKeysMistakes(t *testing.T) {
	for _, test := range []struct {
		preset, key, command string
		want                 string
	}{
		{"cmos", "", "", `no key preset "cmos", did you mean "cmus"?`},
		{"", "x", "volumee +5", `key "x": no command "volumee", did you mean "volume"?`},
		{"", "x", "frobnicate", `key "x": no command "frobnicate"`},
		{"", "x", "seek up", `key "x": "up" is not a time; write 1:23, 90, +30 or -1m`},
		{"", "x", "volume loud", `key "x": "loud" is not a volume; write 80, +5 or -5`},
		{"", "x", "50%%", `key "x": "50%%" is not between 0% and 100%`},
		{"", "ctrl+m", "mute", `key "ctrl+m": is the same as Enter in many terminals`},
		{"", "ctrl+c", "mute", `key "ctrl+c": always quits`},
		{"", "ctrl+pgdwn", "mute", `key "ctrl+pgdwn": no key "pgdwn", did you mean "pgdown"?`},
		{"", "a b c", "mute", `key "a b c": write one key, or two with a space between`},
		{"", "", "mute", `key "": write one key, or two with a space between`},
		{"", "text x", "mute", `key "text x": types something in a text field`},
	} {
		k := Keys{Preset: test.preset}
		if test.command != "" {
			k.Commands = map[string]string{test.key: test.command}
		}
		if got := k.Check(); !slices.Equal(got, []string{test.want}) {
			t.Errorf("%q = %q:\n got %q\nwant %q", test.key, test.command, got, test.want)
		}
	}
	for _, twice := range []map[string]string{{"Ctrl+K": "mute", "ctrl+k": "pause"}, {"x": "mute", "x y": "pause"}} {
		if got := (Keys{Commands: twice}).Check(); len(got) != 1 {
			t.Errorf("%q: %q", twice, got)
		}
	}
}

func TestKeysBind(t *testing.T) {
	commands := map[string]string{
		"Ctrl+K": "mute", "shift+x": "volume 30", "g": "queue", "d d": "remove", "PageDown": "next",
		"m": "", "alt+Return": "play", "text ctrl+n": "choose next", "text down": "", "+": "seek +10%", "5": "50%",
	}
	delete(commands, "+")
	k, mistakes := Keys{Commands: commands}.build(newVerbs())
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	for key, want := range map[string]string{
		"ctrl+k": "mute", "X": "volume 30", "g": "queue", "g g": "", "g h": "", "d": "", "d d": "remove",
		"pgdown": "next", "m": "", "alt+enter": "play", "enter": "play", "5": "50%",
	} {
		if got := k.lists[key]; got != want {
			t.Errorf("%q gives %q, want %q", key, got, want)
		}
	}
	if k.text["ctrl+n"] != "choose next" || k.text["down"] != "" {
		t.Errorf("text fields have %v", k.text)
	}
	if k.label("mute") != "Ctrl+k" || k.label("volume 30") != "X" || k.label("errors") != ":errors" {
		t.Errorf("labels %q, %q, %q", k.label("mute"), k.label("volume 30"), k.label("errors"))
	}
}

func FuzzParseKey(f *testing.F) {
	for _, s := range []string{"x", "ctrl+x", "g h", "shift+left", "ctrl+", "+", "ctrl++", "text f5", "ü", "shift+ß", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, err := parseKey(s)
		if err != nil {
			return
		}
		if again, err := parseKey(name); err != nil || again != name {
			t.Errorf("%q is %q, which is %q, %v", s, name, again, err)
		}
	})
}

func TestComplete(t *testing.T) {
	v := newVerbs()
	for typed, want := range map[string]string{
		"vol":         "volume",
		"repeat ":     "repeat off,repeat all,repeat one",
		"repeat o":    "repeat off,repeat one",
		"shuffle of":  "shuffle off",
		"volume ":     "",
		"frobnicate ": "",
		"sub":         "",
	} {
		if got := strings.Join(v.complete(typed), ","); got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
}
