package tracklist

import (
	"strconv"
	"strings"

	"anyaudio/source"
	"anyaudio/tui/text"

	"github.com/charmbracelet/x/ansi"
)

// Styles of the parts. The zero value draws without colour; the cursor and the
// current track have a mark of their own, so that nothing rests on colour.
type Styles struct {
	Measure  ansi.Method // how the renderer counts cells
	Title    ansi.Style
	Detail   ansi.Style // artist, album, length, number
	Current  ansi.Style // the row that plays
	Past     ansi.Style // rows that have been played
	Selected ansi.Style // the cursor's row while the list has the keys
	Mark     ansi.Style // the cursor's mark
	Heading  ansi.Style
	Empty    ansi.Style
}

const (
	cursorMark   = "▌"
	restingMark  = "▏" // the list does not have the keys
	currentMark  = "▶"
	markedMark   = "✓"
	savedMark    = "♥"
	hereMark     = "↓" // kept on disk, all of it
	partlyMark   = "⇣" // a part of it
	playlistMark = "≡ "
	markCells    = 3
	lengthCells  = 8 // " 1:02:03"
	noLength     = "–:––"
)

// columns are the widths of a row's parts in cells, the gaps included.
type columns struct{ number, title, artist, album, length int }

// layout divides width. Below 56 cells artist and title share one column; the
// album needs 100.
func layout(width, numberCells int) columns {
	c := columns{number: numberCells, length: lengthCells}
	room := width - markCells - c.number - c.length
	if room < 12 { // too narrow for anything but the title
		return columns{title: max(width-markCells, 0)}
	}
	switch {
	case width >= 100:
		c.artist, c.album = room*28/100, room*26/100
	case width >= 56:
		c.artist = room * 36 / 100
	}
	c.title = room - c.artist - c.album
	return c
}

// View returns the rows as exactly as many lines as the list is high, none of
// them wider than it.
func (m Model) View() string {
	lines := make([]string, 0, m.height)
	n := m.items.Len()
	if n == 0 {
		lines = m.emptyLines(lines)
	}
	numberCells := 0
	if m.numbered {
		numberCells = len(strconv.Itoa(n)) + 1
	}
	cols := layout(m.width, numberCells)
	for i := m.offset; i < n && len(lines) < m.height; i++ {
		lines = append(lines, m.line(i, cols))
	}
	for len(lines) < m.height {
		lines = append(lines, "")
	}
	return strings.Join(lines, "\n")
}

func (m Model) emptyLines(lines []string) []string {
	if m.height > len(m.empty)+2 {
		lines = append(lines, "")
	}
	for _, l := range m.empty {
		if len(lines) < m.height {
			lines = append(lines, text.Spaces(min(markCells, m.width))+
				m.styles.Empty.Styled(text.Cut(m.styles.Measure, l, m.width-markCells)))
		}
	}
	return lines
}

func (m Model) line(i int, cols columns) string {
	row := m.items.Row(i)
	if row.Heading != "" {
		indent := min(markCells, m.width)
		return text.Spaces(indent) + m.styles.Heading.Styled(text.Cut(m.styles.Measure, text.Clean(row.Heading), m.width-indent))
	}
	title, artist, album, length := cells(row, cols)
	fit := func(s string, width int) string {
		if width < 2 {
			return text.Spaces(width)
		}
		return text.Fit(m.styles.Measure, s, width-1) + " " // one cell of gap
	}
	number := ""
	if cols.number > 0 {
		number = text.FitRight(m.styles.Measure, strconv.Itoa(i+1), cols.number-1) + " "
	}
	front := fit(title, cols.title)
	back := fit(artist, cols.artist) + fit(album, cols.album)
	if cols.length > 0 {
		if back == "" {
			front = keptGap(front, row.Kept)
		} else {
			back = keptGap(back, row.Kept)
		}
		back += savedLength(m.styles.Measure, row.Saved, length, cols.length)
	}
	mark, playing := " ", signs(row)
	if i == m.cursor && !m.passive {
		if mark = restingMark; m.focused {
			mark = cursorMark
		}
	}
	if m.width < markCells {
		return text.Cut(m.styles.Measure, mark+playing, m.width)
	}
	return m.styles.Mark.Styled(mark) + m.paint(i, row, playing+number, front, back)
}

// signs are the two cells behind the cursor's mark.
func signs(row Row) string {
	switch {
	case row.Current && row.Marked:
		return currentMark + markedMark
	case row.Current:
		return currentMark + " "
	case row.Marked:
		return markedMark + " "
	}
	return "  "
}

// keptGap puts the sign of what is kept into the gap at the end of a row's texts.
func keptGap(texts string, k Kept) string {
	switch {
	case !strings.HasSuffix(texts, " "):
		return texts
	case k == Here:
		return strings.TrimSuffix(texts, " ") + hereMark
	case k == Partly:
		return strings.TrimSuffix(texts, " ") + partlyMark
	}
	return texts
}

// savedLength is the length with the sign of saved tracks before it.
func savedLength(measure ansi.Method, saved bool, length string, cells int) string {
	if !saved {
		return text.FitRight(measure, length, cells)
	}
	return savedMark + text.FitRight(measure, length, cells-1)
}

// paint styles a row's parts. A row in one style is one run: cheap to draw and
// to send.
func (m Model) paint(i int, row Row, lead, front, back string) string {
	switch {
	case i == m.cursor && m.focused:
		return m.styles.Selected.Styled(lead + front + back)
	case row.Current:
		return m.styles.Current.Styled(lead + front + back)
	case row.Past:
		return m.styles.Past.Styled(lead + front + back)
	}
	return m.styles.Detail.Styled(lead) + m.styles.Title.Styled(front) + m.styles.Detail.Styled(back)
}

// cells returns the texts of a row's columns.
func cells(row Row, cols columns) (title, artist, album, length string) {
	if row.Playlist != nil {
		return playlistCells(*row.Playlist, cols)
	}
	t := row.Track
	title = text.Title(t)
	artist = text.Clean(t.Artist)
	if cols.artist == 0 && artist != "" {
		title += " — " + artist
	}
	if t.Note != "" {
		title += " · " + text.Clean(t.Note)
	}
	if row.Note != "" {
		title += " · " + row.Note
	}
	switch {
	case t.Live:
		length = "live"
	case t.Duration > 0:
		length = text.Clock(t.Duration)
	default:
		length = noLength
	}
	return title, artist, text.Clean(t.Album), length
}

func playlistCells(p source.Playlist, cols columns) (title, artist, album, length string) {
	title = playlistMark + text.Title(source.Track{Title: p.Title, Link: p.Link})
	var parts []string
	if p.Count > 0 {
		parts = append(parts, text.Count(p.Count, "track"))
	}
	if p.Owner != "" {
		parts = append(parts, text.Clean(p.Owner))
	}
	artist = strings.Join(parts, " · ")
	if cols.artist == 0 && artist != "" {
		title += " — " + artist
	}
	return title, artist, "", ""
}
