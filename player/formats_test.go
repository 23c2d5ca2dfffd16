package player_test

import (
	"bytes"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/decode"
	"anyaudio/player/decode/decodetest"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/stream/origintest"
)

// slow is the path of the issue: 80 ms, 1 MB/s, and connections that begin slowly.
var slow = origintest.Link{RTT: 80 * time.Millisecond, Bandwidth: 1_000_000, SlowStart: true, Segment: 1460, SendBuffer: 512 << 10}

// A way is what it cost to come to sound.
type way struct {
	late     time.Duration
	requests int
	bytes    int64 // that had come over the network, headers among them
}

// toSound lets time pass until sound follows silence after the recorded frame at, and counts
// from the moment begin on.
func (r *rig) toSound(o *origintest.Origin, at int) way {
	r.t.Helper()
	begin := time.Now()
	_, before := r.net.Bytes()
	asked := len(o.Requests())
	for time.Since(begin) < 10*time.Second {
		r.after(time.Millisecond)
		late, ok := r.soundBy(at)
		if !ok {
			continue
		}
		w := way{late: late}
		_, after := r.net.Bytes()
		w.bytes = after - before
		// A request counts when its answer can have been of use.
		for _, q := range o.Requests()[asked:] {
			if q.At.Add(slow.RTT / 2).Before(time.Now()) {
				w.requests++
			}
		}
		return w
	}
	r.t.Fatalf("no sound within 10 s: %+v, %+v", r.State(), r.Progress())
	return way{}
}

// soundBy returns how long after the recorded frame at sound follows silence.
func (r *rig) soundBy(at int) (time.Duration, bool) {
	sound := r.tape.sound()
	silent := 0
	for i := at; i < len(sound)/2; i++ {
		if sound[2*i] == 0 && sound[2*i+1] == 0 {
			silent++
		} else if silent > 48 || at == 0 {
			return output.Duration(int64(i - at)), true
		}
	}
	return 0, false
}

// seekFar seeks to a place of the hour that is not there yet.
func (r *rig) seekFar(o *origintest.Origin, rnd *rand.Rand) way {
	for {
		to := rnd.Float64()
		near := func(s player.Span) bool { return s.From-0.03 < to && to < s.To+0.03 }
		if to > 0.97 || slices.ContainsFunc(r.Progress().Buffered, near) {
			continue
		}
		at := len(r.tape.sound()) / 2
		r.SeekTo(time.Duration(to * float64(time.Hour)))
		return r.toSound(o, at)
	}
}

// TestEveryFormatOverHTTP opens an hour of each format and seeks in it. Nothing is known of the file
// but its type.
func TestEveryFormatOverHTTP(t *testing.T) {
	seeks := 10
	if underRace {
		seeks = 2
	}
	for i, f := range decodetest.Formats() {
		if underRace && i%5 != 0 {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			file := f.Make(time.Hour)
			servedOver(t, slow, file, source.Media{Type: f.Type}, func(r *rig, o *origintest.Origin) {
				r.PlayNow(track("hour"))
				opened := r.toSound(o, 0)
				rnd := rand.New(rand.NewPCG(3, 3))
				var worst way
				for range seeks {
					r.after(6 * time.Second)
					s := r.seekFar(o, rnd)
					worst = way{max(worst.late, s.late), max(worst.requests, s.requests), max(worst.bytes, s.bytes)}
				}
				t.Logf("open: %v, %d requests, %d KiB; seeks: worst %v, %d requests, %d KiB",
					opened.late, opened.requests, opened.bytes>>10, worst.late, worst.requests, worst.bytes>>10)
				limit := way{requests: 3, bytes: 128 << 10}
				if strings.HasSuffix(f.Name, "m4a") || strings.HasSuffix(f.Name, "moov last") {
					limit = way{requests: 3, bytes: 800 << 10} // its table of 155,000 packets
				}
				if opened.requests > limit.requests || opened.bytes > limit.bytes {
					t.Errorf("open: %d requests, %d bytes; want %d and %d", opened.requests, opened.bytes, limit.requests, limit.bytes)
				}
				limit = way{requests: 5, bytes: 512 << 10}
				if f.Index {
					limit.requests = 2
				}
				if worst.requests > limit.requests || worst.bytes > limit.bytes {
					t.Errorf("seek: %d requests, %d bytes; want %d and %d", worst.requests, worst.bytes, limit.requests, limit.bytes)
				}
			})
		})
	}
}

// TestUnbufferedSeek seeks to 30 places of an hour of WebM that are not there yet, from an
// origin that throttles nothing, and from one that throttles what has no end or a great one.
func TestUnbufferedSeek(t *testing.T) {
	seeks := 30
	if underRace {
		seeks = 4
	}
	for _, throttled := range []bool{false, true} {
		file := decodetest.File{ReaderAt: bytes.NewReader(hour()), Size: int64(len(hour()))}
		media := source.Media{Type: "audio/webm", Size: file.Size, BitRate: 128000}
		servedOver(t, slow, file, media, func(r *rig, o *origintest.Origin) {
			if throttled {
				o.SetFault(func(q origintest.Request) *origintest.Fault {
					if q.To < 0 || q.Len() > 10<<20 {
						return &origintest.Fault{Drip: 20 * time.Microsecond} // 50 kB/s
					}
					return nil
				})
			}
			r.PlayNow(track("hour"))
			rnd := rand.New(rand.NewPCG(4, 4))
			var late []time.Duration
			var came []int64
			for range seeks {
				r.after(12 * time.Second)
				w := r.seekFar(o, rnd)
				late, came = append(late, w.late), append(came, w.bytes)
			}
			slices.Sort(late)
			slices.Sort(came)
			t.Logf("throttled %v: sound after %v in the median, %v at worst; %d KiB in the median, %d at most until then",
				throttled, late[seeks/2], late[seeks-1], came[seeks/2]>>10, came[seeks-1]>>10)
			if late[seeks/2] > 200*time.Millisecond || late[seeks-1] > 300*time.Millisecond || came[seeks/2] > 64<<10 {
				t.Error("want 200 ms, 300 ms and 64 KiB")
			}
		})
	}
}

// prefix is a file of which only the first bytes have come.
type prefix struct {
	*io.SectionReader
	size int64
}

func (p prefix) Size() int64 { return p.size }

// needed is how many bytes of a file it takes to decode its first frame.
func needed(file decodetest.File) int64 {
	return int64(sort.Search(1<<20, func(n int) bool {
		d, err := decode.Open(prefix{io.NewSectionReader(file, 0, int64(n)), file.Size}, "")
		if err != nil {
			return false
		}
		k, _ := d.Read(make([]float32, 2))
		return k == 1
	}))
}

// TestColdOpen: the first sound of a file comes when the physics of the path allow it. The
// connection is without TLS, which saves one of the three round trips.
func TestColdOpen(t *testing.T) {
	for _, f := range decodetest.Formats() {
		switch f.Name {
		case "ogg opus", "ogg vorbis", "m4a fragmented", "flac":
		default:
			continue
		}
		file := f.Make(4 * time.Minute)
		h := needed(file)
		flights := int(math.Ceil(math.Log2(float64(h)/14600 + 1)))
		least := time.Duration(2+flights-1)*slow.RTT + time.Duration(float64(h)/float64(slow.Bandwidth)*float64(time.Second))
		servedOver(t, slow, file, source.Media{Type: f.Type}, func(r *rig, o *origintest.Origin) {
			r.PlayNow(track("hour"))
			w := r.toSound(o, 0)
			t.Logf("%s: H %d, %d flights, floor %v, sound after %v", f.Name, h, flights, least, w.late)
			if w.late > least+45*time.Millisecond {
				t.Errorf("%s: sound after %v, want %v", f.Name, w.late, least+45*time.Millisecond)
			}
		})
	}
}
