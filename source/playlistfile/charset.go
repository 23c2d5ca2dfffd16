package playlistfile

import (
	"strings"
	"unicode/utf8"
)

// windows1252 maps the bytes 0x80 to 0x9F, where the code page differs from Latin-1
// (WHATWG Encoding Standard, index windows-1252). The bytes that it leaves undefined
// map to the control of the same number.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// toUTF8 returns a line as UTF-8. The decision is made line by line, since lists to
// which two programs have written exist.
func toUTF8(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/2)
	for _, c := range raw {
		r := rune(c)
		if c >= 0x80 && c <= 0x9F {
			r = windows1252[c-0x80]
		}
		b.WriteRune(r)
	}
	return b.String()
}
