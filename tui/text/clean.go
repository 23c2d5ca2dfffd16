package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRunes bounds what Clean returns: more than the widest terminal can show,
// and little enough that a title of a megabyte costs nothing.
const maxRunes = 1024

// maxMarks bounds how many combining marks may follow one another. Real scripts
// stay below it; stacks of dozens overflow into the rows above and below.
const maxMarks = 6

// Clean returns s without anything that could do more than put glyphs into
// cells, on one line, at most 1024 runes of it:
//
//   - control characters (C0, DEL, C1, and with them every escape sequence's
//     beginning) are dropped, line breaks and tabs become spaces;
//   - characters without a glyph (Unicode Cf: direction overrides and isolates,
//     byte order marks, soft hyphens) are dropped, except the joiners that
//     scripts need;
//   - emoji are reduced to their base (no variation selector, skin tone or
//     joining), because terminals disagree about the width of the whole;
//   - invalid UTF-8 becomes U+FFFD.
//
// Clean(Clean(s)) == Clean(s).
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(min(len(s), 4*maxRunes))
	var prev rune
	runes, marks := 0, 0
	for _, r := range s {
		r = cleanRune(prev, r)
		if r < 0 {
			continue
		}
		if marks = nextMarks(marks, r); marks > maxMarks {
			continue
		}
		if runes++; runes > maxRunes {
			break
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}

// isPlain is the fast path: short printable ASCII is its own clean form.
func isPlain(s string) bool {
	if len(s) > maxRunes {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// cleanRune returns what stands for r after prev, -1 for nothing.
func cleanRune(prev, r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f':
		return ' '
	case r == '\u2028' || r == '\u2029' || r == '\u0085': // line and paragraph separators
		return ' '
	case unicode.Is(unicode.Cc, r):
		return -1
	case r == '\u200c': // zero width non-joiner: Persian spelling needs it
		return r
	case r == '\u200d': // zero width joiner: Indic scripts need it, emoji must not have it
		if prev == 0 || unicode.Is(unicode.So, prev) {
			return -1
		}
		return r
	case unicode.Is(unicode.Cf, r):
		return -1
	case r == '\ufe0e' || r == '\ufe0f' || r == '\u20e3': // variation selectors, keycap
		return -1
	case r >= 0x1f3fb && r <= 0x1f3ff && unicode.Is(unicode.So, prev): // skin tones
		return -1
	case !utf8.ValidRune(r):
		return utf8.RuneError
	}
	return r
}

// nextMarks counts combining marks in a row, r included.
func nextMarks(marks int, r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return marks + 1
	}
	return 0
}
