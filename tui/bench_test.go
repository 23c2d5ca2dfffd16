package tui_test

import (
	"context"
	"testing"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

// Update and View together are what stands between a key and the next frame: 2 ms at
// most with 5,000 rows.

// longList returns an interface of 120x40 with 5,000 rows in the results and as many
// in the queue, on the given keys' page.
func longList(b *testing.B, keys ...string) (tea.Model, *fakePlayer) {
	p := newFakePlayer()
	p.PlayNow(songs("Queued", 5000)...)
	m := tea.Model(tui.New(tui.Options{Controls: p, Load: func(context.Context) (source.Page, error) {
		return source.Page{Tracks: songs("Found", 5000)}, nil
	}}))
	b.Cleanup(m.(*tui.Model).Close)
	var feed func(msg tea.Msg)
	feed = func(msg tea.Msg) {
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, cmd := range batch[min(len(batch), 1):] { // the first one waits for events
				feed(cmd())
			}
			return
		}
		m, _ = m.Update(msg)
	}
	m, _ = m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	m, cmd := m.Update(tui.Subscribed(p.Subscribe(b.Context())))
	feed(cmd())
	for _, k := range keys {
		m, _ = m.Update(keyMsg(k))
	}
	return m, p
}

func benchmark(b *testing.B, m tea.Model, msg func(i int) tea.Msg) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		m, _ = m.Update(msg(i))
		if m.View().Content == "" {
			b.Fatal("nothing drawn")
		}
		i++
	}
}

func updown(i int) tea.Msg {
	if i/4000%2 == 0 {
		return keyMsg("j")
	}
	return keyMsg("k")
}

func BenchmarkKey5000Results(b *testing.B) {
	m, _ := longList(b, "esc")
	benchmark(b, m, updown)
}

func BenchmarkKey5000Queue(b *testing.B) {
	m, _ := longList(b, "esc", "g", "q")
	benchmark(b, m, updown)
}

func BenchmarkMove5000Queue(b *testing.B) {
	m, p := longList(b, "esc", "g", "q")
	p.deaf = true // its own work is not what is measured
	benchmark(b, m, func(i int) tea.Msg {
		if i/4000%2 == 0 {
			return keyMsg("J")
		}
		return keyMsg("K")
	})
}

func BenchmarkQueueChanged5000(b *testing.B) {
	m, p := longList(b, "esc", "g", "q")
	q := p.Queue()
	benchmark(b, m, func(int) tea.Msg { return tui.Event(player.QueueChanged{Queue: q}) })
}

// BenchmarkTick is what playing costs four times a second, without the renderer.
func BenchmarkTick(b *testing.B) {
	m, _ := longList(b, "esc")
	benchmark(b, m, func(int) tea.Msg { return tui.Tick(m) })
}

// BenchmarkBars is what the visualiser costs for each of its pictures, without the renderer.
func BenchmarkBars(b *testing.B) {
	m, p := longList(b, "esc", "v")
	p.sounds = func([]float32) {} // its own work is not what is measured
	benchmark(b, m, func(int) tea.Msg { return tui.Bars() })
}

func BenchmarkTyping(b *testing.B) {
	m, _ := longList(b)
	benchmark(b, m, func(i int) tea.Msg {
		if i%20 == 19 {
			return keyMsg("ctrl+u")
		}
		return keyMsg("a")
	})
}

// BenchmarkFind20000Saved is a key in the filter of 20,000 saved tracks: 16 ms at most.
func BenchmarkFind20000Saved(b *testing.B) {
	lib, err := library.Open(b.Context(), library.Memory, library.Options{NoKeeper: true})
	if err != nil {
		b.Fatal(err)
	}
	defer lib.Close()
	if err := lib.Save(b.Context(), songs("A saved", 20_000)...); err != nil {
		b.Fatal(err)
	}
	m := tea.Model(tui.New(tui.Options{Controls: newFakePlayer(), Library: lib}))
	b.Cleanup(m.(*tui.Model).Close)
	m, _ = m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	var cmd tea.Cmd
	for _, k := range []string{"esc", "g", "l"} {
		m, cmd = m.Update(keyMsg(k))
	}
	m, _ = m.Update(cmd()) // the tab has been read
	m, _ = m.Update(keyMsg("/"))
	benchmark(b, m, func(i int) tea.Msg {
		if i%8 == 7 {
			return keyMsg("ctrl+u")
		}
		return keyMsg(string("saveds1"[i%8]))
	})
}
