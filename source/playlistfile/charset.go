package playlistfile

import (
	"bufio"
	"errors"
	"io"
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
		b.WriteRune(decode1252(c))
	}
	return b.String()
}

var errCharset = errors.New("its character set is not known")

// charsetReader is for XML that says that it is not UTF-8. What calls itself Latin-1 or
// ASCII is Windows-1252 here as on the web (WHATWG Encoding Standard, section 4.2).
func charsetReader(label string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8":
		return r, nil
	case "iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii":
		return &fromWindows1252{r: bufio.NewReader(r)}, nil
	}
	return nil, errCharset
}

// fromWindows1252 turns bytes into UTF-8.
type fromWindows1252 struct {
	r    *bufio.Reader
	rest []byte // of a rune that did not fit
}

func (f *fromWindows1252) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if len(f.rest) == 0 {
			c, err := f.r.ReadByte()
			if err != nil && n > 0 {
				return n, nil
			}
			if err != nil {
				return 0, err
			}
			f.rest = utf8.AppendRune(nil, decode1252(c))
		}
		k := copy(p[n:], f.rest)
		f.rest = f.rest[k:]
		n += k
	}
	return n, nil
}

func decode1252(c byte) rune {
	if c >= 0x80 && c <= 0x9F {
		return windows1252[c-0x80]
	}
	return rune(c)
}
