package output

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

const (
	// headerLen is a packet's descriptor: length, channel, offset (high and low
	// word), flags, each 32 bits big-endian (src/pulsecore/pstream.c).
	headerLen = 20
	// control is the channel of commands; any other is a stream's sound.
	control = 0xFFFFFFFF
	// maxPacket bounds what is kept of one packet from the server. The answers to
	// our requests are some hundred bytes.
	maxPacket = 1 << 20
	// ownTag marks the commands that are sent without proto waiting for the answer;
	// proto counts its own from 0.
	ownTag = 0x80000000
	// frozen is how long a server may say nothing, and a write may stand still,
	// before the connection counts as lost.
	frozen = 10 * time.Second
)

// A wire lies between the connection and proto's client. It does what proto leaves
// out:
//
//   - any read or write error is reported once, and a write has a deadline;
//   - only answers that proto waits for reach it, and only in the shape that it
//     expects. Everything else goes to the stream that is playing, through handler;
//   - a packet goes out in one write, and a sound packet may carry a seek.
//
// proto's client has one goroutine that reads, and a lock under which it writes: each
// packet in two parts, the header and the body.
type wire struct {
	conn    net.Conn
	log     *slog.Logger
	handler handler
	ended   chan struct{} // closed when reading has ended

	// reading goroutine only
	br    *bufio.Reader
	frame []byte // the packet being handed to proto
	off   int    // how much of it has been handed over
	once  sync.Once

	// under proto's write lock
	out   []byte // the packet being put together
	start int    // where it begins in out, behind what goes before it

	// For the next sound packet; set and sent by the sound goroutine. seek, in bytes,
	// goes into its header: the server moves its write index by it first. before and
	// after are control packets that go out in the same write, around it.
	seek          int64
	before, after []byte

	mu     sync.Mutex
	expect string // shape of the answer that proto waits for
	err    error  // the first failure
}

// handler takes what the server says unasked or in answer to a raw command. It is
// called on the reading goroutine and must not block.
type handler interface {
	message(op uint32, body *tags)
	answer(tag uint32, failed bool, body *tags)
	lost(err error)
}

func newWire(conn net.Conn, log *slog.Logger) *wire {
	return &wire{
		conn:  conn,
		log:   log,
		ended: make(chan struct{}),
		br:    bufio.NewReader(conn),
		out:   make([]byte, 0, 64<<10),
	}
}

// fail remembers the first error, ends the connection and tells the handler.
func (w *wire) fail(err error) {
	err = plain(err)
	w.mu.Lock()
	first := w.err == nil
	if first {
		w.err = err
	}
	h := w.handler
	w.mu.Unlock()
	if !first {
		return
	}
	w.conn.Close()
	if h != nil {
		h.lost(err)
	}
}

// failure returns the first error, or nil.
func (w *wire) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// handle names who hears of what happens from now on.
func (w *wire) handle(h handler) {
	w.mu.Lock()
	w.handler = h
	err := w.err
	w.mu.Unlock()
	if err != nil {
		h.lost(err)
	}
}

// awaiting says which shape proto's next answer must have.
func (w *wire) awaiting(shape string) {
	w.mu.Lock()
	w.expect = shape
	w.mu.Unlock()
}

// appendPacket appends a control packet: its header and its body.
func appendPacket(b, body []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(body)))
	b = binary.BigEndian.AppendUint32(b, control)
	b = append(b, make([]byte, headerLen-8)...)
	return append(b, body...)
}

// Write takes what proto writes: a header, then the packet's body.
func (w *wire) Write(p []byte) (int, error) {
	if len(w.out) == 0 && len(p) == headerLen && binary.BigEndian.Uint32(p[4:]) != control {
		w.out = append(w.out, w.before...)
		w.start = len(w.out)
		w.before = w.before[:0]
	}
	w.out = append(w.out, p...)
	head := w.out[w.start:]
	if len(head) < headerLen || len(head) < headerLen+int(binary.BigEndian.Uint32(head)) {
		return len(p), nil
	}
	if binary.BigEndian.Uint32(head[4:]) != control {
		// Flags 0 is PA_SEEK_RELATIVE. Only for this kind does the server count the bytes
		// between the old place and the new one as asked for.
		binary.BigEndian.PutUint64(head[8:], uint64(w.seek))
		w.out = append(w.out, w.after...)
		w.seek, w.after = 0, w.after[:0]
	}
	w.conn.SetWriteDeadline(time.Now().Add(frozen))
	_, err := w.conn.Write(w.out)
	w.out, w.start = w.out[:0], 0
	if err != nil {
		w.fail(err)
		return 0, err
	}
	return len(p), nil
}

// Read gives proto the next answer that it waits for.
func (w *wire) Read(p []byte) (n int, err error) {
	defer contain(w.log, func(e error) {
		w.fail(e)
		w.once.Do(func() { close(w.ended) })
		n, err = 0, e
	})
	for w.off == len(w.frame) {
		if err := w.next(); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = errors.New("the server closed the connection")
			}
			w.fail(err)
			w.once.Do(func() { close(w.ended) }) // proto reads on for a while
			return 0, err
		}
	}
	n = copy(p, w.frame[w.off:])
	w.off += n
	return n, nil
}

// next reads one packet. It leaves it in frame when it is for proto.
func (w *wire) next() error {
	w.frame, w.off = w.frame[:0], 0
	var head [headerLen]byte
	if _, err := io.ReadFull(w.br, head[:]); err != nil {
		return err
	}
	n, channel := int(binary.BigEndian.Uint32(head[:])), binary.BigEndian.Uint32(head[4:])
	if n > maxPacket || channel != control {
		return fmt.Errorf("%w: %d bytes on channel %#x (is this a sound server?)", errTags, n, channel)
	}
	w.frame = append(w.frame, head[:]...)
	w.frame = append(w.frame, make([]byte, n)...)
	body := w.frame[headerLen:]
	if _, err := io.ReadFull(w.br, body); err != nil {
		return err
	}
	forProto, err := w.dispatch(body)
	if !forProto {
		w.frame = w.frame[:0]
	}
	return err
}

// dispatch hands a packet to the handler, or says that it is for proto.
func (w *wire) dispatch(body []byte) (forProto bool, err error) {
	r := &tags{p: body}
	op, tag := r.uint32(), r.uint32()
	if r.err != nil {
		return false, r.err
	}
	w.mu.Lock()
	h, expect := w.handler, w.expect
	w.mu.Unlock()
	answer := op == proto.OpReply || op == proto.OpError
	switch {
	case answer && tag < ownTag:
		got, err := shape(r.p)
		if err != nil {
			return false, err
		}
		if want := map[uint32]string{proto.OpReply: expect, proto.OpError: "L"}[op]; got != want {
			return false, fmt.Errorf("%w: an answer of the shape %q, not %q", errTags, got, want)
		}
		return true, nil
	case h == nil:
	case answer:
		h.answer(tag, op == proto.OpError, r)
	default:
		h.message(op, r)
	}
	return false, r.err
}
