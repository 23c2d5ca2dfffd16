package seekbar_test

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"anyaudio/player"
	"anyaudio/tui/seekbar"

	"github.com/charmbracelet/x/ansi"
)

func spans(v ...float64) (s []player.Span) {
	for i := 0; i < len(v); i += 2 {
		s = append(s, player.Span{From: v[i], To: v[i+1]})
	}
	return s
}

func TestView(t *testing.T) {
	const min4 = 4 * time.Minute
	for name, c := range map[string]struct {
		width int
		p     player.Progress
		want  string
	}{
		"start, all here":        {30, player.Progress{Duration: min4, Buffered: spans(0, 1)}, "0:00 ●▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ 4:00"},
		"middle":                 {30, player.Progress{Position: 2 * time.Minute, Duration: min4, Buffered: spans(0, .75)}, "2:00 ━━━━━━━━━━●▒▒▒▒░░░░░ 4:00"},
		"two holes":              {30, player.Progress{Position: time.Minute, Duration: min4, Buffered: spans(0, .5, .7, .8)}, "1:00 ━━━━━●▒▒▒▒░░░░▒▒░░░░ 4:00"},
		"skipped over":           {30, player.Progress{Position: 3 * time.Minute, Duration: min4, Buffered: spans(0, .2, .75, .9)}, "3:00 ━━━━┄┄┄┄┄┄┄┄┄┄┄●▒▒░░ 4:00"},
		"end":                    {30, player.Progress{Position: min4, Duration: min4, Buffered: spans(0, 1)}, "4:00 ━━━━━━━━━━━━━━━━━━━● 4:00"},
		"past the end":           {30, player.Progress{Position: 5 * min4, Duration: min4, Buffered: spans(0, 1)}, "20:00 ━━━━━━━━━━━━━━━━━━● 4:00"},
		"no length":              {30, player.Progress{Position: time.Minute}, "1:00 ──────────────────── -:--"},
		"clock of the same size": {30, player.Progress{Position: time.Minute, Duration: time.Hour, Buffered: spans(0, 1)}, "   1:00 ●▒▒▒▒▒▒▒▒▒▒▒▒▒ 1:00:00"},
		"half a cell counts":     {30, player.Progress{Duration: min4, Buffered: spans(0, .525)}, "0:00 ●▒▒▒▒▒▒▒▒▒▒░░░░░░░░░ 4:00"},
		"less than half does not": {
			30, player.Progress{Duration: min4, Buffered: spans(0, .52)}, "0:00 ●▒▒▒▒▒▒▒▒▒░░░░░░░░░░ 4:00",
		},
		"narrow":      {13, player.Progress{Position: time.Minute, Duration: min4}, "1:00 ●░░ 4:00"},
		"clock alone": {12, player.Progress{Position: time.Minute, Duration: min4}, "1:00        "},
		"too narrow":  {4, player.Progress{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := seekbar.New(seekbar.Styles{})
			m.SetWidth(c.width)
			m.SetProgress(c.p)
			if got := m.View(); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestTargetIsShownAtOnce(t *testing.T) {
	m := seekbar.New(seekbar.Styles{})
	m.SetWidth(30)
	m.SetProgress(player.Progress{Position: time.Minute, Duration: 4 * time.Minute, Buffered: spans(0, .5)})
	m.SetTarget(3 * time.Minute)
	if got, want := m.View(), "3:00 ━━━━━━━━━━┄┄┄┄┄●░░░░ 4:00"; got != want {
		t.Errorf("with a target:\ngot  %q\nwant %q", got, want)
	}
	m.ClearTarget()
	if got, want := m.View(), "1:00 ━━━━━●▒▒▒▒░░░░░░░░░░ 4:00"; got != want {
		t.Errorf("after ClearTarget:\ngot  %q\nwant %q", got, want)
	}
}

func TestEmptyAndLive(t *testing.T) {
	m := seekbar.New(seekbar.Styles{})
	m.SetWidth(10)
	if got, want := m.View(), ""; got != want {
		t.Errorf("empty: got %q, want %q", got, want)
	}
	m.SetWidth(20)
	m.SetProgress(player.Progress{Position: 90 * time.Second})
	m.SetLive(true)
	if got, want := m.View(), "1:30 ────────── live"; got != want {
		t.Errorf("live: got %q, want %q", got, want)
	}
	m.SetEmpty()
	if got, want := m.View(), ""; got != want {
		t.Errorf("empty again: got %q, want %q", got, want)
	}
}

// Whatever the player reports, the bar is exactly as wide as asked.
func FuzzView(f *testing.F) {
	f.Add(30, int64(time.Minute), int64(4*time.Minute), 0.1, 0.5)
	f.Add(5, int64(-1), int64(1), math.Inf(1), math.NaN())
	f.Add(200, int64(math.MaxInt64), int64(math.MaxInt64), -1.0, 2.0)
	f.Fuzz(func(t *testing.T, width int, pos, dur int64, from, to float64) {
		width %= 500
		m := seekbar.New(seekbar.Styles{Head: ansi.NewStyle(1)})
		m.SetWidth(width)
		m.SetProgress(player.Progress{Position: time.Duration(pos), Duration: time.Duration(dur), Buffered: spans(from, to)})
		want := width
		if width < 5 {
			want = 0
		}
		if got := ansi.StringWidth(m.View()); got != want {
			t.Errorf("width %d drawn as %d cells: %q", width, got, m.View())
		}
	})
}

func BenchmarkView(b *testing.B) {
	m := seekbar.New(seekbar.Styles{Played: ansi.NewStyle(32), Ready: ansi.NewStyle(34), Hole: ansi.NewStyle(2)})
	m.SetWidth(78)
	m.SetProgress(player.Progress{Position: time.Minute, Duration: 4 * time.Minute, Buffered: spans(0, .5, .7, .8)})
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

// The cells of the bar lead to where they are drawn, and all else to its ends.
func TestFractionAt(t *testing.T) {
	m := seekbar.New(seekbar.Styles{})
	m.SetWidth(60)
	if _, ok := m.FractionAt(30); ok {
		t.Error("a bar without a track leads somewhere")
	}
	for at := range 50 { // 60 cells, two clocks of 4 and two gaps
		m.SetProgress(player.Progress{Position: time.Duration(at)*2*time.Second + time.Second, Duration: 100 * time.Second})
		x := utf8.RuneCountInString(m.View()[:strings.Index(m.View(), "●")])
		f, ok := m.FractionAt(x)
		if got := time.Duration(f * float64(100*time.Second)); !ok || got < time.Duration(at)*2*time.Second || got > time.Duration(at+1)*2*time.Second {
			t.Errorf("the cell of %d s leads to %v, %v", 2*at+1, got, ok)
		}
	}
	if f, _ := m.FractionAt(0); f != 0 {
		t.Errorf("left of the bar is %v", f)
	}
	if f, _ := m.FractionAt(60); f != 1 {
		t.Errorf("right of the bar is %v", f)
	}
	m.SetLive(true)
	if _, ok := m.FractionAt(30); ok {
		t.Error("a live stream has places")
	}
}

func TestChapterTicks(t *testing.T) {
	m := seekbar.New(seekbar.Styles{})
	m.SetWidth(30) // 20 cells
	m.SetProgress(player.Progress{Position: 50 * time.Second, Duration: 100 * time.Second})
	m.SetChapters([]time.Duration{75 * time.Second, 0, 25 * time.Second, 500 * time.Second})
	if got, want := ansi.Strip(m.View()), "0:50 ┄┄┄┄┄│┄┄┄┄●░░░░│░░░░ 1:40"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var many []time.Duration
	for i := range 100 {
		many = append(many, time.Duration(i)*time.Second)
	}
	m.SetChapters(many)
	if strings.Contains(m.View(), "│") {
		t.Error("a bar of nothing but ticks: " + m.View())
	}
}
