package cli

import (
	"fmt"
	"strconv"
	"strings"

	"anyaudio/player"
)

// A loudnessValue is how tracks are made equally loud.
type loudnessValue struct{ p *player.LoudnessMode }

func loudness(p *player.LoudnessMode) value { *p = player.LoudnessTrack; return loudnessValue{p} }

func (v loudnessValue) set(s string) error {
	for _, m := range []player.LoudnessMode{player.LoudnessTrack, player.LoudnessAlbum, player.LoudnessOff} {
		if m.String() == s {
			*v.p = m
			return nil
		}
	}
	return fmt.Errorf("%q is none of track, album, off", s)
}

func (v loudnessValue) toml() string                 { return quoteTOML(v.p.String()) }
func (v loudnessValue) accepts(x any) (bool, string) { return isString(x), `"track", "album" or "off"` }

// An equalizerValue is a curve: the name of one, or the gains of its ten bands.
type equalizerValue struct{ p *player.Equalizer }

func equalizer(p *player.Equalizer) value { *p = player.Equalizer{}; return equalizerValue{p} }

func (v equalizerValue) set(s string) error {
	if curve, ok := player.EqualizerPreset(s); ok {
		*v.p = curve
		return nil
	}
	words := strings.Split(s, ",")
	var curve player.Equalizer
	if len(words) != len(curve) {
		return fmt.Errorf("%q is neither %d gains nor one of %s", s, len(curve), strings.Join(player.EqualizerPresets(), ", "))
	}
	for i, word := range words {
		db, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
		if err != nil || !(db >= -12 && db <= 12) {
			return fmt.Errorf("%q is not a gain from -12 to 12 dB", word)
		}
		curve[i] = db
	}
	*v.p = curve
	return nil
}

func (v equalizerValue) toml() string {
	for _, name := range player.EqualizerPresets() {
		if curve, _ := player.EqualizerPreset(name); curve == *v.p {
			return quoteTOML(name)
		}
	}
	gains := make([]string, len(v.p))
	for i, db := range v.p {
		gains[i] = strconv.FormatFloat(db, 'g', -1, 64)
	}
	return quoteTOML(strings.Join(gains, ","))
}

func (v equalizerValue) accepts(x any) (bool, string) { return isString(x), "text in quotes" }
