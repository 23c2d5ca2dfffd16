package stream_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// A fault is a row of the catalogue: what the origin or the world does, what the
// reader must do about it, and the proof. Every rig also checks that Close takes no more than
// 250 ms, that every request was a bounded GET, and that no more than three
// connections were open.
type fault struct {
	n          int
	name       string
	does, must string
	run        func(t *testing.T)
}

// TestFaults runs the whole catalogue. One row does not apply and has no run:
// 30, the same headers with other bytes. It could only be seen by fetching bytes
// again that are present, which this reader never does.
func TestFaults(t *testing.T) {
	seen := map[int]bool{}
	for _, rows := range [][]fault{bodyFaults, rangeFaults, statusFaults, networkFaults, cacheFaults} {
		for _, f := range rows {
			if seen[f.n] {
				t.Errorf("row %d is there twice", f.n)
			}
			seen[f.n] = true
			if f.run == nil {
				continue
			}
			t.Run(fmt.Sprintf("%02d-%s", f.n, f.name), func(t *testing.T) {
				synctest.Test(t, f.run)
				if t.Failed() {
					t.Logf("the origin: %s; the reader: %s", f.does, f.must)
				}
			})
		}
	}
	for n := 1; n <= 92; n++ {
		if !seen[n] {
			t.Errorf("row %d is missing", n)
		}
	}
}

// fileSize is the length of the file of most rows: some windows.
const fileSize = 300_000

type script = func(origintest.Request) *origintest.Fault

// first makes the first n answers faulty, always all of them.
func first(n int, f *origintest.Fault) script {
	return func(q origintest.Request) *origintest.Fault {
		if q.N < n {
			return f
		}
		return nil
	}
}

func always(f *origintest.Fault) script {
	return func(origintest.Request) *origintest.Fault { return f }
}

// faulty is a rig whose origin follows a script.
func faulty(t *testing.T, s script) *rig {
	t.Helper()
	r := newRig(t, path, fileSize, stream.Target{ByteRate: 16_000})
	r.origin.SetFault(s)
	return r
}

// survives reads the whole file in at most limit, whatever the script does.
func survives(s script, limit time.Duration) func(*testing.T) {
	return func(t *testing.T) {
		r := faulty(t, s)
		r.survive(limit)
	}
}

// survive reads the rest of the file.
func (r *rig) survive(limit time.Duration) {
	r.t.Helper()
	begun := time.Now()
	at, _ := r.v.Seek(0, io.SeekCurrent)
	r.read(int(r.origin.Size - at))
	if n, err := r.v.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		r.t.Errorf("at the end: %d, %v", n, err)
	}
	r.within("the file", time.Since(begun), limit)
}

// ends reads until there is an error, which must be want and come within limit.
func ends(s script, want error, limit time.Duration) func(*testing.T) {
	return func(t *testing.T) {
		r := faulty(t, s)
		r.end(want, limit)
	}
}

func (r *rig) end(want error, limit time.Duration) {
	r.t.Helper()
	begun := time.Now()
	err := r.tryRead(fileSize)
	if !errors.Is(err, want) {
		r.t.Errorf("got %v, want %v", err, want)
	}
	if stream.Temporary(err) {
		r.t.Errorf("%v is said to be temporary", err)
	}
	noSecrets(r.t, err)
	r.within("the error", time.Since(begun), limit)
	// It stays, and asks for nothing any more.
	asked := len(r.origin.Requests())
	if err := r.tryRead(fileSize); !errors.Is(err, want) {
		r.t.Errorf("the second time %v", err)
	}
	time.Sleep(time.Minute)
	if n := len(r.origin.Requests()); n != asked {
		r.t.Errorf("%d requests after the end", n-asked)
	}
}

// both runs two proofs one after the other, each with its own rig.
func both(a, b func(*testing.T)) func(*testing.T) {
	return func(t *testing.T) {
		a(t)
		b(t)
	}
}

// answer206 writes a proper answer by hand, after what the row puts before it.
func answer206(c net.Conn, q origintest.Request, size int64) {
	to := min(q.To, size)
	fmt.Fprintf(c, "HTTP/1.1 206 Partial Content\r\nContent-Type: audio/webm\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\nConnection: close\r\n\r\n",
		to-q.From, q.From, to-1, size)
	b := make([]byte, to-q.From)
	origintest.Pattern{Size: size}.ReadAt(b, q.From)
	c.Write(b)
}

func raw(f func(c net.Conn, q origintest.Request)) *origintest.Fault {
	return &origintest.Fault{Raw: f}
}

func header(name, value string) *origintest.Fault {
	return &origintest.Fault{Header: map[string]string{name: value}}
}

// gone waits until the client has closed the connection.
func gone(c net.Conn) {
	for {
		if _, err := c.Read(make([]byte, 512)); err != nil {
			return
		}
	}
}

// resolver counts how often it was asked and gives targets with ever new paths.
type resolver struct {
	calls  int
	causes []error
	takes  time.Duration
	target stream.Target
	fail   func(call int) error
}

func (v *resolver) resolve(ctx context.Context, _ *stream.Target, cause error) (stream.Target, error) {
	v.calls++
	v.causes = append(v.causes, cause)
	if v.takes > 0 {
		select {
		case <-time.After(v.takes):
		case <-ctx.Done():
			return stream.Target{}, ctx.Err()
		}
	}
	if v.fail != nil {
		if err := v.fail(v.calls); err != nil {
			return stream.Target{}, err
		}
	}
	t := v.target
	if t.URL == "" {
		t.URL = "http://media.test"
	}
	t.URL += fmt.Sprintf("/%d?sig=secret", v.calls)
	return t, nil
}

// resolved is a rig with a resolver.
func resolved(t *testing.T, v *resolver, s script) *rig {
	t.Helper()
	if v.target.ByteRate == 0 {
		v.target.ByteRate = 16_000
	}
	r := newRigWith(t, path, origintest.New(fileSize), v.resolve, stream.PoolOptions{})
	r.origin.SetFault(s)
	return r
}

// dead answers 403 on the paths of the first n targets.
func dead(n int) script {
	return func(q origintest.Request) *origintest.Fault {
		var k int
		fmt.Sscanf(q.Path, "/%d", &k)
		if k <= n {
			return origintest.Status(http.StatusForbidden)
		}
		return nil
	}
}
