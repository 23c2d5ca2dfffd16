package stream_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// Whatever views do and the origin and the network do to them, the bytes are those of
// the file.
func TestProperty(t *testing.T) {
	seeds := 16
	if n, err := strconv.Atoi(os.Getenv("ANYAUDIO_SEEDS")); err == nil {
		seeds = n
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { property(t, uint64(seed)) })
		})
	}
}

func property(t *testing.T, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 2))
	size := 1 + rnd.Int64N(3*mb)
	want := make([]byte, size)
	origintest.Pattern{Size: size}.ReadAt(want, 0)
	o := origintest.New(size)
	o.Fault = randomFaults(seed)
	generation := 0
	resolve := func(context.Context, *stream.Target, error) (stream.Target, error) {
		generation++
		return stream.Target{URL: fmt.Sprintf("http://media.test/%d", generation), Identity: "same", ByteRate: 16_000}, nil
	}
	link := origintest.Link{RTT: time.Duration(rnd.IntN(100)) * ms, Bandwidth: 100_000 + rnd.Int64N(2*mb)}
	r := newRigWith(t, link, o, resolve, stream.PoolOptions{Memory: 2 << 20})
	var wg sync.WaitGroup
	for n := range 3 {
		rnd := rand.New(rand.NewPCG(seed, uint64(10+n)))
		wg.Go(func() { wander(t, r.s.NewView(context.Background()), want, rnd) })
	}
	go func() {
		for range 3 {
			time.Sleep(time.Duration(1+rnd.IntN(20)) * time.Second)
			switch rnd.IntN(3) {
			case 0:
				r.net.Reset()
			case 1:
				r.net.Blackhole()
			case 2:
				r.net.Down()
				time.Sleep(5 * time.Second)
				r.net.Up()
			}
		}
	}()
	wg.Wait()
	if m := r.s.Stats().Memory; m > 2<<20 {
		t.Errorf("%d bytes in memory", m)
	}
	time.Sleep(2 * time.Minute) // the goroutine above
}

// wander reads, seeks and aims at random and compares with want.
func wander(t *testing.T, v *stream.View, want []byte, rnd *rand.Rand) {
	defer v.Close()
	size := int64(len(want))
	pos := int64(0)
	for range 60 {
		switch rnd.IntN(5) {
		case 0:
			pos = rnd.Int64N(size + 10)
			if _, err := v.Seek(pos, io.SeekStart); err != nil {
				t.Error(err)
				return
			}
		case 1:
			v.Aim(rnd.Int64N(size), rnd.Int64N(300_000))
		case 2:
			off, n := rnd.Int64N(size), rnd.Int64N(50_000)
			p := make([]byte, n)
			m, err := v.ReadAt(p, off)
			if m < int(n) && !errors.Is(err, io.EOF) {
				t.Errorf("ReadAt %d of %d at %d: %v", m, n, off, err)
				return
			}
			if !bytes.Equal(p[:m], want[off:off+int64(m)]) {
				t.Errorf("wrong bytes at %d", off)
			}
		default:
			p := make([]byte, rnd.IntN(100_000))
			n, err := v.Read(p)
			if err != nil && (!errors.Is(err, io.EOF) || pos < size) {
				t.Errorf("Read at %d of %d: %v", pos, size, err)
				return
			}
			if !bytes.Equal(p[:n], want[min(pos, size):min(pos, size)+int64(n)]) {
				t.Errorf("wrong bytes at %d", pos)
			}
			pos += int64(n)
		}
		if rnd.IntN(4) == 0 {
			time.Sleep(time.Duration(rnd.IntN(3000)) * ms)
		}
	}
}

// randomFaults makes a third of the answers faulty. Only the first address is refused: a fresh one
// that is refused before it has served anything rightly ends the stream, and which of two requests
// on the way comes first is not to be foretold.
func randomFaults(seed uint64) func(origintest.Request) *origintest.Fault {
	return func(q origintest.Request) *origintest.Fault {
		rnd := rand.New(rand.NewPCG(seed, uint64(100+q.N)))
		if q.N%3 != 1 {
			return nil
		}
		k := rnd.Int64N(60_000) + 1
		faults := []*origintest.Fault{
			{CutAfter: k},
			{CutAfter: -1},
			{ResetAfter: k},
			{StallAfter: k},
			{Unframed: true, CutAfter: k},
			{Chunked: true, CutAfter: k},
			{Extra: 100},
			{MaxLen: 20_000},
			{Delay: time.Duration(rnd.IntN(4000)) * ms},
			origintest.Status(503),
			origintest.Status(403),
			{End: 5000},
		}
		if f := faults[rnd.IntN(len(faults))]; f.Status != 403 || q.Path == "/1" {
			return f
		}
		return nil
	}
}
