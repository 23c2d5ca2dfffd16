package playlistfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
)

// An Entry is one line of a list that names something to play.
type Entry struct {
	// Location is the path or URL as it stands in the file, in UTF-8. It may be
	// relative to the list, use backslashes, or name another list or a folder.
	Location string
	// Title is the text of the #EXTINF before it, empty when there is none.
	Title string
	// Duration is that of the #EXTINF, 0 when unknown.
	Duration time.Duration
	// Line is the number of the line, from 1.
	Line int
}

// Options bound what is read; the zero value means the defaults.
type Options struct {
	// Name is the list's name for errors: a path, or a URL through source.Redact.
	// Default "list".
	Name string
	// MaxLine is the longest line in bytes. Default 64 KiB.
	MaxLine int
	// MaxEntries is the largest number of entries. Default 100,000.
	MaxEntries int
}

// An M3U reads the entries of a list one after the other. It is used by one goroutine.
type M3U struct {
	lines *bufio.Scanner
	o     Options
	line  int // number of the last line read
	count int // entries returned
	err   error

	// What the last #EXTINF said, for the location that follows.
	title    string
	duration time.Duration
}

// NewM3U returns a reader of the list in r. It does not close r.
func NewM3U(r io.Reader, o Options) *M3U {
	if o.MaxLine <= 0 {
		o.MaxLine = 64 << 10
	}
	if o.MaxEntries <= 0 {
		o.MaxEntries = 100_000
	}
	if o.Name == "" {
		o.Name = "list"
	}
	lines := bufio.NewScanner(r)
	// The scanner's limit must also hold the line end.
	lines.Buffer(make([]byte, 0, min(4<<10, o.MaxLine+2)), o.MaxLine+2)
	lines.Split(splitLine)
	return &M3U{lines: lines, o: o}
}

// Read returns the next entry, and io.EOF after the last one. Any other error is a
// *source.Error that names the list and the line, or that of the underlying reader
// with the line before it. Errors are final: every later call returns the same one.
func (m *M3U) Read() (Entry, error) {
	for m.err == nil && m.lines.Scan() {
		m.line++
		e, ok, err := m.parse(m.lines.Bytes())
		if err != nil {
			m.err = err
			break
		}
		if ok {
			m.count++
			return e, nil
		}
	}
	if m.err == nil {
		m.err = m.endError(m.lines.Err())
	}
	return Entry{}, m.err
}

// endError says why there are no more lines.
func (m *M3U) endError(err error) error {
	switch {
	case err == nil:
		return io.EOF
	case errors.Is(err, bufio.ErrTooLong):
		m.line++
		return m.refuse(nil, m.tooLong(), hintNoList)
	}
	return fmt.Errorf("%s: after line %d: %w", source.Clean(m.o.Name), m.line, err)
}

func (m *M3U) tooLong() string { return fmt.Sprintf("longer than %d bytes", m.o.MaxLine) }

// parse looks at one line; ok says that it completes an entry.
func (m *M3U) parse(raw []byte) (e Entry, ok bool, err error) {
	if m.line == 1 {
		if bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) {
			return e, false, m.refuse(source.ErrUnsupported, "UTF-16 text", "save the list as UTF-8")
		}
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	}
	switch {
	case len(raw) > m.o.MaxLine:
		return e, false, m.refuse(nil, m.tooLong(), hintNoList)
	case bytes.IndexByte(raw, 0) >= 0:
		return e, false, m.refuse(nil, "not text", hintNoList)
	}
	raw = bytes.Trim(raw, " \t")
	switch {
	case len(raw) == 0:
		return e, false, nil
	case raw[0] == '#':
		return e, false, m.directive(raw)
	}
	text := toUTF8(raw)
	if m.count == 0 {
		if err := m.notM3U(text); err != nil {
			return e, false, err
		}
	}
	if m.count == m.o.MaxEntries {
		return e, false, m.refuse(nil, fmt.Sprintf("more than %d entries", m.o.MaxEntries), "split the list")
	}
	e = Entry{Location: text, Title: m.title, Duration: m.duration, Line: m.line}
	m.title, m.duration = "", 0
	return e, true, nil
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

// refuse is the error for the current line.
func (m *M3U) refuse(kind error, what, hint string) error {
	return &source.Error{
		Kind: kind,
		Line: fmt.Sprintf("%s: line %d: %s", source.Clean(m.o.Name), m.line, what),
		Hint: hint,
	}
}

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

// splitLine is a bufio.SplitFunc for lines that end in \n, \r\n or \r.
func splitLine(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case i < 0:
		return 0, nil, nil
	case data[i] == '\n':
		return i + 1, data[:i], nil
	case i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	case i+1 < len(data) || atEOF:
		return i + 1, data[:i], nil
	}
	return 0, nil, nil // the \r is the last byte so far: a \n may follow
}

// IsM3U reports whether a file name or URL path ends like an M3U list.
func IsM3U(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".m3u" || ext == ".m3u8"
}

// IsOther reports whether a name ends like a list of a kind that is not read here
// (PLS, XSPF, ASX).
func IsOther(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".pls", ".xspf", ".asx", ".wpl":
		return true
	}
	return false
}
