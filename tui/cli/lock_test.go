package cli_test

import (
	"database/sql"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source/library"
	"anyaudio/tui/cli"
)

// keepLocked runs a test with a Keeper whose library another program writes to until free is
// called.
func keepLocked(t *testing.T, f func(t *testing.T, p *reel, k *cli.Keeper, lib *library.Library, free func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "library.db")
		lib, err := library.Open(t.Context(), path, library.Options{NoKeeper: true})
		if err != nil {
			t.Fatal(err)
		}
		defer lib.Close()
		other, err := sql.Open("sqlite", path+"?_txlock=immediate")
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		tx, err := other.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		free := func() { _ = tx.Rollback() } // a second time does nothing
		defer free()
		p := newReel(songA)
		k := cli.Keep(t.Context(), p, lib, true, slog.New(slog.DiscardHandler))
		defer k.Stop()
		f(t, p, k, lib, free)
	})
}

// TestKeepWaits: a play that begins while another program writes for long is kept.
func TestKeepWaits(t *testing.T) {
	keepLocked(t, func(t *testing.T, p *reel, _ *cli.Keeper, lib *library.Library, free func()) {
		time.AfterFunc(5*time.Second, free)
		p.play(0, 3*time.Minute, 0)
		time.Sleep(10 * time.Second)
		if plays := history(t, lib); len(plays) != 1 {
			t.Errorf("%d plays, want the one that began", len(plays))
		}
	})
}

// TestKeepStops: the end of the program does not wait for another one for long.
func TestKeepStops(t *testing.T) {
	keepLocked(t, func(t *testing.T, p *reel, k *cli.Keeper, _ *library.Library, _ func()) {
		p.play(0, 3*time.Minute, 0)
		start := time.Now()
		k.Stop()
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("it took %s to stop", took)
		}
	})
}
