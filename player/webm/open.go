package webm

import (
	"io"
	"math"
	"time"
)

// Limits on what one file may make the demuxer keep.
const (
	maxTracks  = 64
	maxPrivate = 256 << 10 // bytes of codec private data, for Vorbis' code books
	maxBlock   = 1 << 20   // bytes of one block of the chosen track
	maxCues    = 1 << 18   // index points, 16 bytes each
	eagerCues  = 32 << 10  // bytes of Cues that are read in passing before the first cluster
)

// Info is what the file says about itself.
type Info struct {
	DocType    string        // "webm" or "matroska"
	Duration   time.Duration // -1 when not given
	Scale      time.Duration // the unit of all times in the file, mostly 1 ms
	Title      string
	MuxingApp  string
	WritingApp string
}

// TrackType tells what a track carries.
type TrackType int

// The types of track that are told apart.
const (
	Video    TrackType = 1
	Audio    TrackType = 2
	Subtitle TrackType = 17
)

// A Track is one entry of the track list.
type Track struct {
	Number          int64
	Type            TrackType
	Codec           string // the Matroska codec id, "A_OPUS"
	Private         []byte // for A_OPUS the OpusHead of RFC 7845
	Name            string
	Language        string
	Default         bool
	Encoded         bool          // compressed or encrypted by the container; its packets are not as the codec wrote them
	DefaultDuration time.Duration // of one frame, 0 when not given
	CodecDelay      time.Duration // to drop at the start
	SeekPreRoll     time.Duration // to decode and drop after a seek
	Rate            float64       // frames per second
	Channels        int
	BitDepth        int
}

// A Demuxer takes the packets of one track out of a file. It is used by one
// goroutine, holds nothing that must be closed, and does I/O in Open, Next and Seek only.
type Demuxer struct {
	src      *input
	segment  element
	info     Info
	tracks   []Track
	tags     []Tag
	chapters []Chapter
	track    int64         // chosen number
	lace     time.Duration // between the frames of one block

	at     place
	block  []byte // content of the block whose frames are handed out
	frames []Packet
	given  int  // how many of frames were handed out
	resync bool // the next packet follows damage

	firstCluster int64
	cuesAt       int64 // offset of the Cues that are not read yet, 0 when there are none
	cues         []point
	learnt       []point // clusters seen in unbroken order from the first, when there are no Cues
	first        span    // the first cluster as it was read, zero where not known
	before       int64   // offset of the cluster that was met last
	odd          bool    // a cluster was not as the Cues say
}

// place is where the demuxer stands between two elements of the segment or of a cluster.
type place struct {
	pos     int64
	last    int64 // offset of the element before, where a search begins
	inside  bool  // in a cluster
	cluster int64 // offset of that cluster
	end     int64 // of that cluster, the greatest number when unknown
	timed   bool  // time is known
	time    int64 // of that cluster, in units of Scale
}

// from is the place at off, outside clusters.
func from(off int64) place { return place{pos: off, last: off} }

// Open reads the headers up to the first cluster and chooses the first audio track.
// It does not read the Cues unless they are small and in the way. Errors wrap ErrNotWebM or
// ErrDamaged, or are those of in.
func Open(in io.ReadSeeker) (*Demuxer, error) {
	d := &Demuxer{src: newInput(in)}
	d.info = Info{Duration: -1, Scale: time.Millisecond}
	if err := d.readEBML(); err != nil {
		return nil, err
	}
	if err := d.readSegment(); err != nil {
		return nil, err
	}
	for _, t := range d.tracks {
		if t.Type == Audio {
			d.Choose(t.Number)
			break
		}
	}
	return d, nil
}

// Info returns what the file says about itself.
func (d *Demuxer) Info() Info { return d.info }

// End returns the offset at which the file says that it ends, -1 when it does not say.
func (d *Demuxer) End() int64 {
	if d.segment.size < 0 {
		return -1
	}
	return d.segment.end()
}

// Tracks returns the track list; the caller does not change it.
func (d *Demuxer) Tracks() []Track { return d.tracks }

// Choose makes Next return the packets of the track with the given number. Packets
// of it that the demuxer has passed are not given again.
func (d *Demuxer) Choose(number int64) {
	d.track, d.lace = number, 0
	d.frames, d.given = d.frames[:0], 0
	for _, t := range d.tracks {
		if t.Number == number {
			d.lace = t.DefaultDuration
		}
	}
}

func (d *Demuxer) readEBML() error {
	e, err := d.src.head()
	if err == nil && e.id != IDEBML || err == io.EOF {
		return ErrNotWebM
	}
	if err != nil {
		return err
	}
	err = d.src.children(e, func(c element) (err error) {
		if c.id == IDDocType {
			d.info.DocType, err = d.src.text(c)
		}
		return err
	})
	if err == nil && d.info.DocType != "webm" && d.info.DocType != "matroska" {
		return ErrNotWebM
	}
	return err
}

// readSegment reads the elements before the first cluster.
func (d *Demuxer) readSegment() error {
	for d.segment.id == 0 {
		e, err := d.src.head()
		if err != nil {
			return cut(err, d.src.pos(), "header")
		}
		switch {
		case e.id == IDSegment:
			d.segment = e
		case e.size < 0:
			return damaged(e.off, "element %#x in place of the segment", e.id)
		default:
			d.src.jump(e.end())
		}
	}
	for {
		e, err := d.src.head()
		if err != nil {
			return cut(err, d.src.pos(), "header")
		}
		if e.id == IDCluster {
			return d.firstClusterAt(e)
		}
		if e.size < 0 {
			return damaged(e.off, "element %#x must have a size", e.id)
		}
		if err := d.headerElement(e); err != nil {
			return cut(err, e.off, "header")
		}
		d.src.jump(e.end())
	}
}

func (d *Demuxer) firstClusterAt(e element) error {
	if d.tracks == nil {
		return damaged(e.off, "no track list before the first cluster")
	}
	d.firstCluster = e.off
	d.at = from(e.off)
	return nil
}

func (d *Demuxer) headerElement(e element) error {
	switch e.id {
	case IDSeekHead:
		return d.readSeekHead(e)
	case IDInfo:
		return d.readInfo(e)
	case IDTracks:
		return d.readTracks(e)
	case IDCues:
		d.cuesAt = e.off
		if e.size <= eagerCues {
			return d.readCues()
		}
	case IDTags:
		return d.readAside(e, d.readTags)
	case IDChapters:
		return d.readAside(e, d.readChapters)
	}
	return nil
}

// readSeekHead notes where the Cues are; everything else is found by walking.
func (d *Demuxer) readSeekHead(e element) error {
	return d.src.children(e, func(c element) error {
		if c.id != IDSeek {
			return nil
		}
		var id uint64
		var pos int64
		err := d.src.children(c, func(c element) (err error) {
			switch c.id {
			case IDSeekID:
				id, err = d.src.uint(c)
			case IDSeekPosition:
				pos, err = d.src.positive(c)
			}
			return err
		})
		if id == IDCues && pos > 0 && pos < math.MaxInt64-d.segment.data {
			d.cuesAt = d.segment.data + pos
		}
		return err
	})
}

func (d *Demuxer) readInfo(e element) error {
	duration := -1.0
	err := d.src.children(e, func(c element) (err error) {
		switch c.id {
		case IDTimestampScale:
			var n int64
			n, err = d.src.positive(c)
			if err == nil && (n == 0 || n > int64(time.Hour)) {
				err = damaged(c.off, "time unit of %d ns", n)
			}
			d.info.Scale = time.Duration(n)
		case IDDuration:
			duration, err = d.src.float(c)
		case IDTitle:
			d.info.Title, err = d.src.text(c)
		case IDMuxingApp:
			d.info.MuxingApp, err = d.src.text(c)
		case IDWritingApp:
			d.info.WritingApp, err = d.src.text(c)
		}
		return err
	})
	if ns := duration * float64(d.info.Scale); ns > 0 && ns < math.MaxInt64/2 {
		d.info.Duration = time.Duration(ns)
	}
	return err
}

func (d *Demuxer) readTracks(e element) error {
	return d.src.children(e, func(c element) error {
		if c.id != IDTrackEntry || len(d.tracks) == maxTracks {
			return nil
		}
		t, err := d.readTrack(c)
		if err == nil {
			d.tracks = append(d.tracks, t)
		}
		return err
	})
}

func (d *Demuxer) readTrack(e element) (Track, error) {
	t := Track{Default: true, Language: "eng"}
	err := d.src.children(e, func(c element) (err error) {
		var n int64
		switch c.id {
		case IDTrackNumber:
			t.Number, err = d.src.positive(c)
		case IDTrackType:
			n, err = d.src.positive(c)
			t.Type = TrackType(n)
		case IDFlagDefault:
			n, err = d.src.positive(c)
			t.Default = n != 0
		case IDCodecID:
			t.Codec, err = d.src.text(c)
		case IDCodecPrivate:
			t.Private, err = d.src.bytes(c, maxPrivate)
		case IDName:
			t.Name, err = d.src.text(c)
		case IDLanguage:
			t.Language, err = d.src.text(c)
		case IDContentEncodings:
			t.Encoded = true
		case IDDefaultDuration:
			n, err = d.src.positive(c)
			t.DefaultDuration = time.Duration(n)
		case IDCodecDelay:
			n, err = d.src.positive(c)
			t.CodecDelay = time.Duration(n)
		case IDSeekPreRoll:
			n, err = d.src.positive(c)
			t.SeekPreRoll = time.Duration(n)
		case IDAudio:
			err = d.readAudio(c, &t)
		}
		return err
	})
	if err == nil && t.Number == 0 {
		err = damaged(e.off, "track without a number")
	}
	return t, err
}

func (d *Demuxer) readAudio(e element, t *Track) error {
	t.Rate, t.Channels = 8000, 1 // what the format says when nothing is given
	return d.src.children(e, func(c element) (err error) {
		var n int64
		switch c.id {
		case IDSamplingFrequency:
			t.Rate, err = d.src.float(c)
		case IDChannels:
			n, err = d.src.positive(c)
			t.Channels = int(min(n, 1<<16))
		case IDBitDepth:
			n, err = d.src.positive(c)
			t.BitDepth = int(min(n, 1<<16))
		}
		return err
	})
}
