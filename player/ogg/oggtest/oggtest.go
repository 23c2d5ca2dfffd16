// Package oggtest writes small Ogg files for tests.
package oggtest

import (
	"encoding/binary"

	"anyaudio/player/ogg"
)

// A Packet goes into a page.
type Packet struct {
	Data    []byte
	Granule int64 // at its end
	Flush   bool  // the page ends here
}

// Options of Stream; the zero value writes pages of about 4 KiB.
type Options struct {
	Serial uint32
	Page   int  // bytes after which a page ends, 4096 when zero
	Span   bool // pages end inside packets
	Live   bool // no page is marked as the last
}

// Stream returns the pages of one logical stream. The first packet has a page of its own.
func Stream(packets []Packet, o Options) (pages [][]byte) {
	if o.Page == 0 {
		o.Page = 4096
	}
	var lacing, body []byte
	granule, number := int64(-1), uint32(0)
	goesOn := false
	flush := func(inside, last bool) {
		b := append([]byte("OggS\x00"), 0)
		if goesOn {
			b[5] |= 1
		}
		if number == 0 {
			b[5] |= 2
		}
		if last && !o.Live {
			b[5] |= 4
		}
		b = binary.LittleEndian.AppendUint64(b, uint64(granule))
		b = binary.LittleEndian.AppendUint32(b, o.Serial)
		b = binary.LittleEndian.AppendUint32(b, number)
		b = append(b, 0, 0, 0, 0, byte(len(lacing)))
		b = append(append(b, lacing...), body...)
		binary.LittleEndian.PutUint32(b[22:], ogg.Sum(b))
		pages = append(pages, b)
		lacing, body, granule, goesOn = nil, nil, -1, inside
		number++
	}
	for i, p := range packets {
		rest := p.Data
		for {
			if len(lacing) == 255 || o.Span && i > 0 && len(body) >= o.Page {
				flush(len(rest) < len(p.Data), false)
			}
			n := min(len(rest), 255)
			lacing, body, rest = append(lacing, byte(n)), append(body, rest[:n]...), rest[n:]
			if n < 255 {
				break
			}
		}
		granule = p.Granule
		if last := i == len(packets)-1; last || i == 0 || p.Flush || len(body) >= o.Page {
			flush(false, last)
		}
	}
	return pages
}

// Join puts pages one after another.
func Join(pages ...[][]byte) (file []byte) {
	for _, ps := range pages {
		for _, p := range ps {
			file = append(file, p...)
		}
	}
	return file
}

// Mix puts the pages of streams side by side: the first of each, then in turns.
func Mix(streams ...[][]byte) (file []byte) {
	for i := 0; ; i++ {
		any := false
		for _, s := range streams {
			if i < len(s) {
				file, any = append(file, s[i]...), true
			}
		}
		if !any {
			return file
		}
	}
}

// Fix gives every page in a file the right sum.
func Fix(file []byte) {
	for i := 0; i+27 <= len(file); i++ {
		b := file[i:]
		if string(b[:4]) != "OggS" || 27+int(b[26]) > len(b) {
			continue
		}
		n := 27 + int(b[26])
		for _, v := range b[27:n] {
			n += int(v)
		}
		if n > len(b) {
			continue
		}
		copy(b[22:], []byte{0, 0, 0, 0})
		binary.LittleEndian.PutUint32(b[22:], ogg.Sum(b[:n]))
		i += n - 1
	}
}
