package tui

import (
	"fmt"
	"strconv"
	"time"

	"anyaudio/player"

	tea "charm.land/bubbletea/v2"
)

// The verbs that drive the player. What it will answer is shown at once where that
// is certain, so that five quick presses of "+" add up.

// maxSkips bounds a count before next and prev: nobody means 500.
const maxSkips = 50

func (m *Model) doPause(command) (tea.Cmd, error) {
	if !m.strip.HasTrack() && len(m.queue) == 0 {
		return m.say("nothing to play yet – search with /"), nil
	}
	m.controls.TogglePause()
	return nil, nil
}

func (m *Model) doNext(c command) (tea.Cmd, error) {
	for range min(c.times(), maxSkips) {
		m.controls.Next()
	}
	return nil, nil
}

func (m *Model) doPrev(c command) (tea.Cmd, error) {
	for range min(c.times(), maxSkips) {
		m.controls.Prev()
	}
	return nil, nil
}

func (m *Model) doSeek(c command) (tea.Cmd, error) {
	if c.arg == "" {
		return nil, fmt.Errorf("seek where? write 1:23, +30, -1m or 50%%")
	}
	p, err := parsePlace(c.arg)
	if err != nil {
		return nil, err
	}
	switch {
	case p.percent:
		return m.seekFraction(p.fraction)
	case p.relative:
		return m.seekBy(min(max(p.time*time.Duration(min(c.times(), 1000)), -maxTime), maxTime)), nil
	}
	return m.seekTo(p.time), nil
}

// doPercent is the key of "50%": the number comes before it.
func (m *Model) doPercent(c command) (tea.Cmd, error) {
	n := c.count
	if c.arg != "" {
		var err error
		if n, err = strconv.Atoi(c.arg); err != nil {
			return nil, fmt.Errorf("%q is not a number", c.arg)
		}
	} else if !m.counting {
		return m.say("type the number first: 50%"), nil
	}
	if n < 0 || n > 100 {
		return nil, fmt.Errorf("%d%% is not a part of the track", n)
	}
	return m.seekFraction(float64(n) / 100)
}

// seekFraction jumps to a part of the track. While the length is unknown only the
// player may find out where that is.
func (m *Model) seekFraction(f float64) (tea.Cmd, error) {
	if d := m.strip.Duration(); d > 0 && m.strip.HasTrack() {
		return m.seekTo(time.Duration(f * float64(d))), nil
	}
	if m.strip.HasTrack() {
		m.controls.SeekFraction(f)
		return nil, nil
	}
	return m.say("nothing is playing"), nil
}

func (m *Model) doVolume(c command) (tea.Cmd, error) {
	if c.arg == "" {
		return m.say(fmt.Sprintf("volume %d%%", m.state.Volume)), nil
	}
	n, relative, err := parseAmount(c.arg)
	if err != nil {
		return nil, err
	}
	if relative {
		n = m.state.Volume + n*min(c.times(), 100)
	}
	m.state.Volume, m.state.Muted = min(max(n, 0), 100), false
	m.controls.SetVolume(m.state.Volume)
	m.strip.SetState(m.state)
	return nil, nil
}

func (m *Model) doMute(command) (tea.Cmd, error) {
	m.controls.ToggleMute()
	m.state.Muted = !m.state.Muted
	m.strip.SetState(m.state)
	return nil, nil
}

// doShuffle changes the order of the queue too, which is an edit of it.
func (m *Model) doShuffle(c command) (tea.Cmd, error) {
	on := !m.state.Shuffle
	switch c.arg {
	case "":
	case "on", "off":
		on = c.arg == "on"
	default:
		return nil, fmt.Errorf("shuffle is on or off, not %q", c.arg)
	}
	if on != m.state.Shuffle && len(m.queue) > 1 {
		m.queueEdit(map[bool]string{true: "shuffle", false: "end the shuffle"}[on])
	}
	m.state.Shuffle = on
	m.controls.SetShuffle(m.state.Shuffle)
	m.strip.SetState(m.state)
	return m.say("shuffle " + map[bool]string{true: "on", false: "off"}[m.state.Shuffle]), nil
}

func (m *Model) doRepeat(c command) (tea.Cmd, error) {
	modes := []player.Repeat{player.RepeatOff, player.RepeatAll, player.RepeatOne}
	next := modes[(int(m.state.Repeat)+1)%len(modes)]
	if c.arg != "" {
		found := false
		for _, mode := range modes {
			if mode.String() == c.arg {
				next, found = mode, true
			}
		}
		if !found {
			return nil, fmt.Errorf("repeat is off, all or one, not %q", c.arg)
		}
	}
	m.state.Repeat = next
	m.controls.SetRepeat(next)
	m.strip.SetState(m.state)
	return m.say("repeat " + next.String()), nil
}
