package mp4

import (
	"io"
	"math"
	"math/bits"
)

// Limits on what one file may make the demuxer keep.
const (
	maxTracks   = 32
	maxTables   = 32 << 20 // bytes of sample tables
	maxFragment = 4 << 20  // bytes of one moof box
	maxSamples  = 1 << 17  // in one fragment
	maxSample   = 1 << 20  // bytes of one sample
	maxPoints   = 1 << 18  // fragments in the index
	maxSmall    = 64 << 10 // bytes of a header box
)

// A Track is one sound track.
type Track struct {
	ID         uint32
	Codec      string // kind of its sample entry: "mp4a", "Opus", "alac", "enca" when encrypted
	ObjectType byte   // in mp4a: 0x40 is MPEG-4 audio
	Config     []byte // in mp4a: the AudioSpecificConfig
	Timescale  int64  // ticks in a second
	Channels   int    // as the sample entry says, which is often wrong
	Rate       int    // likewise
	Start      int64  // the first tick that is to be heard, behind the encoder's priming
	End        int64  // the tick that is not heard any more, -1 when the file does not say

	table  sampleTable
	trex   sampleDefaults
	edited int64 // length of the edit in units of the movie, 0 when there is none
}

// A Demuxer takes the samples of one track out of a file. It is used by one
// goroutine, holds nothing that must be closed, and does I/O in Open, Next and Seek only.
type Demuxer struct {
	src      *input
	tracks   []Track
	track    *Track
	scale    int64 // ticks of the movie in a second
	tables   int64 // bytes of tables that were kept
	pieces   bool  // there are fragments
	duration int64 // of all fragments, in units of the movie, 0 when not known
	smpb     [3]int64
	texts    map[string]string
	chapters []Chapter

	at      cursor // the next sample of the table
	frag    fragment
	next    int   // sample of frag
	pos     int64 // of the box after frag
	tried   int64 // offset of the last moof that was read or found
	time    int64 // at the end of frag
	first   int64 // offset of the first box that may be a fragment
	points  []point
	indexed bool // points are those of a sidx and complete
	sample  []byte
	short   bool // the last sample that was wanted lies behind the end of the file

	indexEnd int64 // the last tick that the sidx knows
}

// A point of the index: the offset of a fragment and its first tick.
type point struct{ time, off int64 }

// Open reads the header, wherever it stands, and the index of the fragments if it comes
// before the first of them. It chooses the first sound track. Errors wrap ErrNotMP4 or
// ErrDamaged, or are those of in.
func Open(in io.ReadSeeker) (*Demuxer, error) {
	d := &Demuxer{src: newInput(in)}
	if err := d.readTop(); err != nil {
		return nil, err
	}
	for i := range d.tracks {
		d.finish(&d.tracks[i])
	}
	if len(d.tracks) > 0 {
		d.Choose(d.tracks[0].ID)
	}
	return d, nil
}

// Tracks returns the sound tracks; the caller does not change them.
func (d *Demuxer) Tracks() []Track { return d.tracks }

// Choose makes Next return the samples of the track with the given id, from its start.
func (d *Demuxer) Choose(id uint32) {
	for i := range d.tracks {
		if d.tracks[i].ID == id {
			d.track = &d.tracks[i]
		}
	}
	d.rewind()
}

// readTop walks the boxes of the file until the header has been read and, in a file of
// fragments, their index or the first of them.
func (d *Demuxer) readTop() error {
	moov := false
	var early []box // indexes before the header
	for off := int64(0); ; {
		b, err := d.src.boxAt(off, d.src.End())
		if off == 0 && b.kind != "" && !known(b.kind) {
			return ErrNotMP4
		}
		if err != nil && !(moov && (err == io.EOF || isDamage(err))) {
			return cut(err, off, "boxes before the header")
		}
		switch {
		case err != nil:
			return nil // Next will find what comes behind the damage
		case b.kind == "moov":
			if err := d.readHeader(b, early); err != nil {
				return err
			}
			moov = true
		case b.kind == "sidx" && !moov:
			early = append(early, b)
		case b.kind == "sidx":
			if err := d.readSidx(b); err != nil {
				return err
			}
		case b.kind == "moof" && !moov:
			return damaged(off, "a fragment before the header")
		case b.kind == "mdat" && !moov && b.end < d.src.End():
			d.src.Aim(b.end, 1<<20) // the header ends the file
		}
		if moov && (!d.pieces || d.indexed || b.kind == "moof" || b.kind == "mdat" && b.off >= d.first) {
			return nil
		}
		off = b.end
	}
}

// readHeader reads the moov box, and the indexes that came before it.
func (d *Demuxer) readHeader(b box, early []box) error {
	if n := b.end - b.data; n > maxSmall { // more than comes anyway
		d.src.Aim(b.off, min(n, 4<<20))
	}
	if err := d.src.each(b.data, b.end, d.readMoov); err != nil {
		return err
	}
	d.first = b.end
	for _, b := range early {
		if err := d.readSidx(b); err != nil {
			return err
		}
	}
	return nil
}

// known says whether a file may begin with such a box.
func known(kind string) bool {
	switch kind {
	case "ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "pnot", "uuid", "sidx", "moof":
		return true
	}
	return false
}

// finish works out what is heard of a track, when all of the header is known.
func (d *Demuxer) finish(t *Track) {
	total := t.table.length
	if total == 0 {
		total = d.indexEnd
	}
	if total == 0 && d.scale > 0 {
		total = rescale(d.duration, t.Timescale, d.scale)
	}
	t.End = -1
	if total > 0 {
		t.End = total
	}
	if t.edited > 0 && d.scale > 0 && total > 0 {
		// The edit's length is rounded to ticks of the movie, which are coarse.
		end := t.Start + rescale(t.edited, t.Timescale, d.scale)
		if end < total-t.Timescale/d.scale-1 {
			t.End = end
		}
	}
	if length := d.smpb[2]; length > 0 && t.Codec == "mp4a" && (total == 0 || d.smpb[0]+length <= total) {
		t.Start, t.End = d.smpb[0], d.smpb[0]+length
	}
}

// rescale returns n*to/from rounded down, at most half the greatest number. No argument is
// negative and from is not zero.
func rescale(n, to, from int64) int64 {
	hi, lo := bits.Mul64(uint64(n), uint64(to))
	if hi >= uint64(from) {
		return math.MaxInt64 / 2
	}
	q, _ := bits.Div64(hi, lo, uint64(from))
	return int64(min(q, math.MaxInt64/2))
}
