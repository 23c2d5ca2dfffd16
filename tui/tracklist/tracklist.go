// Package tracklist draws a list of tracks and playlists with a cursor:
//
//	▌▶ Song B                      Artist            Album             4:05
//	   Song C                      Artist            Album             3:10
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

// A Row is a track or, when Playlist is not nil, a playlist.
type Row struct {
	Track    source.Track
	Playlist *source.Playlist
	Current  bool // is what plays now
	Past     bool // has its turn behind it
}

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

// MoveBy moves the cursor by n rows, stopping at either end.
func (m *Model) MoveBy(n int) { m.MoveTo(m.cursor + n) }

// MoveTo puts the cursor on row i or, beyond an end, on the last one there.
func (m *Model) MoveTo(i int) {
	m.cursor = max(min(i, m.items.Len()-1), 0)
	m.follow()
}

// Page returns the number of rows that a page-wise key moves by, at least 1.
func (m Model) Page() int { return max(m.height-1, 1) }

// BelowCursor returns how many rows follow the cursor's.
func (m Model) BelowCursor() int { return max(m.items.Len()-1-m.cursor, 0) }

// follow scrolls as little as shows the cursor with a row of context above and
// below it.
func (m *Model) follow() {
	margin := 1
	if m.height < 5 {
		margin = 0
	}
	m.offset = min(m.offset, m.cursor-margin)
	m.offset = max(m.offset, m.cursor-m.height+1+margin)
	m.offset = max(min(m.offset, m.items.Len()-m.height), 0)
}

type none struct{}

func (none) Len() int    { return 0 }
func (none) Row(int) Row { panic("tracklist: row of an empty list") }
