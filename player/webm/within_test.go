package webm_test

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"anyaudio/player/webm/webmtest"
)

// TestSeekWithin seeks to random places of clusters of 10 s, of packets whose sizes vary
// by much: each lands shortly before, wherever the bytes are, and asks for little where
// that can be done.
func TestSeekWithin(t *testing.T) {
	uneven := packets(3000)
	for i := range uneven { // three quarters of the bytes in the second half of each cluster
		if i%500 < 250 {
			uneven[i].Data = uneven[i].Data[:8+(len(uneven[i].Data)-8)/3]
		}
	}
	second := func(o webmtest.Options) webmtest.Options {
		o.Cluster = 10 * time.Second
		return o
	}
	for name, c := range map[string]struct {
		ps   []webmtest.Packet
		o    webmtest.Options
		most int64 // bytes read by one seek and its first packet
	}{
		"even":          {packets(3000), second(webmtest.Options{}), 32 << 10},
		"at end":        {packets(3000), second(webmtest.Options{Cues: webmtest.CuesEnd}), 32 << 10},
		"no cues":       {packets(3000), second(webmtest.Options{Cues: webmtest.NoCues}), 40 << 10},
		"uneven":        {uneven, second(webmtest.Options{}), 64 << 10},
		"unknown sizes": {packets(3000), second(webmtest.Options{UnknownSizes: true}), 32 << 10},
		"other track":   {packets(3000), second(webmtest.Options{Other: 700}), 1 << 20},
		"laced":         {packets(3000), second(webmtest.Options{Lace: 3}), 1 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			file, _ := webmtest.File(c.ps, c.o)
			in := &counting{Reader: bytes.NewReader(file)}
			d := open(t, in)
			for range 501 { // with unknown sizes the end of the first cluster shows the layout
				if _, err := d.Next(); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Seek(time.Hour); err != nil { // what has to be learnt is learnt
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(8, 8))
			for range 100 {
				want := time.Duration(r.Int64N(int64(59 * time.Second)))
				in.reset()
				if err := d.Seek(want); err != nil {
					t.Fatal(err)
				}
				p, err := d.Next()
				if err != nil {
					t.Fatal(err)
				}
				i := number(c.ps, p)
				if i < 0 || c.ps[i].Time > want {
					t.Fatalf("seek to %v gave packet %d", want, i)
				}
				if in.bytes > c.most {
					t.Errorf("seek to %v read %d bytes", want, in.bytes)
				}
				wantNext(t, d, c.ps, i+1)
			}
		})
	}
}

// TestSeekMisled: an index that leaves clusters out does not mislead a seek, nor one whose
// times are not those of the clusters once that has shown.
func TestSeekMisled(t *testing.T) {
	ps := packets(3000)
	for name, o := range map[string]webmtest.Options{
		"every fifth cluster": {Cluster: 2 * time.Second, CueEvery: 5},
		"every third, live":   {Cluster: 2 * time.Second, CueEvery: 3, UnknownSizes: true},
		"late":                {Cluster: 5 * time.Second, CueLate: 100},
	} {
		file, _ := webmtest.File(ps, o)
		d := open(t, bytes.NewReader(file))
		for range 600 {
			if _, err := d.Next(); err != nil {
				t.Fatal(err)
			}
		}
		r := rand.New(rand.NewPCG(9, 9))
		for range 100 {
			want := time.Duration(r.Int64N(int64(59 * time.Second)))
			if err := d.Seek(want); err != nil {
				t.Fatal(err)
			}
			p, err := d.Next()
			if err != nil {
				t.Fatal(err)
			}
			if i := number(ps, p); i < 0 || p.Time != ps[i].Time || p.Time > want {
				t.Fatalf("%s: seek to %v gave packet %d, at %v by its time", name, want, i, p.Time)
			}
		}
	}
}
