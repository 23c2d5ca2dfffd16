package remux

import (
	"bytes"
	"image"
	_ "image/jpeg" // the two kinds of picture that both containers know
	_ "image/png"
	"strings"
	"time"
)

// Tags are what is written about the sound. What is empty is not written; in an MP4 file
// what stood there stays then.
type Tags struct {
	Title, Artist, Album string
	// Link is where the sound came from.
	Link string
	// Chapters are in order; without any those of the source are taken.
	Chapters []Chapter
	// Cover is a JPEG or PNG file. Another one, and one of more than 8 MiB, is left out.
	Cover []byte
}

// A Chapter is a named place.
type Chapter struct {
	Start time.Duration
	Title string
}

const (
	maxCover    = 8 << 20
	maxChapters = 255 // as many as chpl can count
)

// clean gives the tags as they can be written: text in whole runes of UTF-8 and without zero
// bytes, in bounds.
func (t Tags) clean() Tags {
	for _, s := range []*string{&t.Title, &t.Artist, &t.Album, &t.Link} {
		*s = cleanText(*s)
	}
	chapters := t.Chapters[:min(len(t.Chapters), maxChapters)]
	t.Chapters = nil
	for _, c := range chapters {
		t.Chapters = append(t.Chapters, Chapter{Start: max(c.Start, 0), Title: cleanText(c.Title)})
	}
	if _, ok := pictureOf(t.Cover); !ok {
		t.Cover = nil
	}
	return t
}

func cleanText(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

// A picture is what the containers say about a cover.
type picture struct {
	mime          string
	width, height int
}

func pictureOf(b []byte) (picture, bool) {
	if len(b) == 0 || len(b) > maxCover {
		return picture{}, false
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || kind != "jpeg" && kind != "png" {
		return picture{}, false
	}
	return picture{mime: "image/" + kind, width: c.Width, height: c.Height}, true
}
