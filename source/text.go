package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText is the length in runes at which Clean cuts: longer than any title, short
// enough that no list suffers from one entry.
const maxText = 500

// Clean makes text from outside (titles, file names, playlists, the answers of
// servers) fit to be shown on one line of a terminal: control characters, which
// include the terminal's escape, and bidirectional overrides, which would turn the
// line around, are left out, broken UTF-8 becomes U+FFFD, runs of white space become
// one space. Text of more than 500 runes is cut. Clean(Clean(s)) == Clean(s).
func Clean(s string) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r) || isBidiControl(r):
			continue
		}
		if space {
			// A cut text must not end in the space.
			if n+2 > maxText {
				break
			}
			b.WriteByte(' ')
			n, space = n+1, false
		}
		if n == maxText {
			break
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// isBidiControl reports whether r embeds, overrides or isolates a direction (UAX #9,
// section 2). The marks U+200E, U+200F and U+061C are left: they only lean.
func isBidiControl(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// TypeByName returns the MIME type that the extension of a file name or URL path
// promises, empty for one that is not known as audio. Only the bytes decide; this is
// for choosing the files of a folder and for Media.Type.
func TypeByName(name string) string {
	dot := strings.LastIndexByte(name, '.')
	// An extension is short; and ToLower of a whole path would be waste.
	if dot < 0 || len(name)-dot > 6 || !utf8.ValidString(name[dot:]) {
		return ""
	}
	switch strings.ToLower(name[dot+1:]) {
	case "opus", "ogg", "oga", "spx":
		return "audio/ogg"
	case "webm", "weba":
		return "audio/webm"
	case "mka":
		return "audio/x-matroska"
	case "wav", "wave", "rf64", "bwf":
		return "audio/wav"
	case "m4a", "m4b", "mp4":
		return "audio/mp4"
	case "aac":
		return "audio/aac"
	case "mp3", "mp2":
		return "audio/mpeg"
	case "flac":
		return "audio/flac"
	case "aif", "aiff", "aifc":
		return "audio/aiff"
	case "wma":
		return "audio/x-ms-wma"
	case "ape":
		return "audio/x-ape"
	case "wv":
		return "audio/x-wavpack"
	case "caf":
		return "audio/x-caf"
	}
	return ""
}
