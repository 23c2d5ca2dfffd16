//go:build !noaac

package decode_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"anyaudio/player/decode"
)

// TestTagsOracle reads what ffmpeg writes into files of each kind, and reads no more for it.
func TestTagsOracle(t *testing.T) {
	need(t, "ffmpeg")
	dir := t.TempDir()
	meta := filepath.Join(dir, "meta.txt")
	text := ";FFMETADATA1\ntitle=A Søng\nartist=Somebody\nalbum=Räume\nREPLAYGAIN_TRACK_GAIN=-6.50 dB\nREPLAYGAIN_TRACK_PEAK=0.75\n" +
		"[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Two\n"
	if err := os.WriteFile(meta, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.mp3", "a.flac", "a.m4a"} {
		file := ffmpegFile(t, 2*48000, 2, 48000, name, "-i", meta, "-map_metadata", "1", "-map_chapters", "1", "-movflags", "+faststart")
		d := open(t, input(file))
		for _, tags := range []decode.Tags{decode.TagsOf(d), decode.TagsOf(decode.Resample(d, 44100))} {
			gain := decode.Gain{DB: -6.5, Known: true}
			if name == "a.m4a" { // ffmpeg drops it
				tags.TrackGain, tags.TrackPeak = gain, 0.75
			}
			if tags.Title != "A Søng" || tags.Artist != "Somebody" || tags.Album != "Räume" || tags.TrackGain != gain || tags.TrackPeak != 0.75 {
				t.Errorf("%s: %+v", name, tags)
			}
			want := []decode.Chapter{{Title: "One"}, {Title: "Two", Start: time.Second}}
			if name == "a.m4a" && !slices.Equal(tags.Chapters, want) {
				t.Errorf("%s: chapters %+v", name, tags.Chapters)
			}
		}
	}
}
