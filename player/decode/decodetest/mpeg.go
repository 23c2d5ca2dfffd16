package decodetest

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"time"
)

//go:embed testdata/tone.mp3
var mp3Tone []byte

// mp3Rates are the kb/s of MPEG-1, layer III, by index.
var mp3Rates = [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}

// mp3 repeats frames of 128 kb/s at 48 kHz, which are 24 ms long. With variable they grow to up to
// 320 kb/s, more in the second half, and a Xing header stands in front.
func mp3(d time.Duration, variable bool) File {
	const rate128 = 9
	n := int(d / (24 * time.Millisecond))
	rates := slices.Repeat([]byte{rate128}, n)
	if variable {
		r := rand.New(rand.NewPCG(2, 2))
		for i := range rates {
			rates[i] += byte(r.IntN(3))
			if i > n/2 {
				rates[i] += byte(r.IntN(4))
			}
		}
	}
	size := func(i int) int { return 3 * mp3Rates[rates[i]] }
	frame := func(i int) []byte {
		k := (5 + i%20) * 384 // the encoder has settled
		b := bytes.Clone(mp3Tone[k : k+384])
		b[2] = rates[i]<<4 | b[2]&15
		return append(b, make([]byte, size(i)-len(b))...)
	}
	if !variable {
		return inParts(n, size, frame)
	}
	head := append([]byte{0xff, 0xfb, rate128<<4 | 4, 0}, make([]byte, 380)...)
	xing(head[36:], n, size)
	return inParts(n+1, func(i int) int {
		if i == 0 {
			return len(head)
		}
		return size(i - 1)
	}, func(i int) []byte {
		if i == 0 {
			return head
		}
		return frame(i - 1)
	})
}

// xing writes a header with a table into b.
func xing(b []byte, n int, size func(int) int) {
	starts := []int{384}
	for i := range n {
		starts = append(starts, starts[i]+size(i))
	}
	copy(b, "Xing")
	binary.BigEndian.PutUint32(b[4:], 7)
	binary.BigEndian.PutUint32(b[8:], uint32(n))
	binary.BigEndian.PutUint32(b[12:], uint32(starts[n]))
	for i := range 100 {
		b[16+i] = byte(starts[i*n/100] * 256 / starts[n])
	}
}
