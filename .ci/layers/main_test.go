package main

import "testing"

func TestAllowed(t *testing.T) {
	for _, c := range []struct {
		importer, imported string
		want               bool
	}{
		{"anyaudio", "anyaudio/tui/app", true},
		{"anyaudio", "anyaudio/stream", false},
		{"anyaudio/tui/app", "anyaudio/stream", true},
		{"anyaudio/tui/app", "anyaudio/source/demo", true},
		{"anyaudio/tui", "anyaudio/tui/app", false},
		{"anyaudio/stream", "golang.org/x/sync/errgroup", true},
		{"anyaudio/stream", "anyaudio/stream/ranges", true},
		{"anyaudio/stream", "anyaudio/stream/origintest", false},
		{"anyaudio/stream", "anyaudio/source", false},
		{"anyaudio/stream", "github.com/google/go-cmp/cmp", false},
		{"anyaudio/stream/origintest", "anyaudio/stream", false},
		{"anyaudio/source", "golang.org/x/sync/singleflight", true},
		{"anyaudio/source", "anyaudio/source/demo", false},
		{"anyaudio/source", "anyaudio/stream", false},
		{"anyaudio/source/demo", "anyaudio/source", true},
		{"anyaudio/source/demo", "anyaudio/stream/origintest", true},
		{"anyaudio/source/local", "anyaudio/stream/origintest", false},
		{"anyaudio/source/demo", "anyaudio/source/demo/gen/synth", false},
		{"anyaudio/source/demo", "github.com/thesyncim/gopus", false},
		{"anyaudio/source/demo/gen", "github.com/thesyncim/gopus", true},
		{"anyaudio/source/demo/gen", "anyaudio/player/webm", false},
		{"anyaudio/source/youtube", "github.com/kkdai/youtube/v2", true},
		{"anyaudio/source/youtube", "anyaudio/player", false},
		{"anyaudio/player", "anyaudio/stream", true},
		{"anyaudio/player", "anyaudio/stream/origintest", false},
		{"anyaudio/player", "anyaudio/source", true},
		{"anyaudio/player", "anyaudio/source/demo", false},
		{"anyaudio/player", "anyaudio/tui", false},
		{"anyaudio/player/output", "github.com/jfreymuth/pulse/proto", true},
		{"anyaudio/player/output", "charm.land/lipgloss/v2", false},
		{"anyaudio/tui", "anyaudio/player", true},
		{"anyaudio/tui/seekbar", "anyaudio/tui/text", true},
		{"anyaudio/tui/cli", "anyaudio/source/demo", false},
		{"anyaudio/tui/cli", "anyaudio/source/library", true},
		{"anyaudio/tui/cli", "anyaudio/stream", false},
		{"anyaudio/tui", "github.com/ebitengine/oto/v3", false},
		{"anyaudio/other", "anyaudio/player", false}, // the file tree has no such place
	} {
		if got := allowed(c.importer, c.imported); got != c.want {
			t.Errorf("%s imports %s: allowed is %v", c.importer, c.imported, got)
		}
	}
}
