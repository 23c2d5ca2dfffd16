package player

import (
	"context"
	"sync"
)

// A hub hands events to subscribers, each at its own pace: the loop never waits for
// one. StateChanged and QueueChanged carry everything, so a newer one replaces
// one of its kind that has not been fetched.
type hub struct {
	mu   sync.Mutex // guards the two below
	subs map[*subscriber]struct{}
	done bool
	wg   sync.WaitGroup

	guard *guard
}

type subscriber struct {
	mu      sync.Mutex
	pending []Event
	wake    chan struct{}
}

// subscribe starts a goroutine that feeds the returned channel; it ends, and
// closes the channel, with ctx or the hub.
func (h *hub) subscribe(ctx context.Context, life context.Context, first ...Event) <-chan Event {
	c := make(chan Event)
	s := &subscriber{pending: first, wake: make(chan struct{}, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.done {
		close(c)
		return c
	}
	if h.subs == nil {
		h.subs = make(map[*subscriber]struct{})
	}
	h.subs[s] = struct{}{}
	h.wg.Go(func() {
		defer close(c)
		defer h.drop(s)
		defer h.guard.catch("subscriber")
		poke(s.wake)
		for {
			select {
			case <-ctx.Done():
				return
			case <-life.Done():
				return
			case <-s.wake:
			}
			for e := s.pop(); e != nil; e = s.pop() {
				select {
				case c <- e:
				case <-ctx.Done():
					return
				case <-life.Done():
					return
				}
			}
		}
	})
	return c
}

func (h *hub) drop(s *subscriber) {
	h.mu.Lock()
	delete(h.subs, s)
	h.mu.Unlock()
}

// emit gives e to every subscriber and returns at once.
func (h *hub) emit(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs {
		s.push(e)
		poke(s.wake)
	}
}

// close refuses later subscribers and waits for the goroutines of the present
// ones, whose life has ended.
func (h *hub) close() {
	h.mu.Lock()
	h.done = true
	h.mu.Unlock()
	h.wg.Wait()
}

func (s *subscriber) push(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, old := range s.pending {
		if replaces(e, old) {
			s.pending = append(s.pending[:i], s.pending[i+1:]...)
			break
		}
	}
	s.pending = append(s.pending, e)
}

func (s *subscriber) pop() Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pending) == 0 {
		return nil
	}
	e := s.pending[0]
	s.pending = s.pending[1:]
	return e
}

func replaces(e, old Event) bool {
	switch e.(type) {
	case StateChanged:
		_, ok := old.(StateChanged)
		return ok
	case QueueChanged:
		_, ok := old.(QueueChanged)
		return ok
	}
	return false
}
