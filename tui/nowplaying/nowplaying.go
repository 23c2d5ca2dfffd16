// Package nowplaying draws the strip that every screen carries: what is playing,
// where it is, and how the player is set.
//
//	▶ Song B — Artist                    3/12 · vol 80% · shuffle · repeat all
//	1:23 ━━━━━━━━━━━━●▒▒▒▒▒▒▒▒▒▒░░░░▒▒▒▒░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4:05
//	━ played  ▒ ready  ░ to come      opus 48 kHz stereo · 30 s ahead · pulse
//
// It is a component in the form of Bubbles without an Update: its owner gives it
// the player's state when that changes and the progress on its tick.
package nowplaying

import (
	"math"
	"strconv"
	"strings"
	"time"

	"anyaudio/player"
	"anyaudio/tui/seekbar"
	"anyaudio/tui/text"

	"github.com/charmbracelet/x/ansi"
)

// Styles of the parts. The zero value draws without colour.
type Styles struct {
	Measure ansi.Method // how the renderer counts cells
	Title   ansi.Style
	Artist  ansi.Style
	State   ansi.Style // the icon while all is well
	Waiting ansi.Style // the icon and word while loading or buffering
	Flags   ansi.Style // queue place, volume, modes
	Info    ansi.Style // format, read-ahead, output
	Bar     seekbar.Styles
}

// Model is the strip. Use New.
type Model struct {
	styles   Styles
	width    int
	state    player.State
	progress player.Progress
	bar      seekbar.Model
	saved    bool
	private  bool
}

// New returns a strip of width 0 with nothing playing.
func New(s Styles) Model {
	return Model{styles: s, bar: seekbar.New(s.Bar), state: player.State{Index: -1}}
}

// SetStyles sets the styles.
func (m *Model) SetStyles(s Styles) {
	m.styles = s
	m.bar.SetStyles(s.Bar)
}

// SetWidth sets the width in cells.
func (m *Model) SetWidth(w int) {
	m.width = w
	m.bar.SetWidth(w)
}

// SetState sets what is playing and how.
func (m *Model) SetState(s player.State) {
	if s.Generation != m.state.Generation {
		m.bar.ClearTarget()
	}
	m.state = s
	m.bar.SetLive(s.Entry.Track.Live)
	m.SetProgress(m.progress)
	var starts []time.Duration
	if s.Tags != nil {
		for _, c := range s.Tags.Chapters {
			starts = append(starts, c.Start)
		}
	}
	m.bar.SetChapters(starts)
}

// SetMarks says whether the track is saved, and whether nothing is recorded.
func (m *Model) SetMarks(saved, private bool) { m.saved, m.private = saved, private }

// SetProgress sets where the sound is. A progress of another track than the
// state's is not drawn: the bar stays at the start until its own arrives.
func (m *Model) SetProgress(p player.Progress) {
	m.progress = p
	if !m.HasTrack() {
		m.bar.SetEmpty()
		return
	}
	if p.Generation != m.state.Generation {
		p = player.Progress{Generation: m.state.Generation}
	}
	if p.Duration <= 0 {
		p.Duration = m.Duration()
	}
	m.bar.SetProgress(p)
}

// SetTarget shows d as the position until ClearTarget.
func (m *Model) SetTarget(d time.Duration) { m.bar.SetTarget(d) }

// ClearTarget shows the real position again.
func (m *Model) ClearTarget() { m.bar.ClearTarget() }

// HasTrack reports whether there is a current track.
func (m Model) HasTrack() bool { return m.state.Entry.ID != 0 }

// Duration returns the track's length as far as anyone knows it, 0 when unknown.
func (m Model) Duration() time.Duration {
	if m.state.Duration > 0 {
		return m.state.Duration
	}
	return m.state.Entry.Track.Duration
}

// View returns the strip as lines of at most the width set: the title and the
// bar, and with rows > 2 the line about the sound.
func (m Model) View(rows int) string {
	lines := []string{m.titleLine(), m.bar.View(), m.infoLine()}
	return strings.Join(lines[:min(max(rows, 0), len(lines))], "\n")
}

// WindowTitle returns a line for the terminal's window title.
func (m Model) WindowTitle() string {
	if !m.HasTrack() {
		return "anyaudio"
	}
	return text.Cut(ansi.WcWidth, icon(m.state.Status)+" "+m.name(), 120) + " – anyaudio"
}

// name is "Title — Artist", cleaned.
func (m Model) name() string {
	title := text.Title(m.state.Entry.Track)
	if artist := text.Clean(m.state.Entry.Track.Artist); artist != "" {
		return title + " — " + artist
	}
	return title
}

func (m Model) titleLine() string {
	if m.width < 3 {
		return ""
	}
	flags := joined(m.flags())
	room := m.width - 2 - len("  ") - text.Width(m.styles.Measure, flags)
	if flags == "" {
		room = m.width - 2
	}
	name, title := "nothing playing", m.styles.Info
	if m.HasTrack() {
		name, title = m.name(), m.styles.Title
	}
	line := m.iconStyle().Styled(icon(m.state.Status)) + " " +
		title.Styled(text.Fit(m.styles.Measure, name, room))
	if flags == "" {
		return line
	}
	style := m.styles.Flags
	if m.waiting() {
		style = m.styles.Waiting
	}
	return line + "  " + style.Styled(flags)
}

// A Part is what a cell of the title line is about.
type Part int

// The parts of the title line. State is everything that is none of the others: the icon, the
// title, the word for the state.
const (
	State Part = iota
	Place      // in the queue
	Saved
	Private
	Volume
	Sound // speed, equaliser, sleep timer and the like
	Repeat
	Shuffle
)

// flag is a word at the right of the title.
type flag struct {
	part Part
	word string
}

// PartAt returns what column x of the title line is about.
func (m Model) PartAt(x int) Part {
	flags, sep := m.flags()
	at := m.width - text.Width(m.styles.Measure, joined(flags, sep))
	for _, f := range flags {
		end := at + text.Width(m.styles.Measure, f.word)
		if at <= x && x < end {
			return f.part
		}
		at = end + text.Width(m.styles.Measure, sep)
	}
	return State
}

// flags are those at the right of the title and what stands between them: as many as leave
// half of the line to the title, the important ones first.
func (m Model) flags() (flags []flag, sep string) {
	wide := m.width >= 70
	sep = " "
	if wide {
		sep = " · "
	}
	for _, f := range m.allFlags(wide) {
		if text.Width(m.styles.Measure, joined(append(flags, f), sep)) > m.width*3/5-4 {
			break
		}
		flags = append(flags, f)
	}
	return flags, sep
}

func joined(flags []flag, sep string) string {
	words := make([]string, len(flags))
	for i, f := range flags {
		words[i] = f.word
	}
	return strings.Join(words, sep)
}

func (m Model) allFlags(wide bool) (flags []flag) {
	add := func(p Part, word string) { flags = append(flags, flag{p, word}) }
	s := m.state
	if s.Status != player.Playing && m.HasTrack() {
		add(State, s.Status.String())
	}
	if s.QueueLen > 0 && s.Index >= 0 {
		add(Place, strconv.Itoa(s.Index+1)+"/"+strconv.Itoa(s.QueueLen))
	}
	if m.saved {
		add(Saved, "♥")
	}
	if m.private {
		add(Private, "private")
	}
	volume := "vol " + strconv.Itoa(s.Volume) + "%"
	if s.Muted {
		volume = "muted"
	} else if !wide {
		volume = "v" + strconv.Itoa(s.Volume)
	}
	add(Volume, volume)
	for _, word := range m.soundWords() {
		add(Sound, word)
	}
	if s.Repeat != player.RepeatOff {
		add(Repeat, "repeat "+s.Repeat.String())
	}
	if s.Shuffle {
		add(Shuffle, "shuffle")
	}
	return flags
}

// soundWords say what is set otherwise than usual about the sound.
func (m Model) soundWords() (words []string) {
	s := m.state
	if s.Speed != 0 && s.Speed != 1 {
		words = append(words, strconv.FormatFloat(s.Speed, 'f', -1, 64)+"×")
	}
	switch left := m.progress.Sleep; {
	case s.Sleep.AtEnd:
		words = append(words, "sleep at end")
	case !s.Sleep.At.IsZero() && left > 0:
		words = append(words, "sleep "+strconv.Itoa(int((left+time.Minute-1)/time.Minute))+" min")
	}
	if s.EqualizerName != "" && s.EqualizerName != "flat" {
		words = append(words, "eq "+text.Clean(s.EqualizerName))
	}
	if s.Mono {
		words = append(words, "mono")
	}
	if s.Balance != 0 {
		words = append(words, "balance "+strconv.Itoa(int(math.Round(s.Balance*100)))+"%")
	}
	if s.Crossfade > 0 {
		words = append(words, "crossfade "+text.Span(s.Crossfade))
	}
	return words
}

func (m Model) infoLine() string {
	if m.width < 3 {
		return ""
	}
	var parts []string
	if m.state.Format != "" {
		parts = append(parts, text.Clean(m.state.Format))
	}
	if a := m.aheadWords(); a != "" {
		parts = append(parts, a)
	}
	if m.state.Output != "" {
		parts = append(parts, text.Clean(m.state.Output))
	}
	info, legend := strings.Join(parts, " · "), ""
	if m.HasTrack() && !m.state.Entry.Track.Live {
		legend = seekbar.Legend + "   "
	}
	room := m.width - text.Width(m.styles.Measure, legend)
	if text.Width(m.styles.Measure, info) > room { // the legend can be learnt, this cannot
		legend, room = "", m.width
	}
	return m.styles.Info.Styled(legend + text.FitRight(m.styles.Measure, info, room))
}

// aheadWords says how much is ready, coarsely: a number that changes with every tick
// would redraw the screen for nothing.
func (m Model) aheadWords() string {
	p := m.progress
	if !m.HasTrack() || p.Generation != m.state.Generation || m.state.Status == player.Stopped {
		return ""
	}
	ahead := m.ahead()
	s := int(ahead / time.Second)
	switch d := m.Duration(); {
	case d > 0 && ahead > 0 && p.Position+ahead >= d-time.Second:
		return "ready to the end"
	case s < 10:
		return strconv.Itoa(max(s, 0)) + " s ahead"
	case s < 60:
		return strconv.Itoa(s/10*10) + " s ahead"
	}
	return strconv.Itoa(s/60) + " min ahead"
}

// ahead is how much sound can be had without waiting: what has been decoded, or the
// part of the file that is here without a gap, whichever is more.
func (m Model) ahead() time.Duration {
	p, d := m.progress, m.Duration()
	if d <= 0 {
		return p.Ahead
	}
	at := float64(p.Position) / float64(d)
	for _, s := range p.Buffered {
		if s.From <= at && at < s.To {
			return max(p.Ahead, time.Duration((s.To-at)*float64(d)))
		}
	}
	return p.Ahead
}

func (m Model) waiting() bool {
	return m.state.Status == player.Loading || m.state.Status == player.Buffering
}

func (m Model) iconStyle() ansi.Style {
	if m.waiting() {
		return m.styles.Waiting
	}
	return m.styles.State
}

// icon returns one cell for s. None of them has an emoji form that a terminal
// might draw two cells wide.
func icon(s player.Status) string {
	switch s {
	case player.Playing:
		return "▶"
	case player.Paused:
		return "‖"
	case player.Loading, player.Buffering:
		return "…"
	}
	return "■"
}

// PlaceAt returns the place in the track that column x of the bar stands for, false when it
// is none.
func (m Model) PlaceAt(x int) (time.Duration, bool) {
	f, ok := m.bar.FractionAt(x)
	return time.Duration(f * float64(m.Duration())), ok && m.Duration() > 0
}
