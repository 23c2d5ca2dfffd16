package cli_test

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/cli"
)

// A script is a player that does what a test says: events are sent by the test, and the
// commands are written down.
type script struct {
	events chan player.Event

	mu       sync.Mutex
	progress player.Progress
	commands []string
}

func newScript() *script { return &script{events: make(chan player.Event)} }

func (s *script) did(command string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, command)
}

func (s *script) PlayFrom(pos time.Duration, tracks ...source.Track) {
	s.did("play " + titles(tracks) + " from " + pos.String())
}
func (s *script) Add(tracks ...source.Track) { s.did("add " + titles(tracks)) }
func (s *script) Next()                      { s.did("next") }
func (s *script) SetPaused(bool)             { s.did("go on") }

func (s *script) Subscribe(context.Context) <-chan player.Event { return s.events }

func (s *script) Progress() player.Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.progress
}

func (s *script) trouble(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress.Trouble = text
}

// is sends a state with one entry in the queue.
func (s *script) is(status player.Status) {
	s.events <- player.StateChanged{State: player.State{
		Status: status, QueueLen: 1, Entry: player.Entry{ID: 1, Track: source.Track{Title: "a"}},
	}}
}

func titles(tracks []source.Track) string {
	var all []string
	for _, t := range tracks {
		all = append(all, t.Title)
	}
	return strings.Join(all, ",")
}

// A shelf is a Catalog of one playlist in pages, one a minute.
type shelf struct{ pages [][]source.Track }

func (s shelf) ExpandAll(context.Context, []string) (source.Page, []error) {
	return source.Page{Playlists: []source.Playlist{{ID: "p"}}}, nil
}

func (s shelf) Search(context.Context, source.Query) (source.Page, error) {
	return source.Page{}, source.ErrNotFound
}

func (s shelf) List(ctx context.Context, _ source.Playlist, page string) (source.Page, error) {
	n := len(page)
	if n > 0 {
		select {
		case <-time.After(time.Minute):
		case <-ctx.Done():
			return source.Page{}, ctx.Err()
		}
	}
	p := source.Page{Tracks: s.pages[n]}
	if n+1 < len(s.pages) {
		p.Next = page + "x"
	}
	return p, nil
}

func track(title string) source.Track { return source.Track{Title: title} }

// play runs Play in a bubble beside the test's own part.
func play(t *testing.T, s *script, c cli.Catalog, part func()) (status int, stderr string) {
	t.Helper()
	var errs strings.Builder
	done := make(chan int)
	go func() {
		done <- cli.Play(t.Context(), cli.PlayJob{Player: s, Catalog: c, Args: []string{"x"}, Start: time.Second, Stderr: &errs})
	}()
	part()
	return <-done, errs.String()
}

// A list whose next page comes after the first has been played goes on.
func TestPlayPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScript()
		c := shelf{[][]source.Track{{track("a"), track("b")}, {track("c")}, {track("d")}}}
		status, stderr := play(t, s, c, func() {
			s.is(player.Playing)
			s.is(player.Stopped)
			time.Sleep(61 * time.Second)
			s.is(player.Playing)
			time.Sleep(61 * time.Second)
			s.is(player.Stopped)
		})
		if got := strings.Join(s.commands, "; "); got != "play a,b from 1s; add c; go on; add d" {
			t.Error(got)
		}
		if status != cli.ExitOK || stderr != "" {
			t.Errorf("status %d, stderr %q", status, stderr)
		}
	})
}

// With the context the player's events end too; which of the two is seen first must not matter.
func TestPlayInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 {
		s := newScript()
		close(s.events)
		job := cli.PlayJob{Player: s, Catalog: shelf{pages: [][]source.Track{{track("a")}}}, Args: []string{"p"}, Stderr: io.Discard}
		if status := cli.Play(ctx, job); status != cli.ExitInterrupted {
			t.Fatalf("exit status %d, want %d", status, cli.ExitInterrupted)
		}
	}
}

// An address where nobody answers is given up, with one line; in the middle of a concert
// the player is left to wait.
func TestPlayTrouble(t *testing.T) {
	const trouble = "connection refused: check the address"
	one := shelf{[][]source.Track{{track("a")}}}
	synctest.Test(t, func(t *testing.T) {
		s := newScript()
		status, stderr := play(t, s, one, func() {
			s.is(player.Loading)
			s.trouble(trouble)
			time.Sleep(10 * time.Second)
			s.did("10 s")
			time.Sleep(2 * time.Second)
			s.is(player.Stopped)
		})
		if got := strings.Join(s.commands, "; "); got != "play a from 1s; 10 s; next" || status != cli.ExitFailed {
			t.Errorf("status %d, %s", status, got)
		}
		if stderr != "anyaudio: a: "+trouble+"\n" {
			t.Errorf("stderr %q", stderr)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newScript()
		status, stderr := play(t, s, one, func() {
			s.is(player.Playing)
			s.is(player.Buffering)
			s.trouble(trouble)
			time.Sleep(time.Hour)
			s.trouble("")
			s.is(player.Playing)
			s.is(player.Stopped)
		})
		if got := strings.Join(s.commands, "; "); got != "play a from 1s" || status != cli.ExitOK || stderr != "anyaudio: a: "+trouble+"\n" {
			t.Errorf("status %d, %s, stderr %q", status, got, stderr)
		}
	})
}

// A sound output that ends for good is a failure.
func TestPlayOutputGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScript()
		status, stderr := play(t, s, shelf{[][]source.Track{{track("a")}}}, func() {
			s.is(player.Playing)
			s.events <- player.StateChanged{State: player.State{QueueLen: 1, Err: "sound output: broken pipe"}}
		})
		if status != cli.ExitFailed || stderr != "anyaudio: sound output: broken pipe\n" {
			t.Errorf("status %d, stderr %q", status, stderr)
		}
	})
}
