package tui

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"anyaudio/player"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The verbs that change how it sounds. As with the volume, what will be is shown at once.

const (
	minSpeed, maxSpeed = .5, 2
	speedStep          = 1.1
	maxCrossfade       = 12 * time.Second
	maxSleep           = 24 * time.Hour
)

// doSpeed sets the speed: a factor, or a step with + or -.
func (m *Model) doSpeed(c command) (tea.Cmd, error) {
	speed := m.state.Speed
	if speed == 0 {
		speed = 1
	}
	switch c.arg {
	case "":
		return m.say("speed " + times(speed)), nil
	case "+", "-":
		step := math.Pow(speedStep, float64(c.times()))
		if c.arg == "-" {
			step = 1 / step
		}
		if speed *= step; math.Abs(speed-1) < .02 { // five steps there and five back
			speed = 1
		}
	default:
		var err error
		if speed, err = strconv.ParseFloat(strings.TrimRight(c.arg, "x×"), 64); err != nil || !(speed >= minSpeed && speed <= maxSpeed) {
			return nil, fmt.Errorf("speed is from 0.5 to 2, not %q", c.arg)
		}
	}
	speed = min(max(math.Round(speed*100)/100, minSpeed), maxSpeed)
	m.state.Speed = speed
	m.controls.SetSpeed(speed)
	m.strip.SetState(m.state)
	return m.say("speed " + times(speed)), nil
}

// doLoudness sets how tracks are made equally loud: the next way, or the one named.
func (m *Model) doLoudness(c command) (tea.Cmd, error) {
	modes := []player.LoudnessMode{player.LoudnessTrack, player.LoudnessAlbum, player.LoudnessOff}
	next := modes[(slices.Index(modes, m.state.Loudness.Mode)+1)%len(modes)]
	if c.arg != "" {
		i := slices.IndexFunc(modes, func(mode player.LoudnessMode) bool { return mode.String() == c.arg })
		if i < 0 {
			return nil, fmt.Errorf("loudness is by track, album or off, not %q", c.arg)
		}
		next = modes[i]
	}
	m.state.Loudness.Mode = next
	m.controls.SetLoudness(next, m.state.Loudness.Preamp)
	return m.say("equal loudness: " + next.String()), nil
}

// doEqualizer sets a preset of the equaliser: the next one, or the one named.
func (m *Model) doEqualizer(c command) (tea.Cmd, error) {
	names := player.EqualizerPresets()
	name := names[(slices.Index(names, m.state.EqualizerName)+1)%len(names)]
	if c.arg != "" {
		if name = c.arg; name == "off" {
			name = "flat"
		}
	}
	curve, ok := player.EqualizerPreset(name)
	if !ok {
		return nil, fmt.Errorf("the equaliser has %s, not %q", strings.Join(names, ", "), c.arg)
	}
	m.state.Equalizer, m.state.EqualizerName = curve, name
	m.controls.SetEqualizer(curve)
	m.strip.SetState(m.state)
	return m.say("equaliser: " + name), nil
}

// doCrossfade sets for how long two tracks sound together.
func (m *Model) doCrossfade(c command) (tea.Cmd, error) {
	if c.arg == "" {
		if m.state.Crossfade == 0 {
			return m.say("no crossfade: tracks follow each other without a gap"), nil
		}
		return m.say("crossfade " + text.Span(m.state.Crossfade)), nil
	}
	d := time.Duration(0)
	if c.arg != "off" {
		var ok bool
		if d, ok = parseTime(c.arg); !ok || d > maxCrossfade {
			return nil, fmt.Errorf("crossfade is off or up to 12 s, not %q", c.arg)
		}
	}
	m.state.Crossfade = d
	m.controls.SetCrossfade(d)
	return m.doCrossfade(command{})
}

// doBalance sets the balance, in percent to the right.
func (m *Model) doBalance(c command) (tea.Cmd, error) {
	now := int(math.Round(m.state.Balance * 100))
	if c.arg != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(c.arg, "%"))
		if err != nil || n < -100 || n > 100 {
			return nil, fmt.Errorf("balance is from -100, left, to 100, right, not %q", c.arg)
		}
		now = n
		m.state.Balance = float64(n) / 100
		m.controls.SetBalance(m.state.Balance)
		m.strip.SetState(m.state)
	}
	switch {
	case now < 0:
		return m.say(fmt.Sprintf("balance: %d%% to the left", -now)), nil
	case now > 0:
		return m.say(fmt.Sprintf("balance: %d%% to the right", now)), nil
	}
	return m.say("balance: in the middle"), nil
}

// doMono puts both channels on both sides, or not.
func (m *Model) doMono(c command) (tea.Cmd, error) {
	on := !m.state.Mono
	switch c.arg {
	case "":
	case "on", "off":
		on = c.arg == "on"
	default:
		return nil, fmt.Errorf("mono is on or off, not %q", c.arg)
	}
	m.state.Mono = on
	m.controls.SetMono(on)
	m.strip.SetState(m.state)
	return m.say("mono " + map[bool]string{true: "on", false: "off"}[on]), nil
}

var errSleep = errors.New("sleep after how long? write 30, 1h30m, end or off")

// doSleep sets the sleep timer: minutes or a time, the end of the track, or off.
func (m *Model) doSleep(c command) (tea.Cmd, error) {
	switch c.arg {
	case "":
		if w := sleepWords(m.state.Sleep); w != "" {
			return m.say("pauses " + w), nil
		}
		return m.say("the sleep timer is off"), nil
	case "off":
		m.state.Sleep = player.Sleep{}
		m.controls.CancelSleep()
		m.strip.SetState(m.state)
		return m.say("the sleep timer is off"), nil
	case "end":
		m.state.Sleep = player.Sleep{AtEnd: true}
		m.controls.SleepAtEnd()
		m.strip.SetState(m.state)
		return m.say("pauses at the end of the track"), nil
	}
	arg := c.arg
	if _, err := strconv.Atoi(arg); err == nil {
		arg += "m"
	}
	d, ok := parseTime(arg)
	if !ok || d <= 0 || d > maxSleep {
		return nil, errSleep
	}
	m.controls.SleepAfter(d)
	return m.say("pauses in " + text.Span(d)), nil
}

// doSound opens the menu of all that.
func (m *Model) doSound(command) (tea.Cmd, error) {
	var lines []sheetLine
	part := func(title string, name string, values ...string) {
		lines = append(lines, sheetLine{text: title, heading: true})
		for _, v := range values {
			lines = append(lines, sheetLine{key: ":" + name, text: v, command: name + " " + v})
		}
	}
	speed := m.state.Speed
	if speed == 0 {
		speed = 1
	}
	part("Speed · "+times(speed), "speed", "0.8", "1", "1.25", "1.5", "2")
	part("Sleep timer · "+orWord(sleepWords(m.state.Sleep), "off"), "sleep", "15m", "30m", "1h", "end", "off")
	part("Equal loudness · "+m.state.Loudness.Mode.String(), "loudness", "track", "album", "off")
	part("Equaliser · "+orWord(m.state.EqualizerName, "flat"), "equalizer", player.EqualizerPresets()...)
	crossfade := "off"
	if m.state.Crossfade > 0 {
		crossfade = text.Span(m.state.Crossfade)
	}
	part("Crossfade · "+crossfade, "crossfade", "off", "3s", "6s", "12s")
	part("Mono · "+map[bool]string{true: "on", false: "off"}[m.state.Mono], "mono", "on", "off")
	m.openSheet(sheet{kind: actionsSheet, title: "Sound", lines: lines})
	return nil, nil
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return text.Clean(s)
}
