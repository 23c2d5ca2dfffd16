package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/pelletier/go-toml/v2"
)

// writeConfig writes a configuration file and returns its name.
func writeConfig(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// variables makes a Lookup of pairs.
func variables(pairs ...string) Lookup {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func TestPrecedence(t *testing.T) {
	file := writeConfig(t, "output = \"wav:file.wav\"\nvolume = 30\n")
	env := []string{"ANYAUDIO_OUTPUT", "null", "ANYAUDIO_CONFIG", file}
	for _, c := range []struct {
		name   string
		flags  map[string]string
		env    []string
		output string
		origin string
	}{
		{"default", nil, []string{"ANYAUDIO_CONFIG", file + ".none"}, "auto", ""},
		{"file by variable", nil, env[2:], "wav:file.wav", "line 1"},
		{"file by flag", map[string]string{"config": file}, nil, "wav:file.wav", "line 1"},
		{"environment", nil, env, "null", "$ANYAUDIO_OUTPUT"},
		{"empty variable", nil, append([]string{"ANYAUDIO_OUTPUT", ""}, env[2:]...), "wav:file.wav", "line 1"},
		{"flag", map[string]string{"output": "stdout"}, env, "stdout", "--output"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := loadConfig(c.flags, variables(c.env...))
			if len(l.problems) > 0 {
				t.Fatal(l.problems)
			}
			if l.config.Output != c.output || l.origins["output"] != c.origin {
				t.Errorf("output = %q from %q, want %q from %q", l.config.Output, l.origins["output"], c.output, c.origin)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	for text, want := range map[string]string{
		"volum = 3":                   `:1: unknown key "volum"; did you mean "volume"?`,
		"\n\nVolume = 3":              `:3: unknown key "Volume"; did you mean "volume"?`,
		"[sound]\nvolume = 3":         `:2: unknown key "sound.volume"; did you mean "volume"?`,
		"colour = 'red'":              ":1: unknown key \"colour\"; `anyaudio config print` shows all keys",
		"x.y = 1":                     ":1: unknown key \"x.y\"; `anyaudio config print` shows all keys",
		"output = 'foo'":              `:1: output: output "foo" is none of auto, `,
		"#\noutput = 3":               `:2: output: want text in quotes, found the number 3`,
		"volume = 'loud'":             `:1: volume: want a whole number from 0 to 100, found text`,
		"volume = 101":                `:1: volume: "101" is not a whole number from 0 to 100`,
		"[sound]\nloudness = 'loud'":  `:2: sound.loudness: "loud" is none of track, album, off`,
		"[sound]\nequalizer = 'loud'": `:2: sound.equalizer: "loud" is neither 10 gains nor one of flat, `,
		"[sound]\nequalizer = '0,0,0,0,0,0,0,0,0,99'": `:2: sound.equalizer: "99" is not a gain from -12 to 12 dB`,
		"volume = 1.5":                `:1: volume: want a whole number from 0 to 100, found the number 1.5`,
		"volume = [1]":                `:1: volume: want a whole number from 0 to 100, found a list`,
		"volume = 1979-05-27":         `:1: volume: want a whole number from 0 to 100, found a date or time`,
		"volume = true":               `:1: volume: want a whole number from 0 to 100, found true`,
		"[volume]\nx = 1":             `:2: unknown key "volume.x"; did you mean "volume"?`,
		"[[volume]]\nx = 1":           `:2: unknown key "volume.x"; did you mean "volume"?`,
		"volume = {a = 1}":            `:1: unknown key "volume.a"; did you mean "volume"?`,
		"volume = {}":                 `:1: volume: want a whole number from 0 to 100, found a table`,
		"volume = 1\nvolume = 2":      `:2: key volume is already defined`,
		"[a]\n[b]\n[a]":               ":3: ",
		"[a]\nb = 1\n[a.b]":           ": ",
		"x = {\n a = 1 }":             `:1:6: invalid character at start of key: \n`,
		"volume = \n":                 `:1:10: incomplete number`,
		"a = 1\nvolume":               `:2:7: `,
		"schema = 2":                  `:1: schema 2 is of a newer anyaudio; this one knows up to 1: update it, or use another file with --config`,
		"schema = 0":                  `:1: schema: want a whole number from 1 to 1`,
		"schema = 'one'":              `:1: schema: want a whole number from 1 to 1`,
		"\xff":                        `:1:1: `,
		"output = \"a\xffb\"":         `:1:12: `,
		"output = 'null'\n[schema]\n": "",
	} {
		l := loadConfig(map[string]string{"config": writeConfig(t, text)}, variables())
		var got string
		if len(l.problems) > 0 {
			got = strings.TrimPrefix(l.problems[0].Error(), l.file)
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" || len(l.problems) > 1 {
			t.Errorf("%q: got %q of %d, want %q", text, got, len(l.problems), want)
		}
	}
}

// All problems are reported, each at its line, and what is right counts all the same.
func TestProblemsTogether(t *testing.T) {
	file := writeConfig(t, "schema = 1\nfoo = 1\nvolume = 200\noutput = 'null'\n[bar]\nbaz = { a = 1, b = 2 }\n")
	l := loadConfig(map[string]string{"config": file, "source": "x"}, variables("ANYAUDIO_VOLUME", "loud"))
	var got []string
	for _, p := range l.problems {
		got = append(got, strings.TrimPrefix(p.Where, file))
	}
	if want := "[:2 :3 :6 :6 $ANYAUDIO_VOLUME]"; fmt.Sprint(got) != want {
		t.Errorf("problems at %v", l.problems)
	}
	if l.config.Output != "null" || l.config.Source != "x" || l.config.Volume != 100 {
		t.Errorf("config = %+v", l.config)
	}
}

func TestUnreadableFile(t *testing.T) {
	l := loadConfig(map[string]string{"config": "/no/such.toml"}, variables())
	if got := fmt.Sprint(l.problems); got != "[/no/such.toml: cannot be read: no such file or directory]" {
		t.Errorf("missing --config file: %s", got)
	}
	l = loadConfig(nil, variables("ANYAUDIO_CONFIG", t.TempDir()))
	if len(l.problems) != 1 || !strings.Contains(l.problems[0].Text, "cannot be read") {
		t.Errorf("directory as the file: %v", l.problems)
	}
}

// What print writes is a file that says the same.
func TestPrintRoundTrip(t *testing.T) {
	flags := map[string]string{"output": "wav:a \"b\"\\\n\x7fü.wav", "log": "~/x.log"}
	l := loadConfig(flags, variables("ANYAUDIO_CONFIG", "/none", "ANYAUDIO_VOLUME", "7"))
	var b bytes.Buffer
	if err := l.print(&b); err != nil {
		t.Fatal(err)
	}
	back := loadConfig(map[string]string{"config": writeConfig(t, b.String())}, variables())
	if len(back.problems) > 0 || !reflect.DeepEqual(back.config, l.config) {
		t.Errorf("got %+v, %v\nwant %+v\n%s", back.config, back.problems, l.config, &b)
	}
	for _, want := range []string{"\nvolume = 7 # $ANYAUDIO_VOLUME\n", "\nsource = \"auto\" # default\n", " # --log\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}

func TestMigrate(t *testing.T) {
	double := func(entries []entry) []entry {
		for i := range entries {
			entries[i].key += "2"
		}
		return entries
	}
	triple := func(entries []entry) []entry {
		for i := range entries {
			entries[i].key += "3"
		}
		return entries
	}
	for text, want := range map[string]string{
		"schema = 1\na = 0": "[{a23 2 0}]",
		"schema = 2\na = 0": "[{a3 2 0}]",
		"a = 0\nschema = 3": "[{a 1 0}]",
		"a = 0":             "[{a 1 0}]",
	} {
		entries, err := parseTOML([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got, problem := migrate("f", entries, 3, []migration{double, triple})
		if problem != nil || fmt.Sprint(got) != want {
			t.Errorf("%q: %v, %v, want %s", text, got, problem, want)
		}
	}
	if len(migrations()) != schema-1 {
		t.Errorf("%d migrations for schema %d", len(migrations()), schema)
	}
}

// Every row of the table can be set by the file, the environment and, if it has one, the
// flag of its name, and the rows of a section stand together.
func TestTable(t *testing.T) {
	var c Config
	seen := map[string]bool{}
	section := ""
	for _, s := range settings(&c) {
		if seen[s.key] || s.help == "" {
			t.Errorf("setting %q: doubled or without help", s.key)
		}
		seen[s.key] = true
		if s.section() != section {
			section = s.section()
			if seen["["+section] {
				t.Errorf("section %q is in two places", section)
			}
			seen["["+section] = true
		}
		before := s.value.toml()
		tree := map[string]any{}
		if err := toml.Unmarshal([]byte("x = "+before), &tree); err != nil {
			t.Errorf("%s: default %s: %v", s.key, before, err)
		}
		if text := setTOML(s.value, tree["x"]); text != "" || s.value.toml() != before {
			t.Errorf("%s: default %s is not accepted: %s", s.key, before, text)
		}
	}
}

func TestValues(t *testing.T) {
	var d time.Duration
	var n int64
	for x, want := range map[any]string{"10s": `"10s"`, int64(90): `"1m30s"`, 0.5: `"500ms"`} {
		if text := setTOML(duration(&d, 0), x); text != "" || (timeValue{&d}).toml() != want {
			t.Errorf("time %v = %v, %s, want %s", x, d, text, want)
		}
	}
	for x, want := range map[any]string{"64MiB": `"64MiB"`, int64(1500): `"1500B"`} {
		if text := setTOML(size(&n, 0), x); text != "" || (sizeValue{&n}).toml() != want {
			t.Errorf("size %v = %v, %s, want %s", x, n, text, want)
		}
	}
	if text := setTOML(size(&n, 0), 1.5); text != `want a size such as "64MiB", found the number 1.5` {
		t.Errorf("size 1.5: %s", text)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"volume", "output", "stream.window", "log"}
	for word, want := range map[string]string{
		"volme": "volume", "ouptut": "output", "OUTPUT": "output", "lg": "log", "window": "stream.window",
		"stream.windows": "stream.window", "entirely-different": "", "": "", "xyz": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// FuzzConfig: no input makes the reader panic, every problem of a file has its place, and
// the decoder and the line parser agree on what is in the file.
func FuzzConfig(f *testing.F) {
	for _, s := range []string{
		"schema = 1\nvolume = 3\n", "a.b.c = [1, {x = 2}]", "[a]\nb = 1\n[[c.d]]\ne = 'x'\n[c.d.f]\ng = 1", "volume = { x = 1 }",
		"\"a\\u0020b\" = \"\"\"\nx\n\"\"\"", "schema = 99", "x = 1979-05-27T07:32:00Z", "[x]\r\ny=+inf\r\n", "'' = 0",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c Config
		problems := readFile("f", data, settings(&c), map[string]string{})
		for _, p := range problems {
			if !strings.HasPrefix(p.Where, "f") || strings.ContainsFunc(p.Text, unicode.IsControl) || p.Text == "" || strings.Contains(p.Where, ":0") {
				t.Errorf("problem without a place: %q", p.Error())
			}
		}
		if c.Volume < 0 || c.Volume > 100 {
			t.Errorf("volume %d", c.Volume)
		}
	})
}

// TestLists: in the file a list has what it has, in a variable commas stand between.
func TestLists(t *testing.T) {
	file := writeConfig(t, "[local]\nfolders = [\"/a, b\", \"/c d\"]\n[youtube]\nhome = [\"PL1\", \"PL2\"]\n")
	l := loadConfig(map[string]string{"config": file}, variables("ANYAUDIO_YOUTUBE_HOME", "PL3, PL4,"))
	c := l.config
	if got := fmt.Sprintf("%q %q %v", c.Local.Folders, c.YouTube.Home, l.problems); got != `["/a, b" "/c d"] ["PL3" "PL4"] []` {
		t.Error(got)
	}
	l = loadConfig(map[string]string{"config": writeConfig(t, "[youtube]\nhome = [1]\n")}, variables())
	if len(l.problems) != 1 || !strings.Contains(l.problems[0].Text, `want a list such as ["a", "b"]`) {
		t.Errorf("problems %v", l.problems)
	}
}
