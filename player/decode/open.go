package decode

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"
)

// probeLen is how much of the file is looked at to tell its format.
const probeLen = 512

// Options say how a file may be decoded. The zero value is of use.
type Options struct {
	// FFmpeg is the path of an ffmpeg program, as exec.LookPath gives it, which decodes
	// what this package cannot. Empty means that none is installed.
	FFmpeg string
}

// Open is OpenWith without ffmpeg.
func Open(in Input, hint string) (Decoder, error) { return OpenWith(in, hint, Options{}) }

// OpenWith tells the format of in by its first bytes and makes ready to decode. The hint,
// a MIME type or a file name or empty, helps where junk stands before the sound of MPEG, and
// with the message when the bytes say nothing. It reads no more than the headers and the
// first packet, and leaves in open whatever happens.
//
// Errors wrap ErrUnknownFormat, ErrUnsupported (with ErrNoFFmpeg), ErrDamaged or ErrNoAudio, or are those
// of in. The Decoder uses in until its last call. One that is an io.Closer must be
// closed, which ends the program that it runs and its use of in.
func OpenWith(in Input, hint string, o Options) (Decoder, error) {
	head, err := probe(in)
	if err != nil {
		return nil, err
	}
	kind := sniff(head)
	if kind == nil {
		kind = byHint(head, hint)
	}
	name := cmp.Or(kind.name, hintName(hint), "file")
	var d Decoder
	switch {
	case kind.open != nil:
		d, err = kind.open(in)
	case kind.name != "":
		err = fmt.Errorf("%w: %s", ErrUnsupported, kind.name)
	default:
		err = unknown(head, hint)
	}
	switch {
	case !foreign(err) && (kind.name != "" || text(head)):
		return d, err
	case o.FFmpeg != "":
		return byFFmpeg(in, o.FFmpeg, name, err)
	case foreign(err):
		return nil, fmt.Errorf("%w: %w", err, ErrNoFFmpeg)
	}
	return nil, err
}

// byFFmpeg opens what this package has refused for the reason why.
func byFFmpeg(in Input, program, name string, why error) (Decoder, error) {
	d, err := openFFmpeg(in, program, name)
	if errors.Is(err, ErrUnsupported) && !errors.Is(why, ErrUnsupported) {
		return nil, why // ffmpeg does not know it either
	}
	return d, err
}

// byHint returns a format for bytes that are of none, when the hint names one that is
// searched for behind junk.
func byHint(head []byte, hint string) *format {
	switch hintName(hint) {
	case ".mp3", "audio/mpeg", "audio/mp3":
		if !text(head) {
			return &format{name: "mp3", open: openMP3}
		}
	case ".aac", "audio/aac", "audio/aacp":
		if !text(head) {
			return &format{name: "aac", open: openADTS}
		}
	}
	return &format{}
}

// text tells that the first bytes are those of a text, or of no file at all.
func text(head []byte) bool {
	n := 0
	for _, c := range head {
		if c >= 0x80 || c < ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f' {
			n++
		}
	}
	return n*10 <= len(head) || len(bytes.Trim(head, "\x00")) == 0
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
		{"ogg", prefix("OggS"), openOgg},
		{"flac", prefix("fLaC"), openFLAC},
		{"mp4", isMP4, openMP4},
		{"aiff", func(b []byte) bool { return prefix("FORM")(b) && at(8, "AIF")(b) }, nil},
		{"avi video", riff("AVI "), nil},
		{"wma or wmv", prefix("\x30\x26\xb2\x75\x8e\x66\xcf\x11"), nil},
		{"ape", prefix("MAC "), nil},
		{"midi", prefix("MThd"), nil},
		{"mp3", isMP3, openMP3},
		{"aac", isADTS, openADTS},
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
