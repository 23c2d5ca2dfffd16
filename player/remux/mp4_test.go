package remux_test

import (
	"bytes"
	"io"
	"slices"
	"testing"
	"time"

	"anyaudio/player/mp4"
	"anyaudio/player/mp4/mp4test"
	"anyaudio/player/remux"
)

func samples() (out [][]byte) {
	for i := range 95 {
		out = append(out, bytes.Repeat([]byte{byte(i + 1)}, 50+i))
	}
	return out
}

var mp4Options = []mp4test.Options{
	{},
	{Layout: mp4test.MoovLast},
	{Long: true, Gap: 3, SMPB: [3]int{2112, 100, 90000}},
	{Free: 100, EditStart: 1024, EditLength: 1000},
	{Layout: mp4test.Indexed},
	{Layout: mp4test.Fragmented},
	{Layout: mp4test.Fragmented, Bases: true},
}

func mp4Files() (out [][]byte) {
	for _, o := range mp4Options {
		file, _, _ := mp4test.File(samples(), o)
		out = append(out, file)
	}
	return out
}

// read gives the samples of a file and where its track begins and ends.
func read(t *testing.T, file []byte) (out [][]byte, d *mp4.Demuxer) {
	t.Helper()
	d, err := mp4.Open(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for {
		p, err := d.Next()
		if err == io.EOF {
			return out, d
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, bytes.Clone(p.Data))
	}
}

// TestMP4 tags every layout, twice, and compares samples, tags and what is heard.
func TestMP4(t *testing.T) {
	for i, file := range mp4Files() {
		_, was := read(t, file)
		for round, tags := range []remux.Tags{
			{Title: "Title", Artist: "Ärtist", Album: "Album", Chapters: []remux.Chapter{{Title: "one"}, {Start: time.Minute, Title: "two"}}},
			{Title: "Another"},
		} {
			var out bytes.Buffer
			tagged, err := remux.MP4(&out, bytes.NewReader(file), int64(len(file)), tags)
			if err != nil || tagged == mp4Options[i].Bases {
				t.Fatalf("file %d: tagged %v, %v", i, tagged, err)
			}
			file = out.Bytes()
			got, d := read(t, file)
			if !slices.EqualFunc(got, samples(), bytes.Equal) {
				t.Fatalf("file %d, round %d: samples differ", i, round)
			}
			a, b := was.Tracks()[0], d.Tracks()[0]
			if a.Start != b.Start || a.End != b.End {
				t.Errorf("file %d: heard from %d to %d, was %d to %d", i, b.Start, b.End, a.Start, a.End)
			}
			if !tagged {
				continue
			}
			if d.Text("\xa9nam") != tags.Title || d.Text("\xa9ART") != "Ärtist" || d.Text("\xa9alb") != "Album" {
				t.Errorf("file %d, round %d: %q by %q on %q", i, round, d.Text("\xa9nam"), d.Text("\xa9ART"), d.Text("\xa9alb"))
			}
			if c := d.Chapters(); len(c) != 2 || c[1] != (mp4.Chapter{Title: "two", Start: time.Minute}) {
				t.Errorf("file %d, round %d: chapters %v", i, round, c)
			}
		}
	}
}

// TestWriteCopies: other files stay as they are, and are named by their bytes.
func TestWriteCopies(t *testing.T) {
	for _, c := range []struct{ head, fallback, ext string }{
		{"OggS....OpusHead", "", ".opus"},
		{"OggS....vorbis", ".x", ".ogg"},
		{"fLaC", "", ".flac"},
		{"ID3", "", ".mp3"},
		{"\xff\xfb", ".MP3", ".mp3"},
		{"?", "", ".bin"},
		{"RIFF....WAVE", ".mp3", ".wav"},
		{"\x00\x00\x00\x10ftypM4A ....\x00\x00\xff\xff", ".m4a", ".m4a"},
	} {
		var out bytes.Buffer
		r, err := remux.Write(&out, bytes.NewReader([]byte(c.head)), int64(len(c.head)), remux.Tags{Title: "t"}, c.fallback)
		if err != nil || out.String() != c.head || r != (remux.Result{Ext: c.ext}) {
			t.Errorf("%q: %+v, %v, %q", c.head, r, err, out.String())
		}
	}
}
