package cli

import (
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"anyaudio/source"
)

// DefaultTemplate is how files are named without another wish.
const DefaultTemplate = "{artist} - {title}"

// maxName is the longest part of a path in bytes: file systems have 255, and the extension
// and what makes a name unique come on top.
const maxName = 180

// A nameTemplate makes file names of tracks: text with {artist}, {title}, {album},
// {playlist}, {index} (the number in the list, with zeros in front), {source} and {id}. A
// slash makes a folder.
type nameTemplate string

// fields are what a name is made of.
type nameFields struct {
	track    source.Track
	playlist string
	index    int // from 1, 0 for none
	of       int
}

// check finds what is wrong with a template.
func (t nameTemplate) check() error {
	for rest := string(t); ; {
		_, field, after, ok := nextField(rest)
		if !ok {
			break
		}
		if _, known := (nameFields{}).field(field); !known {
			return &source.Error{Line: "the template has an unknown field {" + source.Clean(field) + "}", Hint: "there are {artist}, {title}, {album}, {playlist}, {index}, {source} and {id}"}
		}
		rest = after
	}
	if strings.TrimSpace(string(t)) == "" || filepath.IsAbs(string(t)) {
		return &source.Error{Line: "the template names no file", Hint: "such as \"" + DefaultTemplate + "\"; --to names the folder"}
	}
	return nil
}

// nextField takes a template apart at its first field.
func nextField(s string) (before, field, after string, ok bool) {
	before, rest, ok := strings.Cut(s, "{")
	if !ok {
		return s, "", "", false
	}
	field, after, ok = strings.Cut(rest, "}")
	return before, field, after, ok
}

// field gives the text of a field.
func (f nameFields) field(name string) (text string, known bool) {
	switch name {
	case "artist":
		return f.track.Artist, true
	case "title":
		if f.track.Title == "" {
			return f.track.ID, true
		}
		return f.track.Title, true
	case "album":
		return f.track.Album, true
	case "playlist":
		return f.playlist, true
	case "index":
		if f.index == 0 {
			return "", true
		}
		digits := max(2, len(strconv.Itoa(f.of)))
		n := strconv.Itoa(f.index)
		return strings.Repeat("0", max(0, digits-len(n))) + n, true
	case "source":
		return f.track.Provider, true
	case "id":
		return f.track.ID, true
	}
	return "", false
}

// name is the path of a file below the folder, without its extension. Fields that are empty
// leave no dash or bracket behind.
func (t nameTemplate) name(f nameFields) string {
	var parts []string
	for part := range strings.SplitSeq(filepath.ToSlash(string(t)), "/") {
		if s := fileName(fill(part, f)); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return "track"
	}
	return filepath.Join(parts...)
}

// fill puts the fields into one part of the path.
func fill(part string, f nameFields) string {
	var b strings.Builder
	for {
		before, name, after, ok := nextField(part)
		text, _ := f.field(name)
		if b.Len() > 0 || strings.Trim(before, " -._") != "" {
			b.WriteString(before)
		}
		if !ok {
			break
		}
		if text == "" && strings.Trim(b.String()[max(0, b.Len()-1):], " -_([") == "" {
			after = strings.TrimLeft(after, " -_")
		}
		b.WriteString(text)
		part = after
	}
	s := strings.NewReplacer("()", "", "[]", "").Replace(b.String())
	return strings.Trim(s, " -_")
}

// fileName makes text fit for one part of a path on every system.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\|`, r):
			return '-'
		case strings.ContainsRune(`:*?"<>`, r):
			return '_'
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, source.Clean(s))
	for len(s) > maxName {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	// Windows drops what stands at the end; a dot in front hides the file elsewhere.
	s = strings.TrimRight(s, " .")
	s = strings.TrimLeft(s, " .")
	stem, _, _ := strings.Cut(strings.ToUpper(s), ".")
	if isDevice(stem) {
		s = "_" + s
	}
	return s
}

// isDevice tells names that Windows keeps for devices.
func isDevice(stem string) bool {
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (stem[:3] == "COM" || stem[:3] == "LPT") && stem[3] >= '0' && stem[3] <= '9'
}
