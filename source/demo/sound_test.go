package demo_test

import (
	"math"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/thesyncim/gopus"
	"golang.org/x/sync/errgroup"

	"anyaudio/source/demo"
	"anyaudio/source/demo/gen/loudness"
)

// The bounds of the catalogue.
const (
	leastPieces  = 12
	shortest     = 2 * time.Minute
	longest      = 5 * time.Minute
	quietest     = -23.0 // LUFS
	loudest      = -14.0
	mostEmbedded = 6 << 20
)

// A stretch is a segment as it sounds after another one.
type stretch struct{ prev, name string }

// sound is what is measured of a stretch.
type sound struct {
	blocks []float64 // K-weighted power of each 20 ms
	peak   float64
	pcm    []float32 // left and right added, one in four frames, for the comparison of pieces
}

// TestSound decodes every piece completely. Pieces repeat their parts, so a segment is
// decoded once after each one that it follows somewhere; TestSegmentsAreIndependent shows
// that this is the same as decoding it all.
func TestSound(t *testing.T) {
	if underRace {
		return
	}
	d := start(t, demo.Options{})
	cat := readCatalogue(t)
	packets := segments(t, d, cat)
	sounds := decodeAll(t, cat, packets)

	var prints []fingerprint
	pieces := 0
	for i, track := range everything(t, d) {
		var blocks []float64
		var pcm []float32
		peak := 0.0
		prev := ""
		for _, name := range cat.Pieces[i].Play {
			s := sounds[stretch{prev, name}]
			blocks = append(blocks, s.blocks...)
			peak = max(peak, s.peak)
			if len(pcm) < 12000*70 {
				pcm = append(pcm, s.pcm...)
			}
			prev = name
		}
		length := time.Duration(len(blocks)-1) * 20 * time.Millisecond // less pre-skip and padding
		lufs := loudness.Integrated(blocks)
		t.Logf("%-26s %9v  %6.1f LUFS  peak %5.1f dBFS", track.ID, length, lufs, 20*math.Log10(peak))
		if length != track.Duration {
			t.Errorf("%s plays for %v, the catalogue says %v", track.ID, length, track.Duration)
		}
		if lufs < quietest || lufs > loudest {
			t.Errorf("%s has %.1f LUFS", track.ID, lufs)
		}
		if peak >= 1 {
			t.Errorf("%s clips: peak %v", track.ID, peak)
		}
		if length > time.Hour {
			continue
		}
		pieces++
		if length < shortest || length > longest {
			t.Errorf("%s lasts %v", track.ID, length)
		}
		prints = append(prints, newFingerprint(track.ID, pcm, blocks))
	}
	if pieces < leastPieces || pieces == len(cat.Pieces) {
		t.Errorf("%d pieces and %d mixes of over an hour", pieces, len(cat.Pieces)-pieces)
	}
	comparePieces(t, prints)
}

// segments takes the packets of each segment from the served files.
func segments(t *testing.T, d *demo.Demo, cat catalogue) map[string][][]byte {
	c := client(t)
	lengths := map[string]int{}
	for _, s := range cat.Segments {
		lengths[s.Name] = s.Packets
	}
	out := map[string][][]byte{}
	for i, track := range everything(t, d) {
		packets := packetsOf(t, fetch(t, c, resolve(t, d, track.ID)), track.Duration)
		for _, name := range cat.Pieces[i].Play {
			out[name], packets = packets[:lengths[name]], packets[lengths[name]:]
		}
		if len(packets) != 0 {
			t.Fatalf("%s: %d packets too many", track.ID, len(packets))
		}
	}
	return out
}

func decodeAll(t *testing.T, cat catalogue, packets map[string][][]byte) map[stretch]*sound {
	out := map[stretch]*sound{}
	for _, p := range cat.Pieces {
		prev := ""
		for _, name := range p.Play {
			out[stretch{prev, name}] = &sound{}
			prev = name
		}
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for st, s := range out {
		g.Go(func() error { return s.decode(packets[st.prev], packets[st.name]) })
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	return out
}

// warm is how many packets of the segment before are decoded first and dropped.
const warm = 4

// decode fills s with the segment as it sounds after the other one.
func (s *sound) decode(prev, packets [][]byte) error {
	prev = prev[max(0, len(prev)-warm):]
	dec, err := gopus.NewDecoder(gopus.DefaultDecoderConfig(48000, 2))
	if err != nil {
		return err
	}
	m := loudness.New()
	buf := make([]float32, 2*5760)
	for i, p := range append(append([][]byte(nil), prev...), packets...) {
		n, err := dec.Decode(p, buf)
		if err != nil {
			return err
		}
		for k := range n {
			l, r := buf[2*k], buf[2*k+1]
			m.Add(float64(l), float64(r))
			if i < len(prev) {
				continue
			}
			s.peak = max(s.peak, math.Abs(float64(l)), math.Abs(float64(r)))
			if k%4 == 3 { // a crude low-pass goes before
				s.pcm = append(s.pcm, (buf[2*k-6]+buf[2*k-4]+buf[2*k-2]+l+buf[2*k-5]+buf[2*k-3]+buf[2*k-1]+r)/8)
			}
		}
	}
	s.blocks = m.Blocks()[len(prev):]
	return nil
}

// TestSegmentsAreIndependent decodes one piece in one go and compares it with its
// segments decoded on their own, each after the last packets of the one before: were a
// join to depend on more than the overlap, they would part there.
func TestSegmentsAreIndependent(t *testing.T) {
	d := start(t, demo.Options{})
	cat := readCatalogue(t)
	for i, track := range everything(t, d) {
		if track.ID != short {
			continue
		}
		packets := packetsOf(t, fetch(t, client(t), resolve(t, d, track.ID)), track.Duration)
		whole := decodePlain(t, packets)
		lengths := map[string]int{}
		for _, s := range cat.Segments {
			lengths[s.Name] = s.Packets
		}
		at := 0
		for _, name := range cat.Pieces[i].Play {
			from := max(0, at-warm)
			alone := decodePlain(t, packets[from:at+lengths[name]])[2*960*(at-from):]
			diff, power := 0.0, 0.0
			for k, v := range alone {
				e := float64(v - whole[2*960*at+k])
				diff += e * e
				power += float64(v) * float64(v)
			}
			if db := 10 * math.Log10(diff/power+1e-20); db > -50 {
				t.Errorf("%s at packet %d differs by %.1f dB from the whole", name, at, db)
			}
			at += lengths[name]
		}
	}
}

func decodePlain(t *testing.T, packets [][]byte) []float32 {
	t.Helper()
	dec, err := gopus.NewDecoder(gopus.DefaultDecoderConfig(48000, 2))
	if err != nil {
		t.Fatal(err)
	}
	var out []float32
	buf := make([]float32, 2*5760)
	for _, p := range packets {
		n, err := dec.Decode(p, buf)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, buf[:2*n]...)
	}
	return out
}

func TestEmbeddedSize(t *testing.T) {
	total := int64(0)
	for _, name := range []string{"parts.bin", "catalogue.json"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > mostEmbedded {
		t.Errorf("%d bytes are embedded, more than %d", total, mostEmbedded)
	}
}
