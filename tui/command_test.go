package tui

import (
	"strings"
	"testing"
	"time"

	"anyaudio/tui/text"
)

func TestParsePlace(t *testing.T) {
	for s, want := range map[string]place{
		"90":      {time: 90 * time.Second},
		"1:23":    {time: 83 * time.Second},
		"0:07.5":  {time: 7500 * time.Millisecond},
		"1:02:03": {time: time.Hour + 2*time.Minute + 3*time.Second},
		"75:00":   {time: 75 * time.Minute},
		"1m":      {time: time.Minute},
		"1h2m3s":  {time: time.Hour + 2*time.Minute + 3*time.Second},
		"90m":     {time: 90 * time.Minute},
		"1.5m":    {time: 90 * time.Second},
		"+30":     {time: 30 * time.Second, relative: true},
		"-1m":     {time: -time.Minute, relative: true},
		"+1:00":   {time: time.Minute, relative: true},
		"50%":     {percent: true, fraction: .5},
		"0%":      {percent: true},
		"100%":    {percent: true, fraction: 1},
		"12.5%":   {percent: true, fraction: .125},
	} {
		if got, err := parsePlace(s); err != nil || got != want {
			t.Errorf("parsePlace(%q) = %+v, %v, want %+v", s, got, err, want)
		}
	}
	for _, s := range []string{
		"", "+", "-", "%", "x", "1:", ":1", "1:60", "1:-3", "1::2", "1:2:3:4", "1.5:00", "1..2", ".", "1e9", "+-5", "--5",
		"0x10", "1s2m", "1mm", "m", "inf", "nan", "101%", "-5%", "99999999999999", "1 2", "１:23", "10001:00:00",
	} {
		if got, err := parsePlace(s); err == nil {
			t.Errorf("parsePlace(%q) = %+v, want an error", s, got)
		}
	}
}

func TestParseCommand(t *testing.T) {
	for line, want := range map[string]command{
		"pause":               {name: "pause"},
		"  volume   +5  ":     {name: "volume", arg: "+5"},
		"search daft  punk":   {name: "search", arg: "daft  punk"},
		"1:23":                {name: "seek", arg: "1:23"},
		"+30":                 {name: "seek", arg: "+30"},
		"50%":                 {name: "seek", arg: "50%"},
		"search https://x/?a": {name: "search", arg: "https://x/?a"},
	} {
		if got, err := parseCommand(line); err != nil || got != want {
			t.Errorf("parseCommand(%q) = %+v, %v, want %+v", line, got, err, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := newVerbs().names
	for s, want := range map[string]string{
		"seeek": "seek", "volum": "volume", "paus": "pause", "shufle": "shuffle", "qiut": "quit",
		"xyzzy": "", strings.Repeat("long", 100): "",
	} {
		if got := nearest(s, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", s, got, want)
		}
	}
}

// Every key of the map is a command that exists and parses; no key is bound twice, and
// none of those that terminals use for other things.
func TestKeyMapIsSound(t *testing.T) {
	v, seen := newVerbs(), map[string]bool{}
	check := func(key, line string) {
		c, err := parseCommand(line)
		if _, ok := v.byName[c.name]; err != nil || !ok {
			t.Errorf("key %q stands for %q, which is no command (%v)", key, line, err)
		}
		switch key {
		case "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+h", "ctrl+s", "ctrl+q":
			t.Errorf("key %q must not be bound", key)
		}
	}
	for _, s := range defaultSections() {
		for _, b := range s.bindings {
			if b.help == "" || len(b.keys) == 0 {
				t.Errorf("%q has no key or no help", b.command)
			}
			for _, key := range b.keys {
				if seen[key] {
					t.Errorf("key %q is bound twice", key)
				}
				seen[key] = true
				check(key, b.command)
			}
		}
	}
	for key := range newKeyMap(defaultSections()).prefixes {
		if seen[key] {
			t.Errorf("key %q is a command and begins others", key)
		}
	}
	for key, line := range textKeys() {
		check(key, line)
	}
}

func TestLayoutAddsUp(t *testing.T) {
	for width := range 220 {
		for height := range 70 {
			l := newLayout(width, height, (width+height)%2 == 1)
			if l.tiny {
				if width >= minWidth && height >= minHeight {
					t.Fatalf("%dx%d is tiny", width, height)
				}
				continue
			}
			rows := 1 + l.list + l.bars + l.strip + 1 // box and hints
			for _, row := range []bool{l.header, l.rule, l.notice, l.stripTop} {
				if row {
					rows++
				}
			}
			if rows != height || l.list < 4 || width-l.side < minWidth {
				t.Errorf("%dx%d: %d rows, %+v", width, height, rows, l)
			}
		}
	}
}

// FuzzCommand: whatever is typed is a command or an error, a time stays within its
// bounds, and what the clock writes is read back as the same second.
func FuzzCommand(f *testing.F) {
	for _, s := range []string{
		"pause", "volume +5", "1:23", "+30", "-1m", "50%", "1h2m3s", "seek 1:02:03", ":", "", " ", "0x1p-2", "1:2:3:4",
		"\x1b[A", "search \xff", "99999999:00", "+", "-0", ".5", "1.%", "١٢",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		c, err := parseCommand(line)
		if err != nil {
			return
		}
		if c.name == "" || strings.TrimSpace(c.arg) != c.arg {
			t.Errorf("parseCommand(%q) = %+v", line, c)
		}
		p, err := parsePlace(c.arg)
		if err != nil {
			return
		}
		if p.time > maxTime || p.time < -maxTime || p.fraction < 0 || p.fraction > 1 || (p.percent && p.time != 0) {
			t.Errorf("parsePlace(%q) = %+v", c.arg, p)
		}
		if p.time >= 0 && !p.percent {
			if again, err := parsePlace(text.Clock(p.time)); err != nil || again.time != p.time.Truncate(time.Second) {
				t.Errorf("%v is written %q and read as %v (%v)", p.time, text.Clock(p.time), again.time, err)
			}
		}
	})
}
