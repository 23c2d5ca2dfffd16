package playlistfile

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
)

// An XSPF reads a list in the XML Shareable Playlist Format, version 0 or 1
// (https://www.xspf.org/spec). Of a track it takes the first location, title, creator,
// album and duration. It reads as a stream; encoding/xml expands no entities of the
// document's own, so that a small file stays small. Used by one goroutine.
type XSPF struct {
	d     *xml.Decoder
	o     Options
	count int
	err   error
	open  bool // the <playlist> has been seen
}

// NewXSPF returns a reader of the list in r. It does not close r.
func NewXSPF(r io.Reader, o Options) *XSPF {
	o = o.withDefaults()
	d := xml.NewDecoder(&bounded{r: r, left: o.MaxBytes})
	d.CharsetReader = charsetReader
	return &XSPF{d: d, o: o}
}

const hintNoXSPF = "check that it is an XSPF list"

// Read is as in Reader. A track without a location has at least a title or an artist.
func (x *XSPF) Read() (Entry, error) {
	for x.err == nil {
		e, ok, err := x.next()
		if err != nil {
			x.err = x.explain(err)
			break
		}
		if ok {
			return e, nil
		}
	}
	return Entry{}, x.err
}

// next looks at one token outside of a track.
func (x *XSPF) next() (e Entry, ok bool, err error) {
	t, err := x.d.Token()
	if errors.Is(err, io.EOF) && !x.open {
		return e, false, x.refuse(source.ErrUnsupported, "no XSPF list, there is no <playlist>")
	}
	start, isStart := t.(xml.StartElement)
	switch {
	case err != nil || !isStart:
		return e, false, err
	case !x.open && start.Name.Local != "playlist":
		return e, false, x.refuse(source.ErrUnsupported, fmt.Sprintf("no XSPF list, it begins with <%s>", source.Clean(start.Name.Local)))
	case !x.open:
		x.open = true
		return e, false, nil
	case start.Name.Local == "trackList":
		return e, false, nil
	case start.Name.Local != "track":
		return e, false, x.d.Skip()
	}
	if x.count == x.o.MaxEntries {
		return e, false, x.refuse(nil, tooMany(x.o))
	}
	e, err = x.track()
	ok = err == nil && (e.Location != "" || e.Title != "" || e.Artist != "")
	if ok {
		x.count++
	}
	return e, ok, err
}

// track reads the elements of a track up to its end.
func (x *XSPF) track() (Entry, error) {
	e := Entry{Line: x.line()}
	for {
		t, err := x.d.Token()
		if err != nil {
			return e, err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return e, nil
		case xml.StartElement:
			text, err := x.text()
			if err != nil {
				return e, err
			}
			e.set(t.Name.Local, text)
		}
	}
}

func (e *Entry) set(name, text string) {
	switch name {
	case "location":
		if e.Location == "" {
			e.Location = locationOf(text)
		}
	case "title":
		e.Title = source.Clean(text)
	case "creator":
		e.Artist = source.Clean(text)
	case "album":
		e.Album = source.Clean(text)
	case "duration":
		const year = 365 * 24 * 3600 * 1000
		if ms, err := strconv.ParseInt(text, 10, 64); err == nil && ms > 0 && ms < year {
			e.Duration = time.Duration(ms) * time.Millisecond
		}
	}
}

// text reads up to the end of an element; what is inside elements in it is skipped.
func (x *XSPF) text() (string, error) {
	var b strings.Builder
	for {
		t, err := x.d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return strings.Trim(b.String(), " \t\r\n"), nil
		case xml.StartElement:
			if err := x.d.Skip(); err != nil {
				return "", err
			}
		case xml.CharData:
			if b.Len()+len(t) > x.o.MaxLine {
				return "", x.refuse(nil, fmt.Sprintf("longer than %d bytes", x.o.MaxLine))
			}
			b.Write(t)
		}
	}
}

func (x *XSPF) line() int {
	line, _ := x.d.InputPos()
	return line
}

func (x *XSPF) refuse(kind error, what string) error {
	return refusal(x.o.Name, x.line(), kind, what, hintNoXSPF)
}

func (x *XSPF) explain(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if errors.Is(err, errTooMuch) {
		return x.refuse(nil, tooMuch(x.o))
	}
	if _, ok := errors.AsType[*source.Error](err); ok {
		return err
	}
	if e, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return refusal(x.o.Name, e.Line, nil, "no well-formed XML: "+e.Msg, hintNoXSPF)
	}
	if errors.Is(err, errCharset) {
		return x.refuse(source.ErrUnsupported, errCharset.Error())
	}
	return fmt.Errorf("%s: after line %d: %w", source.Clean(x.o.Name), x.line(), err)
}

// locationOf turns the URI of an XSPF into a path where it means one (RFC 3986, RFC 8089):
// a relative reference, a file URL. Other URLs stay as they are, and so does what is no URI,
// such as a plain path that somebody has put there.
func locationOf(uri string) string {
	scheme, rest, ok := strings.Cut(uri, ":")
	drive := ok && len(scheme) == 1 && isLetter(scheme[0])
	switch {
	case ok && strings.EqualFold(scheme, "file"):
		return filePath(uri, rest)
	case ok && !drive && !strings.ContainsAny(scheme, `/\?#% `):
		return uri
	}
	path, err := url.PathUnescape(uri)
	if err != nil || strings.ContainsAny(path, "\x00\r\n") {
		return oneLine(uri)
	}
	return path
}

func filePath(uri, rest string) string {
	path, err := url.PathUnescape(rest)
	if err != nil || strings.ContainsAny(path, "\x00\r\n") {
		return oneLine(uri)
	}
	if after, ok := strings.CutPrefix(path, "//"); ok {
		host, p, _ := strings.Cut(after, "/")
		if host != "" && !strings.EqualFold(host, "localhost") {
			return `\\` + host + `\` + strings.ReplaceAll(p, "/", `\`)
		}
		path = "/" + p
	}
	if len(path) > 2 && path[0] == '/' && isLetter(path[1]) && path[2] == ':' {
		return path[1:] // /C:/Music
	}
	return path
}

// oneLine drops line breaks, which no location has.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
