package resolver

import (
	"sync"
	"time"

	"anyaudio/source/youtube/innertube"
)

// health remembers which ways were refused, so that they are left alone for a while.
type health struct {
	now func() time.Time

	mu   sync.Mutex // guards below
	sick map[string]illness
}

// illness is why a way is not asked, and until when.
type illness struct {
	err   error
	until time.Time
	times int
}

func newHealth(now func() time.Time) *health {
	return &health{now: now, sick: make(map[string]illness)}
}

// check returns the error that a way is being left alone for.
func (h *health) check(key string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := h.sick[key]; h.now().Before(i.until) {
		return i.err
	}
	return nil
}

// failed notes a failure; each in a row doubles the rest.
func (h *health) failed(key string, err error) {
	kind := innertube.KindOf(err)
	d := rest(kind)
	if d == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	i := h.sick[key]
	longest := maxRest
	if kind == innertube.ErrRateLimited {
		longest = maxLimited
	}
	for range min(i.times, 10) {
		d = min(2*d, longest)
	}
	h.sick[key] = illness{err: err, until: h.now().Add(d), times: i.times + 1}
}

// well forgets the failures of a way that has succeeded.
func (h *health) well(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.sick, key)
}
