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
