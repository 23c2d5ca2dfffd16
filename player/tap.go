package player

import (
	"sync"
	"sync/atomic"

	"anyaudio/player/output"
)

const (
	// tapFrames is more than an output holds (ringHistory) and a look at what was heard together.
	tapFrames = 1 << 17
	// tapFor is for how much sound a tap goes on when nobody asks any more.
	tapFor = output.Rate
)

// A tap keeps what was given to the output, as one channel, for whoever wants to see what is
// heard. It is numbered as the ring is, so that sound which was taken back is replaced by what
// was rendered in its place.
//
// It keeps nothing until it is asked, and stops a second after it was asked last: a player that
// nobody looks at pays one atomic load a block.
type tap struct {
	asked atomic.Bool

	mu   sync.Mutex // guards what follows; a leaf
	buf  []float32  // nil while nobody asks
	from int64      // ring position of the oldest frame
	end  int64      // and one past the newest
	left int64      // frames until it stops
}

// keep takes over frames that are written at ring position pos, before the ear can have them.
// Those that the output does not take come again. The sound goroutine calls it.
func (t *tap) keep(pos int64, frames []float32) {
	if !t.asked.Load() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	n := int64(len(frames) / 2)
	if t.left -= n; t.left < 0 {
		t.asked.Store(false)
		t.buf = nil
		return
	}
	if t.buf == nil {
		t.buf, t.from, t.end = make([]float32, tapFrames), pos, pos
	}
	if pos < t.from || pos > t.end { // a jump: what is between was never heard
		t.from = pos
	}
	for i := range n {
		t.buf[(pos+i)%tapFrames] = (frames[2*i] + frames[2*i+1]) / 2
	}
	t.end = pos + n
}

// last copies the frames before ring position pos into dst; those it does not have are silence.
func (t *tap) last(pos int64, dst []float32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.left = tapFor
	t.asked.Store(true)
	clear(dst)
	if t.buf == nil {
		return
	}
	first := pos - int64(len(dst))
	for k := max(first, t.from, t.end-tapFrames); k < min(pos, t.end); k++ {
		dst[k-first] = t.buf[k%tapFrames]
	}
}

// Heard copies the last len(mono) frames that were heard into mono, newest last, at
// output.Rate and with both channels as one: what left the speakers, after loudness,
// equaliser, fades and volume. It reports false, with silence in mono, unless the player is
// Playing.
//
// The first call begins the keeping, so it has silence; without a call for a second of sound it
// ends. Nothing is kept, and nothing costs, while nobody calls. It never waits. At most 32,768 frames
// are sure to be there. After Close it reports false.
func (p *Player) Heard(mono []float32) bool {
	if p.life.Err() != nil || p.State().Status != Playing {
		clear(mono)
		return false
	}
	p.sound.tap.last(p.tl.ear(), mono)
	return true
}
