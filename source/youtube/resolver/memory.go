package resolver

import (
	"sync"
	"time"

	"anyaudio/source"
)

const (
	maxRemembered = 256
	// manyRefusals within refusalSpan are too many for one way and one track.
	manyRefusals = 2
	refusalSpan  = time.Minute
)

// memory knows which addresses were given out. An address is asked for once and then
// again shortly before it expires; whoever asks in between has been refused.
type memory struct {
	now func() time.Time

	mu     sync.Mutex // guards below
	tracks map[string]*remembered
	host   string // that served last
}

type remembered struct {
	way      string
	host     string
	at       time.Time
	expires  time.Time
	refusals map[string][]time.Time // by way
}

// past is what is known of a track when it is asked for.
type past struct {
	host     string
	refused  bool
	refusals map[string]int // within refusalSpan, by way
}

func (p past) tooOften(way string) bool { return p.refusals[way] > manyRefusals }

func newMemory(now func() time.Time) *memory {
	return &memory{now: now, tracks: make(map[string]*remembered)}
}

// asked tells the past of a track and notes a refusal.
func (m *memory) asked(id string) past {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.tracks[id]
	if r == nil {
		return past{host: m.host}
	}
	now := m.now()
	p := past{host: r.host, refusals: make(map[string]int)}
	if !r.due(now) {
		p.refused = true
		r.refusals[r.way] = append(r.refusals[r.way], now)
	}
	for way, times := range r.refusals {
		kept := times[:0]
		for _, t := range times {
			if now.Sub(t) < refusalSpan {
				kept = append(kept, t)
			}
		}
		r.refusals[way] = kept
		p.refusals[way] = len(kept)
	}
	return p
}

// due reports whether it is time to renew an address anyway. Caches do that by 5 minutes
// or a tenth of the lifetime ahead, whichever is less; a little more is allowed for.
func (r *remembered) due(now time.Time) bool {
	if r.expires.IsZero() {
		return false
	}
	life := r.expires.Sub(r.at)
	return !now.Before(r.expires.Add(-life / 5))
}

// given notes an address that was given out.
func (m *memory) given(id, way string, media source.Media) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.tracks[id]
	if r == nil {
		if len(m.tracks) >= maxRemembered {
			m.forgetLocked()
		}
		r = &remembered{refusals: make(map[string][]time.Time)}
		m.tracks[id] = r
	}
	r.way, r.at, r.expires, r.host = way, m.now(), media.Expires, hostOf(media.URL)
	m.host = r.host
}

// forgetLocked drops the oldest.
func (m *memory) forgetLocked() {
	oldest := ""
	for id, r := range m.tracks {
		if oldest == "" || r.at.Before(m.tracks[oldest].at) {
			oldest = id
		}
	}
	delete(m.tracks, oldest)
}
