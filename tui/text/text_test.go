package text_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"anyaudio/tui/text"

	"github.com/charmbracelet/x/ansi"
)

func TestClean(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":              {"Song B - Artist", "Song B - Artist"},
		"empty":              {"", ""},
		"escape sequence":    {"evil\x1b[31mred\x1b[0m", "evil[31mred[0m"},
		"unterminated OSC":   {"before\x1b]0;owned after", "before]0;owned after"},
		"C1 as UTF-8":        {"a\u009b31mb\u0090c", "a31mbc"},
		"C1 as raw byte":     {"a\x9bb", "a\ufffdb"},
		"bell and backspace": {"a\a\bb\x7f", "ab"},
		"lines and tabs":     {"a\nb\tc\r\nd\u2028e", "a b c  d e"},
		"direction override": {"abc\u202edcb\u2066x\u2069\u200f", "abcdcbx"},
		"no glyph":           {"\ufeffa\u00adb\u200bc", "abc"},
		"CJK":                {"東京の夜 初音ミク", "東京の夜 初音ミク"},
		"Hebrew":             {"שלום עולם", "שלום עולם"},
		"Persian keeps ZWNJ": {"می\u200cخواهم", "می\u200cخواهم"},
		"Hindi keeps ZWJ":    {"क्\u200dष", "क्\u200dष"},
		"family emoji":       {"a 👨\u200d👩\u200d👧 b", "a 👨👩👧 b"},
		"skin tone":          {"👍🏽 ok", "👍 ok"},
		"heart and keycap":   {"❤\ufe0f 1\ufe0f\u20e3", "❤ 1"},
		"combining":          {"e\u0301", "e\u0301"},
		"combining stack":    {"e" + strings.Repeat("\u0301", 40) + "x", "e" + strings.Repeat("\u0301", 6) + "x"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := text.Clean(c.in); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestCleanBoundsLength(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", 1<<20), strings.Repeat("界", 1<<20)} {
		if n := utf8.RuneCountInString(text.Clean(s)); n > 1024 {
			t.Errorf("Clean of a megabyte of %q keeps %d runes", s[:3], n)
		}
	}
}

func TestCutAndFit(t *testing.T) {
	for name, c := range map[string]struct {
		in    string
		width int
		cut   string
		fit   string
	}{
		"fits":              {"abc", 5, "abc", "abc  "},
		"exactly":           {"abcde", 5, "abcde", "abcde"},
		"too long":          {"abcdef", 5, "abcd…", "abcd…"},
		"one cell":          {"abcdef", 1, "…", "…"},
		"no cell":           {"abc", 0, "", ""},
		"negative":          {"abc", -3, "", ""},
		"wide exactly":      {"東京", 4, "東京", "東京"},
		"wide cut":          {"東京都", 5, "東京…", "東京…"},
		"wide cut half":     {"東京都", 4, "東…", "東… "},
		"wide in one cell":  {"東京", 1, "…", "…"},
		"combining":         {"e\u0301e\u0301e\u0301", 2, "e\u0301…", "e\u0301…"},
		"right to left":     {"שלום עולם", 5, "שלום…", "שלום…"},
		"narrow then wide":  {"a東", 2, "a…", "a…"},
		"wide, fits padded": {"東", 3, "東", "東 "},
	} {
		t.Run(name, func(t *testing.T) {
			for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
				if got := text.Cut(m, c.in, c.width); got != c.cut {
					t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.width, got, c.cut)
				}
				if got := text.Fit(m, c.in, c.width); got != c.fit {
					t.Errorf("Fit(%q, %d) = %q, want %q", c.in, c.width, got, c.fit)
				}
			}
		})
	}
	if got := text.FitRight(ansi.WcWidth, "4:05", 7); got != "   4:05" {
		t.Errorf("FitRight = %q", got)
	}
}

// The measure matters where a cluster is drawn in one way and counted in another.
func TestCutFollowsTheMeasure(t *testing.T) {
	const s = "स्ते" // one grapheme cluster, two consonants
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		w := text.Width(m, s)
		if got := text.Cut(m, s, w); got != s {
			t.Errorf("method %v: Cut to its own width %d = %q", m, w, got)
		}
		if got := text.Width(m, text.Cut(m, s+s, w)); got > w {
			t.Errorf("method %v: Cut to %d cells is %d wide", m, w, got)
		}
	}
}

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                     "0:00",
		-time.Hour:                            "0:00",
		7*time.Second + 999*time.Millisecond:  "0:07",
		83 * time.Second:                      "1:23",
		time.Hour + 2*time.Minute + 3*1000e6:  "1:02:03",
		100*time.Hour + 59*time.Second:        "100:00:59",
		59*time.Minute + 59*time.Second + 1e6: "59:59",
	} {
		if got := text.Clock(d); got != want {
			t.Errorf("Clock(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", 100000: "100,000", -1200: "-1,200",
	} {
		if got := text.Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
	if one, many := text.Count(1, "track"), text.Count(1200, "track"); one != "1 track" || many != "1,200 tracks" {
		t.Errorf("Count gives %q and %q", one, many)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"", 10, ""},
		{"a few words of it", 7, "a few|words|of it"},
		{"  blanks   at  both ends ", 40, "blanks at both ends"},
		{"https://example.org/long", 10, "https://ex|ample.org/|long"},
		{"see https://x.org", 8, "see|https://|x.org"},
		{"東京の夜 です", 5, "東京|の夜|です"},
		{"東京", 1, "東|京"}, // nothing narrower can be done
		{"x", 0, ""},
	} {
		if got := strings.Join(text.Wrap(ansi.WcWidth, c.in, c.width), "|"); got != c.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

// FuzzClean checks what drawing relies on: whatever comes in, nothing comes out
// that could move the cursor, and cutting gives exactly the cells asked for.
func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"", "Song", "\x1b]8;;http://x\x1b\\link", "東京\u202eevil", "👨\u200d👩\u200d👧", "e\u0301\u0301",
		"\xff\xfe", "क्षि", "🇩🇪🇫🇷🇪", "a\u200d\u200db", "\u0301start", "1\ufe0f\u20e3", "ﷺ", "\U000e0041", "각",
	} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		c := text.Clean(s)
		if !utf8.ValidString(c) {
			t.Fatalf("Clean(%q) = %q is not UTF-8", s, c)
		}
		for _, r := range c {
			if unicode.IsControl(r) || r == '\u202e' || r == '\u2066' {
				t.Fatalf("Clean(%q) = %q keeps %U", s, c, r)
			}
		}
		if again := text.Clean(c); again != c {
			t.Fatalf("Clean is not stable: %q, then %q", c, again)
		}
		width %= 200
		for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			if w := text.Width(m, text.Fit(m, c, width)); w != max(width, 0) {
				t.Fatalf("Fit(%v, %q, %d) is %d cells", m, c, width, w)
			}
			if w := text.Width(m, text.Cut(m, c, width)); w > max(width, 0) {
				t.Fatalf("Cut(%v, %q, %d) is %d cells", m, c, width, w)
			}
			lines := text.Wrap(m, c, width)
			for _, l := range lines {
				if w := text.Width(m, l); width >= 2 && w > width {
					t.Fatalf("Wrap(%v, %q, %d) has a line of %d cells", m, c, width, w)
				}
			}
			if all := strings.Join(lines, ""); width > 0 && strings.Join(strings.Fields(all), "") != strings.Join(strings.Fields(c), "") {
				t.Fatalf("Wrap(%v, %q, %d) loses text: %q", m, c, width, lines)
			}
		}
	})
}

func BenchmarkClean(b *testing.B) {
	for name, s := range map[string]string{"ascii": "Song B (Remastered 2011) - The Artist", "cjk": "東京の夜 feat. 初音ミク"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text.Clean(s)
			}
		})
	}
}

func TestAgo(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		-time.Hour: "now", 59 * time.Second: "now", 5 * time.Minute: "5 min ago", 3*time.Hour + 59*time.Minute: "3 h ago",
		day: "1 day ago", 59 * day: "59 days ago", 60 * day: "2 months ago", 800 * day: "2 years ago",
	} {
		if got := text.Ago(d); got != want {
			t.Errorf("Ago(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestUnits(t *testing.T) {
	for got, want := range map[string]string{
		text.Bytes(-1): "?", text.Bytes(0): "0 B", text.Bytes(999): "999 B", text.Bytes(1024): "1.0 KiB", text.Bytes(3250586): "3.1 MiB",
		text.Bytes(250 << 10): "250 KiB", text.Bytes(5 << 40): "5.0 TiB", text.Bytes(1<<63 - 1): "8388608 TiB",
		text.BitRate(64_000): "64 kb/s", text.BitRate(3_200_000): "3.2 Mb/s", text.BitRate(999_900): "1.0 Mb/s", text.BitRate(18e9): "18.0 Gb/s",
		text.Span(85 * time.Millisecond): "85 ms", text.Span(-1): "0 ms", text.Span(4290 * time.Millisecond): "4.2 s",
		text.Span(34 * time.Second): "34 s", text.Span(59 * time.Minute): "59 min", text.Span(5*time.Hour + 12*time.Minute): "5 h 12 min",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
