package tui_test

import (
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/tui"
)

func TestSpeed(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "]", "]")
		s.asks("SetSpeed 1.1", "SetSpeed 1.21")
		s.sees("speed 1.21×", "vol 80% · 1.21×")
		s.press("[", "[", "[")
		s.asks("SetSpeed 1.1", "SetSpeed 1", "SetSpeed 0.91")
		s.press("9", "[", "9", "]", "9", "]", "\\")
		s.asks("SetSpeed 0.5", "SetSpeed 1.18", "SetSpeed 2", "SetSpeed 1")
		s.seesNot("1× ·")
		s.command("speed 1.5")
		s.asks("SetSpeed 1.5")
		s.command("speed 9")
		s.sees(`speed is from 0.5 to 2, not "9"`)
		s.command("speed NaN")
		s.sees("speed is from 0.5 to 2")
		s.asks()
	})
}

func TestSoundVerbs(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc")
		for _, test := range []struct{ line, asks, sees string }{
			{"loudness", "SetLoudness album 0", "equal loudness: album"},
			{"loudness off", "SetLoudness off 0", "equal loudness: off"},
			{"loudness loud", "", "loudness is by track, album or off"},
			{"equalizer off", "SetEqualizer", "equaliser: flat"},
			{"equalizer nonsense", "", "the equaliser has flat, "},
			{"crossfade 5s", "SetCrossfade 5s", "crossfade 5.0 s"},
			{"crossfade", "", "crossfade 5.0 s"},
			{"crossfade 60", "", "crossfade is off or up to 12 s"},
			{"crossfade off", "SetCrossfade 0s", "no crossfade"},
			{"balance -40", "SetBalance -0.4", "balance: 40% to the left"},
			{"balance 0", "SetBalance 0", "in the middle"},
			{"balance 200", "", "balance is from -100"},
			{"mono", "SetMono true", "mono on"},
			{"mono off", "SetMono false", "mono off"},
			{"sleep", "", "the sleep timer is off"},
			{"sleep 30", "SleepAfter 30m0s", "pauses in 30 min"},
			{"sleep 1h30m", "SleepAfter 1h30m0s", "pauses in 1 h 30 min"},
			{"sleep end", "SleepAtEnd", "sleep at end"},
			{"sleep off", "CancelSleep", "the sleep timer is off"},
			{"sleep soon", "", "sleep after how long?"},
		} {
			s.command(test.line)
			if test.asks == "" {
				s.asks()
			} else {
				s.asks(test.asks)
			}
			s.sees(test.sees)
		}
		for _, name := range player.EqualizerPresets() {
			s.command("equalizer " + name)
			s.sees("equaliser: " + name)
		}
	})
}

// The strip counts the minutes down.
func TestSleepOnTheStrip(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.player.mu.Lock()
		s.player.state.Duration = time.Hour
		s.player.mu.Unlock()
		s.press("esc")
		s.command("sleep 2")
		s.wait(time.Second)
		s.sees("vol 80% · sleep 2 min")
		s.wait(time.Minute)
		s.sees("vol 80% · sleep 1 min")
	})
}

func TestSoundMenu(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "S")
		s.sees("Speed · 1×", "Sleep timer · off", "▌  :speed       0.8")
		s.press("5", "j", "j", "enter")
		s.asks("SleepAfter 30m0s")
		s.sees("[Search]")
	})
}
