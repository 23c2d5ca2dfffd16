package resolver

import (
	"sync"
	"time"

	"anyaudio/source"
)

const maxRemembered = 256

// memory knows which addresses were given out. An address is asked for once and then
// again shortly before it expires; whoever asks in between has been refused.
type memory struct {
	now func() time.Time

	mu     sync.Mutex // guards below
	tracks map[string]*remembered
	host   string // that served last
}

type remembered struct {
	host        string
	at, expires time.Time
}

// past is what is known of a track when it is asked for: the host that is likely to serve
// it, and whether its last address was refused.
type past struct {
	host    string
	refused bool
}

func newMemory(now func() time.Time) *memory {
	return &memory{now: now, tracks: make(map[string]*remembered)}
}

// asked tells the past of a track.
func (m *memory) asked(id string) past {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.tracks[id]
	if r == nil {
		return past{host: m.host}
	}
	return past{host: r.host, refused: !r.due(m.now())}
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
func (m *memory) given(id string, media source.Media) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.tracks[id] == nil && len(m.tracks) >= maxRemembered {
		m.forgetLocked()
	}
	m.host = hostOf(media.URL)
	m.tracks[id] = &remembered{host: m.host, at: m.now(), expires: media.Expires}
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
