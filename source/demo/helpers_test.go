package demo_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"anyaudio/source"
	"anyaudio/source/demo"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t testing.TB, opts demo.Options) *demo.Demo {
	t.Helper()
	d, err := demo.Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return d
}

func resolve(t testing.TB, d *demo.Demo, id string) source.Media {
	t.Helper()
	m, err := d.Resolve(context.Background(), source.Track{Provider: "demo", ID: id})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A client has connections of its own, so that none outlives the test.
func client(t testing.TB) *http.Client {
	tr := &http.Transport{}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

// get asks for a range; an empty one sends no Range header.
func get(t testing.TB, c *http.Client, method, url, rng string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rng != "" {
		req.Header.Set("Range", rng)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, body
}

// fetch reads a whole file in windows of a megabyte, as a player would.
func fetch(t testing.TB, c *http.Client, m source.Media) []byte {
	t.Helper()
	out := make([]byte, 0, m.Size)
	for off := int64(0); off < m.Size; off += 1 << 20 {
		end := min(off+1<<20, m.Size)
		res, body := get(t, c, "GET", m.URL, fmt.Sprintf("bytes=%d-%d", off, end-1))
		if res.StatusCode != http.StatusPartialContent || int64(len(body)) != end-off {
			t.Fatalf("range at %d: %s, %d bytes", off, res.Status, len(body))
		}
		if got, want := res.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-%d/%d", off, end-1, m.Size); got != want {
			t.Fatalf("Content-Range %q, want %q", got, want)
		}
		out = append(out, body...)
	}
	return out
}

// catalogue is catalogue.json as the tests need it.
type catalogue struct {
	Segments []struct {
		Name    string
		Packets int
	}
	Pieces []struct {
		ID      string
		Packets int
		Digest  string
		Play    []string
	}
}

func readCatalogue(t testing.TB) catalogue {
	t.Helper()
	b, err := os.ReadFile("catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	var c catalogue
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// An element is one piece of an EBML file, found by the tests' own walk.
type element struct {
	id   uint32
	at   int64 // of the id
	body []byte
	data int64 // offset of the body
}

// walk splits the children of a master element; base is the offset of b in the file.
func walk(t testing.TB, b []byte, base int64) []element {
	t.Helper()
	var out []element
	for i := 0; i < len(b); {
		start := i
		n := leading(b[i])
		id := uint32(be(b[i : i+n]))
		i += n
		n = leading(b[i])
		size := be(b[i:i+n]) &^ (1 << (7 * n))
		if size == 1<<(7*n)-1 {
			t.Fatalf("element %X at %d has an unknown size", id, base+int64(start))
		}
		i += n
		if uint64(len(b)-i) < size {
			t.Fatalf("element %X at %d is longer than its parent", id, base+int64(start))
		}
		out = append(out, element{id, base + int64(start), b[i : i+int(size)], base + int64(i)})
		i += int(size)
	}
	return out
}

func leading(b byte) int {
	for n := range 8 {
		if b&(0x80>>n) != 0 {
			return n + 1
		}
	}
	return 9
}

func be(b []byte) uint64 {
	var v uint64
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

func find(t testing.TB, list []element, id uint32) element {
	t.Helper()
	for _, e := range list {
		if e.id == id {
			return e
		}
	}
	t.Fatalf("no element %X", id)
	return element{}
}

func float(b []byte) float64 { return math.Float64frombits(binary.BigEndian.Uint64(b)) }

// clock is a clock that stands until it is moved.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }
