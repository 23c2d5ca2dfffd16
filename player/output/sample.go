package output

import (
	"encoding/binary"
	"math"
)

// appendS16 appends p to dst as signed 16-bit little-endian samples, rounded to
// the nearest value and clipped. The scale is 32768, so sound that was decoded
// from 16 bits comes out as it went in. What is not a number becomes silence.
func appendS16(dst []byte, p []float32) []byte {
	for _, f := range p {
		dst = binary.LittleEndian.AppendUint16(dst, uint16(s16(f)))
	}
	return dst
}

func s16(f float32) int16 {
	v := float64(f) * 32768
	switch {
	case v >= math.MaxInt16:
		return math.MaxInt16
	case v <= math.MinInt16:
		return math.MinInt16
	case v != v:
		return 0
	}
	return int16(math.RoundToEven(v))
}

// appendF32 appends p to dst as 32-bit little-endian floats.
func appendF32(dst []byte, p []float32) []byte {
	for _, f := range p {
		dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(f))
	}
	return dst
}
