package decode

import "time"

// Tags are what a file says about itself, as far as it was read on the way to the first
// sound: nothing is fetched for them. Texts are as they stand in the file.
type Tags struct {
	Title, Artist, Album string
	// TrackGain and AlbumGain bring the sound to -18 LUFS (ReplayGain 2.0; the R128 tags
	// of RFC 7845 aim at -23 LUFS and are given here with 5 dB added).
	TrackGain, AlbumGain Gain
	// TrackPeak and AlbumPeak are linear, 1 is full scale; 0 when unknown.
	TrackPeak, AlbumPeak float64
	Chapters             []Chapter
}

// A Gain is a factor in dB that a file may or may not state.
type Gain struct {
	DB    float64
	Known bool
}

// A Chapter is a named part of a track.
type Chapter struct {
	Title string
	Start time.Duration
}

// A Tagger is a Decoder that knows tags. What Resample returns passes them on.
type Tagger interface {
	// Tags may be called at any time by the goroutine that uses the Decoder; the value
	// belongs to the caller.
	Tags() Tags
}

// TagsOf returns the tags of d, empty when it knows none.
func TagsOf(d Decoder) Tags {
	if t, ok := d.(Tagger); ok {
		return t.Tags()
	}
	return Tags{}
}
