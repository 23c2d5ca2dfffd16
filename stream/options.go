package stream

import "time"

// Options configure a Stream. The zero value is for music.
type Options struct {
	// Ahead is the least read-ahead in playing time, 30 s when 0. What has been read
	// on since the last seek raises it: who has listened for two minutes gets two
	// minutes.
	Ahead time.Duration
	// AheadMax bounds the read-ahead, 10 min when 0. Memory bounds it too.
	AheadMax time.Duration
	// Key names the file in the pool's cache, before it is resolved and across
	// runs: what is there is read without a resolve. It must not be a URL that
	// expires. Without a Key the Target's Identity is used, once it is known.
	Key string
	// Background marks a stream that is read for later: Pool.Demand leaves it out.
	Background bool
}

const (
	defaultAhead    = 30 * time.Second
	defaultAheadMax = 10 * time.Minute
	// defaultByteRate stands in for an unknown Target.ByteRate: 256 kbit/s.
	defaultByteRate = 32 << 10
)

func (o *Options) setDefaults() {
	if o.Ahead <= 0 {
		o.Ahead = defaultAhead
	}
	if o.AheadMax <= 0 {
		o.AheadMax = defaultAheadMax
	}
	o.AheadMax = max(o.AheadMax, o.Ahead)
}
