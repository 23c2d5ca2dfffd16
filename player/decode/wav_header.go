package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// A wavHeader is what stands before the samples (Microsoft, Multiple Channel Audio
// Data and WAVE Files; EBU Tech 3306 for RF64).
type wavHeader struct {
	tag      uint16 // wavPCM or wavFloat
	channels int
	rate     int
	block    int // bytes of a frame
	mask     uint32
	data     int64 // offset of the first frame
	size     int64 // bytes of all, -1 when it goes on to the end of the file
}

const (
	wavPCM        = 1
	wavFloat      = 3
	wavExtensible = 0xFFFE
	wavStreamed   = 0xFFFFFFFF // a size that was not known when the header was written
	maxChunks     = 1000
)

// readWAVHeader reads the chunks up to the samples.
func readWAVHeader(in Input) (wavHeader, error) {
	var h wavHeader
	var top [12]byte
	if err := readAt(in, 0, top[:]); err != nil {
		return h, wavCut(err, 0)
	}
	riffSize := binary.LittleEndian.Uint32(top[4:])
	dataSize := int64(-1) // of ds64
	off := int64(12)
	for range maxChunks {
		var c [8]byte
		if err := readAt(in, off, c[:]); err != nil {
			return h, wavCut(err, off)
		}
		size := int64(binary.LittleEndian.Uint32(c[4:]))
		body := off + 8
		switch string(c[:4]) {
		case "ds64":
			var b [16]byte
			if err := readAt(in, body, b[:]); err != nil {
				return h, wavCut(err, off)
			}
			dataSize = int64(binary.LittleEndian.Uint64(b[8:]))
		case "fmt ":
			b := make([]byte, min(size, 40))
			if err := readAt(in, body, b); err != nil {
				return h, wavCut(err, off)
			}
			if err := h.parseFormat(b); err != nil {
				return h, fmt.Errorf("wav at byte %d: %w", off, err)
			}
		case "data":
			if h.channels == 0 {
				return h, fmt.Errorf("wav at byte %d: %w: samples before their format", off, ErrDamaged)
			}
			h.data = body
			h.size = wavSize(size, dataSize, riffSize)
			return h, nil
		}
		off = body + size + size&1
	}
	return h, fmt.Errorf("wav at byte %d: %w: no samples in %d chunks", off, ErrDamaged, maxChunks)
}

// wavSize is the size of the samples when the data chunk says chunk, the ds64 chunk
// (-1 if there is none) says long and the file as a whole says riff.
func wavSize(chunk, long int64, riff uint32) int64 {
	switch {
	case chunk == wavStreamed && long > 0 && long < math.MaxInt64/2:
		return long
	case chunk == wavStreamed, chunk == 0 && (riff == 0 || riff == wavStreamed):
		return -1
	}
	return chunk
}

// parseFormat reads the content of the fmt chunk.
func (h *wavHeader) parseFormat(b []byte) error {
	if len(b) < 16 {
		return fmt.Errorf("%w: format of %d bytes", ErrDamaged, len(b))
	}
	u16 := binary.LittleEndian.Uint16
	h.tag = u16(b)
	h.channels = int(u16(b[2:]))
	h.rate = int(min(binary.LittleEndian.Uint32(b[4:]), math.MaxInt32))
	h.block = int(u16(b[12:]))
	bits := int(u16(b[14:]))
	if h.tag == wavExtensible && len(b) >= 40 {
		h.mask = binary.LittleEndian.Uint32(b[20:])
		h.tag = u16(b[24:])
		if !bytes.Equal(b[28:40], []byte("\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71")) {
			h.tag = wavExtensible // a format of its own
		}
	}
	switch {
	case h.channels == 0 || bits == 0:
		return fmt.Errorf("%w: %d channels of %d bits", ErrDamaged, h.channels, bits)
	case h.channels > 64:
		return fmt.Errorf("%w: %d channels", ErrUnsupported, h.channels)
	case h.rate < 1000 || h.rate > 768000:
		return fmt.Errorf("%w: %d frames per second", ErrUnsupported, h.rate)
	}
	if tight := h.channels * ((bits + 7) / 8); h.block < tight || h.block%h.channels != 0 {
		h.block = tight
	}
	return nil
}

// codec names the samples as ffmpeg does.
func (h wavHeader) codec() string {
	bits := 8 * h.block / h.channels
	switch {
	case h.tag == wavPCM && bits == 8:
		return "pcm u8"
	case h.tag == wavPCM:
		return fmt.Sprintf("pcm s%dle", bits)
	case h.tag == wavFloat:
		return fmt.Sprintf("pcm f%dle", bits)
	}
	return fmt.Sprintf("wav format %#04x", h.tag)
}

// sample returns the function that decodes one sample, nil when there is none. Samples
// that fill their bytes in part are left-justified in them, so only the bytes count.
func (h wavHeader) sample() func([]byte) float32 {
	le := binary.LittleEndian
	switch bytes := h.block / h.channels; {
	case h.tag == wavPCM && bytes == 1:
		return func(b []byte) float32 { return float32(int(b[0])-128) / (1 << 7) }
	case h.tag == wavPCM && bytes == 2:
		return func(b []byte) float32 { return float32(int16(le.Uint16(b))) / (1 << 15) }
	case h.tag == wavPCM && bytes == 3:
		return func(b []byte) float32 {
			return float32(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)>>8) / (1 << 23)
		}
	case h.tag == wavPCM && bytes == 4:
		return func(b []byte) float32 { return float32(int32(le.Uint32(b))) / (1 << 31) }
	case h.tag == wavFloat && bytes == 4:
		return func(b []byte) float32 { return finite(math.Float32frombits(le.Uint32(b))) }
	case h.tag == wavFloat && bytes == 8:
		return func(b []byte) float32 { return finite(float32(math.Float64frombits(le.Uint64(b)))) }
	}
	return nil
}

// finite replaces what is no number, which would spoil every filter behind it.
func finite(x float32) float32 {
	if x-x != 0 {
		return 0
	}
	return x
}

// readAt fills p from off.
func readAt(in Input, off int64, p []byte) error {
	if size := in.Size(); size >= 0 && off > size {
		return io.EOF
	}
	if _, err := in.Seek(off, io.SeekStart); err != nil {
		return err
	}
	_, err := io.ReadFull(in, p)
	return err
}

// wavCut turns the end of the file inside the header into damage.
func wavCut(err error, off int64) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("wav at byte %d: %w: it ends inside its header", off, ErrDamaged)
	}
	return err
}
