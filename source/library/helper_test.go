package library_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

// A clock goes on by one second at every look.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// reports collects what the listener is told.
type reports struct {
	mu    sync.Mutex
	lines []string
}

func (r *reports) add(rep library.Report) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, rep.Line)
}

func (r *reports) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.lines)
}

// want wants exactly one report, with these words in it.
func (r *reports) want(t *testing.T, words string) {
	t.Helper()
	if lines := r.all(); len(lines) != 1 || !strings.Contains(lines[0], words) {
		t.Errorf("reports %q, want one with %q", lines, words)
	}
}

// open opens a library that is closed at the end of the test. Without options it has no
// keeper and wants no report.
func open(t testing.TB, path string, o library.Options) *library.Library {
	t.Helper()
	if o.Report == nil {
		o.Report = func(r library.Report) { t.Errorf("report %q (%s): %v", r.Line, r.Hint, r.Err) }
	}
	l, err := library.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	return l
}

// fresh opens a new library in a folder of its own.
func fresh(t testing.TB) *library.Library {
	return open(t, newPath(t), library.Options{Now: newClock().Now, NoKeeper: true})
}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "anyaudio", "library.db") }

func track(i int) source.Track {
	return source.Track{
		Provider: "demo", ID: fmt.Sprint(i), Title: fmt.Sprintf("Song %d", i), Artist: fmt.Sprintf("Artist %d", i%7),
		Album: fmt.Sprintf("Album %d", i%3), Duration: 3 * time.Minute, Link: fmt.Sprintf("https://demo.invalid/%d", i),
	}
}

// tracks are those from a number up to another, which is not included.
func tracks(from, to int) []source.Track {
	var all []source.Track
	for i := from; i < to; i++ {
		all = append(all, track(i))
	}
	return all
}

// ids names tracks in one string.
func ids(tracks []source.Track) string {
	var s []string
	for _, t := range tracks {
		s = append(s, t.ID)
	}
	return strings.Join(s, " ")
}

// ok fails the test on an error.
func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must passes a value on when there is no error.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		ok(t, err)
		return v
	}
}

// wantTracks compares a playlist with numbers of tracks.
func wantTracks(t *testing.T, l *library.Library, playlist, want string) {
	t.Helper()
	if got := ids(must(l.Tracks(t.Context(), playlist))(t)); got != want {
		t.Errorf("the playlist has %q, want %q", got, want)
	}
}

func wantSaved(t *testing.T, l *library.Library, o library.Order, want string) {
	t.Helper()
	var all []source.Track
	for _, s := range must(l.Saved(t.Context(), o))(t) {
		all = append(all, s.Track)
	}
	if got := ids(all); got != want {
		t.Errorf("saved are %q, want %q", got, want)
	}
}

var background = context.Background()
