package local

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes text comparable: lower case, without accents (compatibility decomposition,
// UAX #15), words of letters and digits with one space between. What stands inside a word
// (don't) goes; other signs part words. A text of signs only ("!!!") stays as it is.
func fold(s string) string {
	folded := foldWords(s)
	if folded == "" {
		return strings.Join(strings.Fields(strings.ToLower(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), ""))), " ")
	}
	return folded
}

func foldWords(s string) string {
	if !isASCII(s) {
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case r == '\'' || r == '’' || r == 'ʼ' || r == '`' || r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		if plain := withoutStroke(r); plain != "" {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// withoutStroke has the letters that people type without their sign although Unicode does
// not take it off.
func withoutStroke(r rune) string {
	if r < utf8.RuneSelf {
		return ""
	}
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ø', 'Ø':
		return "o"
	case 'ł', 'Ł':
		return "l"
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d"
	case 'þ', 'Þ':
		return "th"
	case 'ı':
		return "i"
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
