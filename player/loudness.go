package player

import (
	"fmt"
	"math"

	"anyaudio/player/decode"
)

// LoudnessMode says by which measure tracks are made equally loud.
type LoudnessMode int

const (
	// LoudnessTrack: each track by its own measure; by what its source says when the
	// file says nothing.
	LoudnessTrack LoudnessMode = iota
	// LoudnessAlbum: the tracks of an album keep their differences; a track without an
	// album's measure by its own.
	LoudnessAlbum
	// LoudnessOff: every track as it is.
	LoudnessOff
)

// String returns "track", "album" or "off".
func (m LoudnessMode) String() string {
	switch m {
	case LoudnessTrack:
		return "track"
	case LoudnessAlbum:
		return "album"
	}
	return "off"
}

// Loudness is how tracks are made equally loud. The zero value goes by the track and
// only attenuates: what is quieter than the reference stays as it is.
type Loudness struct {
	Mode LoudnessMode
	// Preamp in dB moves the reference, -20 to 20. A positive one allows quiet tracks to be
	// raised, by as much at most; a limiter keeps true peaks below -1 dB then.
	Preamp float64
}

const maxPreamp = 20

func (l Loudness) clamp() Loudness {
	if math.IsNaN(l.Preamp) {
		l.Preamp = 0
	}
	l.Preamp = min(max(l.Preamp, -maxPreamp), maxPreamp)
	return l
}

// A measure is what is known of how loud a track is.
type measure struct {
	track, album         decode.Gain
	trackPeak, albumPeak float64 // 1 is full scale, 0 unknown
	source               float64 // dB above the source's reference, 0 unknown
}

func measureOf(t decode.Tags, source float64) measure {
	return measure{
		track: t.TrackGain, album: t.AlbumGain,
		trackPeak: t.TrackPeak, albumPeak: t.AlbumPeak, source: source,
	}
}

// choose returns the gain that brings a track to the reference, its peak (0 unknown), and
// whose word that is.
func (l Loudness) choose(m measure) (db, peak float64, why string) {
	switch {
	case l.Mode == LoudnessAlbum && m.album.Known:
		return m.album.DB, m.albumPeak, "album gain of the file"
	case m.track.Known:
		return m.track.DB, m.trackPeak, "track gain of the file"
	case m.source != 0:
		return -m.source, m.trackPeak, "loudness from the source"
	case m.album.Known:
		return m.album.DB, m.albumPeak, "album gain of the file"
	}
	return 0, m.trackPeak, "loudness unknown"
}

// gain returns what l makes of a track, in dB.
func (l Loudness) gain(m measure) float64 {
	if l.Mode == LoudnessOff {
		return 0
	}
	norm, peak, _ := l.choose(m)
	db := min(norm+l.Preamp, max(l.Preamp, 0))
	if peak > 0 && db > 0 {
		db = min(db, max(-20*math.Log10(peak), 0))
	}
	return db
}

// reason says in a few words where the gain comes from.
func (l Loudness) reason(m measure) string {
	if l.Mode == LoudnessOff {
		return "loudness off"
	}
	norm, _, why := l.choose(m)
	if l.Preamp != 0 {
		why += fmt.Sprintf(", preamp %+g dB", l.Preamp)
	}
	if want := norm + l.Preamp; want > l.gain(m) {
		why += fmt.Sprintf(", %+.1f dB not raised in full", want)
	}
	return why
}

// factor is gain as a factor.
func (l Loudness) factor(m measure) float64 {
	if db := l.gain(m); db != 0 {
		return math.Pow(10, db/20)
	}
	return 1
}
