package local_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"path/filepath"
	"testing"

	"anyaudio/source"
	"anyaudio/source/local"
)

const (
	png  = "\x89PNG\r\n\x1a\n"
	jpeg = "\xff\xd8\xff"
)

func TestCover(t *testing.T) {
	dir := t.TempDir()
	inside := said{title: "t", picture: []byte(png + "inside")}
	for _, ext := range []string{"mp3", "flac", "opus", "m4a"} {
		put(t, dir, "in/"+ext+"."+ext, sound("."+ext, inside))
	}
	large := said{picture: append([]byte(png), bytes.Repeat([]byte("x"), 300<<10)...)}
	put(t, dir, "in/cover.jpg", []byte(jpeg+"beside"))
	put(t, dir, "in/plain.mp3", mp3(said{title: "t"}))
	put(t, dir, "in/large.opus", opus(large))
	put(t, dir, "in/text.mp3", mp3(said{picture: []byte("<html>")}))
	put(t, dir, "many/1.wav", wav())
	put(t, dir, "many/Folder.PNG", []byte(png+"folder"))
	put(t, dir, "many/album.jpg", []byte(jpeg+"album"))
	put(t, dir, "many/cover.jpg", nil)
	put(t, dir, "many/cover.jpeg", []byte("text"))
	put(t, dir, "many/front.jpg/x", nil)
	put(t, dir, "discs/CD1/1.wav", wav())
	put(t, dir, "discs/cover.webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "))
	put(t, dir, "none/1.wav", wav())
	put(t, dir, "none/cover.jpg", append([]byte(jpeg), make([]byte, 11<<20)...))
	put(t, dir, "cover.jpg", []byte(jpeg+"not of the folders below"))
	for _, tt := range []struct{ name, kind, data string }{
		{"in/mp3.mp3", "image/png", png + "inside"},
		{"in/flac.flac", "image/png", png + "inside"},
		{"in/opus.opus", "image/png", png + "inside"},
		{"in/m4a.m4a", "image/png", png + "inside"},
		{"in/large.opus", "image/png", string(large.picture)},
		{"in/plain.mp3", "image/jpeg", jpeg + "beside"},
		{"in/text.mp3", "image/jpeg", jpeg + "beside"},
		{"many/1.wav", "image/png", png + "folder"},
		{"discs/CD1/1.wav", "image/webp", "RIFF\x00\x00\x00\x00WEBPVP8 "},
	} {
		path := filepath.Join(dir, filepath.FromSlash(tt.name))
		c, err := local.New(local.Options{}).Cover(t.Context(), source.Track{Provider: "file", ID: path})
		if err != nil || c.Type != tt.kind || string(c.Data) != tt.data {
			t.Errorf("%s: %s of %d bytes, %v", tt.name, c.Type, len(c.Data), err)
		}
	}
	path := filepath.Join(dir, "none", "1.wav")
	track := source.Track{Provider: "file", ID: path}
	_, err := local.New(local.Options{}).Cover(t.Context(), track)
	wantExplained(t, err, source.ErrNotFound, "no cover for "+quoted(path))
	_, err = local.New(local.Options{}).Cover(t.Context(), source.Track{Provider: "file", ID: filepath.Join(dir, "x")})
	if !errors.Is(err, source.ErrNotFound) {
		t.Errorf("no such file: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := local.New(local.Options{}).Cover(ctx, track); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// A picture that says it has 4 GB costs nothing, and what is beside the file is taken.
func TestCoverThatPromisesTooMuch(t *testing.T) {
	dir := t.TempDir()
	block := pictureBlock(3, []byte(png))
	copy(block[len(block)-len(png)-4:], "\xff\xff\xff\xff")
	flac := flacBlock([]byte("fLaC"), 0x80|6, block)
	tags := append(le.AppendUint32(nil, 0), 1, 0, 0, 0)
	comment := "METADATA_BLOCK_PICTURE=" + base64.StdEncoding.EncodeToString(block)
	tags = append(le.AppendUint32(tags, uint32(len(comment))), comment...)
	put(t, dir, "folder.png", []byte(png+"beside"))
	for _, path := range []string{
		put(t, dir, "x.flac", flac),
		put(t, dir, "x.opus", oggPages(oggPages(nil, 0, []byte("OpusHead")), 1, append([]byte("OpusTags"), tags...))),
	} {
		c, err := local.New(local.Options{}).Cover(t.Context(), source.Track{Provider: "file", ID: path})
		if err != nil || string(c.Data) != png+"beside" {
			t.Errorf("%s: %q, %v", path, c.Data, err)
		}
	}
}
