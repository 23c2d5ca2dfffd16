package player

import (
	"net/url"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/stream"
)

// Tags are what a file says about itself; Chapters among them.
type Tags = decode.Tags

// Chapter is a named part of a track.
type Chapter = decode.Chapter

// Stats are figures about the current track and the way of its bytes, for a page that
// shows them. They are put together when they are asked for.
type Stats struct {
	Track  source.Track
	Format string
	Reason string // which format the source has chosen and why

	// The network; all zero for a local file.
	Host        string
	Expires     time.Time // when the link stops working, zero for never
	Size        int64     // bytes of the file, -1 unknown
	Requests    int64
	InFlight    int
	Connections int64
	Retries     int64         // windows that were asked for again
	Refreshes   int64         // links that were renewed
	Fetched     int64         // bytes received
	Wasted      int64         // of them, bytes that nobody reads any more
	TTFB        time.Duration // from request to reply, median
	Throughput  float64       // bytes per second
	AheadBytes  int64         // bytes present behind the place that is read
	Trouble     string        // why bytes that are wanted do not come

	// The sound.
	Ahead     time.Duration // decoded and not heard yet
	Underruns int64
	Output    string
	Delay     time.Duration // in the output, now
	Speed     float64
	Gain      float64 // dB, see State.Gain
	Limiter   float64 // dB that the limiter takes away now, 0 when idle
}

// Stats returns a snapshot. It does no I/O and may be called from any goroutine.
func (p *Player) Stats() Stats {
	st := p.State()
	s := Stats{
		Track: st.Entry.Track, Format: st.Format, Reason: st.Reason,
		Output: st.Output, Speed: st.Speed, Gain: st.Gain, Size: -1,
		Ahead:     output.Duration(p.tl.ahead(p.ring.w.Load())),
		Underruns: p.sound.underruns.Load(),
		Delay:     p.tl.delay(),
		Limiter:   p.sound.limiting(),
	}
	it, _, _ := p.tl.heard()
	if it == nil {
		return s
	}
	_, s.Trouble = it.look()
	if in, ok := it.streamStats(); ok {
		s.network(it.media(), in)
	}
	return s
}

func (s *Stats) network(m source.Media, in stream.Stats) {
	if u, err := url.Parse(m.URL); err == nil {
		s.Host = u.Host
	}
	s.Expires, s.Size = m.Expires, in.Size
	s.Requests, s.InFlight, s.Connections = in.Requests, in.InFlight, in.Connections
	r := in.Retries
	s.Retries = r.Instant + r.Transient + r.Offline + r.Suspect + r.TLS + r.Refresh + r.Unknown
	s.Refreshes, s.Fetched, s.Wasted = in.Refreshes, in.Fetched, in.Wasted
	s.TTFB, s.Throughput, s.AheadBytes = in.TTFB, in.Throughput, max(in.Ahead, 0)
}
