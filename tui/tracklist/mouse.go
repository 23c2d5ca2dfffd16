package tracklist

// RowAt returns the row that line y of View shows, false for a heading and below the last
// one.
func (m Model) RowAt(y int) (int, bool) {
	i := m.offset + y
	if y < 0 || y >= m.height || i >= m.items.Len() || m.isHeading(i) {
		return 0, false
	}
	return i, true
}

// ScrollBy moves what is seen by n rows, and the cursor no further than it must to stay in
// sight.
func (m *Model) ScrollBy(n int) {
	m.offset = max(min(m.offset+n, m.items.Len()-m.height), 0)
	above, below := m.context()
	cursor := min(max(m.cursor, m.offset+above), m.offset+m.height-1-below)
	if m.offset == 0 && n < 0 && m.cursor <= above { // the first rows have no context
		cursor = m.cursor
	}
	m.MoveTo(cursor)
}
