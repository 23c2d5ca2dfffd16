package stream_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// TestTable holds the reader against its limits, in virtual time over TLS, and
// prints limit and measurement of each. go test -run Table -v ./stream
func TestTable(t *testing.T) {
	tab := &table{}
	tab.add("what", "R", "B", "limit", "ours")
	for _, rtt := range []time.Duration{10 * ms, 50 * ms, 200 * ms} {
		for _, bandwidth := range []int64{250_000, 1_250_000, 12_500_000} {
			if underRace && bandwidth != 1_250_000 {
				continue
			}
			link := origintest.Link{RTT: rtt, Bandwidth: bandwidth, Segment: 1460}
			tab.cell(t, "first bytes", link, tab.firstBytes)
			tab.cell(t, "seek", link, tab.seek)
			tab.cell(t, "seek storm", link, tab.storm)
			tab.cell(t, "refused", link, tab.refused)
			tab.cell(t, "black hole", link, tab.blackHole)
			link.Segment = 4096 // minutes are played: not packet by packet
			tab.cell(t, "outage", link, tab.outage)
		}
	}
	tab.cell(t, "track", path, tab.track)
	tab.cell(t, "ten seconds", origintest.Link{RTT: 50 * ms, Bandwidth: 1 * mb}, tab.tenSeconds)
	tab.cell(t, "ten seconds", origintest.Link{RTT: 50 * ms, Bandwidth: 10 * mb}, tab.tenSeconds)
	tab.cell(t, "skip", path, tab.skip)
	tab.cell(t, "mix", path, tab.mix)
	tab.cell(t, "day", origintest.Link{RTT: 50 * ms, Bandwidth: 12_500_000, Segment: 64 << 10}, tab.day)
	t.Log("\n" + tab.String())
}

// A table collects rows of what was measured.
type table struct {
	mu   sync.Mutex
	rows [][]string
}

func (tab *table) add(cells ...string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.rows = append(tab.rows, cells)
}

func (tab *table) String() string {
	var b strings.Builder
	for _, r := range tab.rows {
		fmt.Fprintf(&b, "%-44s %6s %6s %24s %24s\n", r[0], r[1], r[2], r[3], r[4])
	}
	return b.String()
}

func (tab *table) cell(t *testing.T, name string, link origintest.Link, f func(*testing.T, origintest.Link)) {
	t.Run(fmt.Sprintf("%s/%v/%d", name, link.RTT, link.Bandwidth), func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { f(t, link) })
	})
}

// hold adds a row and fails the test when ours is more than limit.
func hold[T int64 | time.Duration](t *testing.T, tab *table, what string, link origintest.Link, limit, ours T, remark string) {
	t.Helper()
	tab.add(what, fmt.Sprint(link.RTT), fmt.Sprintf("%.4g", float64(link.Bandwidth)/mb), short(limit)+remark, short(ours))
	if ours > limit {
		t.Errorf("%s: %v, limit %v", what, ours, limit)
	}
}

func short(v any) string {
	if d, ok := v.(time.Duration); ok {
		return d.Round(10 * time.Microsecond).String()
	}
	return fmt.Sprint(v)
}

// on is the time that n bytes take on the link.
func on(link origintest.Link, n int64) time.Duration {
	return time.Duration(float64(n) / float64(link.Bandwidth) * float64(time.Second))
}

// secure is a rig over TLS.
func secure(t *testing.T, link origintest.Link, size int64, rate int) *rig {
	t.Helper()
	return newRigWith(t, link, origintest.New(size), stream.Fixed(stream.Target{
		URL: "https://media.test/file", ByteRate: rate, Identity: "same",
	}), stream.PoolOptions{TLS: testTLS(t)})
}

func (tab *table) firstBytes(t *testing.T, link origintest.Link) {
	const n = 24 << 10
	r := secure(t, link, n, 16_000) // just so long, so that what is counted is what was needed
	begun := time.Now()
	r.read(n)
	took := time.Since(begun)
	_, h := r.net.Bytes()
	hold(t, tab, "first 24 KiB, cold", link, (3*link.RTT+on(link, h))*105/100+ms, took, fmt.Sprintf(" H %d", h))

	r.close()
	r.pool.Warm("https://media.test/")
	time.Sleep(5 * time.Second)
	_, before := r.net.Bytes()
	r.open(stream.Fixed(stream.Target{URL: "https://media.test/file"}))
	begun = time.Now()
	r.read(n)
	took = time.Since(begun)
	_, h = r.net.Bytes()
	h -= before
	hold(t, tab, "first 24 KiB, warmed", link, (link.RTT+on(link, h))*110/100+ms, took, fmt.Sprintf(" H %d", h))

	// The next track, opened and aimed at ahead.
	r.close()
	r.open(stream.Fixed(stream.Target{URL: "https://media.test/next"}))
	r.v.Aim(0, 64<<10)
	time.Sleep(5 * time.Second)
	asked := len(r.origin.Requests())
	begun = time.Now()
	r.read(n)
	hold(t, tab, "first 24 KiB, prefetched", link, 2*ms, time.Since(begun), "")
	hold(t, tab, "  its requests", link, 0, int64(len(r.origin.Requests())-asked), "")
}

func (tab *table) seek(t *testing.T, link origintest.Link) {
	r := secure(t, link, 60*mb, 119_000)
	r.play(119_000, 4*time.Second)
	for r.s.Stats().InFlight == 0 {
		r.play(119_000, 100*ms)
	}
	for range 100 { // until a large body is on its way
		if q := r.origin.Requests(); q[len(q)-1].Len() >= mb && r.s.Stats().InFlight > 0 {
			break
		}
		r.play(119_000, 100*ms)
	}
	time.Sleep(3*link.RTT + 10*ms)
	if link.Bandwidth < mb && r.s.Stats().InFlight == 0 {
		t.Fatal("no body in flight")
	}
	asked := len(r.origin.Requests())
	begun := time.Now()
	r.seek(40 * mb)
	r.read(1)
	// On the wire before the byte can be read: a segment of the old body that has
	// begun, the head of the reply and its first TLS record.
	const h = 1460 + 2*1460
	hold(t, tab, "seek, a large body in flight", link, link.RTT*115/100+on(link, h), time.Since(begun), "")
	hold(t, tab, "  its requests", link, 1, int64(len(r.origin.Requests())-asked), "")
}

func (tab *table) storm(t *testing.T, link origintest.Link) {
	r := secure(t, link, 60*mb, 16_000)
	r.play(16_000, 10*time.Second)
	time.Sleep(10 * time.Second)
	asked := len(r.origin.Requests())
	var last int64
	for n := range 400 {
		ctx, cancel := context.WithTimeout(context.Background(), 5*ms)
		r.v.SetContext(ctx)
		last = int64(2*mb + (n*37%400)*100_000)
		begun := time.Now()
		r.v.Aim(last, 64<<10)
		r.seek(last)
		r.v.Read(make([]byte, 1))
		time.Sleep(5*ms - time.Since(begun))
		cancel()
	}
	r.v.SetContext(context.Background())
	r.seek(last)
	begun := time.Now()
	r.read(1)
	const h = 3 * 1460
	hold(t, tab, "last of 400 seeks in 2 s", link, link.RTT*115/100+20*ms+on(link, h), time.Since(begun), "")
	hold(t, tab, "  requests of all", link, 12, int64(len(r.origin.Requests())-asked), "")
}

func (tab *table) refused(t *testing.T, link origintest.Link) {
	const takes = 300 * ms
	resolves := int64(0)
	r := newRigWith(t, link, origintest.New(60*mb), func(_ context.Context, prev *stream.Target, _ error) (stream.Target, error) {
		resolves++
		url := "https://media.test/old"
		if prev != nil {
			time.Sleep(takes)
			url = "https://b.media.test/new"
		}
		return stream.Target{URL: url, Identity: "same", ByteRate: 16_000}, nil
	}, stream.PoolOptions{TLS: testTLS(t)})
	r.hosts = 2
	r.play(16_000, 5*time.Second)
	time.Sleep(5 * time.Second)
	r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
		if q.Path == "/old" {
			return origintest.Status(403)
		}
		return nil
	})
	var wg sync.WaitGroup
	begun := time.Now()
	slowest := time.Duration(0)
	var mu sync.Mutex
	for n := range 20 {
		wg.Go(func() {
			v := r.s.NewView(context.Background())
			defer v.Close()
			v.Seek(int64(10+n%2*20)*mb, io.SeekStart)
			if _, err := v.Read(make([]byte, 1)); err != nil {
				t.Error(err)
			}
			mu.Lock()
			slowest = max(slowest, time.Since(begun))
			mu.Unlock()
		})
	}
	wg.Wait()
	const h = 8 << 10
	hold(t, tab, "403 to 20 views, new host: last byte", link, link.RTT+takes+3*link.RTT+2*on(link, h), slowest, "")
	hold(t, tab, "  resolves", link, 1, resolves-1, "")
}

func (tab *table) blackHole(t *testing.T, link origintest.Link) {
	for _, h2 := range []bool{false, true} {
		limit := 2500*ms + 3*link.RTT
		if h2 {
			limit = 6 * time.Second
		}
		r := newRigWith(t, link, origintest.New(60*mb), stream.Fixed(stream.Target{
			URL: "https://media.test/file", ByteRate: 16_000,
		}), stream.PoolOptions{TLS: testTLS(t), HTTP2: h2})
		r.play(16_000, 10*time.Second)
		time.Sleep(10 * time.Second)
		r.net.Blackhole()
		begun := time.Now()
		r.seek(40 * mb)
		r.read(1)
		hold(t, tab, fmt.Sprintf("black-holed connections, HTTP/2 %v", h2), link, limit, time.Since(begun), "")
	}
}

func (tab *table) outage(t *testing.T, link origintest.Link) {
	for _, n := range []time.Duration{10 * time.Second, 30 * time.Second, 120 * time.Second} {
		for _, rate := range []int{16_000, 32_000} {
			if link.Bandwidth < 2*int64(rate) {
				continue
			}
			tab.oneOutage(t, link, n, rate)
		}
	}
}

func (tab *table) oneOutage(t *testing.T, link origintest.Link, n time.Duration, rate int) {
	r := secure(t, link, 60*mb, rate)
	need := int64((n + 3*time.Second).Seconds()) * int64(rate)
	for range 10 {
		if r.s.Stats().Ahead >= need {
			break
		}
		r.play(rate, 40*time.Second)
	}
	if got := r.s.Stats().Ahead; got < need {
		t.Fatalf("only %d bytes ahead, want %d", got, need)
	}
	r.net.Down()
	var up sync.WaitGroup
	up.Go(func() {
		time.Sleep(n)
		r.net.Up()
	})
	waited := r.play(rate, n+5*time.Second)
	up.Wait()
	hold(t, tab, fmt.Sprintf("outage of %v with 3 s more ahead, b %d", n, rate/1000), link, 0, waited, "")

	// And one that is longer than what is there.
	r.net.Down()
	r.seek(50 * mb)
	got := make(chan struct{})
	go func() {
		defer close(got)
		r.read(1)
	}()
	time.Sleep(n + time.Duration(n.Seconds()*37)*ms) // in no step with the tries
	r.net.Up()
	begun := time.Now()
	<-got
	hold(t, tab, fmt.Sprintf("starved, back after %v", n), link, 2100*ms+3*link.RTT+on(link, 6<<10), time.Since(begun), "")
	r.close()
}

func (tab *table) track(t *testing.T, link origintest.Link) {
	const rate = 16_186
	r := secure(t, link, 240*rate, rate)
	r.play(rate, 4*time.Minute)
	hold(t, tab, "requests for 4 min at 129 kbit/s", link, 10, int64(len(r.origin.Requests())), "")
	hold(t, tab, "  connections, the spare included", link, 3, int64(r.net.Dials()), "")
	_, peak := r.net.Open()
	hold(t, tab, "  of these at a time", link, 3, int64(peak), "")
}

func (tab *table) tenSeconds(t *testing.T, link origintest.Link) {
	r := secure(t, link, 3600*20_000, 20_000)
	r.play(20_000, 10*time.Second)
	_, down := r.net.Bytes()
	hold(t, tab, "bytes after 10 s of an hour at 160 kbit/s", link, 1*mb, down, "")
}

func (tab *table) skip(t *testing.T, link origintest.Link) {
	const rate = 16_000
	for _, s := range []int{1, 10, 60, 120} {
		r := secure(t, link, 3600*rate, rate)
		r.play(rate, time.Duration(s)*time.Second)
		r.close()
		st := r.s.Stats()
		hold(t, tab, fmt.Sprintf("wasted by a skip after %d s", s), link, int64(max(30, s)*rate+64<<10), st.Fetched-st.Used, "")
	}
}

func (tab *table) mix(t *testing.T, link origintest.Link) {
	const rate = 16_000
	r := secure(t, link, 3600*rate, rate)
	most := int64(0)
	for range 60 {
		r.play(rate, time.Minute)
		most = max(most, r.s.Stats().Memory)
	}
	hold(t, tab, "memory in an hour at 128 kbit/s", link, 4<<20, most, "")
}

func (tab *table) day(t *testing.T, link origintest.Link) {
	const rate = 119_000
	r := secure(t, link, 24*3600*rate, rate)
	most := int64(0)
	for range 24 * 2 {
		// All of it would be 10 GB; of each half an hour a part is read and the rest skipped.
		r.play(rate, 20*time.Second)
		most = max(most, r.s.Stats().Memory)
		at, _ := r.v.Seek(0, io.SeekCurrent)
		r.seek(at + 1780*rate)
	}
	time.Sleep(time.Hour)
	hold(t, tab, "memory in a day at 952 kbit/s, an hour paused", link, 8<<20, max(most, r.s.Stats().Memory), "")
}
