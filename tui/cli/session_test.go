package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/tui/cli"
)

type noOpener struct{}

func (noOpener) Open(context.Context, source.Track) (player.Input, error) {
	return nil, source.ErrNotFound
}

func newSilentPlayer(t *testing.T) *player.Player {
	t.Helper()
	p := player.New(player.Options{
		Opener:     noOpener{},
		OpenOutput: func(ctx context.Context) (output.Output, error) { return output.Open(ctx, "null", output.Options{}) },
	})
	t.Cleanup(func() { p.Close() })
	return p
}

// wait returns the player's state once ok says so.
func wait(t *testing.T, p *player.Player, ok func(player.State) bool) player.State {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for e := range p.Subscribe(ctx) {
		if s, is := e.(player.StateChanged); is && ok(s.State) {
			return s.State
		}
	}
	t.Fatalf("the player does not get there: %+v", p.State())
	return player.State{}
}

func TestSessionComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "session.json")
	was := cli.Session{
		Schema: 1, Index: 1, Position: 83 * time.Second, Repeat: player.RepeatAll,
		Tracks: []source.Track{{Provider: "demo", ID: "a", Title: "A"}, {Provider: "demo", ID: "b", Title: "B"}},
	}
	if err := was.Save(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others may read the session", info.Mode(), err)
	}
	is, err := cli.LoadSession(path)
	if err != nil {
		t.Fatal(err)
	}
	p := newSilentPlayer(t)
	is.Restore(p)
	st := wait(t, p, func(s player.State) bool { return s.QueueLen == 2 && s.Repeat == player.RepeatAll })
	if st.Status != player.Paused || st.Entry.Track.ID != "b" || p.Progress().Position != was.Position {
		t.Errorf("%+v at %v, want paused at 1:23 of b", st, p.Progress().Position)
	}
	again := cli.SessionOf(p)
	if again.Index != 1 || again.Position != was.Position || len(again.Tracks) != 2 || again.Repeat != player.RepeatAll {
		t.Errorf("saved again as %+v", again)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v: something is left beside the session", entries, err)
	}
}

func TestSessionDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "session.json")
	if s, err := cli.LoadSession(path); err != nil || len(s.Tracks) != 0 {
		t.Errorf("without a file: %+v, %v", s, err)
	}
	for _, text := range []string{"", "{", `{"schema":99}`, "\x00\x00\x00"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := cli.LoadSession(path); err == nil {
			t.Errorf("%q passes for a session", text)
		}
		if _, err := os.Stat(path + ".bad"); err != nil {
			t.Errorf("%q is not set aside: %v", text, err)
		}
		if _, err := cli.LoadSession(path); err != nil {
			t.Errorf("after it was set aside: %v", err)
		}
	}
}

func FuzzSession(f *testing.F) {
	f.Add([]byte(`{"schema":1,"tracks":[{"provider":"demo","id":"a"}],"index":7,"position":-1,"repeat":9}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := cli.ParseSession(b)
		if err != nil {
			return
		}
		if s.Index < 0 || s.Index > 0 && s.Index >= len(s.Tracks) || s.Position < 0 {
			t.Errorf("%+v", s)
		}
		_ = s.Repeat.String()
	})
}
