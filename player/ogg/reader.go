package ogg

import (
	"errors"
	"io"
	"slices"

	"anyaudio/player/seekbuf"
)

const (
	// maxPacket is how much of one packet is kept; a comment header with pictures is
	// longer and of interest at its beginning only.
	maxPacket = 256 << 10
	// maxStreams is how many streams of one link are told apart from those of the next.
	maxStreams = 64
)

// ErrNotOgg: there is no page where the first must be.
var ErrNotOgg = errors.New("not an ogg file")

// A Page is a sound page of the chosen stream.
type Page struct {
	// Packets are those that end on this page, whole. They are valid until the next
	// call of a method.
	Packets [][]byte
	// Granule is the granule position at the end of the last of them, -1 when none
	// ends here. What it counts is the codec's matter.
	Granule int64
	// First and Last mark the page that begins or ends the stream.
	First, Last bool
	// Lost: something between the page before and this one is missing.
	Lost   bool
	Serial uint32
	Offset int64 // of the page in the file
}

// readBlock is how much is asked of the file at once.
const readBlock = 8 << 10

// A Reader gives the pages of one logical stream. It is used by one goroutine, holds
// nothing that must be closed, and does I/O in Next, SeekGranule and FindEnd only.
type Reader struct {
	src     *seekbuf.Reader
	ends    io.ReaderAt // reads what lies far from pos
	begin   int64       // offset of the link
	serials []uint32    // of all streams in the link
	serial  uint32      // of the chosen one
	chosen  bool
	inLink  bool  // a page that is not First has been met
	pos     int64 // offset of the next page
	short   bool  // the file ends inside a page

	number    uint32 // of the page that must come next in the stream counted
	counted   uint32
	isCounted bool   // both are known
	open      []byte // beginning of a packet that goes on
	spare     []byte // its memory, in turns
	isOpen    bool
	packets   [][]byte

	longest int     // of the pages of the chosen stream that were read, in bytes
	start   int64   // offset of the first page of sound, 0 when not told
	known   []point // pages of the chosen stream, in order
	end     point   // the end of the link; off is 0 when not known
}

// NewReader returns a Reader for the link that begins at offset off of in. The
// first pages that Next gives are those marked First, of every stream; Choose takes one.
func NewReader(in io.ReadSeeker, off int64) *Reader {
	r := &Reader{src: seekbuf.New(in, seekbuf.Options{Block: readBlock, Room: 2 * maxPage}), begin: off, pos: off}
	r.ends = r.src
	if at, ok := in.(io.ReaderAt); ok { // what it reads ahead stays at the cursor
		r.ends = at
	}
	return r
}

// Choose makes Next give the pages of one stream only.
func (r *Reader) Choose(serial uint32) { r.serial, r.chosen = serial, true }

// Offset is where the next page is looked for; after io.EOF the next link begins there,
// or the file ends.
func (r *Reader) Offset() int64 { return r.pos }

// Short reports, after io.EOF, that the file ends inside a page.
func (r *Reader) Short() bool { return r.short }

// Next returns the next page of the chosen stream, and io.EOF at the end of the link or
// of the file. Damage is passed over. Other errors are those of the input; then Next
// may be called again. ErrNotOgg comes when there is no page at the beginning.
func (r *Reader) Next() (Page, error) {
	for {
		h, b, err := r.page()
		if err != nil {
			return Page{}, err
		}
		first := h.flags&firstPage != 0
		if first && r.inLink {
			return Page{}, io.EOF
		}
		off := r.pos
		r.pos += int64(h.size)
		if first && !slices.Contains(r.serials, h.serial) && len(r.serials) < maxStreams {
			r.serials = append(r.serials, h.serial)
		}
		r.inLink = r.inLink || !first
		if r.chosen && h.serial != r.serial {
			continue
		}
		p := Page{Granule: -1, First: first, Last: h.flags&lastPage != 0, Serial: h.serial, Offset: off}
		p.Lost = r.isCounted && r.counted == h.serial && h.number != r.number
		r.number, r.counted, r.isCounted, r.short = h.number+1, h.serial, true, false
		r.longest = max(r.longest, h.size)
		r.cut(h, b[headLen+len(h.lacing):], &p)
		if len(p.Packets) > 0 {
			p.Granule = max(h.granule, -1)
			r.learn(point{p.Granule, off})
		}
		return p, nil
	}
}

// cut cuts the content of a page into packets.
func (r *Reader) cut(h header, body []byte, p *Page) {
	r.packets = r.packets[:0]
	if h.flags&continued == 0 || p.Lost {
		p.Lost = p.Lost || r.isOpen
		r.open, r.isOpen = r.open[:0], false
	}
	// A packet whose beginning was not seen is left out.
	headless := h.flags&continued != 0 && !r.isOpen
	from, n := 0, 0
	for _, v := range h.lacing {
		n += int(v)
		if v == 255 {
			continue
		}
		switch {
		case headless:
			headless = false
		case r.isOpen:
			r.packets = append(r.packets, r.extend(body[from:n]))
			r.isOpen = false
		default:
			r.packets = append(r.packets, body[from:n])
		}
		from = n
	}
	if k := len(h.lacing); k > 0 && h.lacing[k-1] == 255 && !headless {
		if !r.isOpen { // one that was put together may still lie in open's memory
			r.open, r.spare = r.spare[:0], r.open
		}
		r.extend(body[from:n])
		r.isOpen = true
	}
	p.Packets = r.packets
}

func (r *Reader) extend(b []byte) []byte {
	r.open = append(r.open, b[:min(len(b), maxPacket-len(r.open))]...)
	return r.open
}

// page finds the next sound page at or after pos, makes pos its offset and returns
// its bytes.
func (r *Reader) page() (header, []byte, error) {
	for {
		b, err := r.src.At(r.pos, headLen)
		if err != nil {
			return header{}, nil, r.ended(err)
		}
		if b[0] != 'O' || b[1] != 'g' {
			if err := r.skip(); err != nil {
				return header{}, nil, err
			}
			continue
		}
		if b, err = r.src.At(r.pos, headLen+int(b[26])); err != nil && err != io.EOF {
			return header{}, nil, err
		}
		h, ok := parseHead(b)
		if ok {
			if b, err = r.src.At(r.pos, h.size); err != nil && err != io.EOF {
				return header{}, nil, err
			}
			h, _ = parseHead(b) // its lacing may have moved
			if len(b) == h.size && sound(b) {
				return h, b, nil
			}
			r.short = r.short || len(b) < h.size
		}
		if err := r.skip(); err != nil {
			return header{}, nil, err
		}
	}
}

// skip moves one byte on in search of a page. The first page of all must be where it
// is said to be.
func (r *Reader) skip() error {
	if r.pos == r.begin {
		return ErrNotOgg
	}
	r.pos++
	return nil
}

// ended turns the end of the file before any page into ErrNotOgg.
func (r *Reader) ended(err error) error {
	if err == io.EOF && r.pos == r.begin {
		return ErrNotOgg
	}
	return err
}
