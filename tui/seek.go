package tui

import (
	"time"

	"anyaudio/player"

	tea "charm.land/bubbletea/v2"
)

const (
	// seekGap is how soon after one seek key the next counts as its repeat. A held
	// key repeats every 30 to 40 ms after a first pause that terminals set to 200 to
	// 500 ms, so that pause is a new press, and the rest is one seek.
	seekGap = 150 * time.Millisecond
	// seekWatch is for how many ticks a target is watched for: 3 s.
	seekWatch = 12
	// seekNear is how close to its target a seek has arrived: it may land on the
	// cluster before, and the sound goes on while we look.
	seekNear = 1500 * time.Millisecond
)

// seeker adds up seek presses: the first one seeks at once, those that follow it
// within seekGap of each other become a single seek when they end. A listener
// who taps once hears the result at once; one who holds the key does not make the
// player jump to 30 places a second.
type seeker struct {
	gen    int           // of the timer that counts
	open   bool          // a press was less than seekGap ago
	held   bool          // target has not been sent yet
	shown  bool          // the bar shows target
	target time.Duration // where the presses lead
	age    int           // ticks since the last change
}

// watched reports whether the bar waits for a seek to arrive.
func (s *seeker) watched() bool { return s.shown && s.age < seekWatch }

// arrived reports whether p shows the target reached. Without sound to go by, a
// target stays for as long as nothing else happens.
func (s *seeker) arrived(p player.Progress, status player.Status) bool {
	if !s.shown || s.held {
		return false
	}
	near := p.Position >= s.target-seekNear && p.Position <= s.target+seekNear
	return near || (s.age >= seekWatch && status == player.Playing)
}

// end forgets presses that have not been sent and shows the real position.
func (s *seeker) end() {
	*s = seeker{gen: s.gen + 1} // a timer that still runs is of an older gen
}

// show sets the target that the bar shows.
func (s *seeker) show(target time.Duration) {
	s.target, s.shown, s.age = target, true, 0
}

// seekTimerCmd ends a series of presses when no other one has come.
func seekTimerCmd(gen int) tea.Cmd {
	return tea.Tick(seekGap, func(time.Time) tea.Msg { return seekTimerMsg{gen} })
}

// seekBy is one press of a seek key.
func (m *Model) seekBy(d time.Duration) tea.Cmd {
	if !m.strip.HasTrack() {
		return m.say("nothing is playing")
	}
	from := m.lastSeek.from
	if !m.seek.open {
		from = m.seekBase()
	}
	m.aim(m.seekBase() + d)
	m.sought(from, m.seek.target)
	if m.seek.open {
		m.seek.held = true
	} else {
		m.controls.SeekTo(m.seek.target)
	}
	m.seek.open = true
	m.seek.gen++
	return seekTimerCmd(m.seek.gen)
}

// seekTo jumps to a place at once; presses that were being added up are forgotten.
func (m *Model) seekTo(target time.Duration) tea.Cmd {
	if !m.strip.HasTrack() {
		return m.say("nothing is playing")
	}
	from := m.seekBase() // what the listener sees, also while the sound is on its way there
	m.seek.end()
	m.aim(target)
	m.sought(from, m.seek.target)
	m.controls.SeekTo(m.seek.target)
	return nil
}

func (m *Model) handleSeekTimer(msg seekTimerMsg) {
	if msg.gen != m.seek.gen {
		return
	}
	m.seek.open = false
	if m.seek.held {
		m.seek.held = false
		m.seek.age = 0
		m.controls.SeekTo(m.seek.target)
	}
}

// aim shows the target, within the track.
func (m *Model) aim(target time.Duration) {
	if d := m.strip.Duration(); d > 0 {
		target = min(target, d)
	}
	m.seek.show(max(target, 0))
	m.strip.SetTarget(m.seek.target)
}

// seekBase is where a relative seek starts: the target of the one before while that
// is on its way, the sound otherwise.
func (m *Model) seekBase() time.Duration {
	if m.seek.shown {
		return m.seek.target
	}
	return m.heardAt()
}
