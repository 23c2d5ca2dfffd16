package player_test

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/player/decode/decodetest"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// hour is a WebM of 60 minutes of Opus at 128 kb/s with a cue every 10 s, laid out
// as YouTube does: one second of a tone, over and over.
var hour = sync.OnceValue(func() []byte {
	file := decodetest.Formats()[0].Make(time.Hour)
	b := make([]byte, file.Size)
	if _, err := file.ReadAt(b, 0); err != nil {
		panic(err)
	}
	return b
})

type fixed struct{ media source.Media }

func (f fixed) Resolve(context.Context, source.Track) (source.Media, error) { return f.media, nil }

func (f fixed) Refresh(context.Context, source.Track, source.Media) (source.Media, error) {
	return f.media, nil
}

// overHTTP runs f with a player that plays hour from an origin behind link.
func overHTTP(t *testing.T, link origintest.Link, f func(*rig, *origintest.Origin)) {
	t.Helper()
	file := decodetest.File{ReaderAt: bytes.NewReader(hour()), Size: int64(len(hour()))}
	servedOver(t, link, file, source.Media{BitRate: 128000, Size: int64(len(hour())), Type: "audio/webm"}, f)
}

// servedOver runs f with a player that plays file from an origin behind link.
func servedOver(t *testing.T, link origintest.Link, file decodetest.File, media source.Media, f func(*rig, *origintest.Origin)) {
	t.Helper()
	log.SetOutput(io.Discard)
	synctest.Test(t, func(t *testing.T) {
		net := origintest.Listen(link)
		origin := origintest.New(file.Size)
		origin.Replace(file, file.Size, `"hour"`)
		srv := &http.Server{Handler: origin, ErrorLog: log.New(io.Discard, "", 0)}
		var served sync.WaitGroup
		served.Go(func() { srv.Serve(net) })
		pool := stream.NewPool(stream.PoolOptions{
			DialContext: net.DialContext,
			Proxy:       func(*http.Request) (*url.URL, error) { return nil, nil },
		})
		media.URL = "http://media.test/hour"
		r := &rig{t: t, net: net}
		r.Player = player.New(player.Options{
			Opener: &player.MediaOpener{Pool: pool, Resolver: fixed{media}},
			OpenOutput: func(context.Context) (output.Output, error) {
				r.tape = newTape()
				return r.tape, nil
			},
		})
		defer func() {
			r.Close()
			pool.Close()
			net.Close()
			srv.Close()
			served.Wait()
			for _, v := range origin.Violations() {
				t.Error("the origin saw a forbidden request:", v)
			}
		}()
		synctest.Wait()
		f(r, origin)
	})
}

// soundAfter lets time pass until sound follows silence after recorded frame at,
// and returns how long after it that is.
func (r *rig) soundAfter(at int, limit time.Duration) time.Duration {
	for begin := time.Now(); time.Since(begin) < limit; {
		r.after(time.Millisecond)
		sound := r.tape.sound()
		silent := 0
		for i := at; i < len(sound)/2; i++ {
			if sound[2*i] == 0 && sound[2*i+1] == 0 {
				silent++
			} else if silent > 48 || at == 0 {
				return output.Duration(int64(i - at))
			}
		}
	}
	r.t.Fatalf("no sound within %v", limit)
	return 0
}

func asked(rs []origintest.Request) (n int64) {
	for _, r := range rs {
		n += r.Len()
	}
	return n
}

func TestOpenOverHTTP(t *testing.T) {
	overHTTP(t, origintest.Link{RTT: 50 * time.Millisecond, Bandwidth: 1_250_000}, func(r *rig, o *origintest.Origin) {
		r.PlayNow(track("hour"))
		late := r.soundAfter(0, 2*time.Second)
		reqs := o.Requests()
		t.Logf("sound after %v, %d requests, %d KiB asked", late, len(reqs), asked(reqs)>>10)
		if len(reqs) > 2 || asked(reqs) > 192<<10 {
			t.Errorf("%d requests for %d bytes before the first sample, want 2 and 192 KiB at most", len(reqs), asked(reqs))
		}
		// TCP, then one request; TLS would be another round trip.
		if late > 2*50*time.Millisecond+60*time.Millisecond {
			t.Errorf("sound after %v, want within 2 RTT + 60 ms", late)
		}
	})
}

func TestSeekOverHTTP(t *testing.T) {
	for _, rtt := range []time.Duration{50 * time.Millisecond, 150 * time.Millisecond} {
		if underRace && rtt > 50*time.Millisecond {
			break
		}
		// The sender's buffer grows as Linux's does (to 4 MiB), so that it never waits for
		// an acknowledgement in a reply of 256 KiB.
		overHTTP(t, origintest.Link{RTT: rtt, Bandwidth: 12_500_000, SendBuffer: 512 << 10}, func(r *rig, o *origintest.Origin) {
			r.PlayNow(track("hour"))
			seek := func(to, limit time.Duration) {
				begin, at := time.Now(), len(r.tape.sound())/2
				r.SeekTo(to)
				late := r.soundAfter(at, 2*time.Second)
				// What arrives within half a round trip was on its way before the key.
				var reqs []origintest.Request
				for _, q := range o.Requests() {
					switch d := q.At.Sub(begin); {
					case d >= rtt/2:
						reqs = append(reqs, q)
					case d > -2*rtt: // a refill: the connection is in use
						limit = 2*rtt + 60*time.Millisecond
					}
				}
				t.Logf("RTT %v: sound after %v, asked %d KiB", rtt, late, reqs[0].Len()>>10)
				if reqs[0].Len() > 256<<10 {
					t.Errorf("asked for %d bytes, want 256 KiB at most", reqs[0].Len())
				}
				for i, q := range reqs[1:] { // reading on, when all that was asked for is there
					if q.From != reqs[i].To || q.At.Sub(reqs[i].At) < rtt {
						t.Errorf("request for %d-%d in place of %d-%d", q.From, q.To, reqs[i].From, reqs[i].To)
					}
				}
				if late > limit {
					t.Errorf("RTT %v: sound after %v, want within %v", rtt, late, limit)
				}
			}
			r.after(20 * time.Second) // the read-ahead is full, the connection idle
			for i := range 10 {
				// Into the middle of a cluster, and to its first frame: the pre-roll is before it then.
				seek(time.Duration(3+5*i)*time.Minute+time.Duration(i%2)*4*time.Second, rtt+60*time.Millisecond)
				r.after(20 * time.Second)
			}
			for i := range 10 { // the read-ahead is under way
				seek(time.Duration(5+5*i)*time.Minute, 2*rtt+60*time.Millisecond)
				r.after(rtt + 100*time.Millisecond)
			}
		})
	}
}

func TestSeekInBufferedPartAsksNothing(t *testing.T) {
	overHTTP(t, origintest.Link{RTT: 150 * time.Millisecond, Bandwidth: 1_250_000}, func(r *rig, o *origintest.Origin) {
		r.PlayNow(track("hour"))
		r.after(45 * time.Second) // the read-ahead has been filled up after 40
		before := len(o.Requests())
		for _, to := range []int{5, 20, 1, 22, 12} {
			r.SeekTo(time.Duration(to) * time.Second)
			r.after(100 * time.Millisecond)
			if p := r.Progress().Position; p < time.Duration(to)*time.Second+50*time.Millisecond {
				t.Errorf("seek to %d s: at %v after 100 ms", to, p)
			}
		}
		if n := len(o.Requests()) - before; n != 0 {
			t.Errorf("%d requests for buffered places", n)
		}
		if u := r.Progress().Underruns; u != 0 {
			t.Errorf("%d underruns", u)
		}
	})
}

// A network that is gone for 10 s is not heard when 12 s are buffered.
func TestOutage(t *testing.T) {
	overHTTP(t, origintest.Link{RTT: 50 * time.Millisecond, Bandwidth: 1_250_000}, func(r *rig, o *origintest.Origin) {
		r.PlayNow(track("hour"))
		r.after(15 * time.Second)
		if a := r.Progress().Buffered; len(a) == 0 || a[len(a)-1].To*3600 < 15+12 {
			t.Errorf("buffered %v: less than 12 s ahead", a)
		}
		o.SetFault(func(origintest.Request) *origintest.Fault { return origintest.Status(http.StatusServiceUnavailable) })
		r.after(10 * time.Second)
		o.SetFault(nil)
		r.after(10 * time.Second)
		if u := r.Progress().Underruns; u != 0 {
			t.Errorf("%d underruns", u)
		}
		if p := r.Progress().Position; p < 34*time.Second {
			t.Errorf("at %v after 35 s", p)
		}
	})
}

// While the network is gone the player says why, goes on trying, and goes on playing by itself.
func TestTroubleIsNamedAndPasses(t *testing.T) {
	overHTTP(t, origintest.Link{RTT: 50 * time.Millisecond, Bandwidth: 1_250_000}, func(r *rig, o *origintest.Origin) {
		o.SetFault(func(origintest.Request) *origintest.Fault { return origintest.Status(http.StatusServiceUnavailable) })
		r.PlayNow(track("hour"))
		r.after(5 * time.Second)
		r.status(player.Loading)
		if got := r.Progress().Trouble; got == "" {
			t.Error("no word about the trouble")
		}
		o.SetFault(nil)
		r.after(8 * time.Second)
		r.status(player.Playing)
		if got := r.Progress().Trouble; got != "" {
			t.Errorf("trouble %q while all is well", got)
		}
	})
}

// Another file in the place of the one that plays: the player goes on in it at the same time.
func TestChangedFileGoesOn(t *testing.T) {
	overHTTP(t, origintest.Link{RTT: 50 * time.Millisecond, Bandwidth: 1_250_000}, func(r *rig, o *origintest.Origin) {
		r.PlayNow(track("hour"))
		r.after(10 * time.Second)
		o.Replace(bytes.NewReader(hour()), int64(len(hour())), `"another"`)
		r.after(90 * time.Second)
		r.status(player.Playing)
		s := r.State()
		if p := r.Progress().Position; p < 97*time.Second || p > 100*time.Second || s.Err != "" || s.Generation != 2 {
			t.Errorf("at %v, %+v; want nearly 100s in the second opening", p, s)
		}
	})
}

func TestStatsOverHTTP(t *testing.T) {
	overHTTP(t, origintest.Link{RTT: 50 * time.Millisecond, Bandwidth: 1_250_000}, func(r *rig, o *origintest.Origin) {
		r.PlayNow(track("hour"))
		r.after(5 * time.Second)
		s := r.Stats()
		if s.Host != "media.test" || s.Requests == 0 || s.Connections == 0 || s.Fetched == 0 || s.AheadBytes == 0 ||
			s.TTFB < 40*time.Millisecond || s.Size != int64(len(hour())) || s.Trouble != "" || s.Retries != 0 {
			t.Errorf("stats %+v", s)
		}
		o.SetFault(func(origintest.Request) *origintest.Fault { return origintest.Status(http.StatusServiceUnavailable) })
		r.SeekTo(40 * time.Minute)
		r.after(5 * time.Second)
		if s := r.Stats(); s.Retries == 0 || s.Trouble == "" {
			t.Errorf("stats in trouble %+v", s)
		}
		o.SetFault(nil)
	})
}
