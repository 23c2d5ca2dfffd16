package output_test

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"
	"net"
	"sync"
	"testing"
	"time"

	"anyaudio/player/output"
)

// A fakePulse is a sound server as far as an output can see: it speaks the native
// protocol, keeps a queue with a write and a read index, and has a sink that takes a
// period at a time. It works in virtual time.
type fakePulse struct {
	t      *testing.T
	period int           // frames the sink takes at once
	deny   bool          // lets nobody in
	lazy   time.Duration // before it takes what replaces sound
	whole  bool          // its sink takes whole periods or nothing, as PipeWire does
	trip   time.Duration // of a packet each way

	mu       sync.Mutex
	dead     time.Time // what comes before that is held up until then
	conn     net.Conn
	out      chan packet
	size     int // bytes of a frame
	target   int
	prebuf   int
	minreq   int
	queue    []float32 // left channel, by index
	read     int
	write    int
	asked    int // frames requested and not sent
	filling  bool
	corked   bool
	corks    int
	mute     bool // answers nothing any more
	ticked   time.Time
	dry      int64
	playing  int64
	heard    []float32 // what the sink took, silence included
	stamps   []arrival // of heard
	late     int       // frames that came behind the read index
	lateCuts int       // packets that seeked there
	packets  int       // what came in
	said     int       // what went out
}

type packet struct {
	due  time.Time
	data []byte
}

// dial is Options.dial: each call makes a new connection to a new stream.
func (f *fakePulse) dial() (net.Conn, error) {
	client, server := net.Pipe()
	f.mu.Lock()
	f.conn = server
	f.out = make(chan packet, 1000)
	f.queue, f.read, f.write, f.asked = nil, 0, 0, 0
	f.filling, f.dry, f.playing = true, math.MaxInt64, 0
	out := f.out
	f.mu.Unlock()
	in := make(chan packet, 1000)
	done := make(chan struct{})
	go func() { // reads
		defer close(in)
		r := bufio.NewReader(server)
		for {
			head := make([]byte, 20)
			if _, err := io.ReadFull(r, head); err != nil {
				return
			}
			p := append(head, make([]byte, binary.BigEndian.Uint32(head))...)
			if _, err := io.ReadFull(r, p[20:]); err != nil {
				return
			}
			in <- packet{time.Now().Add(f.trip), p}
		}
	}()
	go func() { // acts
		defer close(done)
		for p := range in {
			time.Sleep(time.Until(p.due))
			f.mu.Lock()
			dead := f.dead
			f.mu.Unlock()
			time.Sleep(time.Until(dead))
			if binary.BigEndian.Uint64(p.data[8:]) != 0 {
				time.Sleep(f.lazy)
			}
			f.take(p.data)
		}
	}()
	go func() { // the sink
		tick := time.NewTicker(output.Duration(int64(f.period)))
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				f.tick()
			case <-done:
				return
			}
		}
	}()
	go func() { // writes
		for {
			select {
			case p := <-out:
				time.Sleep(time.Until(p.due))
				server.Write(p.data)
			case <-done:
				return
			}
		}
	}()
	return client, nil
}

func be32(b []byte, v ...uint32) []byte {
	for _, v := range v {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// tagged appends values, each a letter and a number, as the protocol writes them.
func tagged(b []byte, v ...any) []byte {
	for _, v := range v {
		switch v := v.(type) {
		case uint32:
			b = be32(append(b, 'L'), v)
		case bool:
			b = append(b, map[bool]byte{true: '1', false: '0'}[v])
		case time.Duration:
			b = binary.BigEndian.AppendUint64(append(b, 'U'), uint64(v.Microseconds()))
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 'r'), uint64(v))
		case uint64:
			b = binary.BigEndian.AppendUint64(append(b, 'R'), v)
		case string:
			b = append(append(append(b, 't'), v...), 0)
		case []byte:
			b = append(b, v...)
		}
	}
	return b
}

// say sends a packet to the client. mu is held.
func (f *fakePulse) say(v ...any) {
	if f.mute {
		return
	}
	f.said++
	body := tagged(nil, v...)
	p := be32(nil, uint32(len(body)), 0xFFFFFFFF, 0, 0, 0)
	f.out <- packet{time.Now().Add(f.trip), append(p, body...)}
}

func (f *fakePulse) take(p []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.packets++
	if channel := binary.BigEndian.Uint32(p[4:]); channel != 0xFFFFFFFF {
		f.sound(int64(binary.BigEndian.Uint64(p[8:])), p[20:])
		return
	}
	body := p[20:]
	op, tag := binary.BigEndian.Uint32(body[1:]), binary.BigEndian.Uint32(body[6:])
	arg := body[10:]
	reply := func(v ...any) { f.say(append([]any{uint32(2), tag}, v...)...) }
	switch op {
	case 8: // AUTH
		if f.deny {
			f.say(uint32(0), tag, uint32(1))
			return
		}
		reply(uint32(35))
	case 9: // SET_CLIENT_NAME
		f.say(uint32(12345), uint32(0xFFFFFFFF)) // a command that nobody knows
		reply(uint32(7))
	case 3: // CREATE_PLAYBACK_STREAM
		f.create(arg)
		b := func(frames int) uint32 { return uint32(frames * f.size) }
		reply(uint32(1), uint32(1), uint32(0), uint32(4<<20), b(f.target), b(f.prebuf), b(f.minreq),
			arg[:7], []byte{'m', 2, 1, 2}, uint32(0), "ci", false,
			output.Duration(int64(f.period)), []byte{'f', 'B', 1, 'P', 'N'})
		f.asked = f.target
	case 14: // GET_PLAYBACK_LATENCY
		lead := output.Duration(int64(f.period)) - time.Since(f.ticked)
		reply(lead, time.Duration(0), f.playing > 0, []byte("T\x00\x00\x00\x00\x00\x00\x00\x00T\x00\x00\x00\x00\x00\x00\x00\x00"),
			int64(f.write*f.size), int64(f.read*f.size), uint64(f.dry)*uint64(f.size), uint64(f.playing)*uint64(f.size))
	case 41: // CORK
		f.corked = arg[5] == '1'
		f.corks++
		if f.corked {
			f.playing = 0
		}
		reply()
	default:
		f.t.Errorf("fake server: command %d", op)
	}
}

// create reads the sample format and the buffer sizes: a, m, L, t or N, then L, bool,
// L, L, L.
func (f *fakePulse) create(arg []byte) {
	f.size = map[byte]int{5: 8, 3: 4}[arg[1]]
	f.corked = arg[7+4+5+1+5] == '1'
	rest := arg[7+4+5+1+5+1:]
	n := func(i int) int { return int(binary.BigEndian.Uint32(rest[i*5+1:])) / f.size }
	f.target, f.prebuf, f.minreq = n(0), n(1), n(2)
	f.target = max(f.target, f.period+2*f.minreq)
}

// sound puts frames into the queue after moving the write index. mu is held.
func (f *fakePulse) sound(seek int64, b []byte) {
	back := int(seek) / f.size
	f.write += back
	f.asked -= back
	for ; len(b) >= f.size; b = b[f.size:] {
		v := float32(int16(binary.LittleEndian.Uint16(b))) / 32768
		if f.size == 8 {
			v = math.Float32frombits(binary.LittleEndian.Uint32(b))
		}
		if f.write < f.read {
			f.late++
			if seek != 0 {
				f.lateCuts++
				seek = 0
			}
		}
		if f.write == len(f.queue) {
			f.queue = append(f.queue, v)
		} else {
			f.queue[f.write] = v
		}
		f.write++
		f.asked--
	}
	f.request()
}

func (f *fakePulse) request() {
	missing := f.target - (f.write - f.read) - f.asked
	if missing >= f.minreq || (missing > 0 && f.filling) {
		f.asked += missing
		f.say(uint32(61), uint32(0xFFFFFFFF), uint32(1), uint32(missing*f.size))
	}
}

// tick lets the sink take a period.
func (f *fakePulse) tick() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ticked = time.Now()
	if f.corked || f.mute {
		return
	}
	if f.filling && f.write-f.read >= max(f.prebuf, 1) {
		f.filling = false
	}
	n := 0
	if !f.filling {
		n = max(0, min(f.period, f.write-f.read))
		if f.whole && n < f.period {
			n = 0
		}
	}
	f.heard = append(f.heard, f.queue[f.read:f.read+n]...)
	f.heard = append(f.heard, make([]float32, f.period-n)...)
	f.stamps = append(f.stamps, arrival{len(f.heard), f.ticked})
	f.read += n
	if n > 0 {
		f.dry = 0
		f.playing += int64(n)
	}
	if n < f.period {
		if !f.filling {
			f.say(uint32(63), uint32(0xFFFFFFFF), uint32(1), int64(f.read*f.size))
		}
		if f.dry < math.MaxInt32 {
			f.dry += int64(f.period - n)
		}
		f.playing = 0
		f.filling = true
	}
	f.request()
}

// kill says that the stream has gone.
func (f *fakePulse) kill() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.say(uint32(64), uint32(0xFFFFFFFF), uint32(1))
}

func (f *fakePulse) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *fakePulse) sounded() ([]float32, []arrival) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.heard, f.stamps
}

// answers is how many packets went out.
func (f *fakePulse) answers() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.said
}

// count is how many packets came in.
func (f *fakePulse) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.packets
}
