package tui

import (
	"strconv"
	"strings"
	"time"

	"anyaudio/player"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The page of figures: where the bytes of what plays come from, and where the sound goes.

// statsEvery is how many ticks of the position come between two looks at the figures.
const statsEvery = 4

// A statist is a player that has figures. Asking for them takes no time.
type statist interface{ Stats() player.Stats }

// statsTitle heads the page.
const statsTitle = "Figures"

func (m *Model) doStats(command) (tea.Cmd, error) {
	if _, ok := m.controls.(statist); !ok {
		return m.say("this player has no figures"), nil
	}
	if m.showing(statsSheet) {
		return m.leaveSheet(), nil
	}
	m.openSheet(sheet{kind: statsSheet, title: statsTitle, empty: "nothing is playing"})
	return nil, nil
}

// tickStats draws the figures anew now and then while time passes.
func (m *Model) tickStats() {
	if !m.showing(statsSheet) {
		return
	}
	if m.statsAge++; m.statsAge >= statsEvery {
		m.statsAge = 0
		m.draw()
	}
}

// statsLines are the figures of this moment.
func (m *Model) statsLines() []sheetLine {
	p, ok := m.controls.(statist)
	if !ok || !m.strip.HasTrack() {
		return nil
	}
	s := p.Stats()
	var f figures
	f.part("Track")
	f.line("title", text.Title(s.Track))
	f.line("format", s.Format)
	f.line("chosen", s.Reason)
	f.network(s, m.strip.Duration(), time.Now())
	f.sound(s, m.state)
	return f
}

// figures are lines of a name and a value; those without a value are left out.
type figures []sheetLine

func (f *figures) part(title string) {
	*f = append(*f, sheetLine{text: title, heading: true})
}

func (f *figures) line(name string, values ...string) {
	var some []string
	for _, v := range values {
		if v = text.Clean(v); v != "" {
			some = append(some, v)
		}
	}
	if len(some) > 0 {
		*f = append(*f, sheetLine{key: name, text: strings.Join(some, " · ")})
	}
}

func (f *figures) network(s player.Stats, length time.Duration, now time.Time) {
	if s.Host == "" {
		return
	}
	f.part("Network")
	f.line("host", s.Host)
	switch left := s.Expires.Sub(now); {
	case s.Expires.IsZero():
		f.line("link", "does not expire", counted(s.Refreshes, "renewed"))
	case left <= 0:
		f.line("link", "has expired", counted(s.Refreshes, "renewed"))
	default:
		f.line("link", "good for "+text.Span(left), counted(s.Refreshes, "renewed"))
	}
	f.line("file", text.Bytes(s.Size), text.Bytes(s.Fetched)+" received", text.Bytes(s.AheadBytes)+" ahead")
	f.line("requests", text.Number(s.Requests), counted(int64(s.InFlight), "under way"),
		text.Count(int(s.Connections), "connection"), text.Number(s.Retries)+" asked again")
	f.line("first byte", text.Span(s.TTFB)+" after the request")
	speed := text.BitRate(s.Throughput * 8)
	if s.Size > 0 && length > 0 {
		needs := float64(s.Size) * 8 / length.Seconds()
		speed += " of " + text.BitRate(needs) + " needed"
		switch times := s.Throughput * 8 / needs; {
		case times >= 100:
			speed += " (more than 100×)"
		case times >= 0.1:
			speed += " (" + strconv.FormatFloat(times, 'f', 1, 64) + "×)"
		}
	}
	f.line("throughput", speed)
	f.line("trouble", s.Trouble)
}

func (f *figures) sound(s player.Stats, st player.State) {
	f.part("Sound")
	f.line("decoded", text.Span(s.Ahead)+" ahead", text.Number(s.Underruns)+" underruns")
	f.line("output", s.Output, text.Span(s.Delay)+" delay")
	gain := decibels(s.Gain)
	if s.Limiter > 0 {
		gain += ", limiter " + decibels(-s.Limiter)
	}
	f.line("loudness", st.Loudness.Mode.String(), gain, st.GainReason)
	if s.Speed != 0 && s.Speed != 1 {
		f.line("speed", times(s.Speed))
	}
	if st.EqualizerName != "" && st.EqualizerName != "flat" {
		f.line("equaliser", st.EqualizerName)
	}
	if st.Crossfade > 0 {
		f.line("crossfade", text.Span(st.Crossfade))
	}
	f.line("sleep", sleepWords(st.Sleep))
}

// sleepWords says when the sleep timer pauses, empty when it is off.
func sleepWords(s player.Sleep) string {
	switch {
	case s.AtEnd:
		return "at the end of the track"
	case !s.At.IsZero():
		return "at " + s.At.Local().Format("15:04")
	}
	return ""
}

// counted is empty for none.
func counted(n int64, what string) string {
	if n == 0 {
		return ""
	}
	return text.Number(n) + " " + what
}

// decibels writes a gain: "-3.2 dB", "+1.0 dB", "0 dB".
func decibels(g float64) string {
	if g == 0 {
		return "0 dB"
	}
	s := strconv.FormatFloat(g, 'f', 1, 64) + " dB"
	if g > 0 {
		s = "+" + s
	}
	return s
}

// times writes a factor: "1.1×".
func times(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) + "×" }
