package tui_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"
)

// A fakeKept keeps what it is told, and half of its first track is here.
type fakeKept struct {
	mu     sync.Mutex
	tracks []source.Track
	saved  int64 // bytes of the first track, of 100
	paused bool
	looks  int
}

func (k *fakeKept) Pause(on bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.paused = on
}

// progress lets the first track come.
func (k *fakeKept) progress(saved int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.saved = saved
}

func (k *fakeKept) Keep(tracks ...source.Track) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.tracks = append(k.tracks, tracks...)
	return nil
}

func (k *fakeKept) Drop(...source.Track) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.tracks = nil
	return nil
}

func (k *fakeKept) Snapshot() (s fetch.Snapshot) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.looks++
	s.Paused = k.paused
	for i, t := range k.tracks {
		item := fetch.Item{Track: t, State: fetch.Complete, Saved: 100, Size: 100}
		if i == 0 && k.saved < 100 {
			item.State, item.Saved = fetch.Fetching, k.saved
		} else {
			s.Complete++
		}
		s.Saved, s.Size = s.Saved+item.Saved, s.Size+item.Size
		s.Items = append(s.Items, item)
	}
	return s
}

// TestKeepOffline: a key keeps the row, the library's page shows how much of it is here, and the
// same key drops it.
func TestKeepOffline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib, err := library.Open(t.Context(), library.Memory, library.Options{NoKeeper: true})
		if err != nil {
			t.Fatal(err)
		}
		defer lib.Close()
		kept := &fakeKept{saved: 50}
		s := newScreen(t, tui.Options{Library: lib, Kept: kept}, 80, 24)
		defer s.end()
		s.press("tab", "x", "x", "o")
		s.sees("fetched in the background")
		if n := len(kept.Snapshot().Items); n != 2 {
			t.Fatalf("%d tracks are kept, want the 2 that were marked", n)
		}
		s.command("library offline")
		s.sees("50 %", "here", "Library · 2 tracks · 1 here · 150 B of 200 B", "[Library 1/2]")
		kept.progress(70)
		s.wait(2 * time.Second)
		s.sees("70 %")
		s.command("offline pause")
		s.sees("fetching is paused", "170 B of 200 B · paused", "[Library]")
		before := kept.looks
		s.wait(time.Minute)
		if kept.looks != before {
			t.Error("looked at although nothing is fetched")
		}
		s.command("offline resume")
		s.sees("fetching goes on", "[Library 1/2]")
		kept.progress(100)
		s.wait(2 * time.Second)
		s.sees("2 here · 200 B", "[Library]")
		s.seesNot("70 %")
		before = kept.looks
		s.wait(time.Minute)
		if kept.looks != before {
			t.Error("looked at although all is here")
		}
		s.press("o")
		s.sees("not kept offline any more")
		if marked, err := lib.Offline(t.Context()); err != nil || len(marked) != 1 {
			t.Errorf("marked in the library: %v, %v", marked, err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newScreen(t, tui.Options{}, 80, 24)
		defer s.end()
		s.press("tab", "o")
		s.sees("nothing can be kept offline here")
	})
}

// TestKeepLists: the key keeps a playlist to its end, a command all that is saved, and every list
// shows what is here.
func TestKeepLists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib := stocked(t)
		defer lib.Close()
		kept := &fakeKept{saved: 50}
		s := newScreen(t, tui.Options{Library: lib, Kept: kept, Source: rich()}, 80, 24)
		defer s.end()
		s.press("esc", "g", "p", "o")
		s.sees("6 tracks: fetched in the background")
		if n := len(kept.Snapshot().Items); n != 6 {
			t.Fatalf("%d tracks are kept, want the 6 of the playlist", n)
		}
		s.press("enter")
		s.sees("⇣    3:00", "↓    3:07")
		s.press("g", "p", "o")
		s.sees("6 tracks: not kept offline any more")
		s.command("offline saved")
		s.sees("6 tracks: fetched in the background")
		s.press("g", "l")
		s.sees("⇣♥   3:00", "↓♥   3:07")
		s.press("a")
		s.sees("keep offline, or no longer")
		s.press("esc")
		s.command("offline nonsense")
		s.sees("offline saved, pause or resume")
	})
}
