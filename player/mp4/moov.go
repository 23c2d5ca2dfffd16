package mp4

import (
	"bytes"
	"fmt"
	"math"
)

// readMoov takes one box of the header (ISO/IEC 14496-12, section 8).
func (d *Demuxer) readMoov(b box) error {
	switch b.kind {
	case "mvhd":
		f, err := d.small(b)
		if err != nil {
			return err
		}
		version, _ := f.version()
		f.skip(8 + 8*int(version&1))
		d.scale = int64(f.u32())
	case "trak":
		if len(d.tracks) == maxTracks {
			return nil
		}
		return d.readTrak(b)
	case "mvex":
		d.pieces = true
		return d.src.each(b.data, b.end, d.readMvex)
	case "udta":
		return d.optional(d.src.each(b.data, b.end, d.readUdta))
	}
	return nil
}

// small reads a box of the header.
func (d *Demuxer) small(b box) (*fields, error) {
	p, err := d.src.content(b, maxSmall)
	return &fields{b: p}, err
}

// trak is a track while it is being read.
type trak struct {
	Track
	sound bool
}

func (d *Demuxer) readTrak(b box) error {
	t := &trak{}
	err := d.src.each(b.data, b.end, func(b box) error {
		switch b.kind {
		case "tkhd":
			f, err := d.small(b)
			version, _ := f.version()
			f.skip(8 + 8*int(version&1))
			t.ID = f.u32()
			return err
		case "edts":
			return d.src.each(b.data, b.end, t.readEdit(d))
		case "mdia":
			return d.src.each(b.data, b.end, t.readMdia(d))
		}
		return nil
	})
	if err != nil || !t.sound {
		return err
	}
	if t.Timescale <= 0 {
		return damaged(b.off, "track without a time scale")
	}
	if err := t.table.check(); err != nil {
		return damaged(b.off, "%v", err)
	}
	d.tracks = append(d.tracks, t.Track)
	return nil
}

// readEdit reads the edit list: the first entry that is not empty tells what is heard.
func (t *trak) readEdit(d *Demuxer) func(box) error {
	return func(b box) error {
		if b.kind != "elst" {
			return nil
		}
		f, err := d.small(b)
		if err != nil {
			return err
		}
		version, _ := f.version()
		for n := f.u32(); n > 0 && !f.short; n-- {
			length, start := f.long(version), int64(0)
			if version == 1 {
				start = f.i64()
				if start == math.MaxInt64 { // -1, empty
					start = -1
				}
			} else {
				start = int64(int32(f.u32()))
			}
			f.skip(4)
			if start >= 0 && !f.short {
				t.Start, t.edited = start, length
				return nil
			}
		}
		return nil
	}
}

func (t *trak) readMdia(d *Demuxer) func(box) error {
	return func(b box) error {
		switch b.kind {
		case "mdhd":
			f, err := d.small(b)
			version, _ := f.version()
			f.skip(8 + 8*int(version&1))
			t.Timescale = int64(f.u32())
			return err
		case "hdlr":
			f, err := d.small(b)
			f.skip(8)
			t.sound = string(f.take(4)) == "soun"
			return err
		case "minf", "stbl":
			if t.sound {
				return d.src.each(b.data, b.end, t.readMdia(d))
			}
		case "stsd":
			p, err := d.src.content(b, maxSmall)
			if err != nil {
				return err
			}
			return t.readEntry(p, b.off)
		case "stts", "stsc", "stsz", "stco", "co64":
			return t.readTable(d, b)
		case "stz2":
			return damaged(b.off, "compact sample sizes are not known here")
		}
		return nil
	}
}

// readTable keeps a box of the sample table as it is.
func (t *trak) readTable(d *Demuxer, b box) error {
	p, err := d.src.content(b, maxTables-d.tables)
	if err != nil {
		return err
	}
	d.tables += int64(len(p))
	if err := t.table.set(b.kind, p); err != nil {
		return damaged(b.off, "%v", err)
	}
	return nil
}

// readEntry reads the first sample entry of an stsd box.
func (t *trak) readEntry(p []byte, off int64) error {
	f := &fields{b: p}
	f.skip(8)
	return eachIn(f.b, off+16, func(kind string, body []byte, off int64) error {
		if t.Codec != "" {
			return nil
		}
		t.Codec = kind
		e := &fields{b: body}
		e.skip(8)
		version := e.u16()
		e.skip(6)
		t.Channels = int(e.u16())
		e.skip(6)
		t.Rate = int(e.u32() >> 16)
		switch version { // of QuickTime
		case 1:
			e.skip(16)
		case 2:
			e.skip(36)
		}
		return t.readCodec(e.b, off)
	})
}

// readCodec reads the boxes in a sample entry.
func (t *trak) readCodec(p []byte, off int64) error {
	return eachIn(p, off, func(kind string, body []byte, off int64) error {
		switch kind {
		case "esds":
			f := &fields{b: body}
			f.skip(4)
			t.readDescriptors(f.b)
		case "wave":
			return t.readCodec(body, off)
		}
		return nil
	})
}

// readDescriptors finds the codec's configuration (ISO/IEC 14496-1, section 7.2.6).
func (t *trak) readDescriptors(p []byte) {
	const stream, decoder, config = 3, 4, 5
	for f := (&fields{b: p}); len(f.b) > 0; {
		tag, size := f.u8(), 0
		for range 4 {
			c := f.u8()
			size = size<<7 | int(c&0x7f)
			if c&0x80 == 0 {
				break
			}
		}
		body := &fields{b: f.take(min(size, len(f.b)))}
		switch tag {
		case stream:
			body.skip(2)
			flags := body.u8()
			if flags&0x80 != 0 {
				body.skip(2)
			}
			if flags&0x40 != 0 {
				body.skip(int(body.u8()))
			}
			if flags&0x20 != 0 {
				body.skip(2)
			}
			t.readDescriptors(body.b)
		case decoder:
			t.ObjectType = body.u8()
			body.skip(12)
			t.readDescriptors(body.b)
		case config:
			t.Config = bytes.Clone(body.b)
		}
	}
}

// readMvex reads what fragments leave out.
func (d *Demuxer) readMvex(b box) error {
	if b.kind != "trex" && b.kind != "mehd" {
		return nil
	}
	f, err := d.small(b)
	if err != nil {
		return err
	}
	version, _ := f.version()
	if b.kind == "mehd" {
		d.duration = f.long(version)
		return nil
	}
	id := f.u32()
	f.skip(4)
	for i := range d.tracks {
		if d.tracks[i].ID == id {
			d.tracks[i].trex = sampleDefaults{duration: f.u32(), size: f.u32()}
		}
	}
	return nil
}

// optional passes errors of the input on and forgives damage, where nothing depends on what
// was to be read.
func (d *Demuxer) optional(err error) error {
	if isDamage(err) {
		return nil
	}
	return err
}

// readUdta looks for what iTunes and Nero write into the header.
func (d *Demuxer) readUdta(b box) error {
	switch b.kind {
	case "meta":
		return d.src.each(b.data+4, b.end, d.readUdta)
	case "ilst":
		return d.src.each(b.data, b.end, d.readItem)
	case "chpl":
		return d.readChapters(b)
	}
	return nil
}

// readSMPB reads " 00000000 PRIMING PADDING LENGTH ..." in hexadecimal.
func (d *Demuxer) readSMPB(text string) {
	var zero, priming, padding, length int64
	n, _ := fmt.Sscanf(text, "%x %x %x %x", &zero, &priming, &padding, &length)
	if n == 4 && priming >= 0 && priming < 1<<16 && padding >= 0 && length > 0 && length < math.MaxInt64/4 {
		d.smpb = [3]int64{priming, padding, length}
	}
}
