package tui

// The smallest terminal with a designed layout.
const (
	minWidth  = 40
	minHeight = 10
)

// layout says how many cells each part has. It is computed in one place from the
// terminal's size alone. Four sizes are designed, those between follow the one below:
//
//	120x40  header, box, rule, list | up next, notice, rule, [bars of 4,] strip of 3, hints
//	80x24   header, box, rule, list,           notice, rule, [bars of 2,] strip of 3, hints
//	56x16   header, box,       list,           notice or hints, [bar of 1,] strip of 3
//	40x10           box,       list,           notice or hints, strip of 2
//
// What is in brackets is the visualiser's, when it is on; its rows are the list's otherwise.
type layout struct {
	width, height int
	tiny          bool // too small for anything but saying so

	header   bool // the row with the pages
	rule     bool // a titled rule under the box
	list     int  // rows of the list
	side     int  // columns of the pane at the right, the line at its left included; 0 for none
	notice   bool // notices have a row of their own, else they share that of the hints
	strip    int  // rows of the now-playing strip
	bars     int  // rows of the visualiser above it
	stripTop bool // a rule above the strip
}

// newLayout divides a terminal of width x height cells, with the visualiser if bars is set.
func newLayout(width, height int, bars bool) layout {
	l := layout{width: width, height: height}
	switch {
	case width < minWidth || height < minHeight:
		l.tiny = true
		return l
	case height < 14:
		l.strip = 2
	case height < 22:
		l.header, l.strip = true, 3
	default:
		l.header, l.rule, l.notice, l.stripTop, l.strip = true, true, true, true, 3
		if width >= 110 {
			l.side = min(width*3/10, 50)
		}
	}
	if bars {
		l.bars = barsRows(height)
	}
	l.list = height - l.strip - l.bars - 2 // the box and the hints
	for _, row := range []bool{l.header, l.rule, l.notice, l.stripTop} {
		if row {
			l.list--
		}
	}
	return l
}

// barsRows is how many rows of a terminal the visualiser has when it is on.
func barsRows(height int) int {
	switch {
	case height < 14:
		return 0
	case height < 22:
		return 1
	case height < 36:
		return 2
	}
	return 4
}

// art is the largest area that a picture may have on a page, in cells; none in small
// windows. It is at the top of the pane at the right or, where there is none, beside the
// details.
func (l layout) art(p page) (cols, rows int) {
	switch {
	case l.tiny || l.width <= 0:
	case l.side > 0 && p != queuePage && l.list >= 14:
		return l.side - 3, min(l.list/2, 16)
	case l.side == 0 && p == detailsPage && l.width >= 72 && l.list >= 10:
		return min(l.width*2/5, 40), min(l.list-1, 16)
	}
	return 0, 0
}

// artAt is the upper left cell of that area.
func (l layout) artAt(p page) (x, y int) {
	y = l.topRow() + 1
	if l.rule {
		y++
	}
	if l.side > 0 {
		return l.width - l.side + 2, y
	}
	cols, _ := l.art(p)
	return l.width - cols, y
}

// noticeRows is how many rows notices have to themselves.
func (l layout) noticeRows() int {
	if l.notice {
		return 1
	}
	return 0
}

// maxNoticeRows is how many rows a notice may take from the list when it is long: what
// to do about a missing sound server does not fit into one row of 40 cells, nor
// always of 80.
func (l layout) maxNoticeRows() int {
	if l.height < 14 {
		return 2
	}
	return 3
}

// topRow is the row of the search box, or of what stands in its place.
func (l layout) topRow() int {
	if l.header {
		return 1
	}
	return 0
}

// commandRow is the row of the command line.
func (l layout) commandRow() int {
	if !l.notice {
		return l.height - 1
	}
	return l.height - 3 - l.strip - l.bars // above a rule, the strip and the hints
}
