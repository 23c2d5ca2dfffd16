package nowplaying_test

import (
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/nowplaying"

	"github.com/charmbracelet/x/ansi"
)

func playing() player.State {
	return player.State{
		Generation: 7, Status: player.Playing, Index: 2, QueueLen: 12, Volume: 80, Duration: 245 * time.Second,
		Entry:  player.Entry{ID: 3, Track: source.Track{Title: "Song B", Artist: "Artist"}},
		Format: "opus 48 kHz stereo", Output: "pulse",
	}
}

func strip(width int, s player.State, p player.Progress) nowplaying.Model {
	m := nowplaying.New(nowplaying.Styles{})
	m.SetWidth(width)
	m.SetState(s)
	m.SetProgress(p)
	return m
}

func TestStrip(t *testing.T) {
	p := player.Progress{Generation: 7, Position: 83 * time.Second, Ahead: 34 * time.Second, Buffered: []player.Span{{From: 0, To: .5}}}
	modes := playing()
	modes.Shuffle, modes.Repeat, modes.Muted = true, player.RepeatAll, true
	waiting := playing()
	waiting.Status = player.Buffering
	for name, c := range map[string]struct {
		width int
		s     player.State
		want  string
	}{
		"80": {
			80, playing(),
			"▶ Song B — Artist                                                 3/12 · vol 80%\n" +
				"1:23 ━━━━━━━━━━━━━━━━━━━━━━━●▒▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4:05\n" +
				"━ played  ▒ ready  ░ to come             opus 48 kHz stereo · 30 s ahead · pulse",
		},
		"80, all modes": {
			80, modes,
			"▶ Song B — Artist                            3/12 · muted · repeat all · shuffle\n" +
				"1:23 ━━━━━━━━━━━━━━━━━━━━━━━●▒▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4:05\n" +
				"━ played  ▒ ready  ░ to come             opus 48 kHz stereo · 30 s ahead · pulse",
		},
		"40, buffering": {
			40, waiting,
			"… Song B — Artist     buffering 3/12 v80\n" +
				"1:23 ━━━━━━━━━━●▒▒▒▒░░░░░░░░░░░░░░░ 4:05\n" +
				" opus 48 kHz stereo · 30 s ahead · pulse",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strip(c.width, c.s, p).View(3); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestNothingPlaying(t *testing.T) {
	m := strip(60, player.State{Index: -1, Volume: 100}, player.Progress{})
	want := "■ nothing playing                                       v100\n"
	if got := m.View(2); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if m.WindowTitle() != "anyaudio" {
		t.Errorf("window title %q", m.WindowTitle())
	}
}

// A progress that belongs to the track before must not be shown under the new
// title.
func TestProgressOfAnotherTrackIsNotShown(t *testing.T) {
	m := strip(60, playing(), player.Progress{Generation: 6, Position: 3 * time.Minute, Ahead: time.Minute})
	if got := m.View(3); strings.Contains(got, "3:00") || strings.Contains(got, "ahead") {
		t.Errorf("shows the old track's progress:\n%s", got)
	}
	if got := m.View(3); !strings.Contains(got, "0:00") || !strings.Contains(got, "4:05") {
		t.Errorf("does not show the new track's start and length:\n%s", got)
	}
}

func TestTargetEndsWithTheTrack(t *testing.T) {
	m := strip(60, playing(), player.Progress{Generation: 7, Position: time.Minute})
	m.SetTarget(2 * time.Minute)
	if !strings.Contains(m.View(2), "2:00") {
		t.Errorf("target not shown:\n%s", m.View(2))
	}
	next := playing()
	next.Generation++
	m.SetState(next)
	if strings.Contains(m.View(2), "2:00") {
		t.Errorf("the next track starts at the old target:\n%s", m.View(2))
	}
}

func TestWindowTitleIsClean(t *testing.T) {
	s := playing()
	s.Entry.Track.Title = "evil\x1b]0;x\a\ntitle" + strings.Repeat("x", 300)
	m := strip(60, s, player.Progress{})
	if got := m.WindowTitle(); strings.ContainsAny(got, "\x1b\a\n") || len([]rune(got)) > 140 {
		t.Errorf("window title %q", got)
	}
}

func TestEverySize(t *testing.T) {
	s := playing()
	s.Status, s.Shuffle, s.Repeat = player.Paused, true, player.RepeatOne
	s.Entry.Track.Title = "東京の夜はとても長くて寒い"
	for width := -1; width < 200; width++ {
		for _, l := range strings.Split(strip(width, s, player.Progress{Generation: 7, Position: time.Minute}).View(3), "\n") {
			if w := ansi.StringWidth(l); w > max(width, 0) {
				t.Fatalf("width %d has a line of %d cells: %q", width, w, l)
			}
		}
	}
}

func BenchmarkView(b *testing.B) {
	m := strip(80, playing(), player.Progress{Generation: 7, Position: time.Minute, Buffered: []player.Span{{From: 0, To: .5}}})
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View(3)
	}
}
