package decode_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/decode/decodetest"
)

// mutations is how many damaged files of each format are tried.
func mutations() int {
	if os.Getenv("ANYAUDIO_SOAK") != "" {
		return 2000
	}
	if underRace {
		return 6
	}
	return 40
}

// damage changes b between from and to. It moves what lies behind only where shift is set.
func damage(r *rand.Rand, b []byte, from, to int, shift bool) []byte {
	at := from + r.IntN(to-from)
	n := 1 + r.IntN(min(1500, to-at))
	junk := make([]byte, n)
	for i := range junk {
		junk[i] = byte(r.Uint32())
	}
	kinds := 4
	if shift {
		kinds = 7
	}
	switch r.IntN(kinds) {
	case 0:
		for range 1 + r.IntN(20) {
			b[from+r.IntN(to-from)] ^= 1 << r.IntN(8)
		}
	case 1:
		b[at] = byte(r.Uint32())
	case 2:
		clear(b[at : at+n])
	case 3:
		copy(b[at:], junk)
	case 4:
		b = append(b[:at:at], b[at+n:]...)
	case 5:
		b = append(append(b[:at:at], junk...), b[at:]...)
	case 6:
		b = append(b[:at+n:at+n], b[at:]...)
	}
	return b
}

// TestMutations damages files of every format, their headers among it: nothing panics or
// goes on for ever, and no file takes more than 64 MiB. Where the damage lies in the sound
// alone, the end is heard as it was.
func TestMutations(t *testing.T) {
	for _, f := range decodetest.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			made := f.Make(3 * time.Second)
			whole := make([]byte, made.Size)
			if _, err := made.ReadAt(whole, 0); err != nil && err != io.EOF {
				t.Fatal(err)
			}
			want := readAll(t, open(t, input(whole)))
			moves := f.Type != "audio/mp4" && f.Type != "audio/wav" // they count from the file's start
			runtime.GC()
			tried, on, opened, before := 0, 0, 0, sample(inUse)
			for i := range mutations() {
				r := rand.New(rand.NewPCG(uint64(i), 1))
				file, inSound := bytes.Clone(whole), i%2 == 0
				if inSound {
					file = damage(r, file, len(file)*3/10, len(file)/2, moves)
				} else {
					for range 1 + r.IntN(3) {
						file = damage(r, file, 0, len(file)/(1+r.IntN(100)), true)
					}
					if r.IntN(5) == 0 {
						file = file[:r.IntN(len(file))]
					}
				}
				got, ok := survive(t, i, file, before)
				if ok {
					opened++
				}
				if inSound {
					tried++
					if holds(got[max(0, len(got)-48000):], want[len(want)-10000:len(want)-4000]) {
						on++
					} else {
						t.Logf("mutation %d: %d frames, %d before", i, len(got)/2, len(want)/2)
					}
				}
			}
			t.Logf("%d files, %d opened; of %d with damaged sound %d played on to their end", mutations(), opened, tried, on)
			if on < tried*9/10 {
				t.Errorf("of %d with damaged sound only %d played on to their end", tried, on)
			}
		})
	}
}

// holds tells whether a part is somewhere in pcm, near enough.
func holds(pcm, part []float32) bool {
	const quick = 200
	for i := len(pcm) - len(part); i >= 0; i -= 2 {
		if snr(part[:quick], pcm[i:]) > 15 && snr(part, pcm[i:]) > 20 {
			return true
		}
	}
	return false
}

// Names of what package metrics measures.
const (
	inUse     = "/memory/classes/heap/objects:bytes" // garbage among it
	allocated = "/gc/heap/allocs:bytes"              // since the program began
)

func sample(name string) uint64 {
	s := []metrics.Sample{{Name: name}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// checkMemory checks what a decoder holds, and what its opening took, with a heap of before without it.
func checkMemory(t *testing.T, i int, before, opening uint64) {
	const most = 64 << 20
	if sample(inUse) > before+most {
		runtime.GC()
	}
	if n := sample(inUse); n > before+most || opening > most {
		t.Errorf("mutation %d: %d bytes in use, %d before; %d to open", i, n, before, opening)
	}
}

// survive plays a damaged file, and seeks in it; it returns what it gave, and whether it opened.
func survive(t *testing.T, i int, file []byte, before uint64) (pcm []float32, opened bool) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("mutation %d: panic: %v", i, p)
		}
	}()
	in, allocs := input(file), sample(allocated)
	d, err := decode.Open(in, "")
	opening := sample(allocated) - allocs
	checkMemory(t, i, before, opening)
	if err != nil {
		if !errors.Is(err, decode.ErrUnknownFormat) && !errors.Is(err, decode.ErrUnsupported) &&
			!errors.Is(err, decode.ErrDamaged) && !errors.Is(err, decode.ErrNoAudio) {
			t.Errorf("mutation %d: %v", i, err)
		}
		return nil, false
	}
	const most = 120 * 48000 // frames, of 3 s
	buf := make([]float32, 4096)
	read := func(limit int) {
		for n := 0; n < limit; {
			k, err := d.Read(buf)
			if n += k; err != nil {
				if err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, decode.ErrDamaged) {
					t.Errorf("mutation %d: %v", i, err)
				}
				return
			}
			if len(pcm) < 2*5*48000 {
				pcm = append(pcm, buf[:2*k]...)
			}
			if k == 0 || n > most || in.bytes > 100*int64(len(file))+16<<20 {
				t.Fatalf("mutation %d: %d frames, %d bytes read and no end", i, n, in.bytes)
			}
		}
	}
	read(most)
	played := pcm
	for _, target := range []int64{0, d.Len() / 2, d.Len(), 1 << 50} {
		if _, err := d.SeekFrame(target); err == nil {
			read(10000)
		} else if !errors.Is(err, decode.ErrDamaged) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("mutation %d: seek to %d: %v", i, target, err)
		}
	}
	checkMemory(t, i, before, opening)
	runtime.KeepAlive(d)
	return played, true
}
