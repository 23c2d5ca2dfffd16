package stream_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// continues checks that the second request starts where the first was cut.
func continues(f *origintest.Fault, at int64) func(*testing.T) {
	return func(t *testing.T) {
		r := faulty(t, first(1, f))
		r.survive(2 * time.Second)
		if q := r.origin.Requests(); q[1].From != at {
			t.Errorf("second request starts at %d, want %d", q[1].From, at)
		}
		st := r.s.Stats()
		if st.Fetched != fileSize {
			t.Errorf("%d bytes fetched for a file of %d", st.Fetched, fileSize)
		}
		if st.Retries.Instant != 1 {
			t.Errorf("the cut was not noticed: %+v", st.Retries)
		}
		// Cut again and again it is no reason to hammer.
		g := *f
		g.CutAfter = 100
		r = faulty(t, always(&g))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		r.v.SetContext(ctx)
		if err := r.tryRead(fileSize); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if n := len(r.origin.Requests()); n > 20 {
			t.Errorf("%d requests in 10 s", n)
		}
	}
}

var bodyFaults = []fault{
	{
		1, "short-body-FIN", "announces the window and closes in its middle", "go on at the first missing byte",
		continues(&origintest.Fault{CutAfter: 30_000}, 30_000),
	},
	{2, "rst-mid-body", "resets the connection", "keep what came and go on", func(t *testing.T) {
		r := faulty(t, first(1, &origintest.Fault{ResetAfter: 30_000}))
		r.survive(2 * time.Second)
		if q := r.origin.Requests(); q[1].From == 0 || q[1].From > 30_000 {
			t.Errorf("second request starts at %d", q[1].From)
		}
	}},
	{
		3, "close-delimited-cut", "sends no length and closes early", "not believe the clean end",
		continues(&origintest.Fault{Unframed: true, CutAfter: 30_000}, 30_000),
	},
	{
		4, "chunked-cut", "leaves out the last chunks", "not accept it",
		continues(&origintest.Fault{Chunked: true, CutAfter: 30_000}, 30_000),
	},
	{
		5, "long-body", "sends more than it announced", "drop the surplus",
		survives(always(&origintest.Fault{Extra: 5000}), 5*time.Second),
	},
	{6, "long-body-chunked", "sends chunks beyond the span", "read no more than the span", survives(func(q origintest.Request) *origintest.Fault {
		to := min(q.To, fileSize)
		b := make([]byte, to-q.From+100_000)
		origintest.Pattern{Size: fileSize}.ReadAt(b[:to-q.From], q.From)
		return &origintest.Fault{Status: http.StatusPartialContent, Body: b, Header: map[string]string{
			"Content-Length": "", "Content-Range": fmt.Sprintf("bytes %d-%d/%d", q.From, to-1, fileSize),
		}}
	}, 5*time.Second)},
	{
		7, "slow-loris", "sends a byte a second", "take another connection",
		survives(first(1, &origintest.Fault{Drip: time.Second}), 8*time.Second),
	},
	{8, "stall-body", "stops and keeps the connection", "take another connection after 2 s", func(t *testing.T) {
		r := faulty(t, first(1, &origintest.Fault{StallAfter: 20_000}))
		r.read(20_000)
		r.survive(2*time.Second + 5*path.RTT + 500*ms)
	}},
	{9, "hung-headers", "takes the request and never answers", "ask again after 8 s, after 1.5 s where it has been quicker", func(t *testing.T) {
		r := faulty(t, first(1, &origintest.Fault{Delay: time.Hour}))
		begun := time.Now()
		r.read(1)
		r.within("the first byte", time.Since(begun), 8*time.Second+5*path.RTT)
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			if q.N == 2 {
				return &origintest.Fault{Delay: time.Hour}
			}
			return nil
		})
		time.Sleep(time.Second)
		r.seek(200_000)
		begun = time.Now()
		r.read(1)
		r.within("the second", time.Since(begun), 1500*ms+5*path.RTT)
	}},
	{10, "hung-accept", "makes the connection and no handshake", "dial again after 5 s", func(t *testing.T) {
		r := secure(t, path, fileSize, 16_000)
		r.net.Mute(true)
		time.AfterFunc(time.Second, func() { r.net.Mute(false) })
		begun := time.Now()
		r.read(1)
		r.within("the first byte", time.Since(begun), 5*time.Second+5*path.RTT+time.Second)
	}},
	{11, "dribbled-headers", "sends a byte of the head a second", "not be kept by it", survives(first(1, raw(func(c net.Conn, _ origintest.Request) {
		for _, b := range "HTTP/1.1 206 Partial Content\r\nContent-Length: 65536\r\nContent-Range: bytes 0-65535/300000\r\n\r\n" {
			if _, err := c.Write([]byte{byte(b)}); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	})), 10*time.Second)},
	{
		12, "huge-header", "sends 2 MiB of head", "give up, with little read",
		ends(always(header("X-Long", strings.Repeat("x", 2<<20))), stream.ErrProtocol, 5*time.Second),
	},
	{13, "decompression-bomb", "compresses", "refuse", func(t *testing.T) {
		r := faulty(t, always(&origintest.Fault{Status: http.StatusPartialContent, Body: make([]byte, 1<<20), Header: map[string]string{
			"Content-Encoding": "gzip", "Content-Range": "bytes 0-65535/300000",
		}}))
		r.end(stream.ErrEncoding, time.Second)
		if m := r.s.Stats().Memory; m != 0 {
			t.Errorf("%d bytes in memory", m)
		}
	}},
	{
		14, "gzip-label-only", "says that it compresses and does not", "not guess, ask once more",
		both(survives(first(1, header("Content-Encoding", "gzip")), 2*time.Second),
			ends(always(header("Content-Encoding", "gzip")), stream.ErrEncoding, time.Second)),
	},
	{
		15, "gzip-full-200", "ignores the range and compresses", "refuse",
		ends(always(&origintest.Fault{Status: 200, Header: map[string]string{"Content-Encoding": "br"}}), stream.ErrEncoding, time.Second),
	},
	{16, "zero-length-file", "has an empty file", "say that it has ended", func(t *testing.T) {
		for _, f := range []*origintest.Fault{nil, {Status: 200}} {
			r := newRig(t, path, 0, stream.Target{})
			r.origin.SetFault(always(f))
			if n, err := r.v.Read(make([]byte, 1)); n != 0 || err != io.EOF {
				t.Errorf("%d, %v", n, err)
			}
			if got := r.v.Size(); got != 0 {
				t.Errorf("size %d", got)
			}
			if n := len(r.origin.Requests()); n != 1 {
				t.Errorf("%d requests", n)
			}
		}
	}},
	{
		17, "multipart-reply", "answers one range with multipart/byteranges", "refuse",
		both(survives(first(1, header("Content-Type", "multipart/byteranges; boundary=x")), 2*time.Second),
			ends(always(header("Content-Type", "multipart/byteranges; boundary=x")), stream.ErrProtocol, time.Second)),
	},
	{18, "informational", "sends 100 and 103 before the answer", "wait for the answer", survives(always(raw(func(c net.Conn, q origintest.Request) {
		fmt.Fprint(c, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
		answer206(c, q, fileSize)
	})), 5*time.Second)},
	{19, "icy-reply", "answers ICY 200 OK", "say that this is a radio stream", func(t *testing.T) {
		r := faulty(t, always(raw(func(c net.Conn, _ origintest.Request) {
			fmt.Fprint(c, "ICY 200 OK\r\nicy-name: x\r\n\r\n")
			gone(c)
		})))
		if err := r.tryRead(10); err == nil || !strings.Contains(err.Error(), "radio") {
			t.Errorf("got %v", err)
		}
		r.end(stream.ErrProtocol, 2*time.Second)
	}},
}
