package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"
)

// probeLen is how much of the file is looked at to tell its format.
const probeLen = 512

// Open tells the format of in by its first bytes and makes ready to decode. The hint,
// a MIME type or a file name or empty, only helps with the message when they say
// nothing. It reads no more than the headers and the first packet, and
// leaves in open whatever happens.
//
// Errors wrap ErrUnknownFormat, ErrUnsupported, ErrDamaged or ErrNoAudio, or are those
// of in. The Decoder uses in until its last call.
func Open(in Input, hint string) (Decoder, error) {
	head, err := probe(in)
	if err != nil {
		return nil, err
	}
	kind := sniff(head)
	if kind == nil {
		return nil, unknown(head, hint)
	}
	if kind.open == nil {
		return nil, fmt.Errorf("%w: %s", ErrUnsupported, kind.name)
	}
	return kind.open(in)
}

// probe reads the first bytes and goes back to the start.
func probe(in Input) ([]byte, error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	head := make([]byte, probeLen)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && !(errors.Is(err, io.ErrUnexpectedEOF) && n > 0) {
		return nil, err
	}
	_, err = in.Seek(0, io.SeekStart)
	return head[:n], err
}

// A format is known by its first bytes. open is nil when it cannot be played.
type format struct {
	name  string
	match func(head []byte) bool
	open  func(Input) (Decoder, error)
}

func formats() []format {
	return []format{
		{"webm", prefix("\x1aE\xdf\xa3"), openWebM},
		{"wav", riff("WAVE"), openWAV},
		{"ogg", prefix("OggS"), nil},
		{"flac", prefix("fLaC"), nil},
		{"mp4", isMP4, openMP4},
		{"aiff", func(b []byte) bool { return prefix("FORM")(b) && at(8, "AIF")(b) }, nil},
		{"avi video", riff("AVI "), nil},
		{"wma or wmv", prefix("\x30\x26\xb2\x75\x8e\x66\xcf\x11"), nil},
		{"ape", prefix("MAC "), nil},
		{"midi", prefix("MThd"), nil},
		{"mp3", isMP3, nil},
		{"aac", func(b []byte) bool { return len(b) > 2 && b[0] == 0xff && b[1]&0xf6 == 0xf0 }, nil},
	}
}

func sniff(head []byte) *format {
	for _, f := range formats() {
		if f.match(head) {
			return &f
		}
	}
	return nil
}

func prefix(s string) func([]byte) bool { return at(0, s) }

func at(off int, s string) func([]byte) bool {
	return func(b []byte) bool { return len(b) >= off && bytes.HasPrefix(b[off:], []byte(s)) }
}

func riff(kind string) func([]byte) bool {
	return func(b []byte) bool {
		return (prefix("RIFF")(b) || prefix("RF64")(b) || prefix("BW64")(b)) && at(8, kind)(b)
	}
}

// isMP4 knows the boxes that a file may begin with.
func isMP4(b []byte) bool {
	for _, kind := range []string{"ftyp", "styp", "moov", "mdat", "wide", "moof", "sidx"} {
		if at(4, kind)(b) {
			return true
		}
	}
	return false
}

// isMP3 knows an ID3 tag or a frame header of MPEG audio.
func isMP3(b []byte) bool {
	if prefix("ID3")(b) {
		return true
	}
	return len(b) > 3 && b[0] == 0xff && b[1]&0xe0 == 0xe0 && b[1]&0x18 != 0x08 &&
		b[1]&0x06 != 0 && b[2]&0xf0 != 0xf0 && b[2]&0x0c != 0x0c
}

// unknown says what the file seems to be instead of sound.
func unknown(head []byte, hint string) error {
	text := strings.ToLower(string(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n")))
	what := ""
	switch {
	case len(head) == 0:
		what = "the file is empty"
	case hasAny(text, "<!doctype html", "<html", "<head", "<body", "<!--"):
		what = "this is a web page, not media"
	case hasAny(text, "#extm3u", "[playlist]", "<?xml") && strings.Contains(text, "playlist"), hasAny(text, "#extm3u"):
		what = "this is a playlist, not media"
	case hasAny(text, "<?xml", "<svg", "{", "["):
		what = "this is text (XML or JSON), not media"
	case len(bytes.Trim(head, "\x00")) == 0:
		what = "the file holds nothing but zeros"
	case hintName(hint) != "":
		what = "it is called " + hintName(hint) + " and does not begin like one"
	default:
		what = "the first bytes are of no sound file"
	}
	return fmt.Errorf("%w: %s", ErrUnknownFormat, what)
}

func hasAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// hintName reduces a MIME type or a file name to what may be shown: a URL's query,
// which may be a secret, is not.
func hintName(hint string) string {
	if t, _, err := mime.ParseMediaType(hint); err == nil && strings.Contains(t, "/") && !strings.ContainsAny(t, ":?") {
		return t
	}
	hint, _, _ = strings.Cut(hint, "?")
	if ext := path.Ext(hint); len(ext) > 1 && len(ext) <= 6 {
		return ext
	}
	return ""
}
