// Package mp4test writes small MP4 files for tests: in the layouts that players meet,
// and deterministic, so that a test knows every offset.
package mp4test

import (
	"encoding/binary"
	"fmt"
)

// Layout says where things go.
type Layout int

// The layouts.
const (
	MoovFirst Layout = iota
	MoovLast
	Indexed    // fragments with a sidx in front, as YouTube does
	Fragmented // fragments without an index
)

// Options of File; the zero value is a progressive file with the header in front.
type Options struct {
	Layout     Layout
	Timescale  int    // 44100 when zero
	Ticks      int    // of a sample, 1024 when zero
	LastTicks  int    // of the last sample, as the others when zero
	Codec      string // "mp4a" when empty
	Config     []byte // AudioSpecificConfig
	Chunk      int    // samples in a chunk or a fragment, 10 when zero
	Gap        int    // bytes of something else between chunks
	Long       bool   // 64-bit offsets and sizes
	EditStart  int    // ticks; no edit list when zero
	EditLength int    // in milliseconds
	SMPB       [3]int // priming, padding, length, in frames; left out when all are zero
	Gain       string // replaygain_track_gain; left out when empty
	Bases      bool   // fragments with absolute data offsets, as old writers do
	Free       int    // bytes of padding before the samples
}

// File returns a file with the samples, the offset of each of them and those of the fragments.
func File(samples [][]byte, o Options) (file []byte, offsets, fragments []int64) {
	o = o.defaults()
	ftyp := Box("ftyp", []byte("M4A \x00\x00\x00\x00M4A mp42isom"))
	free := []byte{}
	if o.Free > 0 {
		free = Box("free", make([]byte, o.Free))
	}
	switch o.Layout {
	case Indexed, Fragmented:
		return fragmented(samples, append(append(ftyp, moov(nil, nil, o)...), free...), o)
	case MoovLast:
		head := append(ftyp, free...)
		mdat, offsets := o.mdat(samples, int64(len(head)))
		return join(head, mdat, moov(samples, offsets, o)), offsets, nil
	}
	size := len(moov(samples, make([]int64, len(samples)), o))
	head := len(ftyp) + size + len(free)
	mdat, offsets := o.mdat(samples, int64(head))
	return join(ftyp, moov(samples, offsets, o), free, mdat), offsets, nil
}

func (o Options) defaults() Options {
	if o.Timescale == 0 {
		o.Timescale = 44100
	}
	if o.Ticks == 0 {
		o.Ticks = 1024
	}
	if o.LastTicks == 0 {
		o.LastTicks = o.Ticks
	}
	if o.Codec == "" {
		o.Codec = "mp4a"
	}
	if o.Chunk == 0 {
		o.Chunk = 10
	}
	return o
}

// mdat writes the samples of a progressive file; the box stands at off.
func (o Options) mdat(samples [][]byte, off int64) (mdat []byte, offsets []int64) {
	head := int64(8)
	if o.Long {
		head = 16
	}
	var body []byte
	for i, s := range samples {
		if i > 0 && i%o.Chunk == 0 {
			body = append(body, make([]byte, o.Gap)...)
		}
		offsets = append(offsets, off+head+int64(len(body)))
		body = append(body, s...)
	}
	if !o.Long {
		return Box("mdat", body), offsets
	}
	b := append(u32(1), "mdat"...)
	return append(binary.BigEndian.AppendUint64(b, uint64(len(body)+16)), body...), offsets
}

// moov writes the header; without samples that of a file of fragments.
func moov(samples [][]byte, offsets []int64, o Options) []byte {
	total := len(samples)*o.Ticks - o.Ticks + o.LastTicks
	if len(samples) == 0 {
		total = 0
	}
	var edits, mvex, udta []byte
	if o.EditStart > 0 {
		edits = Box("edts", Full("elst", 0, 0, u32(2),
			u32(20), u32(0xffffffff), u32(1<<16), // an empty edit, as writers put for a delay
			u32(o.EditLength), u32(o.EditStart), u32(1<<16)))
	}
	if o.Layout >= Indexed {
		mvex = Box("mvex", Full("trex", 0, 0, u32(1), u32(1), u32(o.Ticks), u32(0), u32(0)))
	}
	if o.SMPB != [3]int{} {
		text := fmt.Sprintf(" 00000000 %08X %08X %016X 00000000", o.SMPB[0], o.SMPB[1], o.SMPB[2])
		udta = append(udta, freeform("iTunSMPB", text)...)
	}
	if o.Gain != "" {
		udta = append(udta, freeform("replaygain_track_gain", o.Gain)...)
	}
	if udta != nil {
		udta = Box("udta", Full("meta", 0, 0, Box("ilst", udta)))
	}
	video := Box("trak", Full("tkhd", 0, 3, make([]byte, 8), u32(2), make([]byte, 68)), Box("mdia", mdhd(o, 0),
		Full("hdlr", 0, 0, u32(0), []byte("vide"), make([]byte, 13)), Box("minf", Box("stbl", Full("stts", 0, 0, u32(1), u32(7), u32(7))))))
	sound := Box("trak", Full("tkhd", 0, 3, make([]byte, 8), u32(1), make([]byte, 68)), edits, Box("mdia", mdhd(o, total),
		Full("hdlr", 0, 0, u32(0), []byte("soun"), make([]byte, 13)), Box("minf", stbl(samples, offsets, o))))
	return Box("moov", Full("mvhd", 0, 0, make([]byte, 8), u32(1000), u32(total*1000/o.Timescale), make([]byte, 80)), video, sound, mvex, udta)
}

// freeform is a text with a name of its own, as iTunes writes it.
func freeform(name, text string) []byte {
	return Box("----", Full("mean", 0, 0, []byte("com.apple.iTunes")), Full("name", 0, 0, []byte(name)), Full("data", 0, 1, u32(0), []byte(text)))
}

func mdhd(o Options, total int) []byte {
	return Full("mdhd", 0, 0, make([]byte, 8), u32(o.Timescale), u32(total), u32(0))
}

func stbl(samples [][]byte, offsets []int64, o Options) []byte {
	esds := Full("esds", 0, 0, descriptor(3, []byte{0, 1, 0}, descriptor(4, append([]byte{0x40, 0x15}, make([]byte, 11)...), descriptor(5, o.Config)), descriptor(6, []byte{2})))
	entry := Box(o.Codec, make([]byte, 6), []byte{0, 1}, make([]byte, 8), []byte{0, 2, 0, 16}, make([]byte, 4), u32(o.Timescale<<16), esds)
	stts, stsc, stsz, stco := u32(0), u32(0), append(u32(0), u32(len(samples))...), u32(0)
	if n := len(samples); n > 0 {
		stts = join(u32(2), u32(n-1), u32(o.Ticks), u32(1), u32(o.LastTicks))
		stsc = join(u32(1), u32(1), u32(o.Chunk), u32(1))
		if rest := n % o.Chunk; rest > 0 && n > o.Chunk {
			stsc = join(u32(2), u32(1), u32(o.Chunk), u32(1), u32(n/o.Chunk+1), u32(rest), u32(1))
		}
		stco = u32((n + o.Chunk - 1) / o.Chunk)
	}
	for i, s := range samples {
		stsz = append(stsz, u32(len(s))...)
		if i%o.Chunk != 0 {
			continue
		}
		if o.Long {
			stco = binary.BigEndian.AppendUint64(stco, uint64(offsets[i]))
		} else {
			stco = append(stco, u32(int(offsets[i]))...)
		}
	}
	kind := "stco"
	if o.Long {
		kind = "co64"
	}
	return Box("stbl", Full("stsd", 0, 0, u32(1), entry), Full("stts", 0, 0, stts), Full("stsc", 0, 0, stsc),
		Full("stsz", 0, 0, stsz), Full(kind, 0, 0, stco))
}

// fragmented writes fragments behind head.
func fragmented(samples [][]byte, head []byte, o Options) (file []byte, offsets, fragments []int64) {
	count := (len(samples) + o.Chunk - 1) / o.Chunk
	file = head
	if o.Layout == Indexed {
		file = append(file, make([]byte, 32+12*count)...)
	}
	var refs []byte
	for i := range count {
		part := samples[i*o.Chunk : min((i+1)*o.Chunk, len(samples))]
		ticks := len(part) * o.Ticks
		if i == count-1 {
			ticks += o.LastTicks - o.Ticks
		}
		at := int64(len(file))
		fragments = append(fragments, at)
		size := len(moof(part, i, 0, 0, ticks, o))
		moof := moof(part, i, at, size+8, ticks, o)
		body := join(part...)
		pos := at + int64(len(moof)) + 8
		for _, s := range part {
			offsets = append(offsets, pos)
			pos += int64(len(s))
		}
		file = append(append(file, moof...), Box("mdat", body)...)
		refs = join(refs, u32(len(moof)+len(body)+8), u32(ticks), u32(0x90000000))
	}
	if o.Layout == Indexed {
		sidx := Full("sidx", 0, 0, u32(1), u32(o.Timescale), u32(0), u32(0), []byte{0, 0, byte(count >> 8), byte(count)}, refs)
		copy(file[len(head):], sidx)
	}
	return file, offsets, fragments
}

func moof(part [][]byte, n int, at int64, data, ticks int, o Options) []byte {
	flags, base := 0x020000, []byte{}
	if o.Bases {
		flags, base = 0x1, binary.BigEndian.AppendUint64(nil, uint64(at))
	}
	runs := join(u32(len(part)), u32(data))
	for i, s := range part {
		t := o.Ticks
		if i == len(part)-1 {
			t = ticks - i*o.Ticks
		}
		runs = join(runs, u32(t), u32(len(s)))
	}
	return Box("moof", Full("mfhd", 0, 0, u32(n+1)), Box("traf", Full("tfhd", 0, flags, u32(1), base),
		Full("tfdt", 0, 0, u32(n*o.Chunk*o.Ticks)), Full("trun", 0, 0x301, runs)))
}

// Box returns a box with the given content.
func Box(kind string, content ...[]byte) []byte {
	body := join(content...)
	return join(u32(len(body)+8), []byte(kind), body)
}

// Full returns a box that begins with a version and flags.
func Full(kind string, version, flags int, content ...[]byte) []byte {
	return Box(kind, u32(version<<24|flags), join(content...))
}

// descriptor returns a descriptor of MPEG-4 systems, with a size of four bytes as
// many writers put it.
func descriptor(tag byte, content ...[]byte) []byte {
	body := join(content...)
	return join([]byte{tag, 0x80, 0x80, 0x80, byte(len(body))}, body)
}

func u32(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
