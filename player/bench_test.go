package player_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
)

// A drain is an output that takes everything at once and counts.
type drain struct {
	mu     sync.Mutex
	frames int
	wanted int
	full   chan struct{}
}

func (d *drain) Write(_ context.Context, p []float32) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.frames
	d.frames += len(p) / 2
	if before < d.wanted && d.frames >= d.wanted {
		close(d.full)
	}
	return len(p) / 2, nil
}
func (d *drain) Rewind(int) (int, error)     { return 0, nil }
func (d *drain) Pause(bool) error            { return nil }
func (d *drain) Drain(context.Context) error { return nil }
func (d *drain) Delay() time.Duration        { return 0 }
func (d *drain) Info() output.Info           { return output.Info{Name: "drain"} }
func (d *drain) Close() error                { return nil }

// BenchmarkPlay is the way from the file to the output but for the decoder: WAV costs next
// to nothing. It reports the share of a core and the allocations for a second of sound.
//
// BenchmarkPlayOpus is the whole way of Opus at 128 kb/s; its bare is an output that is handed as many
// frames in blocks of 10 ms, without a player.
func BenchmarkPlay(b *testing.B) {
	for _, tt := range []struct {
		name   string
		change func(*player.Options)
	}{
		{"idle", func(*player.Options) {}},
		{"attenuated", func(o *player.Options) { o.Volume = 50; o.Balance = 0.2 }},
		{"equalizer", func(o *player.Options) { o.Equalizer, _ = player.EqualizerPreset("rock") }},
		{"speed", func(o *player.Options) { o.Speed = 1.25 }},
	} {
		b.Run(tt.name, func(b *testing.B) {
			benchmarkPlay(b, 30, wave(0, 40*second), tt.change)
		})
	}
}

// benchmarkPlay plays so many seconds of a file, at once.
func benchmarkPlay(b *testing.B, seconds int, file []byte, change func(*player.Options)) {
	var allocs uint64
	b.ResetTimer()
	for b.Loop() {
		allocs += playThrough(seconds, file, change)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(seconds)*100, "%core")
	b.ReportMetric(float64(allocs)/float64(b.N)/float64(seconds), "allocs/s")
}

// playThrough plays so many seconds of a file, at once, and counts the allocations.
func playThrough(seconds int, file []byte, change func(*player.Options)) (allocs uint64) {
	d := &drain{wanted: seconds * second, full: make(chan struct{})}
	o := player.Options{
		Opener:     newShelf(map[string][]byte{"a": file}),
		OpenOutput: func(context.Context) (output.Output, error) { return d, nil },
	}
	change(&o)
	var before, after runtime.MemStats
	p := player.New(o)
	runtime.ReadMemStats(&before)
	p.PlayNow(track("a"))
	<-d.full
	runtime.ReadMemStats(&after)
	p.Close()
	return after.Mallocs - before.Mallocs
}

// BenchmarkPlayOpus plays five minutes of Opus at 128 kb/s. With -cpu 1 the time is that of all goroutines.
func BenchmarkPlayOpus(b *testing.B) {
	b.Run("player", func(b *testing.B) {
		benchmarkPlay(b, 300, hour()[:6<<20], func(*player.Options) {})
	})
	b.Run("bare", func(b *testing.B) {
		block := make([]float32, 2*480)
		for b.Loop() {
			d := &drain{wanted: 300 * second, full: make(chan struct{})}
			for range 300 * 100 {
				_, _ = d.Write(b.Context(), block)
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/300*100, "%core")
	})
}
