package ready

import (
	"context"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

const (
	// settled is for how long a track must have been the next one.
	settled = 3 * time.Second
	// again is how often is looked whether the one that plays has inHand.
	again = 5 * time.Second
	// inHand is how much sound must be there beyond the ear: less than the low mark of a stream's
	// read-ahead, and more than a first window takes of a line that carries the sound.
	inHand = 8 * time.Second
)

// A Player is what Follow asks. *player.Player is one.
type Player interface {
	Progress() player.Progress
	Subscribe(ctx context.Context) <-chan player.Event
}

// Follow makes ready what comes next in a player's queue, until ctx or the player ends. It
// returns at once.
func (r *Ready) Follow(ctx context.Context, p Player) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.o.PerHour <= 0 {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	context.AfterFunc(r.ctx, cancel)
	r.wg.Go(func() {
		defer cancel()
		r.follow(ctx, p)
	})
}

func (r *Ready) follow(ctx context.Context, p Player) {
	var st player.State
	var queue []player.Entry
	var next source.Track
	wake := time.NewTimer(time.Hour)
	wake.Stop()
	defer wake.Stop()
	events := p.Subscribe(ctx)
	for {
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			switch e := e.(type) {
			case player.StateChanged:
				st = e.State
			case player.QueueChanged:
				queue = e.Queue
			}
			t, ok := following(st, queue)
			if !ok || r.passes(t) {
				t = source.Track{}
			}
			switch {
			case t.Key() != next.Key():
				next = t
				r.expect(t, st.Entry.Track)
				wake.Reset(settled)
			case st.Status == player.Playing && !r.has(next):
				wake.Reset(settled)
			}
		case <-wake.C:
			switch {
			case next.ID == "" || st.Status != player.Playing || r.has(next):
			case comfortable(p.Progress()):
				r.open(next)
			default:
				wake.Reset(again)
			}
		}
	}
}

// following is the track that comes after the current one by the listener's ">", or by itself.
func following(st player.State, queue []player.Entry) (source.Track, bool) {
	at := -1
	for i, e := range queue {
		if e.ID == st.Entry.ID {
			at = i
		}
	}
	if at < 0 {
		return source.Track{}, false
	}
	at++
	if at == len(queue) && st.Repeat == player.RepeatAll {
		at = 0
	}
	if at == len(queue) || queue[at].Track.Key() == st.Entry.Track.Key() {
		return source.Track{}, false
	}
	return queue[at].Track, true
}

// comfortable reports whether what plays has enough in hand.
func comfortable(p player.Progress) bool {
	if p.Duration <= 0 {
		return false
	}
	at, want := float64(p.Position), float64(min(p.Position+inHand, p.Duration))
	for _, s := range p.Buffered {
		if s.From*float64(p.Duration) <= at && want <= s.To*float64(p.Duration)+1 {
			return true
		}
	}
	return false
}

// opened is a track that has been opened ahead, or is being.
type opened struct {
	key  string
	drop context.CancelFunc // ends all of it
	stop context.CancelFunc // ends the reading
	done chan struct{}
	in   player.Input // after done; nil when it could not be
}

func (r *Ready) has(t source.Track) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.next != nil && r.next.key == t.Key()
}

// expect drops what was opened unless it is what comes next, or what has just begun: then it is
// about to be taken.
func (r *Ready) expect(next, current source.Track) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next != nil && r.next.key != next.Key() && r.next.key != current.Key() {
		r.dropLocked()
	}
}

func (r *Ready) dropLocked() {
	o := r.next
	if o == nil {
		return
	}
	r.next = nil
	o.drop()
	r.wg.Go(func() {
		<-o.done
		if o.in != nil {
			o.in.Close()
		}
	})
}

// open opens t and reads its first window.
func (r *Ready) open(t source.Track) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || !r.nexts.allow(t.Key(), time.Now()) {
		return
	}
	r.dropLocked()
	ctx, drop := context.WithCancel(r.ctx)
	reading, stop := context.WithCancel(ctx)
	o := &opened{key: t.Key(), drop: drop, stop: stop, done: make(chan struct{})}
	r.next = o
	r.wg.Go(func() {
		defer close(o.done)
		in, err := r.o.Opener.Open(ctx, t)
		if err != nil {
			r.debug(ctx, "next", t, err)
			return
		}
		// The first byte brings the window that it is in.
		in.SetContext(reading)
		if _, err := in.Read(make([]byte, 1)); err != nil && reading.Err() == nil {
			r.debug(ctx, "next", t, err)
			in.Close()
			return
		}
		o.in = in
	})
}

// Open opens t: what was opened ahead if it is that, else by the Opener. What is still being
// resolved is waited for; what is being read is handed over as it is.
func (r *Ready) Open(ctx context.Context, t source.Track) (player.Input, error) {
	r.mu.Lock()
	o := r.next
	r.mu.Unlock()
	if o == nil || o.key != t.Key() {
		return r.o.Opener.Open(ctx, t)
	}
	o.stop()
	select {
	case <-o.done:
	case <-ctx.Done():
		return nil, ctx.Err() // whoever asks again finds it
	}
	r.mu.Lock()
	mine := r.next == o
	if mine {
		r.next = nil
	}
	r.mu.Unlock()
	if mine && o.in != nil {
		return o.in, nil
	}
	return r.o.Opener.Open(ctx, t)
}

var _ player.Opener = (*Ready)(nil)
