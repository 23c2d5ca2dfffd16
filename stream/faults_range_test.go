package stream_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// replaced plays the start of a file, changes it and reads on: the old bytes stay
// readable, none of the new ones is mixed in.
func replaced(size int64, etag string) func(*testing.T) {
	return func(t *testing.T) {
		r := faulty(t, nil)
		r.read(1000)
		time.Sleep(time.Second)
		old := r.content()
		r.origin.Replace(origintest.Pattern{Size: size, Seed: 9}, size, etag)
		r.seek(100_000)
		if _, err := r.v.Read(make([]byte, 10)); !errors.Is(err, stream.ErrChanged) {
			t.Errorf("got %v, want ErrChanged", err)
		}
		r.seek(1000)
		b := make([]byte, 60_000)
		if _, err := io.ReadFull(r.v, b); err != nil {
			t.Error(err)
		}
		if err := old.Check(b, 1000); err != nil {
			t.Error(err)
		}
	}
}

var rangeFaults = []fault{
	{
		20, "wrong-start", "sends another span than asked for", "ask once more, then refuse",
		both(survives(first(1, &origintest.Fault{Start: 7}), 2*time.Second),
			ends(always(&origintest.Fault{Start: 7}), stream.ErrProtocol, time.Second)),
	},
	{21, "short-range", "sends less than asked for and says so", "go on with the rest", func(t *testing.T) {
		r := faulty(t, always(&origintest.Fault{MaxLen: 50_000}))
		r.survive(5 * time.Second)
		for _, q := range r.origin.Requests()[1:] {
			if q.Len() > 50_000 {
				t.Errorf("asked for %d bytes after learning that 50000 are the most", q.Len())
			}
		}
	}},
	{
		22, "wide-range", "sends more than asked for and says so", "take what was asked for",
		survives(always(&origintest.Fault{End: 9000}), 5*time.Second),
	},
	{
		23, "no-content-range", "sends 206 without Content-Range", "ask once more, then refuse",
		both(survives(first(1, header("Content-Range", "")), 2*time.Second),
			ends(always(header("Content-Range", "")), stream.ErrProtocol, time.Second)),
	},
	{24, "bad-content-range", "sends nonsense", "refuse", func(t *testing.T) {
		for _, h := range []string{"-", "bytes", "bytes 9-5/100", "items 0-9/100", "bytes 0-99999999999999999999/1", "bytes */300000"} {
			ends(always(header("Content-Range", h)), stream.ErrProtocol, time.Second)(t)
		}
	}},
	{25, "unknown-total", "does not tell the length", "play to the end without it", func(t *testing.T) {
		r := faulty(t, func(q origintest.Request) *origintest.Fault {
			if q.From >= fileSize {
				return nil
			}
			return header("Content-Range", fmt.Sprintf("bytes %d-%d/*", q.From, min(q.To, fileSize)-1))
		})
		r.read(10)
		if _, err := r.v.Seek(0, io.SeekEnd); !errors.Is(err, stream.ErrSizeUnknown) || r.v.Size() != -1 {
			t.Errorf("seek from the end: %v, size %d", err, r.v.Size())
		}
		r.survive(5 * time.Second)
		if r.v.Size() != fileSize {
			t.Errorf("size %d at the end", r.v.Size())
		}
	}},
	{26, "total-shrinks", "has a shorter file", "end with ErrChanged", replaced(fileSize-50_000, `"v1"`)},
	{27, "total-grows", "has a longer file", "end with ErrChanged", replaced(fileSize+50_000, `"v1"`)},
	{28, "etag-change", "has another version", "end with ErrChanged", replaced(fileSize, `"v2"`)},
	{29, "weak-etag", "sends weak ETags that differ", "compare length and date only", func(t *testing.T) {
		r := faulty(t, nil)
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			return header("ETag", fmt.Sprintf(`W/"%d"`, q.N))
		})
		r.survive(5 * time.Second)
		for _, q := range r.origin.Requests() {
			for _, name := range []string{"If-Range", "If-Match"} {
				if q.Header.Get(name) != "" {
					t.Errorf("%s was sent", name)
				}
			}
		}
	}},
	{30, "same-etag-other-bytes", "sends other bytes with the same head", "does not apply", nil},
	{31, "range-ignored", "sends 200 with everything", "read it through", func(t *testing.T) {
		r := faulty(t, always(&origintest.Fault{Status: 200}))
		r.survive(5 * time.Second)
		r.seek(100)
		r.read(1000)
		if n := len(r.origin.Requests()); n != 1 {
			t.Errorf("%d requests", n)
		}
		// Begun in the middle: never byte 0 in the place of another.
		r = faulty(t, always(&origintest.Fault{Status: 200}))
		r.seek(250_000)
		r.survive(5 * time.Second)
	}},
	{32, "range-ignored-midway", "sends 206, then 200", "ask again a little, then refuse", both(
		survives(func(q origintest.Request) *origintest.Fault {
			if q.N == 1 {
				return &origintest.Fault{Status: 200}
			}
			return nil
		}, 5*time.Second),
		func(t *testing.T) {
			r := faulty(t, nil)
			r.read(1000)
			time.Sleep(time.Second)
			r.origin.SetFault(always(&origintest.Fault{Status: 200}))
			r.seek(200_000)
			r.end(stream.ErrNoRange, time.Second)
			if n := len(r.origin.Requests()); n > 4 {
				t.Errorf("%d requests", n)
			}
		})},
	{33, "cap-window", "never sends more than 128 KiB", "adapt", func(t *testing.T) {
		r := newRig(t, path, 3*mb, stream.Target{ByteRate: 16_000})
		r.origin.SetFault(always(&origintest.Fault{MaxLen: 128 << 10}))
		r.survive(10 * time.Second)
		if n := len(r.origin.Requests()); n > 30 {
			t.Errorf("%d requests for 3 MB", n)
		}
	}},
	{34, "unbounded-403", "refuses all but bounded GETs", "not notice", survives(func(q origintest.Request) *origintest.Fault {
		if q.Method != http.MethodGet || q.Len() < 0 {
			return origintest.Status(http.StatusForbidden)
		}
		return nil
	}, 5*time.Second)},
	{35, "416-at-end", "refuses a range that begins at the end", "say that the file has ended", func(t *testing.T) {
		r := newRig(t, path, 64<<10, stream.Target{})
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			if q.From >= 64<<10 {
				return nil // 416
			}
			return header("Content-Range", fmt.Sprintf("bytes %d-%d/*", q.From, min(q.To, 64<<10)-1))
		})
		r.survive(2 * time.Second)
	}},
	{36, "416-inside", "refuses with a smaller length", "end with ErrChanged", func(t *testing.T) {
		r := faulty(t, nil)
		r.read(10)
		time.Sleep(time.Second)
		r.origin.SetFault(always(&origintest.Fault{Status: 416, Header: map[string]string{"Content-Range": "bytes */100000"}}))
		r.seek(200_000)
		r.end(stream.ErrChanged, time.Second)
	}},
	{37, "416-always", "refuses ranges inside the file", "resolve once, then ErrRange", func(t *testing.T) {
		v := &resolver{}
		r := resolved(t, v, always(&origintest.Fault{Status: 416}))
		r.end(stream.ErrRange, 2*time.Second)
		if v.calls != 2 {
			t.Errorf("%d resolves, want 2", v.calls)
		}
	}},
	{38, "over-4GiB", "has 6 GiB", "count with 64 bits", func(t *testing.T) {
		r := newRig(t, path, 9<<30, stream.Target{ByteRate: 16_000})
		for _, at := range []int64{1 << 31, 1 << 32, 1 << 33, 9<<30 - 50_000} {
			r.seek(at - 50_000)
			r.read(100_000)
		}
		if m := r.s.Stats().Memory; m > 8<<20 {
			t.Errorf("%d bytes in memory", m)
		}
	}},
	{39, "length-lie", "has another length than the source says", "end before any sound", func(t *testing.T) {
		r := newRig(t, path, fileSize, stream.Target{Size: fileSize - 1})
		r.end(stream.ErrChanged, time.Second)
		if r.s.Stats().Used != 0 {
			t.Error("bytes were handed out")
		}
	}},
	{40, "resolver-swaps-itag", "resolves to another file", "end with ErrChanged", func(t *testing.T) {
		v := &resolver{target: stream.Target{Identity: "251"}}
		r := resolved(t, v, nil)
		r.read(1000)
		time.Sleep(time.Second)
		v.target.Identity = "140"
		r.origin.SetFault(dead(1))
		r.seek(200_000)
		r.end(stream.ErrChanged, time.Second)
	}},
}
