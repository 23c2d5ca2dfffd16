package tui_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui"
)

// plainly runs the interface in lines, with a second between them, and returns what it has
// printed and what it returned.
func plainly(t *testing.T, o tui.Options, lines ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	var err error
	synctest.Test(t, func(t *testing.T) {
		in, typed := io.Pipe()
		go func() {
			for _, l := range lines {
				time.Sleep(time.Second)
				io.WriteString(typed, l+"\n")
			}
			time.Sleep(time.Second)
			typed.Close()
		}()
		err = tui.RunPlain(t.Context(), o, in, &out)
		in.Close()
		time.Sleep(2 * time.Minute) // past every timer
	})
	return out.String(), err
}

func TestPlain(t *testing.T) {
	p := newFakePlayer()
	got, err := plainly(t, tui.Options{Controls: p, Source: catalogue()},
		"search daft", "row 3", "play", "volume 40", "pause", "frobnicate", "row x", "suspend", "queue", "quit", "next")
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, want := range []string{
		"Type a command, such as: search WORDS, row 3, play, list, pause, help, quit\nTracks:\n2. Popular song 1, The Artist, 3:00\n",
		"1. daft song 1, The Artist, 3:00\n", "playlist Evening, 12 tracks\n",
		"track 1 of 1: daft song 3, The Artist, 3:14\n", "playing\n", "volume 40%\n", "paused\n",
		`error: no command "frobnicate"`, "error: which row?", "error: suspend works at the terminal only",
		"1. daft song 3, The Artist, 3:14, current\n",
	} {
		i := strings.Index(got[at:], want)
		if i < 0 {
			t.Errorf("no %q after %q", want, got[:at])
			continue
		}
		at += i
	}
	if strings.ContainsAny(got, "\x1b\r\a") {
		t.Errorf("escape sequences in %q", got)
	}
	if calls := strings.Join(p.asked(), ","); calls != "PlayNow daft song 3,SetVolume 40,TogglePause" {
		t.Errorf("the player was asked for %s", calls)
	}
}

// When the input has ended, so does the interface as soon as nothing plays; titles cannot
// write escape sequences.
func TestPlainEndOfInput(t *testing.T) {
	done := make(chan string, 1)
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := newFakePlayer()
		p.PlayNow(source.Track{ID: "1", Title: "evil \x1b[2J title\nline", Duration: time.Minute})
		go func() {
			time.Sleep(5 * time.Second)
			p.act("end", func() { p.state.Status = player.Stopped })
		}()
		start := time.Now()
		if err := tui.RunPlain(t.Context(), tui.Options{Controls: p, Source: catalogue()}, strings.NewReader(""), &out); err != nil {
			t.Error(err)
		}
		if d := time.Since(start); d < 5*time.Second || d > 6*time.Second {
			t.Errorf("ended after %v", d)
		}
		time.Sleep(2 * time.Minute)
		done <- out.String()
	})
	if got := <-done; !strings.Contains(got, "evil [2J title line") || strings.Contains(got, "\x1b") || !strings.Contains(got, "stopped\n") {
		t.Errorf("%q", got)
	}
}

// TestPlainFromAFile: what is asked for at once, before the player has said a word, is found and is
// not covered by the front page.
func TestPlainFromAFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := newFakePlayer()
		if err := tui.RunPlain(t.Context(), tui.Options{Controls: p, Source: catalogue()}, strings.NewReader("search daft\n"), &out); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
		if got := out.String(); !strings.Contains(got, "1. daft song 1") || strings.LastIndex(got, "Popular song 1") > strings.Index(got, "1. daft song 1") {
			t.Errorf("%q", got)
		}
	})
}

func TestPlainOutputGone(t *testing.T) {
	gone := errors.New("gone")
	synctest.Test(t, func(t *testing.T) {
		err := tui.RunPlain(context.Background(), tui.Options{Controls: newFakePlayer()}, strings.NewReader(""), failing{gone})
		if !errors.Is(err, gone) {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
	})
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Why a track is suggested, and that it is here, is read out too.
func TestPlainNotes(t *testing.T) {
	track := songs("Odd", 1)[0]
	track.Note = "because you finished Even twice this week"
	src := catalogue()
	src.home = func(context.Context) (source.Page, error) { return source.Page{Tracks: []source.Track{track}}, nil }
	got, err := plainly(t, tui.Options{Controls: newFakePlayer(), Source: src, Kept: &fakeKept{saved: 100, tracks: []source.Track{track}}}, "list", "quit")
	if want := "Odd song 1, The Artist, 3:00, because you finished Even twice this week, kept here\n"; err != nil || !strings.Contains(got, want) {
		t.Errorf("%v, no %q in\n%s", err, want, got)
	}
}
