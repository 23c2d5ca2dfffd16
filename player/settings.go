package player

import (
	"math"
	"time"

	"anyaudio/player/effect"
	"anyaudio/player/output"
)

// An Equalizer is the gain in dB, -12 to 12, of ten bands an octave wide from 31 Hz to
// 16 kHz. The zero value is flat and changes nothing.
type Equalizer = effect.Curve

// EqualizerPresets returns the names of the curves that EqualizerPreset knows, "flat" first.
func EqualizerPresets() []string { return effect.Presets() }

// EqualizerPreset returns the curve of that name.
func EqualizerPreset(name string) (Equalizer, bool) { return effect.Preset(name) }

// settings are what the listener has set about the sound.
type settings struct {
	volume    int
	muted     bool
	balance   float64
	mono      bool
	loud      Loudness
	curve     Equalizer
	speed     float64
	crossfade time.Duration
}

func settingsOf(o Options) settings {
	s := settings{
		volume: o.Volume, mono: o.Mono, loud: o.Loudness.clamp(), curve: o.Equalizer.Clamp(),
		balance: clampBalance(o.Balance), speed: clampSpeed(o.Speed), crossfade: clampCrossfade(o.Crossfade),
	}
	if s.volume <= 0 || s.volume > 100 {
		s.volume = 100
	}
	return s
}

func clampBalance(b float64) float64 {
	if math.IsNaN(b) {
		return 0
	}
	return min(max(b, -1), 1)
}

// clampSpeed keeps a speed within what can be done; 0 is the default of 1.
func clampSpeed(x float64) float64 {
	if math.IsNaN(x) || x <= 0 {
		return 1
	}
	return min(max(x, effect.MinSpeed), effect.MaxSpeed)
}

func clampCrossfade(d time.Duration) time.Duration { return min(max(d, 0), maxCrossfade) }

func (s *settings) mixing() matrix {
	return mixing(volumeGain(s.volume, s.muted), s.balance, s.mono)
}

func (s *settings) shaping() shaping {
	return shaping{loud: s.loud, curve: s.curve, summed: s.crossfade > 0}
}

// job is a job for it in epoch, with the settings that are made before the ring.
func (s *settings) job(epoch uint64, it *item, frame int64) job {
	return job{
		epoch: epoch, item: it, frame: frame,
		speed: s.speed, crossfade: int64(output.Frames(s.crossfade)), loud: s.loud,
	}
}

// SetLoudness sets how tracks are made equally loud. It is heard at once.
func (p *Player) SetLoudness(mode LoudnessMode, preamp float64) {
	p.post(func(l *loop) { l.setLoudness(Loudness{mode, preamp}.clamp()) })
}

// SetSpeed sets the speed, 0.5 to 2; the pitch stays. Position and Duration stay those of
// the track. The sound goes over to it in a fade, as in a seek.
func (p *Player) SetSpeed(speed float64) { p.post(func(l *loop) { l.setSpeed(clampSpeed(speed)) }) }

// SetCrossfade sets for how long the end of a track and the beginning of the next sound
// together, at most 12 s; 0 joins them without a gap, sample for sample. Tracks shorter
// than twice that, of unknown length, or that the listener chooses are not crossfaded.
func (p *Player) SetCrossfade(d time.Duration) {
	p.post(func(l *loop) { l.set.crossfade = clampCrossfade(d); l.again() })
}

// SetEqualizer sets the gains of the bands; see EqualizerPreset. It is heard at once.
func (p *Player) SetEqualizer(e Equalizer) {
	p.post(func(l *loop) { l.set.curve = e.Clamp(); l.sound.wish(l.wishes()) })
}

// SetBalance sets the balance from -1, left only, to 1, right only.
func (p *Player) SetBalance(b float64) {
	p.post(func(l *loop) { l.set.balance = clampBalance(b); l.sound.wish(l.wishes()) })
}

// SetMono puts the mean of both channels on both sides.
func (p *Player) SetMono(on bool) {
	p.post(func(l *loop) { l.set.mono = on; l.sound.wish(l.wishes()) })
}

// SleepAfter pauses after d, the last 10 s of it in a fade; what was set before is
// forgotten. 0 or less is CancelSleep.
func (p *Player) SleepAfter(d time.Duration) { p.post(func(l *loop) { l.sleepAfter(d) }) }

// SleepAtEnd pauses at the end of the current track.
func (p *Player) SleepAtEnd() { p.post((*loop).sleepAtEnd) }

// CancelSleep ends the sleep timer. A fade that has begun is taken back.
func (p *Player) CancelSleep() { p.post(func(l *loop) { l.sleepAfter(0) }) }

func (l *loop) setLoudness(to Loudness) {
	if to == l.set.loud {
		return
	}
	l.set.loud = to
	l.sound.wish(l.wishes())
	if l.set.crossfade > 0 {
		l.again() // a crossfade in the ring has been mixed by the old gains
	}
}

func (l *loop) setSpeed(to float64) {
	if to != l.set.speed {
		l.set.speed = to
		l.again()
	}
}

// again decodes from the position heard on, for a setting that is made before the ring:
// the ring holds seconds that were made by the old one.
func (l *loop) again() {
	l.sound.wish(l.wishes())
	if l.cur != nil {
		l.jump(l.cur, l.position())
	}
}
