package playlistfile

import (
	"bytes"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
)

// An M3U reads the entries of a list one after the other. It is used by one goroutine.
type M3U struct {
	lines
	count int // entries returned
	err   error

	// What the last #EXTINF said, for the location that follows.
	title    string
	duration time.Duration
}

// NewM3U returns a reader of the list in r. It does not close r.
func NewM3U(r io.Reader, o Options) *M3U { return &M3U{lines: newLines(r, o, hintNoList)} }

// Read is as in Reader.
func (m *M3U) Read() (Entry, error) {
	for m.err == nil {
		raw, err := m.next()
		if err == nil && raw[0] == '#' {
			m.err = m.directive(raw)
			continue
		}
		if err == nil {
			var e Entry
			if e, err = m.entry(toUTF8(raw)); err == nil {
				return e, nil
			}
		}
		m.err = err
	}
	return Entry{}, m.err
}

func (m *M3U) entry(location string) (Entry, error) {
	if m.count == 0 {
		if err := m.notM3U(location); err != nil {
			return Entry{}, err
		}
	}
	if m.count == m.o.MaxEntries {
		return Entry{}, m.refuse(nil, tooMany(m.o), hintSplit)
	}
	m.count++
	e := Entry{Location: location, Title: m.title, Duration: m.duration, Line: m.line}
	m.title, m.duration = "", 0
	return e, nil
}

// directive takes what it knows of a line that starts with '#'.
func (m *M3U) directive(raw []byte) error {
	switch info, ok := bytes.CutPrefix(raw, []byte("#EXTINF:")); {
	case ok:
		m.title, m.duration = parseInfo(toUTF8(info))
	case bytes.HasPrefix(raw, []byte("#EXT-X-")):
		return m.refuse(source.ErrUnsupported, "an HTTP live stream (HLS), not a list of files",
			"give the address of an audio file")
	}
	return nil
}

// notM3U recognises, by their first line, files that people take for an M3U.
func (m *M3U) notM3U(text string) error {
	switch {
	case text[0] == '<':
		return m.refuse(source.ErrUnsupported, "a web page or XML, not an M3U list", hintNoList)
	case strings.EqualFold(text, "[playlist]"):
		return m.refuse(source.ErrUnsupported, "a PLS list", "save it as M3U")
	}
	return nil
}

const hintNoList = "check that it is an M3U list"

// parseInfo reads what follows "#EXTINF:": seconds, attributes that are skipped
// (name="value"), a comma, the title.
func parseInfo(s string) (title string, d time.Duration) {
	head, title := s, ""
	quoted := false
	for i := range len(s) {
		if s[i] == '"' {
			quoted = !quoted
		}
		if s[i] == ',' && !quoted {
			head, title = s[:i], s[i+1:]
			break
		}
	}
	if f := strings.Fields(head); len(f) > 0 {
		d = seconds(f[0])
	}
	return source.Clean(title), d
}

// seconds reads a duration; what is no positive number below a year is unknown.
func seconds(s string) time.Duration {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0 && n < 365*24*3600) {
		return 0
	}
	return time.Duration(math.Round(n * float64(time.Second)))
}

// IsM3U reports whether a file name or URL path ends like an M3U list.
func IsM3U(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".m3u" || ext == ".m3u8"
}

// IsOther reports whether a name ends like a list that is no M3U: PLS and XSPF, which
// NewPLS and NewXSPF read, and those that nothing here reads (ASX, WPL).
func IsOther(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".pls", ".xspf", ".asx", ".wpl":
		return true
	}
	return false
}
