package tui_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

// figures are those of a stream from YouTube.
func figures(p *fakePlayer) player.Stats {
	st := p.State()
	return player.Stats{
		Track: st.Entry.Track, Format: st.Format, Reason: "Opus itag 251, 128 kbit/s: best of 3, quality high, by visionos 1.02",
		Host: "rr3---sn-4g5e6nsz.googlevideo.com", Expires: time.Now().Add(5*time.Hour + 12*time.Minute),
		Size: 3_900_000, Requests: 9, InFlight: 1, Connections: 2, Retries: 1, Refreshes: 1, Fetched: 3_100_000,
		TTFB: 85 * time.Millisecond, Throughput: 400_000, AheadBytes: 1_200_000,
		Ahead: 2100 * time.Millisecond, Underruns: 3, Output: "pulse", Delay: 42 * time.Millisecond, Speed: 1.1, Gain: -3.2, Limiter: .4,
	}
}

func TestStats(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		received := int64(0)
		s.player.figures = func(p *fakePlayer) player.Stats {
			f := figures(p)
			f.Fetched = received
			return f
		}
		s.send(tea.WindowSizeMsg{Width: 80, Height: 40})
		s.press("esc", "i")
		s.sees(
			"Figures", "host         rr3---sn-4g5e6nsz.googlevideo.com", "link         good for 5 h 12 min · 1 renewed",
			"file         3.7 MiB · 0 B received · 1.1 MiB ahead", "requests     9 · 1 under way · 2 connections · 1 asked again",
			"first byte   85 ms after the request", "throughput   3.2 Mb/s of 173 kb/s needed (18.5×)",
			"decoded      2.1 s ahead · 3 underruns", "output       pulse · 42 ms delay", "speed        1.1×",
			"-3.2 dB, limiter -0.4 dB",
		)
		received = 2 << 20
		s.wait(2 * time.Second)
		s.sees("2.0 MiB received") // while it plays, the page follows
		s.press("i")
		s.sees("[Search]", "Popular song 1")
	})
}

// The figures are drawn once a second, no more: the strip alone moves with each tick.
func TestStatsAreCheap(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		looks := 0
		s.player.figures = func(p *fakePlayer) player.Stats { looks++; return figures(p) }
		s.press("esc", "i")
		s.wait(5 * time.Second) // past the notices
		looks = 0
		s.wait(20 * time.Second)
		if looks < 18 || looks > 22 {
			t.Errorf("%d looks in 20 s", looks)
		}
	})
}

func TestStatsOfAFile(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.player.figures = func(*fakePlayer) player.Stats {
			return player.Stats{Track: songs("Local", 1)[0], Format: "flac", Size: -1, Output: "pulse"}
		}
		s.press("esc", "i")
		s.sees("title        Local song 1", "format       flac")
		s.seesNot("Network")
	})
}

func TestErrors(t *testing.T) {
	var file strings.Builder
	ring := tui.NewLogRing(slog.NewTextHandler(&file, nil))
	log := slog.New(ring)
	onPlaying(t, tui.Options{Logger: log}, func(s *screen) {
		s.press("esc", "g", "!")
		s.sees("What went wrong", "nothing so far")
		err := fmt.Errorf("stream: window [0,65536): %w", errors.New(`Get "https://u:p@example.org/v?sig=SECRET": connection reset`))
		log.With("track", "abc").WithGroup("http").Error("window failed", "err", err, "status", 500)
		log.Info("nothing to see")
		log.Debug("nor here")
		s.press("esc", "g", "!")
		s.sees("window failed", "track abc · stream: window [0,65536): Get", "reset · http.status 500")
		s.seesNot("SECRET")
		s.seesNot("u:p@")
		s.seesNot("nothing to see")
		for i := range 300 {
			log.Warn(fmt.Sprint("warning ", i))
		}
		s.press("esc", "g", "!", "G")
		s.sees("warning 100")
		s.seesNot("warning 99")
	})
	if !strings.Contains(file.String(), "nothing to see") || !strings.Contains(file.String(), "http.status=500") {
		t.Errorf("not everything was handed on: %s", file.String())
	}
	if strings.Contains(file.String(), "nor here") || !ring.Enabled(context.Background(), slog.LevelWarn) {
		t.Error("the level of the next handler does not hold")
	}
}

// What the interface itself meets is there whatever the logger.
func TestOwnErrors(t *testing.T) {
	src := catalogue()
	src.search = func(context.Context, source.Query) (source.Page, error) {
		return source.Page{}, &source.Error{Kind: source.ErrRateLimited, Line: "the source is tired", Err: errors.New("status 429 from innertube")}
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "esc", "g", "!")
		s.sees("status 429 from innertube")
	})
}
