package tracklist_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/tui/tracklist"

	"github.com/charmbracelet/x/ansi"
)

// rows are Items of plain rows.
type rows []tracklist.Row

func (r rows) Len() int                { return len(r) }
func (r rows) Row(i int) tracklist.Row { return r[i] }

func tracks(n int) rows {
	r := make(rows, n)
	for i := range r {
		r[i].Track = source.Track{ID: fmt.Sprint("id", i), Title: fmt.Sprintf("Song %d", i+1), Artist: "Artist", Album: "Album", Duration: time.Duration(i+1) * time.Second}
	}
	return r
}

func list(items tracklist.Items, width, height int) tracklist.Model {
	m := tracklist.New(tracklist.Styles{})
	m.SetSize(width, height)
	m.SetItems(items)
	m.SetFocused(true)
	return m
}

func TestColumnsBySize(t *testing.T) {
	items := rows{
		{Track: source.Track{Title: "Song", Artist: "Artist", Album: "Album", Duration: 245 * time.Second}, Current: true},
		{Playlist: &source.Playlist{Title: "Evening", Owner: "demo", Count: 12}},
		{Track: source.Track{ID: "https://x.example/?key=secret", Live: true}},
		{Track: source.Track{Title: "Odd", Note: "unplayable"}},
	}
	for width, want := range map[int]string{
		100: "▌▶ Song                                      Artist                  Album                      4:05\n" +
			"   ≡ Evening                                 12 tracks · demo                                       \n" +
			"   untitled                                                                                     live\n" +
			"   Odd · unplayable                                                                             –:––",
		60: "▌▶ Song                            Artist               4:05\n" +
			"   ≡ Evening                       12 tracks · demo         \n" +
			"   untitled                                             live\n" +
			"   Odd · unplayable                                     –:––",
		40: "▌▶ Song — Artist                    4:05\n" +
			"   ≡ Evening — 12 tracks · demo         \n" +
			"   untitled                         live\n" +
			"   Odd · unplayable                 –:––",
		12: "▌▶ Song — … \n" + "   ≡ Eveni… \n" + "   untitled \n" + "   Odd · u… ",
	} {
		got := list(items, width, 4).View()
		if got != want {
			t.Errorf("width %d:\n%s\nwant:\n%s", width, got, want)
		}
	}
}

func TestWideAndRightToLeftStayInTheirColumns(t *testing.T) {
	items := rows{
		{Track: source.Track{Title: "東京の夜はとても長くて寒いので眠れない", Artist: "初音ミクと仲間たち", Duration: time.Minute}},
		{Track: source.Track{Title: "שיר ערש לילדים קטנים וגדולים", Artist: "זמרת", Duration: time.Minute}},
		{Track: source.Track{Title: "Party 🎉🎉🎉 👨\u200d👩\u200d👧 with all the family and the dog", Artist: "A\u0301", Duration: time.Minute}},
		{Track: source.Track{Title: "evil\x1b[2J\x1b[H\nlines", Artist: "\x1b]0;x\a", Duration: time.Minute}},
	}
	for _, width := range []int{40, 56, 80, 120} {
		for i, l := range strings.Split(list(items, width, 4).View(), "\n") {
			if w := ansi.StringWidth(l); w != width {
				t.Errorf("width %d, row %d is %d cells: %q", width, i, w, l)
			}
			if strings.ContainsAny(l, "\x1b\a") {
				t.Errorf("width %d, row %d lets a control character through: %q", width, i, l)
			}
			if !strings.HasSuffix(l, "1:00") {
				t.Errorf("width %d, row %d has its length elsewhere: %q", width, i, l)
			}
		}
	}
}

func TestCursorAndScrolling(t *testing.T) {
	m := list(tracks(100), 40, 10)
	steps := []struct {
		name   string
		move   func()
		cursor int
		first  string // title of the first row seen
	}{
		{"start", func() {}, 0, "Song 1 "},
		{"up at the top", func() { m.MoveBy(-1) }, 0, "Song 1 "},
		{"down within the page", func() { m.MoveBy(8) }, 8, "Song 1 "},
		{"down at the page's edge keeps a row of context", func() { m.MoveBy(1) }, 9, "Song 2 "},
		{"far down", func() { m.MoveTo(50) }, 50, "Song 43 "},
		{"one up moves nothing else", func() { m.MoveBy(-1) }, 49, "Song 43 "},
		{"end", func() { m.MoveTo(1 << 30) }, 99, "Song 91 "},
		{"a page up", func() { m.MoveBy(-m.Page()) }, 90, "Song 90 "},
		{"before the beginning", func() { m.MoveTo(-5) }, 0, "Song 1 "},
	}
	for _, s := range steps {
		s.move()
		if m.Cursor() != s.cursor {
			t.Errorf("%s: cursor %d, want %d", s.name, m.Cursor(), s.cursor)
		}
		if first, _, _ := strings.Cut(m.View(), "\n"); !strings.Contains(first, s.first) {
			t.Errorf("%s: first row %q, want %q", s.name, first, s.first)
		}
		if row, ok := m.Selected(); !ok || row.Track.ID != fmt.Sprint("id", s.cursor) {
			t.Errorf("%s: selected %q", s.name, row.Track.ID)
		}
	}
}

func TestItemsShrinkAndVanish(t *testing.T) {
	m := list(tracks(100), 40, 10)
	m.MoveTo(99)
	m.SetItems(tracks(20))
	if m.Cursor() != 19 || m.BelowCursor() != 0 {
		t.Errorf("cursor %d, %d below it, want the last of 20 rows", m.Cursor(), m.BelowCursor())
	}
	m.SetEmpty("The queue is empty.", "e adds to it.")
	m.SetItems(nil)
	if _, ok := m.Selected(); ok || m.Cursor() != 0 {
		t.Errorf("an empty list has a selected row %d", m.Cursor())
	}
	if got := m.View(); !strings.Contains(got, "The queue is empty.") || strings.Count(got, "\n") != 9 {
		t.Errorf("empty list of 10 rows:\n%s", got)
	}
}

func TestNumberedAndUnfocused(t *testing.T) {
	m := list(tracks(10), 30, 2)
	m.SetNumbered(true)
	m.SetFocused(false)
	want := "▏   1 Song 1 — Artist     0:01\n" + "    2 Song 2 — Artist     0:02"
	if got := m.View(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// What is kept has a sign in the gap before the length, beside that of what is saved.
func TestKeptSign(t *testing.T) {
	items := tracks(3)
	items[0].Kept, items[1].Kept, items[1].Saved = tracklist.Here, tracklist.Partly, true
	want := "▌  Song 1 — Artist          ↓    0:01\n   Song 2 — Artist          ⇣♥   0:02\n   Song 3 — Artist               0:03"
	if got := list(items, 37, 3).View(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	for _, l := range strings.Split(list(items, 80, 3).View(), "\n")[:2] {
		if !strings.Contains(l, "↓") && !strings.Contains(l, "⇣♥") || ansi.StringWidth(l) != 80 {
			t.Errorf("row %q", l)
		}
	}
}

// No size may break the list, not even those that no terminal has.
func TestEverySize(t *testing.T) {
	items := append(tracks(8), tracklist.Row{Playlist: &source.Playlist{Title: "東京"}}, tracklist.Row{Track: source.Track{Title: "東"}})
	for width := -1; width < 130; width++ {
		for _, height := range []int{-1, 0, 1, 2, 3, 7, 20} {
			for _, m := range []tracklist.Model{list(items, width, height), list(nil, width, height)} {
				m.SetNumbered(width%2 == 0)
				m.SetEmpty("nothing here", "really")
				m.MoveTo(9)
				lines := strings.Split(m.View(), "\n")
				if len(lines) != max(height, 1) {
					t.Fatalf("%dx%d drawn as %d lines", width, height, len(lines))
				}
				for _, l := range lines {
					if w := ansi.StringWidth(l); w > max(width, 0) {
						t.Fatalf("%dx%d has a line of %d cells: %q", width, height, w, l)
					}
				}
			}
		}
	}
}

func BenchmarkView5000(b *testing.B) {
	m := list(tracks(5000), 120, 40)
	b.ReportAllocs()
	for b.Loop() {
		m.MoveBy(1)
		if m.BelowCursor() == 0 {
			m.MoveTo(0)
		}
		_ = m.View()
	}
}

// Headings are titles: the cursor passes over them, and they are seen with their first
// row.
func TestHeadings(t *testing.T) {
	all := tracks(20)
	items := append(append(append(rows{{Heading: "Tracks"}}, all[:3]...), tracklist.Row{Heading: "Lists\x1b[2J"}), all[3:]...)
	m := list(items, 40, 6)
	for _, s := range []struct {
		name   string
		move   func()
		cursor int
		seen   string
	}{
		{"start", func() {}, 1, "   Tracks"},
		{"up at the top", func() { m.MoveBy(-1) }, 1, "   Tracks"},
		{"down over a heading", func() { m.MoveBy(3) }, 5, "   Lists[2J"},
		{"up over it", func() { m.MoveBy(-1) }, 3, "Song 3"},
		{"end", func() { m.MoveTo(99) }, 21, "Song 20"},
		{"top", func() { m.MoveTo(0) }, 1, "   Tracks"},
		{"low window", func() { m.SetSize(40, 2) }, 1, "   Tracks"},
	} {
		s.move()
		if m.Cursor() != s.cursor || !strings.Contains(m.View(), s.seen) {
			t.Errorf("%s: cursor %d, want %d and %q:\n%s", s.name, m.Cursor(), s.cursor, s.seen, m.View())
		}
		if row, ok := m.Selected(); !ok || row.Heading != "" {
			t.Errorf("%s: %+v is selected", s.name, row)
		}
	}
}

// A list can be left and shown again as it stood.
func TestPlace(t *testing.T) {
	m := list(tracks(100), 40, 10)
	m.MoveTo(60)
	m.MoveBy(-4)
	before, place := m.View(), m.Place()
	m.SetItems(tracks(5))
	m.Restore(tracklist.Place{})
	if m.Cursor() != 0 {
		t.Errorf("another list starts at row %d", m.Cursor())
	}
	m.SetItems(tracks(100))
	m.Restore(place)
	if got := m.View(); got != before {
		t.Errorf("got:\n%s\nwant:\n%s", got, before)
	}
	m.SetItems(tracks(3))
	m.Restore(place) // fewer rows than there were
	if m.Cursor() != 2 || !strings.Contains(m.View(), "Song 1 ") {
		t.Errorf("cursor %d in\n%s", m.Cursor(), m.View())
	}
}

// Scrolling moves what is seen, and the cursor only when it would be out of sight.
func TestScrollBy(t *testing.T) {
	m := tracklist.New(tracklist.Styles{})
	m.SetItems(tracks(100))
	m.SetSize(60, 10)
	m.MoveTo(5)
	m.ScrollBy(3)
	if at, _ := m.RowAt(0); at != 3 || m.Cursor() != 5 {
		t.Errorf("first %d, cursor %d", at, m.Cursor())
	}
	m.ScrollBy(30)
	if at, _ := m.RowAt(0); at != 33 || m.Cursor() != 34 {
		t.Errorf("first %d, cursor %d", at, m.Cursor())
	}
	m.ScrollBy(1000)
	if at, ok := m.RowAt(9); at != 99 || !ok {
		t.Errorf("last %d", at)
	}
	m.ScrollBy(-1000)
	if at, _ := m.RowAt(0); at != 0 || m.Cursor() != 8 {
		t.Errorf("first %d, cursor %d", at, m.Cursor())
	}
	m.SetItems(nil)
	m.ScrollBy(3)
	if _, ok := m.RowAt(0); ok {
		t.Error("an empty list has a row")
	}
}
