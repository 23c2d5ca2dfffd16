// Package tracklist draws a list of tracks and playlists with a cursor:
//
//	▌▶ Song B                      Artist            Album             4:05
//	   Song C                      Artist            Album             3:10
//	 ✓ Song D                      Artist            Album         ♥   2:58
//	   Playlists
//	   ≡ Evening                   12 tracks · demo
//
// It holds no rows: it asks its [Items] for those that are to be seen, so a list
// of a hundred thousand costs as little as one of ten.
//
// It is a component in the form of Bubbles without an Update: the root turns keys
// into commands and calls the methods.
package tracklist

import (
	"anyaudio/source"
)

// Items are the rows, owned by the caller and not changed behind the list's back.
type Items interface {
	Len() int
	// Row returns row i, 0 <= i < Len().
	Row(i int) Row
}

// A Row is a track or, when Playlist is not nil, a playlist. With a Heading it is
// neither but the title of the rows below it, which the cursor passes over; the last row
// is never one.
type Row struct {
	Heading  string
	Track    source.Track
	Playlist *source.Playlist
	Note     string // a remark beside the title, after that of the track
	Current  bool   // is what plays now
	Past     bool   // has its turn behind it
	Saved    bool   // is among the listener's saved tracks
	Kept     Kept   // is on disk, to play without a network
	Marked   bool   // is one of several that the next command is about
	Entry    uint64 // the place in the queue that the row stands for, 0 for none
}

// Kept says how much of a track is on disk.
type Kept int

// Nothing is kept, a part is here and the rest is fetched when it can be, or all is here.
const (
	NotKept Kept = iota
	Partly
	Here
)

// Model is the list. Use New.
type Model struct {
	styles   Styles
	items    Items
	cursor   int // always a row, 0 in an empty list
	offset   int // first row seen
	width    int
	height   int
	focused  bool
	numbered bool
	passive  bool // without a cursor
	empty    []string
}

// New returns an empty list of size 0.
func New(s Styles) Model { return Model{styles: s, items: none{}} }

// SetStyles sets the styles.
func (m *Model) SetStyles(s Styles) { m.styles = s }

// SetSize sets the size in cells.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(width, 0), max(height, 0)
	m.follow()
}

// SetItems sets the rows. The cursor stays at its index as far as there is one.
func (m *Model) SetItems(items Items) {
	if items == nil {
		items = none{}
	}
	m.items = items
	m.MoveTo(m.cursor)
}

// SetFocused says whether keys go to the list, which the cursor's row shows.
func (m *Model) SetFocused(on bool) { m.focused = on }

// SetNumbered puts the row number in front.
func (m *Model) SetNumbered(on bool) { m.numbered = on }

// SetPassive draws the list without a cursor, for a glance and not for work.
func (m *Model) SetPassive(on bool) { m.passive = on }

// SetEmpty sets the lines that stand in an empty list.
func (m *Model) SetEmpty(lines ...string) { m.empty = lines }

// Len returns the number of rows.
func (m Model) Len() int { return m.items.Len() }

// Cursor returns the cursor's row, 0 in an empty list.
func (m Model) Cursor() int { return m.cursor }

// Selected returns the cursor's row, false in an empty list.
func (m Model) Selected() (Row, bool) {
	if m.items.Len() == 0 {
		return Row{}, false
	}
	return m.items.Row(m.cursor), true
}

// Row returns row i, 0 <= i < Len().
func (m Model) Row(i int) Row { return m.items.Row(i) }

// MoveBy moves the cursor by n rows, stopping at either end.
func (m *Model) MoveBy(n int) { m.MoveTo(m.cursor + n) }

// MoveTo puts the cursor on row i or, beyond an end, on the last one there. From a
// heading it goes on in the direction it came in, and down from the first one.
func (m *Model) MoveTo(i int) {
	i = max(min(i, m.items.Len()-1), 0)
	step := 1
	if i < m.cursor {
		step = -1
	}
	for m.isHeading(i) {
		if i == 0 {
			step = 1
		}
		i += step
	}
	m.cursor = i
	m.follow()
}

func (m *Model) isHeading(i int) bool {
	return i >= 0 && i < m.items.Len() && m.items.Row(i).Heading != ""
}

// A Place is where a list stands: its cursor, and how far it is scrolled.
type Place struct{ cursor, offset int }

// Place returns where the list stands.
func (m Model) Place() Place { return Place{m.cursor, m.offset} }

// Restore puts the list back to where it stood with the same rows; the zero Place is
// its beginning.
func (m *Model) Restore(p Place) {
	m.offset = p.offset
	m.MoveTo(p.cursor)
}

// Page returns the number of rows that a page-wise key moves by, at least 1.
func (m Model) Page() int { return max(m.height-1, 1) }

// BelowCursor returns how many rows follow the cursor's.
func (m Model) BelowCursor() int { return max(m.items.Len()-1-m.cursor, 0) }

// follow scrolls as little as shows the cursor with a row of context above and
// below it.
func (m *Model) follow() {
	above, below := m.context()
	if m.isHeading(m.cursor-1) && m.height > 1 {
		above = 1
	}
	m.offset = min(m.offset, m.cursor-above)
	m.offset = max(m.offset, m.cursor-m.height+1+below)
	m.offset = max(min(m.offset, m.items.Len()-m.height), 0)
}

// context is how many rows are seen before and behind the cursor's.
func (m Model) context() (above, below int) {
	if m.height < 5 {
		return 0, 0
	}
	return 1, 1
}

type none struct{}

func (none) Len() int    { return 0 }
func (none) Row(int) Row { panic("tracklist: row of an empty list") }
