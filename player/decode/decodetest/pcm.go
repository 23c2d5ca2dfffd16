package decodetest

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"time"
)

// period is a tenth of a second at 48 kHz in 16 bits: whole periods of the tone, with a noise
// that makes FLAC need what it needs for music.
const period = 4800

func tone() (pcm [2][period]int16) {
	r := rand.New(rand.NewPCG(1, 1))
	for i := range period {
		x := 0.4 * math.Sin(2*math.Pi*440*float64(i)/48000)
		for c := range pcm {
			pcm[c][i] = int16(32767*x + 200*r.Float64() - 100)
		}
	}
	return pcm
}

func tenths(d time.Duration) int { return int(d / (100 * time.Millisecond)) }

func wav(d time.Duration) File {
	var piece []byte
	pcm := tone()
	for i := range period {
		piece = binary.LittleEndian.AppendUint16(piece, uint16(pcm[0][i]))
		piece = binary.LittleEndian.AppendUint16(piece, uint16(pcm[1][i]))
	}
	n := tenths(d)
	le := binary.LittleEndian
	head := le.AppendUint32([]byte("RIFF"), uint32(36+n*len(piece)))
	head = append(head, "WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00\x80\xbb\x00\x00\x00\xee\x02\x00\x04\x00\x10\x00data"...)
	head = le.AppendUint32(head, uint32(n*len(piece)))
	return inParts(1+n, func(i int) int {
		if i == 0 {
			return len(head)
		}
		return len(piece)
	}, func(i int) []byte {
		if i == 0 {
			return head
		}
		return piece
	})
}

// flac makes frames of equal content, each with its own number. Points of the table lie 10 s apart, as
// the flac program puts them.
func flac(d time.Duration, table bool) File {
	body := flacBody()
	n := tenths(d)
	size := func(frame int) int { return len(flacFrame(frame, nil)) + len(body) }
	info := binary.BigEndian.AppendUint16(nil, period)
	info = binary.BigEndian.AppendUint16(info, period)
	info = append(info, make([]byte, 6)...)
	info = binary.BigEndian.AppendUint64(info, 48000<<44|1<<41|15<<36|uint64(n*period))
	info = append(info, make([]byte, 16)...)
	head := flacBlock([]byte("fLaC"), 0, info)
	if table {
		var points []byte
		off := 0
		for i := range n {
			if i%100 == 0 {
				points = binary.BigEndian.AppendUint64(points, uint64(i*period))
				points = binary.BigEndian.AppendUint64(points, uint64(off))
				points = binary.BigEndian.AppendUint16(points, period)
			}
			off += size(i)
		}
		head = flacBlock(head, 3, points)
	}
	head = flacBlock(head, 4|0x80, make([]byte, 8))
	return inParts(1+n, func(i int) int {
		if i == 0 {
			return len(head)
		}
		return size(i - 1)
	}, func(i int) []byte {
		if i == 0 {
			return head
		}
		return flacFrame(i-1, body)
	})
}

func flacBlock(b []byte, kind byte, body []byte) []byte {
	return append(append(b, kind, byte(len(body)>>16), byte(len(body)>>8), byte(len(body))), body...)
}

// flacFrame is a frame (RFC 9639, section 9) around its two subframes. Without them it has
// the length of what stands around.
func flacFrame(number int, body []byte) []byte {
	b := []byte{0xff, 0xf8, 0x7a, 1<<4 | 4<<1}
	switch v := number; {
	case v < 0x80:
		b = append(b, byte(v))
	case v < 0x800:
		b = append(b, 0xc0|byte(v>>6), 0x80|byte(v&63))
	default:
		b = append(b, 0xe0|byte(v>>12), 0x80|byte(v>>6&63), 0x80|byte(v&63))
	}
	b = binary.BigEndian.AppendUint16(b, period-1)
	b = append(b, byte(crc(b, 8, 7)))
	b = append(b, body...)
	return binary.BigEndian.AppendUint16(b, uint16(crc(b, 16, 0x8005)))
}

// flacBody is two subframes of the fixed predictor of order 2.
func flacBody() []byte {
	var w bits
	for _, x := range tone() {
		w.put(8, 0x14)
		w.put(16, uint64(uint16(x[0])))
		w.put(16, uint64(uint16(x[1])))
		const rice = 7
		w.put(2+4+4, rice) // partitions: one
		for i := 2; i < period; i++ {
			v := int(x[i]) - 2*int(x[i-1]) + int(x[i-2])
			u := uint64(v<<1 ^ v>>63)
			w.put(int(u>>rice)+1, 1)
			w.put(rice, u&(1<<rice-1))
		}
	}
	for w.n%8 != 0 {
		w.put(1, 0)
	}
	return w.b
}

// bits writes bits, the highest first.
type bits struct {
	b []byte
	n int
}

func (w *bits) put(count int, v uint64) {
	for i := count - 1; i >= 0; i-- {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		if i < 64 && v>>i&1 != 0 {
			w.b[w.n/8] |= 0x80 >> (w.n % 8)
		}
		w.n++
	}
}

func crc(b []byte, bits int, poly uint32) uint32 {
	var v uint32
	for _, c := range b {
		v ^= uint32(c) << (bits - 8)
		for range 8 {
			if v <<= 1; v>>bits&1 != 0 {
				v ^= poly
			}
			v &= 1<<bits - 1
		}
	}
	return v
}
