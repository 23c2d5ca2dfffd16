package tui_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/tui"
)

// TestMain lets the test binary stand in for the program: the terminal tests run it
// on a pseudo terminal, and a person can look at it with
//
//	go test -c -o /tmp/tui.test ./tui && ANYAUDIO_TUI=demo /tmp/tui.test
//
// ("rich" has all that a library may offer, and a playlist of 5,000).
func TestMain(m *testing.M) {
	if mode := os.Getenv("ANYAUDIO_TUI"); mode != "" {
		os.Exit(child(mode))
	}
	time.Local = time.UTC // for the times in frames
	os.Exit(m.Run())
}

// child runs the interface on the real terminal and says how it ended.
func child(mode string) int {
	p := newFakePlayer()
	o := tui.Options{Controls: p, Source: catalogue(), OnSuspend: func() { note("suspended") }}
	switch mode {
	case "rich":
		o.Source = withLong(func(string) error { time.Sleep(300 * time.Millisecond); return nil })
	case "playing":
		p.PlayNow(songs("Playing", 5)...)
	case "panic":
		time.AfterFunc(time.Second, func() { panics.Store(true) })
		p.PlayNow(songs("Playing", 5)...)
		o.Controls = panicking{p}
	case "panicking source":
		src := catalogue()
		src.search = func(context.Context, source.Query) (source.Page, error) { panic("the source has a bug") }
		o.Source = src
	case "stderr":
		time.AfterFunc(300*time.Millisecond, func() { fmt.Fprintln(os.Stderr, "ALSA lib: torn screen") })
		o.Logger = slog.New(caught{slog.DiscardHandler, p})
	}
	err := tui.Run(context.Background(), o, os.Stdin, os.Stdout)
	note("saved")
	if err != nil {
		fmt.Println("error:", err)
		return 1
	}
	fmt.Println("the end")
	return 0
}

// caught plays a track when the log gets a line of standard error.
type caught struct {
	slog.Handler
	p *fakePlayer
}

func (caught) Enabled(context.Context, slog.Level) bool { return true }

func (c caught) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "standard error" {
		c.p.PlayNow(source.Track{ID: "caught", Title: "caught and logged"})
	}
	return nil
}

// note leaves a trace that outlives the terminal.
func note(what string) {
	f, err := os.OpenFile(os.Getenv("ANYAUDIO_TUI_NOTES"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		fmt.Fprintln(f, what)
		f.Close()
	}
}
