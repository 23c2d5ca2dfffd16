package decode

import (
	"errors"
	"testing"
)

// brittle panics on packets that begin with 1 and remembers what it decoded.
type brittle struct{ seen int }

func (b *brittle) Decode(p []byte, pcm []float32) (int, error) {
	b.seen++
	if len(p) > 0 && p[0] == 1 {
		panic("index out of range")
	}
	return len(pcm), nil
}

func (b *brittle) Reset() {
	if b.seen > 2 {
		panic("reset")
	}
}

func (b *brittle) Channels() int { return 1 }

// TestGuard: a panic is an ErrDamaged, and the next packet meets a new decoder.
func TestGuard(t *testing.T) {
	made := 0
	d, err := guard(func() (packetDecoder, error) {
		made++
		return &brittle{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	pcm := make([]float32, 3)
	if n, err := d.Decode([]byte{0}, pcm); n != 3 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if n, err := d.Decode([]byte{1}, pcm); n != 0 || !errors.Is(err, ErrDamaged) {
		t.Fatalf("a panic came as %d, %v", n, err)
	}
	if n, err := d.Decode([]byte{0}, pcm); n != 3 || err != nil || made != 2 {
		t.Fatalf("after a panic: %d, %v, %d decoders made", n, err, made)
	}
	_, _ = d.Decode(nil, pcm)
	_, _ = d.Decode(nil, pcm)
	d.Reset()
	if made != 3 {
		t.Fatalf("a panic in Reset: %d decoders made", made)
	}
	if _, err := guard(func() (packetDecoder, error) { return nil, errors.New("no") }); !errors.Is(err, ErrUnsupported) {
		t.Errorf("%v", err)
	}
}
