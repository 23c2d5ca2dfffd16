package mp4

import (
	"encoding/binary"
	"errors"
	"math"
)

// A sampleTable is the stbl box of a track: its tables as they stand in the file.
type sampleTable struct {
	stts   []byte // entries of 8 bytes: samples, ticks of each
	stsc   []byte // entries of 12 bytes: first chunk, samples in each, description
	stsz   []byte // entries of 4 bytes, none when all samples have the same size
	stco   []byte // entries of width bytes: offset of a chunk
	width  int
	size   uint32 // of every sample, 0 when stsz tells
	count  int64  // of samples
	length int64  // ticks of all samples
}

var errTable = errors.New("sample tables do not fit together")

// set takes the content of a box.
func (t *sampleTable) set(kind string, p []byte) error {
	f := &fields{b: p}
	f.skip(4)
	if kind == "stsz" {
		t.size = f.u32()
	}
	n := int64(f.u32())
	width := map[string]int{"stts": 8, "stsc": 12, "stsz": 4, "stco": 4, "co64": 8}[kind]
	rows := f.b
	if kind == "stsz" && t.size > 0 {
		rows = nil
	} else {
		n = min(n, int64(len(rows)/width))
		rows = rows[:n*int64(width)]
	}
	switch kind {
	case "stts":
		t.stts = rows
	case "stsc":
		t.stsc = rows
	case "stsz":
		t.stsz, t.count = rows, n
	default:
		t.stco, t.width = rows, width
	}
	if f.short {
		return errTable
	}
	return nil
}

// check counts the samples that all tables know, and how long they last.
func (t *sampleTable) check() error {
	var samples int64
	for i := 0; i < len(t.stts); i += 8 {
		n, ticks := int64(t.u32(t.stts, i)), int64(t.u32(t.stts, i+4))
		n = min(n, t.count-samples)
		samples += n
		if t.length += n * ticks; t.length > math.MaxInt64/4 {
			return errTable
		}
	}
	t.count = samples
	if t.size > 0 && t.count > math.MaxInt64/4/int64(t.size) {
		return errTable
	}
	if t.count > 0 && (len(t.stsc) == 0 || len(t.stco) == 0) {
		return errTable
	}
	return nil
}

func (t *sampleTable) u32(b []byte, i int) uint32 { return binary.BigEndian.Uint32(b[i:]) }

// chunks is the number of chunks.
func (t *sampleTable) chunks() int64 {
	if t.width == 0 {
		return 0
	}
	return int64(len(t.stco) / t.width)
}

// chunkAt is the offset of a chunk.
func (t *sampleTable) chunkAt(i int64) int64 {
	if t.width == 8 {
		return int64(min(binary.BigEndian.Uint64(t.stco[8*i:]), math.MaxInt64/2))
	}
	return int64(t.u32(t.stco, int(4*i)))
}

func (t *sampleTable) sizeOf(sample int64) int64 {
	if t.size > 0 {
		return int64(t.size)
	}
	return int64(t.u32(t.stsz, int(4*sample)))
}

// A cursor stands at one sample of a table and moves forwards.
type cursor struct {
	sample  int64
	time    int64 // its first tick
	off     int64 // in the file
	stts    int   // byte of the entry that tells its length
	left    int64 // samples of that entry from this one on
	stsc    int   // byte of the entry that tells its chunk
	chunk   int64 // counted from 0
	inChunk int64 // samples of the chunk before this one
	done    bool
}

// start is the cursor of the first sample.
func (t *sampleTable) start() cursor {
	c := cursor{stts: -8, stsc: 0}
	if t.count == 0 {
		return cursor{done: true}
	}
	t.enterTimes(&c)
	c.off = t.chunkAt(0)
	t.skipEmpty(&c)
	return c
}

// enterTimes goes to the next entry of stts that holds samples.
func (t *sampleTable) enterTimes(c *cursor) {
	for c.left == 0 {
		if c.stts += 8; c.stts >= len(t.stts) {
			c.done = true
			return
		}
		c.left = int64(t.u32(t.stts, c.stts))
	}
}

// perChunk is the number of samples in the chunk of c.
func (t *sampleTable) perChunk(c *cursor) int64 {
	for c.stsc+12 < len(t.stsc) && c.chunk+1 >= int64(t.u32(t.stsc, c.stsc+12)) {
		c.stsc += 12
	}
	return int64(t.u32(t.stsc, c.stsc+4))
}

// skipEmpty goes on to the chunk that holds the sample of c.
func (t *sampleTable) skipEmpty(c *cursor) {
	for !c.done && c.inChunk >= t.perChunk(c) {
		c.inChunk -= t.perChunk(c)
		if c.chunk++; c.chunk >= t.chunks() {
			c.done = true
			return
		}
		c.off = t.chunkAt(c.chunk)
	}
}

// ticks is the length of the sample at c.
func (t *sampleTable) ticks(c *cursor) int64 { return int64(t.u32(t.stts, c.stts+4)) }

// step moves c to the next sample.
func (t *sampleTable) step(c *cursor) {
	c.off += t.sizeOf(c.sample)
	c.time += t.ticks(c)
	c.sample++
	c.left--
	c.inChunk++
	if c.sample >= t.count {
		c.done = true
		return
	}
	t.enterTimes(c)
	t.skipEmpty(c)
}

// find returns the cursor of the sample in which the given tick lies, the last one when
// it lies behind the end.
func (t *sampleTable) find(tick int64) cursor {
	c := t.start()
	for !c.done {
		ticks := t.ticks(&c)
		n := c.left
		if ticks > 0 {
			n = min(n, max(0, tick-c.time)/ticks)
		}
		if n = min(n, t.count-1-c.sample); n < c.left {
			t.advance(&c, n)
			return c
		}
		t.advance(&c, n-1)
		t.step(&c)
	}
	return c
}

// advance moves c by n samples within one entry of stts.
func (t *sampleTable) advance(c *cursor, n int64) {
	c.time += n * t.ticks(c)
	c.left -= n
	for n > 0 && !c.done {
		k := min(n, t.perChunk(c)-c.inChunk)
		switch {
		case n >= t.perChunk(c)-c.inChunk: // the next chunk has an offset of its own
		case t.size > 0:
			c.off += n * int64(t.size)
		default:
			for i := range n {
				c.off += t.sizeOf(c.sample + i)
			}
		}
		c.sample += k
		c.inChunk += k
		n -= k
		t.skipEmpty(c)
	}
}
