package playlistfile

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"net/url"
	"strings"
	"unicode/utf8"

	"anyaudio/source"
)

// FromTrack is the entry for a track: its link, or its key for a source that has none.
func FromTrack(t source.Track) Entry {
	e := Entry{Location: t.Link, Title: t.Title, Artist: t.Artist, Album: t.Album, Duration: t.Duration}
	if e.Location == "" {
		e.Location = t.Key()
	}
	return e
}

// Write writes a list in UTF-8 with \n at the line ends. The name of the list stands in
// M3U and XSPF. M3U and PLS join artist and title to one text, plain text has nothing else.
// What a format cannot say, such as a line break in a path, is an error that names the
// entry, counted from 1; what was written until then is no use.
func Write(w io.Writer, f Format, name string, entries []Entry) error {
	b := bufio.NewWriter(w)
	name = source.Clean(name)
	var err error
	switch f {
	case PLSFormat:
		err = writePLS(b, entries)
	case XSPFFormat:
		err = writeXSPF(b, name, entries)
	case TextFormat:
		err = writeText(b, entries)
	default:
		err = writeM3U(b, name, entries)
	}
	if err != nil {
		return err
	}
	return b.Flush()
}

// label is what M3U, PLS and text say about an entry.
func (e Entry) label() string {
	switch {
	case e.Artist == "":
		return source.Clean(e.Title)
	case e.Title == "":
		return source.Clean(e.Artist)
	}
	return source.Clean(e.Artist + " - " + e.Title)
}

// lineLocation checks that a location can stand on a line of its own.
func (e Entry) lineLocation(i int) (string, error) {
	l := e.Location
	if l == "" || l != strings.Trim(l, " \t") || strings.ContainsAny(l, "\r\n\x00") || !utf8.ValidString(l) {
		return "", &source.Error{
			Kind: source.ErrUnsupported,
			Line: fmt.Sprintf("entry %d (%q) cannot be written in this format: its location is empty, not UTF-8, or has a line break or spaces around it", i+1, e.label()),
			Hint: "write the list as XSPF",
		}
	}
	return l, nil
}

// seconds is the length in whole seconds, -1 when it is not known.
func (e Entry) seconds() int64 {
	if e.Duration <= 0 {
		return -1
	}
	return int64(math.Round(e.Duration.Seconds()))
}

// The writers below leave the errors of w to Flush, which returns the first one.

func writeM3U(w *bufio.Writer, name string, entries []Entry) error {
	_, _ = w.WriteString("#EXTM3U\n")
	if name != "" {
		_, _ = fmt.Fprintf(w, "#PLAYLIST:%s\n", name)
	}
	for i, e := range entries {
		location, err := e.lineLocation(i)
		if err != nil {
			return err
		}
		if strings.ContainsAny(location[:1], "#<[") {
			location = "./" + location // it would be taken for a comment or another format
		}
		if label := e.label(); label != "" || e.Duration > 0 {
			_, _ = fmt.Fprintf(w, "#EXTINF:%d,%s\n", e.seconds(), label)
		}
		_, _ = fmt.Fprintln(w, location)
	}
	return nil
}

func writePLS(w *bufio.Writer, entries []Entry) error {
	_, _ = w.WriteString("[playlist]\n")
	for i, e := range entries {
		location, err := e.lineLocation(i)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(w, "File%d=%s\n", i+1, location)
		if label := e.label(); label != "" {
			_, _ = fmt.Fprintf(w, "Title%d=%s\n", i+1, label)
		}
		_, _ = fmt.Fprintf(w, "Length%d=%d\n", i+1, e.seconds())
	}
	_, _ = fmt.Fprintf(w, "NumberOfEntries=%d\nVersion=2\n", len(entries))
	return nil
}

// writeText writes what can be searched for again, and the address of what has no name.
func writeText(w *bufio.Writer, entries []Entry) error {
	for i, e := range entries {
		label := e.label()
		if label == "" {
			var err error
			if label, err = e.lineLocation(i); err != nil {
				return err
			}
		}
		_, _ = fmt.Fprintln(w, label)
	}
	return nil
}

func writeXSPF(w *bufio.Writer, name string, entries []Entry) error {
	_, _ = w.WriteString(xml.Header + `<playlist version="1" xmlns="http://xspf.org/ns/0/">` + "\n")
	writeElement(w, " ", "title", name)
	_, _ = w.WriteString(" <trackList>\n")
	for i, e := range entries {
		if strings.ContainsAny(e.Location, "\x00\r\n") {
			_, err := e.lineLocation(i)
			return err
		}
		_, _ = w.WriteString("  <track>\n")
		writeElement(w, "   ", "location", uriOf(e.Location))
		writeElement(w, "   ", "title", source.Clean(e.Title))
		writeElement(w, "   ", "creator", source.Clean(e.Artist))
		writeElement(w, "   ", "album", source.Clean(e.Album))
		if ms := e.Duration.Milliseconds(); ms > 0 {
			writeElement(w, "   ", "duration", fmt.Sprint(ms))
		}
		_, _ = w.WriteString("  </track>\n")
	}
	_, _ = w.WriteString(" </trackList>\n</playlist>\n")
	return nil
}

// writeElement leaves out an empty one.
func writeElement(w *bufio.Writer, indent, name, text string) {
	if text == "" {
		return
	}
	_, _ = w.WriteString(indent + "<" + name + ">")
	_ = xml.EscapeText(w, []byte(text))
	_, _ = w.WriteString("</" + name + ">\n")
}

// uriOf is the other way round of locationOf.
func uriOf(location string) string {
	scheme, rest, ok := strings.Cut(location, ":")
	switch {
	case location == "":
		return ""
	case strings.HasPrefix(location, `\\`) && isHost(location[2:]):
		return "file:" + escapePath(strings.ReplaceAll(location, `\`, "/"))
	case ok && len(scheme) == 1 && isLetter(scheme[0]) && strings.IndexAny(rest, `\/`) == 0:
		return "file:///" + scheme + ":" + escapePath(strings.ReplaceAll(rest, `\`, "/"))
	case strings.HasPrefix(location, "/"):
		return "file://" + escapePath(location)
	case ok && strings.HasPrefix(rest, "//") && isURI(scheme, rest):
		return location
	}
	return escapePath(location) // a relative path, or a key
}

// isHost reports whether the path of a share begins with a name that can stand in a URI as it
// is.
func isHost(share string) bool {
	host, _, ok := strings.Cut(strings.ReplaceAll(share, `\`, "/"), "/")
	return ok && host != "" && !strings.ContainsFunc(host, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._", r)
	})
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isURI reports whether it can stand in XML as it is (XML 1.0 section 2.2), with a scheme in
// front (RFC 3986 section 3.1).
func isURI(scheme, rest string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+-.", r)
	}
	return scheme != "" && !strings.ContainsFunc(scheme, odd) &&
		!strings.ContainsFunc(rest, func(r rune) bool { return r < ' ' || r > 0xfffd })
}

func escapePath(path string) string {
	// A colon is legal in a path, but not before the first slash of a relative one.
	return strings.ReplaceAll((&url.URL{Path: path}).EscapedPath(), ":", "%3A")
}
