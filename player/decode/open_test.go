package decode_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"anyaudio/player/decode"
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
		{"OggS\x00\x02", "", decode.ErrUnsupported, "ogg"},
		{"fLaC\x00\x00", "", decode.ErrUnsupported, "flac"},
		{"ID3\x04\x00", "", decode.ErrUnsupported, "mp3"},
		{"\xff\xfb\x90\x64", "", decode.ErrUnsupported, "mp3"},
		{"\xff\xf1\x50\x80", "", decode.ErrUnsupported, "aac"},
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
