package library_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"anyaudio/source/library"
)

// confirmed is what a victim has said that it has written.
type confirmed struct {
	list        string
	appended    []string
	saved       []string
	play, queue int
	heard       time.Duration
}

// The program is killed at random moments while it writes, again and again over the same
// file: what it had confirmed is there, and of the play at most the last second is lost.
func TestKill(t *testing.T) {
	rounds := 20
	if os.Getenv("ANYAUDIO_SOAK") != "" {
		rounds = 200
	}
	path := newPath(t)
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	saved := make(map[string]bool)
	for round := range rounds {
		c := killed(t, path, 10_000*(round+1), 5+r.IntN(300))
		l := open(t, path, library.Options{NoKeeper: true})
		if found := must(l.Check(t.Context()))(t); len(found) > 0 {
			t.Fatalf("round %d: check found %q", round, found)
		}
		wantConfirmed(t, l, c, saved)
		ok(t, l.Close())
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	t.Logf("%d tracks saved in %d rounds", len(saved), rounds)
}

// killed runs a victim up to a number of lines, kills it, and collects what it has said.
func killed(t *testing.T, path string, from, lines int) confirmed {
	t.Helper()
	cmd, out := start(t, "victim", path, fmt.Sprint(from))
	c := confirmed{queue: -1, play: -1}
	for n := 0; out.Scan(); n++ {
		if n == lines {
			ok(t, cmd.Process.Kill())
			// What it wrote before it died was confirmed too: read on to the end.
		}
		word, arg, _ := strings.Cut(out.Text(), " ")
		i, _ := strconv.Atoi(arg)
		switch word {
		case "list":
			c.list = arg
		case "append":
			c.appended = append(c.appended, arg)
		case "save":
			c.saved = append(c.saved, arg)
		case "queue":
			c.queue = i
		case "play":
			c.play = i
		case "heard":
			c.heard = time.Duration(i) * time.Millisecond
		default:
			t.Fatalf("the victim says %q", out.Text())
		}
	}
	_ = cmd.Wait() // it was killed
	return c
}

func wantConfirmed(t *testing.T, l *library.Library, c confirmed, saved map[string]bool) {
	t.Helper()
	ctx := t.Context()
	for _, id := range c.saved {
		saved[id] = true
	}
	has := make(map[string]bool)
	for _, s := range must(l.Saved(ctx, library.ByRecent))(t) {
		has[s.Track.ID] = true
	}
	for id := range saved {
		if !has[id] {
			t.Errorf("track %s was saved and is not there", id)
		}
	}
	if c.list != "" {
		got := ids(must(l.Tracks(ctx, c.list))(t))
		if want := strings.Join(c.appended, " "); !strings.HasPrefix(got+" ", want+" ") && want != "" {
			t.Errorf("the playlist has %q, want at least %q", got, want)
		}
	}
	if q := must(l.LoadQueue(ctx))(t); c.queue >= 0 && (len(q.Tracks) != 5 || q.Tracks[0].ID < fmt.Sprint(c.queue)) {
		t.Errorf("the queue is %q, want that from %d on, or a later one", ids(q.Tracks), c.queue)
	}
	if c.play < 0 {
		return
	}
	plays, _, err := l.History(ctx, library.HistoryQuery{Limit: 1})
	ok(t, err)
	// The writer needs its moment too, on a machine that has other things to do.
	if len(plays) == 0 || plays[0].Track.ID != fmt.Sprint(c.play) || c.heard-plays[0].Heard > 1500*time.Millisecond {
		t.Errorf("the play of %d was heard for %s; the history begins with %+v", c.play, c.heard, plays)
	}
}

// Several processes write at the same time: nothing is lost, nobody sees a lock.
func TestTwoProcesses(t *testing.T) {
	path := newPath(t)
	var all []*exec.Cmd
	for i := range 4 { // they also race to create the file
		cmd, out := start(t, "saves", path, fmt.Sprint(1000*(i+1)))
		all = append(all, cmd)
		defer func() {
			for out.Scan() {
				t.Errorf("process %d says %q", i, out.Text())
			}
		}()
	}
	l := open(t, path, library.Options{NoKeeper: true})
	for i := range 100 {
		ok(t, l.Save(t.Context(), track(i)))
	}
	for i, cmd := range all {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process %d: %v", i, err)
		}
	}
	if got := len(must(l.Saved(t.Context(), library.ByRecent))(t)); got != 500 {
		t.Errorf("%d tracks saved, want 500", got)
	}
}
