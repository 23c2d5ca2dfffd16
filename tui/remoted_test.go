package tui_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anyaudio/tui"
	"anyaudio/tui/remote"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// A program with a remote control: commands do what keys do, the answer is what the screen
// says, events follow the player, and "quit" is answered before the end.
func TestRemote(t *testing.T) {
	dir, err := os.MkdirTemp("", "aa")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	p := newFakePlayer()
	p.PlayNow(songs("Queued", 3)...)
	p.asked()
	o := tui.Options{Controls: p, Source: catalogue(), Remote: path}
	done := make(chan error, 1)
	heard, events := io.Pipe()
	go func() {
		done <- tui.Run(context.Background(), o, nil, io.Discard, tea.WithWindowSize(80, 24),
			tea.WithColorProfile(colorprofile.Ascii), tea.WithEnvironment([]string{"TERM=xterm"}))
	}()
	for {
		if _, err := remote.Call(t.Context(), path, "status"); err == nil {
			break // it is there
		}
		select {
		case err := <-done:
			t.Fatal(err)
		default:
		}
	}

	for line, want := range map[string]remote.Reply{
		"volume":      {OK: true, Notice: "volume 80%"},
		"shuffle off": {OK: true, Notice: "shuffle off"},
		"seeek 5":     {Error: `no command "seeek" – did you mean "seek"?`},
		"seek up":     {Error: `"up" is not a time; write 1:23, 90, +30 or -1m`},
		"suspend":     {Error: "suspend works at the terminal only"},
		"submit":      {Error: "submit works at the terminal only"},
		"1:00":        {OK: true},
		"repeat \a":   {Error: "the line has control characters"},
	} {
		got, err := remote.Call(t.Context(), path, line)
		if strings.Contains(line, "\a") {
			if err == nil {
				t.Errorf("%q was sent", line)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v, want %+v", line, got, err, want)
		}
	}
	calls := p.asked()
	slices.Sort(calls)
	if !slices.Equal(calls, []string{"SeekTo 1m0s", "SetShuffle false"}) {
		t.Errorf("the player was asked for %q", calls)
	}
	if r, err := remote.Call(t.Context(), path, "status"); err != nil || r.Status == nil || r.Status.Title != "Queued song 1" || r.Status.Queue != 3 || r.Status.State != "playing" {
		t.Errorf("status %+v, %v", r, err)
	}

	if err := tui.Run(context.Background(), o, nil, io.Discard); err == nil || !strings.Contains(err.Error(), "another player listens there") {
		t.Errorf("a second one: %v", err)
	}

	followed := make(chan error, 1)
	go func() { followed <- remote.Follow(t.Context(), path, "subscribe", events) }()
	var got strings.Builder
	next := func(want string) {
		t.Helper()
		buf := make([]byte, 4096)
		for !strings.Contains(got.String(), want) {
			n, err := heard.Read(buf)
			if err != nil {
				t.Fatalf("no %s in %s", want, got.String())
			}
			got.Write(buf[:n])
		}
	}
	next(`"ok":true`)
	if _, err := remote.Call(t.Context(), path, "next"); err != nil {
		t.Error(err)
	}
	next(`{"event":"track","title":"Queued song 2","artist":"The Artist","album":"The Album","index":2,"queue":3,"duration":187}`)
	next(`"event":"position"`)
	go io.Copy(io.Discard, heard) // ends with followed
	if r, err := remote.Call(t.Context(), path, "quit"); err != nil || !r.OK {
		t.Errorf("quit: %+v, %v", r, err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := <-followed; err != nil {
		t.Error(err)
	}
	events.Close()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
