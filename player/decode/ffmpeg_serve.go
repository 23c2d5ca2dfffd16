package decode

import (
	"crypto/rand"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// loopbackBuffer is the size of the socket's send buffer. With the usual one an
// open-ended request fills megabytes that ffmpeg never reads.
const loopbackBuffer = 32 << 10

// A loopback serves an Input to ffmpeg, on 127.0.0.1 and under paths that cannot
// be guessed, each of which is good for one run.
type loopback struct {
	in     Input
	http   *http.Server
	addr   string
	served sync.WaitGroup // the serving goroutine and the handlers

	reading sync.Mutex // held while in is used

	mu    sync.Mutex // guards what follows
	token string     // of the run that may read
	err   error      // of in, in that run
	kill  func()     // ends that run
}

func newLoopback(in Input) (*loopback, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &loopback{in: in, addr: l.Addr().String()}
	s.http = &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 16 << 10,
		ErrorLog: log.New(io.Discard, "", 0),
	}
	s.served.Go(func() { _ = s.http.Serve(smallBuffers{l}) })
	return s, nil
}

// close ends all connections and waits for the handlers.
func (s *loopback) close() error {
	s.allow("")
	err := s.http.Close()
	s.served.Wait()
	return err
}

// allow makes token the only path, "" none.
func (s *loopback) allow(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.kill, s.err = token, nil, nil
}

// killBy makes kill what ends the run when in fails, or has failed already.
func (s *loopback) killBy(token string, kill func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token != s.token {
		return
	}
	if s.kill = kill; s.err != nil {
		kill()
	}
}

// unkill says that the run has ended by itself.
func (s *loopback) unkill(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token == s.token {
		s.kill = nil
	}
}

// failed returns the error of in during the run of that token.
func (s *loopback) failed(token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token != s.token {
		return nil
	}
	return s.err
}

func (s *loopback) allowed(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return token != "" && token == s.token
}

// enter counts a handler, so that close waits for it.
func (s *loopback) enter(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token == "" || token != s.token {
		return false
	}
	s.served.Add(1)
	return true
}

// fail notes the error of a run and ends the run.
func (s *loopback) fail(token string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token == s.token && s.err == nil {
		s.err = err
		if s.kill != nil {
			s.kill()
		}
	}
}

func (s *loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Path[1:]
	if !s.enter(token) {
		http.NotFound(w, r)
		return
	}
	defer s.served.Done()
	w.Header().Set("Content-Type", "application/octet-stream")
	view := &loopbackView{s: s, token: token}
	if s.size() < 0 {
		_, _ = io.Copy(w, view)
	} else {
		http.ServeContent(w, r, "", time.Time{}, view)
	}
	if view.err != nil {
		panic(http.ErrAbortHandler) // a short body must not look like a whole one
	}
}

// size is the length of in. Some inputs know it after the first byte.
func (s *loopback) size() int64 {
	s.reading.Lock()
	defer s.reading.Unlock()
	if n := s.in.Size(); n >= 0 {
		return n
	}
	if _, err := s.in.Seek(0, io.SeekStart); err == nil {
		_, _ = s.in.Read(make([]byte, 1))
	}
	return s.in.Size()
}

// A loopbackView is a cursor in the input that one request has.
type loopbackView struct {
	s     *loopback
	token string
	off   int64
	err   error // of the input
}

func (v *loopbackView) Seek(off int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		off += v.off
	case io.SeekEnd:
		off += v.s.in.Size()
	}
	if off < 0 {
		return 0, errors.New("seek before the start")
	}
	v.off = off
	return off, nil
}

func (v *loopbackView) Read(p []byte) (int, error) {
	v.s.reading.Lock()
	defer v.s.reading.Unlock()
	if !v.s.allowed(v.token) {
		v.err = io.ErrClosedPipe
		return 0, v.err
	}
	if size := v.s.in.Size(); size >= 0 && v.off >= size {
		return 0, io.EOF
	}
	if _, err := v.s.in.Seek(v.off, io.SeekStart); err != nil {
		return 0, v.fail(err)
	}
	n, err := v.s.in.Read(p)
	v.off += int64(n)
	if err != nil && err != io.EOF {
		return n, v.fail(err)
	}
	return n, err
}

func (v *loopbackView) fail(err error) error {
	v.err = err
	v.s.fail(v.token, err)
	return err
}

// smallBuffers sets the send buffer of each connection.
type smallBuffers struct{ net.Listener }

func (l smallBuffers) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetWriteBuffer(loopbackBuffer)
	}
	return c, err
}

// newToken is a path that cannot be guessed.
func newToken() string { return rand.Text() }
