// Package seekbar draws where the sound is in its track and which parts of the
// track are here already:
//
//	1:23 ━━━━━━━━━━━━●▒▒▒▒▒▒▒▒▒▒░░░░▒▒▒▒░░░░░░░░░░░░░░░░░░░░ 4:05
//	     played       ready      hole
//
// A jump inside a ready part sounds at once; one into a hole has to fetch first.
// What was skipped over and never fetched is drawn as "┄", not as played.
//
// It is a component in the form of Bubbles without an Update: its owner sets it
// and draws it. It starts no timer and no goroutine.
package seekbar

import (
	"strings"
	"time"

	"anyaudio/player"
	"anyaudio/tui/text"

	"github.com/charmbracelet/x/ansi"
)

// Styles of the parts. The zero value draws without colour.
type Styles struct {
	Time    ansi.Style // both clocks
	Target  ansi.Style // the left clock while a seek is under way
	Played  ansi.Style // heard, and still here
	Skipped ansi.Style // before the head, not here
	Head    ansi.Style
	Ready   ansi.Style // after the head, here
	Hole    ansi.Style // after the head, not here
}

// Legend explains the glyphs in one short line, for those who have the room.
const Legend = "━ played  ▒ ready  ░ to come"

const (
	played  = "━"
	skipped = "┄"
	head    = "●"
	ready   = "▒"
	hole    = "░"
	tick    = "│" // a chapter begins, in the colour of what is there
	endless = "─" // a track without a length
)

// Model is the bar. Use New.
type Model struct {
	styles   Styles
	width    int
	progress player.Progress
	target   time.Duration // shown instead of the position when 0 or more
	live     bool
	empty    bool
	chapters []time.Duration
}

// New returns a bar of width 0 with no track.
func New(s Styles) Model { return Model{styles: s, target: -1, empty: true} }

// SetStyles sets the styles.
func (m *Model) SetStyles(s Styles) { m.styles = s }

// SetWidth sets the width in cells, clocks included.
func (m *Model) SetWidth(w int) { m.width = w }

// SetProgress sets what is drawn. A known length that the progress lacks may be
// given by the caller in p.Duration.
func (m *Model) SetProgress(p player.Progress) { m.progress, m.empty = p, false }

// SetLive says that the track has no end: the bar gives way to a word.
func (m *Model) SetLive(live bool) { m.live = live }

// SetChapters sets where chapters begin, in any order. The start of the track needs no tick.
func (m *Model) SetChapters(starts []time.Duration) { m.chapters = starts }

// SetEmpty says that there is no track.
func (m *Model) SetEmpty() { *m = Model{styles: m.styles, width: m.width, target: -1, empty: true} }

// SetTarget shows d as the position until ClearTarget, so that a seek is seen
// at once and not when its sound arrives.
func (m *Model) SetTarget(d time.Duration) { m.target = max(d, 0) }

// ClearTarget shows the real position again.
func (m *Model) ClearTarget() { m.target = -1 }

// View returns the bar as one line of exactly the width set, empty below 5 cells and
// without a track.
func (m Model) View() string {
	if m.width < 5 {
		return ""
	}
	if m.empty {
		return ""
	}
	left, right := m.clocks()
	style := m.styles.Time
	if m.target >= 0 {
		style = m.styles.Target
	}
	cells := m.width - len(left) - len(right) - 2
	if cells < 3 { // no room for a bar: the clock alone
		return style.Styled(text.Fit(ansi.WcWidth, left, m.width))
	}
	return style.Styled(left) + " " + m.bar(cells) + " " + m.styles.Time.Styled(right)
}

// clocks returns the two clocks. The left one is padded to the right one's
// length so that the bar does not move at 10:00.
func (m Model) clocks() (left, right string) {
	left = text.Clock(m.position())
	switch {
	case m.live:
		right = "live"
	case m.progress.Duration > 0:
		right = text.Clock(m.progress.Duration)
	default:
		right = "-:--"
	}
	if n := len(right) - len(left); n > 0 && !m.live {
		left = text.Spaces(n) + left
	}
	return left, right
}

func (m Model) position() time.Duration {
	if m.target >= 0 {
		return m.target
	}
	return m.progress.Position
}

// bar draws n cells.
func (m Model) bar(n int) string {
	if m.live || m.progress.Duration <= 0 {
		return m.styles.Hole.Styled(strings.Repeat(endless, n))
	}
	at := int(float64(m.position()) / float64(m.progress.Duration) * float64(n))
	at = min(max(at, 0), n-1)
	var b strings.Builder
	// Runs of equal cells share one style sequence: a bar of 100 cells has a
	// handful of them.
	runGlyph, runStyle, run := "", ansi.Style(nil), 0
	flush := func() {
		if run > 0 {
			b.WriteString(runStyle.Styled(strings.Repeat(runGlyph, run)))
		}
		run = 0
	}
	here, ticks := readyCells(m.progress.Buffered, n), m.ticks(n)
	for i := range n {
		glyph, style := m.cell(i, at, here[i])
		if i != at && ticks[i] {
			glyph = tick
		}
		if glyph != runGlyph || glyph == tick { // two ticks need not have one style
			flush()
			runGlyph, runStyle = glyph, style
		}
		run++
	}
	flush()
	return b.String()
}

// ticks says in which of n cells a chapter begins. So many that they would be more than a
// third of the bar say nothing and are left out.
func (m Model) ticks(n int) map[int]bool {
	ticks := make(map[int]bool, len(m.chapters))
	for _, start := range m.chapters {
		if start > 0 && start < m.progress.Duration {
			ticks[int(float64(start)/float64(m.progress.Duration)*float64(n))] = true
		}
	}
	if len(ticks) > n/3 {
		return nil
	}
	return ticks
}

func (m Model) cell(i, at int, here bool) (string, ansi.Style) {
	switch {
	case i == at:
		return head, m.styles.Head
	case i < at && here:
		return played, m.styles.Played
	case i < at:
		return skipped, m.styles.Skipped
	case here:
		return ready, m.styles.Ready
	}
	return hole, m.styles.Hole
}

// readyCells says for each of n cells whether at least half of its part of the
// track is here. Rounding to the nearer side keeps a bar honest: a cell that is
// mostly missing is a hole.
func readyCells(spans []player.Span, n int) []bool {
	share := make([]float64, n)
	for _, s := range spans {
		from, to := min(max(s.From, 0), 1)*float64(n), min(max(s.To, 0), 1)*float64(n)
		for i := int(from); i < n && float64(i) < to; i++ {
			share[i] += min(to, float64(i+1)) - max(from, float64(i))
		}
	}
	here := make([]bool, n)
	for i, s := range share {
		here[i] = s >= 0.5
	}
	return here
}

// FractionAt returns which part of the track the cell in column x stands for, from 0 to 1;
// left and right of the bar that is its beginning and its end. It is false where the bar
// leads nowhere: without a track, a length or the room.
func (m Model) FractionAt(x int) (float64, bool) {
	if m.width < 5 || m.empty || m.live || m.progress.Duration <= 0 {
		return 0, false
	}
	left, right := m.clocks()
	cells := m.width - len(left) - len(right) - 2
	if cells < 3 {
		return 0, false
	}
	return min(max((float64(x-len(left)-1)+0.5)/float64(cells), 0), 1), true
}
