package playlistfile

import (
	"io"
	"regexp"
	"strings"

	"anyaudio/source"
)

// A Text reads a plain list of "artist - title" lines, as people write and paste them. A
// line with an address is an entry with a Location; every other one is something to search
// for. '#' starts a comment; a number in front ("3.", "03 -") is left out. Used by one
// goroutine.
type Text struct {
	lines
	count int
	err   error
}

// NewText returns a reader of the list in r. It does not close r.
func NewText(r io.Reader, o Options) *Text { return &Text{lines: newLines(r, o, hintNoText)} }

const hintNoText = "a list holds one \"artist - title\" on each line"

// Read is as in Reader.
func (x *Text) Read() (Entry, error) {
	for x.err == nil {
		raw, err := x.next()
		if err != nil {
			x.err = err
			break
		}
		e := parseText(toUTF8(raw))
		e.Line = x.line
		switch {
		case raw[0] == '#' || e.Location == "" && e.Title == "":
			continue
		case x.count == x.o.MaxEntries:
			x.err = x.refuse(nil, tooMany(x.o), hintSplit)
		default:
			x.count++
			return e, nil
		}
	}
	return Entry{}, x.err
}

var (
	// A dash with spaces around it, or a tab, is between artist and title.
	between = regexp.MustCompile(`\s+[-–—]\s+|\t+`)
	// A number at the beginning is that of the line, "3." or "3)", or "03 -" before more.
	numbering = regexp.MustCompile(`^\d{1,4}[.)]\s+`)
	digits    = regexp.MustCompile(`^\d{1,4}$`)
	address   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+://\S+$`)
)

func parseText(line string) Entry {
	if address.MatchString(line) {
		return Entry{Location: line}
	}
	parts := between.Split(numbering.ReplaceAllString(line, ""), -1)
	if len(parts) > 2 && digits.MatchString(parts[0]) {
		parts = parts[1:]
	}
	if len(parts) == 1 {
		return Entry{Title: source.Clean(parts[0])}
	}
	e := Entry{Artist: source.Clean(parts[0]), Title: source.Clean(strings.Join(parts[1:], " - "))}
	if e.Title == "" {
		e.Artist, e.Title = "", e.Artist
	}
	return e
}
