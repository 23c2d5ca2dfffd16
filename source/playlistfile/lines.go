package playlistfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"anyaudio/source"
)

// lines reads a text line by line, within the bounds of the options. It is what the
// formats that consist of lines have in common.
type lines struct {
	scanner *bufio.Scanner
	o       Options
	hint    string // what to do with a file that is not of this kind
	line    int    // number of the last line read
}

func newLines(r io.Reader, o Options, hint string) lines {
	o = o.withDefaults()
	s := bufio.NewScanner(&bounded{r: r, left: o.MaxBytes})
	// The scanner's limit must also hold the line end.
	s.Buffer(make([]byte, 0, min(4<<10, o.MaxLine+2)), o.MaxLine+2)
	s.Split(splitLine)
	return lines{scanner: s, o: o, hint: hint}
}

// next returns the next line that is not empty, without the spaces around it and not yet as
// UTF-8. It is valid until the next call. At the end the error is io.EOF.
func (l *lines) next() ([]byte, error) {
	for l.scanner.Scan() {
		l.line++
		raw, err := l.check(l.scanner.Bytes())
		if err != nil || len(raw) > 0 {
			return raw, err
		}
	}
	return nil, l.endError(l.scanner.Err())
}

func (l *lines) check(raw []byte) ([]byte, error) {
	if l.line == 1 {
		if isUTF16(raw) {
			return nil, l.refuse(source.ErrUnsupported, "UTF-16 text", "save the list as UTF-8")
		}
	}
	// In files put together from others there is one in the middle too.
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	switch {
	case len(raw) > l.o.MaxLine:
		return nil, l.refuse(nil, l.tooLong(), l.hint)
	case bytes.IndexByte(raw, 0) >= 0:
		return nil, l.refuse(nil, "not text", l.hint)
	}
	return bytes.Trim(raw, " \t"), nil
}

func isUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// endError says why there are no more lines.
func (l *lines) endError(err error) error {
	switch {
	case err == nil:
		return io.EOF
	case errors.Is(err, bufio.ErrTooLong):
		l.line++
		return l.refuse(nil, l.tooLong(), l.hint)
	case errors.Is(err, errTooMuch):
		l.line++
		return l.refuse(nil, tooMuch(l.o), l.hint)
	}
	return fmt.Errorf("%s: after line %d: %w", source.Clean(l.o.Name), l.line, err)
}

func (l *lines) tooLong() string { return fmt.Sprintf("longer than %d bytes", l.o.MaxLine) }

// refuse is the error for the current line.
func (l *lines) refuse(kind error, what, hint string) error {
	return refusal(l.o.Name, l.line, kind, what, hint)
}

func refusal(name string, line int, kind error, what, hint string) error {
	return &source.Error{
		Kind: kind,
		Line: fmt.Sprintf("%s: line %d: %s", source.Clean(name), line, what),
		Hint: hint,
	}
}

func tooMany(o Options) string { return fmt.Sprintf("more than %d entries", o.MaxEntries) }
func tooMuch(o Options) string { return fmt.Sprintf("the list is longer than %d bytes", o.MaxBytes) }

const hintSplit = "split the list"

// errTooMuch ends the reading of a list that is longer than Options.MaxBytes.
var errTooMuch = errors.New("too long")

// bounded gives errTooMuch where io.LimitedReader would give the end of the file.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		// Exactly as much as allowed is not too much.
		if n, err := b.r.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		return 0, errTooMuch
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
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
