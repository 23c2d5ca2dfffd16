package decode

import "encoding/binary"

// An mp3Header is what the four bytes before each frame of MPEG audio tell
// (ISO/IEC 11172-3 and 13818-3, section 2.4.2.3).
type mp3Header struct {
	version int // 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5
	layer   int // 1 to 3
	crc     bool
	bitrate int // kb/s, 0 in free format
	rate    int
	padding int
	mono    bool
}

// parseMP3Header returns the header that b begins with.
func parseMP3Header(b []byte) (h mp3Header, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return h, false
	}
	h = mp3Header{
		version: int(b[1] >> 3 & 3), layer: 4 - int(b[1]>>1&3), crc: b[1]&1 == 0,
		padding: int(b[2] >> 1 & 1), mono: b[3]>>6 == 3,
	}
	bitrate, rate := int(b[2]>>4), int(b[2]>>2&3)
	if h.version == 1 || h.layer == 4 || bitrate == 15 || rate == 3 || b[3]&3 == 2 {
		return h, false
	}
	h.rate = [3]int{44100, 48000, 32000}[rate]
	switch h.version {
	case 2:
		h.rate /= 2
	case 0:
		h.rate /= 4
	}
	table := [15]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	if h.version != 3 {
		table = [15]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	}
	h.bitrate = table[bitrate]
	return h, true
}

// frames is the number of frames of sound in one of MPEG audio, layer III.
func (h mp3Header) frames() int {
	if h.version == 3 {
		return 1152
	}
	return 576
}

// size is the length in bytes, layer III.
func (h mp3Header) size() int { return h.frames()/8*1000*h.bitrate/h.rate + h.padding }

// mean is the length in bytes when every so many frames are padded.
func (h mp3Header) mean() float64 {
	return float64(h.frames()/8*1000*h.bitrate) / float64(h.rate)
}

// side is the length of the side information.
func (h mp3Header) side() int {
	switch {
	case h.version == 3 && !h.mono:
		return 32
	case h.version != 3 && h.mono:
		return 9
	}
	return 17
}

// kind is what all frames of a file have in common, never zero.
func (h mp3Header) kind() uint32 {
	k := uint32(h.rate)<<8 | uint32(h.version)<<4 | uint32(h.layer)<<1
	if h.mono {
		k |= 1
	}
	return k
}

// parseMP3Frame reads the header of a frame of known size in layer III.
func parseMP3Frame(b []byte) (frameHead, bool) {
	h, ok := parseMP3Header(b)
	if !ok || h.layer != 3 || h.bitrate == 0 || h.size() <= 4+h.side() {
		return frameHead{}, false
	}
	return frameHead{size: h.size(), frames: h.frames(), kind: h.kind()}, true
}

// An mp3Info is what an encoder writes into a first frame without sound: the Xing or Info
// header with LAME's part, or Fraunhofer's VBRI.
type mp3Info struct {
	found, constant bool
	frames          int64 // without that frame, -1 when not told
	bytes           int64 // with that frame, 0 when not told
	gapless         bool  // the next two are known
	delay, padding  int64
	index           []framedPoint // offsets count from that frame, frames from the one after it
	gain            Gain
	peak            float64
}

// parseMP3Info looks for them in the frame b, which has the header h.
func parseMP3Info(b []byte, h mp3Header) mp3Info {
	for _, at := range []int{4 + h.side(), 6 + h.side()} {
		if len(b) < at+8 {
			break
		}
		if id := string(b[at : at+4]); id == "Xing" || id == "Info" {
			return parseXing(b[at:], id == "Info")
		}
	}
	const vbri = 36 // after the header and the longest side information
	if len(b) >= vbri+26 && string(b[vbri:vbri+4]) == "VBRI" {
		return parseVBRI(b[vbri:], h.size())
	}
	return mp3Info{frames: -1}
}

func parseXing(b []byte, constant bool) mp3Info {
	const hasFrames, hasBytes, hasTOC, hasQuality = 1, 2, 4, 8
	info := mp3Info{found: true, constant: constant, frames: -1}
	f := &xingFields{b: b[8:]}
	flags := binary.BigEndian.Uint32(b[4:])
	if flags&hasFrames != 0 {
		info.frames = int64(binary.BigEndian.Uint32(f.take(4)))
	}
	if flags&hasBytes != 0 {
		info.bytes = int64(binary.BigEndian.Uint32(f.take(4)))
	}
	if flags&hasTOC != 0 {
		toc := f.take(100)
		if info.frames > 0 && info.bytes > 0 {
			for i, x := range toc {
				info.index = append(info.index, framedPoint{info.frames * int64(i) / 100, info.bytes * int64(x) / 256})
			}
			info.index = append(info.index, framedPoint{info.frames, info.bytes})
		}
	}
	if flags&hasQuality != 0 {
		f.take(4)
	}
	lame := f.take(36)
	switch string(lame[:4]) {
	case "LAME", "Lavf", "Lavc", "L3.9", "GOGO":
		info.delay = int64(lame[21])<<4 | int64(lame[22]>>4)
		info.padding = int64(lame[22]&15)<<8 | int64(lame[23])
		info.gapless = !f.short && (info.delay > 0 || info.padding > 0)
	}
	if string(lame[:4]) == "LAME" {
		info.gain = lameGain(binary.BigEndian.Uint16(lame[15:]))
		info.peak = float64(binary.BigEndian.Uint32(lame[11:])) / (1 << 23)
	}
	return info
}

// lameGain reads the "radio" gain of LAME's tag: three bits 1, three bits of who
// set it, a sign and tenths of a dB.
func lameGain(v uint16) Gain {
	db := float64(v&0x1ff) / 10
	if v&0x200 != 0 {
		db = -db
	}
	return Gain{DB: db, Known: v>>13 == 1 && v>>10&7 != 0}
}

// xingFields takes bytes off the front; behind the end there are zeros.
type xingFields struct {
	b     []byte
	short bool
}

func (f *xingFields) take(n int) []byte {
	if n > len(f.b) {
		f.short, f.b = true, nil
		return make([]byte, n)
	}
	p := f.b[:n]
	f.b = f.b[n:]
	return p
}

// parseVBRI reads Fraunhofer's header; size is that of the frame it stands in.
func parseVBRI(b []byte, size int) mp3Info {
	be := binary.BigEndian
	info := mp3Info{found: true, bytes: int64(be.Uint32(b[10:])), frames: int64(be.Uint32(b[14:]))}
	entries, scale, width, step := int(be.Uint16(b[18:])), int64(be.Uint16(b[20:])), int(be.Uint16(b[22:])), int64(be.Uint16(b[24:]))
	table := b[26:]
	if width < 1 || width > 4 || step == 0 || len(table) < entries*width {
		return info
	}
	at := framedPoint{0, int64(size)}
	for i := range entries {
		info.index = append(info.index, at)
		var v int64
		for _, c := range table[i*width : (i+1)*width] {
			v = v<<8 | int64(c)
		}
		at = framedPoint{at.n + step, at.off + v*scale}
	}
	return info
}
