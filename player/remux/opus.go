package remux

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"

	"anyaudio/player/ogg"
	"anyaudio/player/webm"
)

const (
	opusRate = 48000 // of granule positions, whatever was encoded (RFC 7845, section 4)
	// pageFrames is how much sound a page holds: with longer ones a player waits (RFC
	// 7845, section 6, asks for no more than a second).
	pageFrames = opusRate
)

// Opus writes the Opus sound of a WebM file as Ogg. Errors of in and w are passed on; others
// are about the file, which may hold no Opus.
func Opus(w io.Writer, in io.ReadSeeker, tags Tags) error {
	d, err := webm.Open(in)
	if err != nil {
		return err
	}
	head, err := opusHead(d)
	if err != nil {
		return err
	}
	if len(tags.Chapters) == 0 {
		for _, c := range d.Chapters() {
			tags.Chapters = append(tags.Chapters, Chapter{Start: c.Start, Title: c.Title})
		}
	}
	comment := opusTags(tags.clean())
	p := &pager{w: w, granule: -1, serial: crc32.ChecksumIEEE(append(comment[:len(comment):len(comment)], head...))}
	if err := p.add(head, 0); err != nil {
		return err
	}
	if err := p.flush(pageFirst); err != nil {
		return err
	}
	if err := p.add(comment, 0); err != nil {
		return err
	}
	if err := p.flush(0); err != nil {
		return err
	}
	return writeOpus(p, d)
}

// writeOpus writes the packets.
func writeOpus(p *pager, d *webm.Demuxer) error {
	var total, onPage, cut int64
	for {
		packet, err := d.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		n := int64(ogg.OpusFrames(packet.Data))
		if n == 0 {
			continue // no decoder would take it
		}
		if onPage > 0 && onPage+n > pageFrames {
			if err := p.flush(0); err != nil {
				return err
			}
			onPage = 0
		}
		total += n
		if err := p.add(packet.Data, total); err != nil {
			return err
		}
		onPage += n
		cut = min(max(0, frames(packet.Discard)), n)
	}
	if total == 0 {
		return errors.New("webm file without opus packets")
	}
	p.granule = total - cut
	return p.flush(pageLast)
}

// frames rounds to whole frames.
func frames(d time.Duration) int64 {
	if d < 0 || d > time.Minute {
		return 0
	}
	return (int64(d)*opusRate + int64(time.Second)/2) / int64(time.Second)
}

// opusHead gives the identification header of the chosen track, without what may stand behind
// it (RFC 7845, section 5.1).
func opusHead(d *webm.Demuxer) ([]byte, error) {
	for _, t := range d.Tracks() {
		if t.Type != webm.Audio {
			continue
		}
		h := t.Private
		switch {
		case t.Codec != "A_OPUS" || t.Encoded:
			return nil, fmt.Errorf("sound of %q in webm is not plain opus", t.Codec)
		case len(h) < 19 || string(h[:8]) != "OpusHead" || h[9] == 0:
			return nil, errors.New("webm file without an opus head")
		case h[18] == 0:
			return h[:19:19], nil
		case len(h) < 21+int(h[9]):
			return nil, errors.New("opus head without its channels")
		}
		return h[: 21+int(h[9]) : 21+int(h[9])], nil
	}
	return nil, errors.New("webm file without sound")
}

// vendor is what wrote the file, as a comment header must tell.
const vendor = "anyaudio"

// opusTags is the comment header (RFC 7845, section 5.2) with the field names in use.
func opusTags(t Tags) []byte {
	var fields []string
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, name+"="+value)
		}
	}
	add("TITLE", t.Title)
	add("ARTIST", t.Artist)
	add("ALBUM", t.Album)
	add("PURL", t.Link)
	for i, c := range t.Chapters {
		ms := c.Start.Milliseconds()
		add(fmt.Sprintf("CHAPTER%03d", i), fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000))
		add(fmt.Sprintf("CHAPTER%03dNAME", i), c.Title)
	}
	add("METADATA_BLOCK_PICTURE", flacPicture(t.Cover))

	b := appendText([]byte("OpusTags"), vendor)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(fields)))
	for _, f := range fields {
		b = appendText(b, f)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}
