package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// A View reads a Stream from its own position. Read, Seek and ReadAt are meant for one
// goroutine; Close, SetContext, Aim and Size may be called from any.
type View struct {
	s *Stream

	// Guarded by s.mu.
	ctx    context.Context
	pos    int64
	run    int64     // where the view was last put: it has read on from here to pos
	moves  int       // number of seeks, to find one that came while a Read waited
	aim    Range     // empty when there is none
	jumped time.Time // of the last Seek or Aim to a place that was not here
	served bool      // that place has been read since
	settle bool      // it is one of a burst: let it settle
	closed bool
	gone   chan struct{} // closed by Close, made when a read waits
}

const (
	burstGap    = 250 * time.Millisecond
	burstSettle = 20 * time.Millisecond
)

// A wait is a read that is blocked at a byte that is not present.
type wait struct {
	v   *View
	off int64
	n   int64 // bytes wanted from off on, at least 1
}

// Read reads up to len(p) bytes from the view's position. It returns what is
// present as soon as there is a byte, so it is often short. It waits as long as
// the stream has hope; it ends early with the error of the view's context, with
// os.ErrClosed after Close, and with ErrInterrupted when another goroutine calls
// Seek meanwhile.
func (v *View) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	s := v.s
	s.mu.Lock()
	defer s.mu.Unlock()
	moves := v.moves
	s.primary, s.cursor = v, cursor{v.pos, v.run}
	for {
		if err := v.usableLocked(); err != nil {
			return 0, err
		}
		if v.moves != moves {
			return 0, ErrInterrupted
		}
		if n := s.store.read(p, v.pos); n > 0 {
			v.advanceLocked(int64(n))
			return n, nil
		}
		if s.store.disk.end(v.pos) > v.pos {
			s.loadLocked(v.pos)
			continue
		}
		if err := s.waitLocked(v, v.pos, 1); err != nil {
			return 0, err
		}
	}
}

// advanceLocked moves the position past n bytes that were read.
func (v *View) advanceLocked(n int64) {
	s := v.s
	s.used.add(Range{v.pos, v.pos + n})
	v.served = true
	v.pos += n
	s.cursor.pos = v.pos
	if s.wakeAt >= 0 && v.pos >= s.wakeAt {
		s.wakeAt = -1
		s.startLocked()
	}
}

// ReadAt reads len(p) bytes from off on, without moving the position or the
// read-ahead. It is the ReadAt of io.ReaderAt.
func (v *View) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errNegative
	}
	s := v.s
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for n < len(p) {
		if err := v.usableLocked(); err != nil {
			return n, err
		}
		at := off + int64(n)
		m := s.store.read(p[n:], at)
		if m > 0 {
			s.used.add(Range{at, at + int64(m)})
			n += m
			continue
		}
		if s.store.disk.end(at) > at {
			s.loadLocked(at)
			continue
		}
		if err := s.waitLocked(v, at, int64(len(p)-n)); err != nil {
			return n, err
		}
	}
	return n, nil
}

// usableLocked says why the view cannot be read at all, if so.
func (v *View) usableLocked() error {
	if v.closed || v.s.closed {
		return errClosed
	}
	return v.ctx.Err()
}

// waitLocked waits for the byte at off: it returns nil when it is worth looking
// again, and an error when the byte will not come. The lock is not held while it
// waits.
func (s *Stream) waitLocked(v *View, off, n int64) error {
	if s.size >= 0 && off >= s.size {
		return io.EOF
	}
	if s.failed != nil {
		return s.errorLocked(off, s.failed)
	}
	if err := s.ctx.Err(); err != nil {
		return context.Cause(s.ctx)
	}
	w := &wait{v: v, off: off, n: n}
	s.waits = append(s.waits, w)
	if v.gone == nil {
		v.gone = make(chan struct{})
	}
	ctx, gone, changed := v.ctx, v.gone, s.changedLocked()
	s.startLocked()
	s.mu.Unlock()
	var err error
	select {
	case <-changed:
	case <-gone:
	case <-ctx.Done():
		err = ctx.Err()
	case <-s.ctx.Done():
	}
	s.mu.Lock()
	for i := range s.waits {
		if s.waits[i] == w {
			s.waits = append(s.waits[:i], s.waits[i+1:]...)
			break
		}
	}
	return err
}

var (
	errNegative = errors.New("stream: negative position")
	errWhence   = errors.New("stream: unknown whence")
)

// Seek sets the position of the next Read and does nothing else; any position from 0
// on is allowed. The one exception is a seek from the end while the length is not
// known yet: it waits for that, as a Read would, and answers ErrSizeUnknown when
// the origin does not tell.
func (v *View) Seek(offset int64, whence int) (int64, error) {
	s := v.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.closed || s.closed {
		return 0, errClosed
	}
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += v.pos
	case io.SeekEnd:
		if err := v.sizeLocked(); err != nil {
			return 0, err
		}
		offset += s.size
	default:
		return 0, errWhence
	}
	if offset < 0 {
		return 0, errNegative
	}
	if offset != v.pos {
		// A skip within what has come does not end the run.
		if offset < v.run || offset > s.store.have.end(v.pos) {
			v.run = offset
		}
		if !v.aim.contains(offset) {
			v.jumpLocked()
		}
		v.pos = offset
		v.moves++
		s.notifyLocked() // a Read that waits elsewhere must not go on
	}
	return offset, nil
}

// sizeLocked waits until the length of the file is known.
func (v *View) sizeLocked() error {
	s := v.s
	for s.size < 0 {
		if err := v.usableLocked(); err != nil {
			return err
		}
		at := s.store.have.end(0)
		if at > 0 && s.accepted > 0 {
			return s.errorLocked(at, ErrSizeUnknown)
		}
		if err := s.waitLocked(v, at, 1); err != nil {
			return err
		}
	}
	return nil
}

// Size is the length of the file in bytes, -1 until it is known. It does no I/O.
func (v *View) Size() int64 {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	return v.s.size
}

// SetContext makes later reads of the view obey ctx in place of the context it
// had. A read that is blocked now keeps the old one.
func (v *View) SetContext(ctx context.Context) {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	v.ctx = ctx
}

// Aim says that the n bytes from off on are wanted next. They are asked for at
// once and with one request, up to 1 MiB. It takes the place of an earlier Aim,
// does not move the position and does not wait.
func (v *View) Aim(off, n int64) {
	s := v.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if off < 0 || n <= 0 || v.closed || s.closed {
		return
	}
	if !v.aim.contains(off) && v.pos != off {
		v.jumpLocked()
	}
	v.aim = Range{off, off + min(n, aimMax)}
	s.startLocked()
}

// jumpLocked notes a jump. One that comes before the last was served, and soon
// after it, belongs to a burst, of which only the last is worth a request.
func (v *View) jumpLocked() {
	now := time.Now()
	v.settle = !v.served && !v.jumped.IsZero() && now.Sub(v.jumped) < burstGap
	v.jumped, v.served = now, false
}

// settled is when a request for the view's place may start: at once for a lone
// jump, a moment after the last of a burst.
func (v *View) settled() time.Time {
	if !v.settle || v.served {
		return time.Time{}
	}
	return v.jumped.Add(burstSettle)
}

// Close ends the view; a blocked read of it returns os.ErrClosed. The stream and
// its other views go on. It may be called more than once.
func (v *View) Close() error {
	s := v.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.closed {
		return nil
	}
	v.closed = true
	if v.gone != nil {
		close(v.gone)
	}
	for i := range s.views {
		if s.views[i] == v {
			s.views = append(s.views[:i], s.views[i+1:]...)
			break
		}
	}
	if s.primary == v {
		s.primary = nil
	}
	s.wake()
	return nil
}

// String tells where the view is, for logs.
func (v *View) String() string {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	return fmt.Sprintf("byte %d of %d", v.pos, v.s.size)
}
