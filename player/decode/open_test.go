package decode_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"anyaudio/player/decode"
	"anyaudio/player/webm/webmtest"
)

func TestOpenTells(t *testing.T) {
	for _, c := range []struct {
		file, hint string
		want       error
		says       string
	}{
		{"", "song.webm", decode.ErrUnknownFormat, "the file is empty"},
		{"<!DOCTYPE html><html>", "audio/webm", decode.ErrUnknownFormat, "this is a web page, not media"},
		{"\xef\xbb\xbf\n  <HTML lang=en>", "", decode.ErrUnknownFormat, "this is a web page, not media"},
		{"#EXTM3U\nsong.webm\n", "", decode.ErrUnknownFormat, "this is a playlist, not media"},
		{`{"error": 403}`, "", decode.ErrUnknownFormat, "not media"},
		{`<?xml version="1.0"?><Error>`, "", decode.ErrUnknownFormat, "not media"},
		{strings.Repeat("\x00", 600), "", decode.ErrUnknownFormat, "nothing but zeros"},
		{"some words", "audio/webm; codecs=opus", decode.ErrUnknownFormat, "audio/webm"},
		{"some words", "/music/song.wav", decode.ErrUnknownFormat, ".wav"},
		{"some words", "", decode.ErrUnknownFormat, "no sound file"},
		{"OggS\x00\x02", "", decode.ErrDamaged, "ogg"},
		{"fLaC\x00\x00", "", decode.ErrDamaged, "flac"},
		{"ID3\x04\x00", "", decode.ErrDamaged, "mp3"},
		{"\xff\xfb\x90\x64", "", decode.ErrDamaged, "mp3"},
		{"\xff\xfd\x90\x64", "", decode.ErrUnsupported, "layer 2"},
		{"\xff\xfb\x00\x64", "", decode.ErrUnsupported, "free format"},
		{"\xff\xf1\x50\x80\x02\x1f\xfc", "", decode.ErrDamaged, "aac"},
		{"RIFF\x00\x00\x00\x00AVI LIST", "", decode.ErrUnsupported, "avi"},
		{"\x1aE\xdf\xa3", "", decode.ErrDamaged, ""},
		{"RIFF\x00\x00\x00\x00WAVE", "", decode.ErrDamaged, ""},
	} {
		_, err := decode.Open(input([]byte(c.file)), c.hint)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%.12q, %q: %v; want %v with %q", c.file, c.hint, err, c.want, c.says)
		}
	}
}

// TestOpenKeepsSecrets: a hint that is a signed URL does not come back in the message.
func TestOpenKeepsSecrets(t *testing.T) {
	for _, hint := range []string{"https://host/a/videoplayback?sig=SECRET", "https://host/x.webm?sig=SECRET.abc", "x?y/SECRET"} {
		_, err := decode.Open(input([]byte("some words")), hint)
		if err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%q: %v", hint, err)
		}
	}
}

// TestOpenFailingInput: errors of the input come as they are.
func TestOpenFailingInput(t *testing.T) {
	in := input(bytes.Repeat([]byte("a"), 1000))
	in.failAt = 10
	if _, err := decode.Open(in, ""); err != errGone {
		t.Errorf("%v", err)
	}
	if _, err := decode.Open(noSeek{in}, ""); err != errGone {
		t.Errorf("%v", err)
	}
}

type noSeek struct{ *memory }

func (noSeek) Seek(int64, int) (int64, error) { return 0, errGone }

func FuzzOpen(f *testing.F) {
	f.Add([]byte("<html>"), "text/html")
	f.Add([]byte("RIFF....WAVEfmt "), "a.wav")
	f.Fuzz(func(t *testing.T, file []byte, hint string) {
		d, err := decode.Open(input(file), hint)
		if (d == nil) == (err == nil) {
			t.Fatalf("%v, %v", d, err)
		}
		if err == io.EOF {
			t.Fatal("a bare io.EOF")
		}
	})
}

// TestCutShort: a file of which the end is missing plays as far as it goes and then
// says so; a whole one, and a recorder's without sizes, just end.
func TestCutShort(t *testing.T) {
	whole, clusters := opusWebM(t, 3*48000, opusFile{})
	live, _ := opusWebM(t, 48000, opusFile{webm: webmtest.Options{UnknownSizes: true, Cues: webmtest.NoCues}})
	for name, c := range map[string]cutFile{
		"webm":          {whole, io.EOF, 3*48000 + 960},
		"webm, cut":     {whole[:clusters[2]-100], io.ErrUnexpectedEOF, 2 * 48000},
		"webm, at edge": {whole[:clusters[2]], io.ErrUnexpectedEOF, 2*48000 + 960},
		"live, cut":     {live[:len(live)-50], io.EOF, 48000},
	} {
		c.check(t, name)
	}
}

// A cutFile is a file, what it ends with, and the most frames that it can give.
type cutFile struct {
	file []byte
	want error
	most int
}

func (c cutFile) check(t *testing.T, name string) {
	t.Helper()
	d := open(t, input(c.file))
	n := len(readAll(t, d)) / 2
	if _, err := d.Read(make([]float32, 2)); !errors.Is(err, c.want) {
		t.Errorf("%s: ends with %v, want %v", name, err, c.want)
	}
	if n > c.most || n < c.most-5000 {
		t.Errorf("%s: %d frames, want about %d", name, n, c.most)
	}
}
