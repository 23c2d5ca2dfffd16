package player_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
)

// A tape is an output that writes down what is heard, one frame for each 1/48000 s
// of its life, silence where there was nothing to play. It holds 250 ms and can
// take back all but the next 10 ms. In a synctest bubble it is exact.
type tape struct {
	mu      sync.Mutex
	start   time.Time
	unheard []float32
	heard   []float32
	pauses  int
	paused  bool
	lost    bool
	closed  chan struct{}
	once    sync.Once
	oneway  bool // cannot take anything back
	coarse  bool // takes nothing until half of it is empty, as a sound server that asks rarely
}

const (
	tapeFrames = output.Rate / 4
	tapeMargin = output.Rate / 100
)

func newTape() *tape { return &tape{start: time.Now(), closed: make(chan struct{})} }

// advanceLocked lets the ear catch up with the clock.
func (t *tape) advanceLocked() {
	if t.lost {
		return
	}
	due := output.Frames(time.Since(t.start)) - len(t.heard)/2
	if due <= 0 {
		return
	}
	n := 0
	if !t.paused || len(t.unheard) > 0 {
		n = min(due, len(t.unheard)/2)
	}
	t.heard = append(t.heard, t.unheard[:2*n]...)
	t.unheard = t.unheard[2*n:]
	t.heard = append(t.heard, make([]float32, 2*(due-n))...)
}

func (t *tape) Write(ctx context.Context, p []float32) (int, error) {
	done := 0
	for {
		t.mu.Lock()
		t.advanceLocked()
		if t.lost {
			t.mu.Unlock()
			return done, fmt.Errorf("tape: %w", output.ErrLost)
		}
		room := tapeFrames - len(t.unheard)/2
		if t.coarse && room < tapeFrames/2 {
			room = 0
		}
		n := min(room, len(p)/2)
		t.unheard = append(t.unheard, p[:2*n]...)
		t.mu.Unlock()
		p, done = p[2*n:], done+n
		if len(p) == 0 {
			return done, nil
		}
		select {
		case <-ctx.Done():
			return done, ctx.Err()
		case <-t.closed:
			return done, os.ErrClosed
		case <-time.After(output.Duration(int64(len(p)/2)) + time.Microsecond):
		}
	}
}

func (t *tape) Rewind(limit int) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.advanceLocked()
	if t.lost {
		return 0, fmt.Errorf("tape: %w", output.ErrLost)
	}
	if t.oneway {
		return 0, nil
	}
	n := max(min(limit, len(t.unheard)/2-tapeMargin), 0)
	t.unheard = t.unheard[:len(t.unheard)-2*n]
	return n, nil
}

func (t *tape) Pause(on bool) error {
	if on {
		t.Drain(context.Background())
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.paused = on
	if on {
		t.pauses++
	}
	return nil
}

func (t *tape) Drain(ctx context.Context) error {
	select {
	case <-time.After(t.Delay() + time.Microsecond):
		return nil
	case <-t.closed:
		return os.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *tape) Delay() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.advanceLocked()
	return output.Duration(int64(len(t.unheard) / 2))
}

func (t *tape) Info() output.Info {
	return output.Info{Name: "tape", Buffer: 250 * time.Millisecond, RealTime: true}
}

func (t *tape) Close() error {
	t.once.Do(func() { close(t.closed) })
	return nil
}

// lose makes the tape's device disappear: what was not heard never will be.
func (t *tape) lose() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.advanceLocked()
	t.lost = true
}

// sound returns everything heard so far. What is heard later does not change it.
func (t *tape) sound() []float32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.advanceLocked()
	return t.heard[:len(t.heard):len(t.heard)]
}

// tone is the frequency of the left channel of every test track; the right channel
// holds the number of the frame, so that the tape says exactly what was heard when.
const (
	tone      = 440.0
	frameUnit = 1 << 23
)

// left is the left channel, 40 s of it.
var left = sync.OnceValue(func() []float32 {
	p := make([]float32, 40*output.Rate)
	for k := range p {
		p[k] = float32(0.5 * math.Sin(2*math.Pi*tone*float64(k)/output.Rate))
	}
	return p
})

// wave returns a float WAV file of n frames whose frame numbers begin at first.
func wave(first, n int) []byte {
	b := make([]byte, 44+8*n)
	copy(b, "RIFF")
	binary.LittleEndian.PutUint32(b[4:], uint32(36+8*n))
	copy(b[8:], "WAVEfmt ")
	binary.LittleEndian.PutUint32(b[16:], 16)
	binary.LittleEndian.PutUint16(b[20:], 3)
	binary.LittleEndian.PutUint16(b[22:], 2)
	binary.LittleEndian.PutUint32(b[24:], output.Rate)
	binary.LittleEndian.PutUint32(b[28:], output.Rate*8)
	binary.LittleEndian.PutUint16(b[32:], 8)
	binary.LittleEndian.PutUint16(b[34:], 32)
	copy(b[36:], "data")
	binary.LittleEndian.PutUint32(b[40:], uint32(8*n))
	for i := range n {
		k := first + i
		binary.LittleEndian.PutUint32(b[44+8*i:], math.Float32bits(left()[k]))
		binary.LittleEndian.PutUint32(b[48+8*i:], math.Float32bits(float32(k)/frameUnit))
	}
	return b
}

// frameOf returns the number of the frame that sounds, -1 in silence or a fade.
func frameOf(l, r float32) int {
	k := int(r*frameUnit + 0.5)
	if r <= 0 || k >= len(left()) || math.Abs(float64(l-left()[k])) > 1e-6 {
		return -1
	}
	return k
}

// clicks returns where the left channel jumps: a steady tone's second difference is
// zero, a fade's is small. Where a track begins or ends by itself it may.
func clicks(sound []float32) (at []int) {
	c := 2 * math.Cos(2*math.Pi*tone/output.Rate)
	for i := 2; i < len(sound)/2; i++ {
		x := float64(sound[2*i]) - c*float64(sound[2*i-2]) + float64(sound[2*i-4])
		if math.Abs(x) <= 0.0015 {
			continue
		}
		edge := false
		for j := i - 2; j <= i; j++ {
			k := frameOf(sound[2*j], sound[2*j+1]) % (10 * output.Rate)
			edge = edge || k == 1 || k == 10*output.Rate-1
		}
		if !edge {
			at = append(at, i)
		}
	}
	return at
}

// runs describes a recording: where frames sounded without a break, in order.
type run struct {
	at    int // index in the recording
	frame int // the track's frame there
	n     int
}

func runs(sound []float32) (rs []run) {
	for i := range len(sound) / 2 {
		k := frameOf(sound[2*i], sound[2*i+1])
		if k < 0 {
			continue
		}
		if n := len(rs); n > 0 && rs[n-1].at+rs[n-1].n == i && rs[n-1].frame+rs[n-1].n == k {
			rs[n-1].n++
			continue
		}
		rs = append(rs, run{at: i, frame: k, n: 1})
	}
	// A frame in the middle of a fade may look right by chance.
	out := rs[:0]
	for _, r := range rs {
		if r.n > 10 {
			out = append(out, r)
		}
	}
	return out
}

// A shelf is an Opener with tracks in memory, by ID.
type shelf struct {
	mu    sync.Mutex
	files map[string]*file
	opens []string
}

type file struct {
	data []byte
	err  error         // Open fails
	info source.Media  // what its source says of it
	gate atomic.Int64  // bytes from here on make the reader wait; 0 for none
	open chan struct{} // closed and replaced when the gate moves
	mu   sync.Mutex
}

// opened are the ids of the tracks that were opened, in order.
func (s *shelf) opened() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.opens)
}

func newShelf(files map[string][]byte) *shelf {
	s := &shelf{files: make(map[string]*file)}
	for id, data := range files {
		s.files[id] = &file{data: data, open: make(chan struct{})}
	}
	return s
}

func (f *file) setGate(n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gate.Store(n)
	close(f.open)
	f.open = make(chan struct{})
}

func (f *file) moved() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open
}

// fail makes opening a track fail from now on, nil for no more.
func (s *shelf) fail(id string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[id].err = err
}

func (s *shelf) Open(ctx context.Context, t source.Track) (player.Input, error) {
	s.mu.Lock()
	s.opens = append(s.opens, t.ID)
	f := s.files[t.ID]
	var err error
	if f != nil {
		err = f.err
	}
	s.mu.Unlock()
	if f == nil {
		return nil, source.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return &memory{file: f, ctx: context.Background()}, ctx.Err()
}

type memory struct {
	file *file
	ctx  context.Context
	pos  int64
}

func (m *memory) Read(p []byte) (int, error) {
	for {
		moved := m.file.moved()
		end := int64(len(m.file.data))
		if g := m.file.gate.Load(); g > 0 {
			end = min(end, g)
		}
		if m.pos >= int64(len(m.file.data)) {
			return 0, io.EOF
		}
		if m.pos < end {
			n := copy(p, m.file.data[m.pos:end])
			m.pos += int64(n)
			return n, nil
		}
		select {
		case <-moved:
		case <-m.ctx.Done():
			return 0, m.ctx.Err()
		}
	}
}

func (m *memory) Seek(off int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		off += m.pos
	case io.SeekEnd:
		off += int64(len(m.file.data))
	}
	m.pos = off
	return off, nil
}

func (m *memory) Size() int64                    { return int64(len(m.file.data)) }
func (m *memory) SetContext(ctx context.Context) { m.ctx = ctx }
func (m *memory) Hint() string                   { return "audio/wav" }
func (m *memory) Buffered() []player.Span        { return []player.Span{{From: 0, To: 1}} }
func (m *memory) Trouble() error                 { return nil }
func (m *memory) Close() error                   { return nil }
func (m *memory) Media() source.Media            { return m.file.info }

func track(id string) source.Track { return source.Track{Provider: "test", ID: id, Title: id} }
