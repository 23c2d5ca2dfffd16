package tui

// The smallest terminal with a designed layout.
const (
	minWidth  = 40
	minHeight = 10
)

// layout says how many cells each part has. It is computed in one place from the
// terminal's size alone. Four sizes are designed, those between follow the one below:
//
//	120x40  header, box, rule, list | up next, notice, rule, strip of 3, hints
//	80x24   header, box, rule, list,           notice, rule, strip of 3, hints
//	56x16   header, box,       list,           notice or hints, strip of 3
//	40x10           box,       list,           notice or hints, strip of 2
type layout struct {
	width, height int
	tiny          bool // too small for anything but saying so

	header   bool // the row with the pages
	rule     bool // a titled rule under the box
	list     int  // rows of the list
	side     int  // columns of the pane at the right, the line at its left included; 0 for none
	notice   bool // notices have a row of their own, else they share that of the hints
	strip    int  // rows of the now-playing strip
	stripTop bool // a rule above the strip
}

// newLayout divides a terminal of width x height cells.
func newLayout(width, height int) layout {
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
	l.list = height - l.strip - 2 // the box and the hints
	for _, row := range []bool{l.header, l.rule, l.notice, l.stripTop} {
		if row {
			l.list--
		}
	}
	return l
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

// commandRow is the row of the command line.
func (l layout) commandRow() int {
	if !l.notice {
		return l.height - 1
	}
	return l.height - 3 - l.strip // above a rule, the strip and the hints
}
