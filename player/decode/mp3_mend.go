package decode

// Two faults of go-mp3 v0.3.4 are gone round by giving it another frame that means the
// same, with all of its data inside and at the highest bit rate:
//
//   - Joint stereo is undone up to the last value that is not zero as it was before the values of
//     short blocks were reordered, so that some of them stay sum and difference (63 dB
//     against ffmpeg where 78 are usual). Zeros are put behind the values, coded, so that
//     all 576 count.
//   - In MPEG-2 a padded frame is taken to be a byte shorter where half the frame's length is
//     a whole number without it.
//
// Where the other frame has no room for the data, the fault is left.

// mp3Granule is the part of the side information for one channel of one granule.
type mp3Granule struct {
	at     int // bit of its length in the side information
	length int // bits
	pairs  int // big values
	short  bool
	table  int // of the quadruples
}

// mend returns the frame b, whose side information begins at side and whose data begin with
// those of the reservoir, as one that go-mp3 decodes rightly, and how many bytes of its
// end are data for the frames that follow; nil when b can stay as it is.
func (m *goMP3) mend(h mp3Header, b []byte, side int) (frame []byte, rest int) {
	joint := b[3]>>6 == 1 && b[3]&0x20 != 0
	odd := h.version == 2 && h.padding == 1 && 144000*h.bitrate/h.rate%2 == 0
	info := b[side : side+h.side()]
	begin, granules := mp3Granules(h, info)
	stretch := false
	for i := range granules {
		stretch = stretch || joint && granules[i].short
	}
	if !stretch && !odd || begin > len(m.reservoir) {
		return nil, 0
	}
	data := append(m.data[:0], m.reservoir[len(m.reservoir)-begin:]...)
	data = append(data, b[side+h.side():]...)
	m.data = data

	size := 144000 * 320 / h.rate
	if h.version != 3 {
		size = 144000 * 160 / h.rate / 2
	}
	out := bitWriter{b: append(m.mended[:0], make([]byte, size)...), at: 8 * (4 + h.side())}
	m.mended = out.b
	copy(out.b, b[:4])
	out.b[1] |= 1 // no check sum
	out.b[2] = 14<<4 | b[2]&0x0d
	copy(out.b[4:], info)
	out.b[4] = 0 // the data begin in this frame
	if h.version == 3 {
		out.b[5] &= 0x7f
	}
	in := bitReader{b: data}
	for i, g := range granules {
		more := 0
		if stretch && g.short && longer(granules, i) {
			more = (576-2*g.pairs+3)/4*(1+3*g.table) + 4
		}
		if in.at+g.length > 8*len(data) || out.at+g.length+more > 8*size || g.length+more > 4095 {
			return nil, 0
		}
		out.copy(&in, g.length)
		for range more { // a quadruple of zeros is "1" in one table, "1111" in the other
			out.put(1)
		}
		out.set(8*4+g.at, 12, g.length+more)
	}
	left := data[(in.at+7)/8:]
	if (out.at+7)/8+len(left) > size {
		return nil, 0
	}
	copy(out.b[size-len(left):], left)
	return out.b, len(left)
}

// longer picks the channel of a granule to be stretched, the one where it takes
// less: one is enough. Channels of a granule follow one another.
func longer(granules []mp3Granule, i int) bool {
	other := i ^ 1
	if other >= len(granules) || !granules[other].short {
		return true
	}
	if granules[i].table != granules[other].table {
		return granules[i].table == 0
	}
	return i < other
}

// mp3Granules reads the side information (ISO/IEC 11172-3, section 2.4.1.7).
func mp3Granules(h mp3Header, info []byte) (begin int, granules []mp3Granule) {
	r := bitReader{b: info}
	channels, n, scale, tail := 2, 2, 4, 3
	if h.mono {
		channels = 1
	}
	if h.version == 3 {
		begin = r.take(9)
		r.at += 7 - 2*channels + 4*channels // private bits, and which factors are shared
	} else {
		begin = r.take(8)
		r.at += channels
		n, scale, tail = 1, 9, 2
	}
	for range n * channels {
		g := mp3Granule{at: r.at}
		g.length = r.take(12)
		g.pairs = r.take(9)
		r.at += 8 + scale
		window := r.take(1)
		g.short = window == 1 && r.take(2) == 2
		r.at += 22 - 2*window
		r.at += tail - 1
		g.table = r.take(1)
		granules = append(granules, g)
	}
	return begin, granules
}

// A bitReader takes bits from the high end of bytes.
type bitReader struct {
	b  []byte
	at int
}

func (r *bitReader) take(n int) (v int) {
	for range n {
		v = v<<1 | int(r.b[r.at/8]>>(7-r.at%8)&1)
		r.at++
	}
	return v
}

// A bitWriter sets bits in zeroed bytes.
type bitWriter struct {
	b  []byte
	at int
}

func (w *bitWriter) put(bit int) {
	w.b[w.at/8] |= byte(bit << (7 - w.at%8))
	w.at++
}

func (w *bitWriter) copy(r *bitReader, n int) {
	for range n {
		w.put(r.take(1))
	}
}

// set writes n bits over what stands at a place.
func (w *bitWriter) set(at, n, v int) {
	for i := range n {
		bit := byte(1 << (7 - (at+i)%8))
		w.b[(at+i)/8] &^= bit
		if v>>(n-1-i)&1 != 0 {
			w.b[(at+i)/8] |= bit
		}
	}
}
