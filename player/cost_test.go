//go:build unix && !race

package player_test

import (
	"syscall"
	"testing"
	"time"

	"anyaudio/player"
)

// cpu is the time that all threads of the process have had a core.
func cpu(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestCost: the way from the file to the output takes little of a core and of the collector. An output that is handed
// the same frames without a player takes next to nothing, see BenchmarkPlayOpus. The limits of CPU time are twice
// what is promised, since a busy machine makes it longer.
func TestCost(t *testing.T) {
	const seconds = 60
	for _, c := range []struct {
		name   string
		file   []byte
		share  float64 // percent of a core
		allocs float64 // for a second of sound
	}{
		{"Opus at 128 kb/s", hour()[:2<<20], 2, 50},
		{"44.1 kHz, resampled", pcmWAV(0, 44100*(seconds+2), 44100, 16), 1, 50},
	} {
		share, allocs := 100.0, 1e9
		for range 3 {
			before := cpu(t)
			n := playThrough(seconds, c.file, func(*player.Options) {})
			share = min(share, (cpu(t)-before).Seconds()/seconds*100)
			allocs = min(allocs, float64(n)/seconds)
		}
		t.Logf("%s: %.2f %% of a core, %.1f allocations a second", c.name, share, allocs)
		if share > c.share || allocs > c.allocs {
			t.Errorf("%s: %.2f %% of a core, %.1f allocations a second; want %g %% and %g", c.name, share, allocs, c.share, c.allocs)
		}
	}
}
