package cli

import (
	"fmt"
	"io"
	"strings"

	"anyaudio/player"
	"anyaudio/source"

	"github.com/charmbracelet/x/ansi"
)

// A statusLine is one line of a terminal that is written over and over.
type statusLine struct {
	w     io.Writer // nil for no line at all
	width func() int
	shown string
}

func newStatusLine(w io.Writer) *statusLine {
	return &statusLine{w: w, width: func() int { return terminalWidth(w) }}
}

// show draws what is played, if that has changed.
func (s *statusLine) show(st player.State, pr player.Progress) {
	if s.w == nil {
		return
	}
	// The last column stays free: some terminals wrap when it is written to.
	line := ansi.Truncate(statusText(st, pr), max(s.width()-1, 1), "…")
	if line == s.shown {
		return
	}
	fmt.Fprintf(s.w, "\r%s%s", line, s.blank(line))
	s.shown = line
}

// clear leaves an empty line with the cursor at its start.
func (s *statusLine) clear() {
	if s.w == nil || s.shown == "" {
		return
	}
	fmt.Fprintf(s.w, "\r%s\r", s.blank(""))
	s.shown = ""
}

// blank is as many spaces as the shown line is longer than line. Unlike an escape
// sequence it works on every terminal.
func (s *statusLine) blank(line string) string {
	return strings.Repeat(" ", max(ansi.StringWidth(s.shown)-ansi.StringWidth(line), 0))
}

// statusText is "1:23 / 3:45  Title - Artist  (2/9, buffering)".
func statusText(st player.State, pr player.Progress) string {
	var b strings.Builder
	position := pr.Position
	if pr.Generation != st.Generation {
		position = 0 // the sound of the track before
	}
	b.WriteString(FormatTime(position))
	if st.Duration > 0 {
		b.WriteString(" / " + FormatTime(st.Duration))
	}
	t := st.Entry.Track
	b.WriteString("  " + source.Clean(t.Title))
	if t.Artist != "" {
		b.WriteString(" - " + source.Clean(t.Artist))
	}
	var notes []string
	if st.QueueLen > 1 {
		notes = append(notes, fmt.Sprintf("%d/%d", st.Index+1, st.QueueLen))
	}
	if st.Status != player.Playing {
		notes = append(notes, st.Status.String())
	}
	if len(notes) > 0 {
		b.WriteString("  (" + strings.Join(notes, ", ") + ")")
	}
	return b.String()
}
