package playlistfile_test

import (
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

func TestChoose(t *testing.T) {
	found := []source.Track{
		{ID: "live", Artist: "Björk", Title: "Jóga (live 1998)", Duration: 320 * time.Second},
		{ID: "cover", Artist: "Somebody", Title: "Björk - Joga - piano cover", Duration: 305 * time.Second},
		{ID: "right", Artist: "björk", Title: "Joga (Official Video) [HD]", Duration: 300 * time.Second},
		{ID: "other", Artist: "Björk", Title: "Hyperballad"},
		{ID: "none", Artist: "The Beatles", Title: "Help!"},
	}
	for _, tt := range []struct {
		name  string
		e     playlistfile.Entry
		found []source.Track
		first string
		sure  bool
		n     int
	}{
		{"sure", playlistfile.Entry{Artist: "Björk", Title: "Jóga"}, found, "right", true, 4},
		{"of its length", playlistfile.Entry{Artist: "Björk", Title: "Jóga", Duration: 305 * time.Second}, found, "right", true, 4},
		{"of another length", playlistfile.Entry{Artist: "Björk", Title: "Jóga", Duration: time.Hour}, found, "right", false, 4},
		{"live was asked for", playlistfile.Entry{Artist: "Björk", Title: "Joga live"}, found, "live", true, 4},
		{"only a cover", playlistfile.Entry{Artist: "Björk", Title: "Jóga"}, found[1:2], "cover", false, 1},
		{"a word is missing", playlistfile.Entry{Artist: "Björk", Title: "Army of me"}, found[3:4], "other", false, 1},
		{"apostrophes", playlistfile.Entry{Title: "Don't stop"}, []source.Track{{ID: "x", Title: "Dont Stop"}}, "x", true, 1},
		{"nothing like it", playlistfile.Entry{Title: "Xyz"}, found, "", false, 0},
		{"nothing found", playlistfile.Entry{Title: "Xyz"}, nil, "", false, 0},
		{"nothing asked", playlistfile.Entry{}, found, "", false, 0},
	} {
		ranked, sure := playlistfile.Choose(tt.e, tt.found)
		if sure != tt.sure || len(ranked) != tt.n || tt.n > 0 && ranked[0].ID != tt.first {
			t.Errorf("%s: got %v, sure %t; want %s first of %d, sure %t", tt.name, ranked, sure, tt.first, tt.n, tt.sure)
		}
	}
}
