package mp4

import (
	"encoding/binary"
	"strings"
	"time"
)

const (
	maxTexts    = 64
	maxText     = 4 << 10 // bytes of one
	maxChapters = 255     // as many as chpl can count
)

// A Chapter is a named part of the file.
type Chapter struct {
	Title string
	Start time.Duration
}

// Text returns what the header's iTunes list says under a name: the kind of the box,
// such as "\xa9nam" for the title, or in lower case the name of a box of free form, such as
// "replaygain_track_gain". It is empty when there is none.
func (d *Demuxer) Text(name string) string { return d.texts[name] }

// Chapters returns those of Nero's list, which stands in the header.
func (d *Demuxer) Chapters() []Chapter { return d.chapters }

// readItem keeps a text of the list, and iTunes' note of priming and padding.
func (d *Demuxer) readItem(b box) error {
	if b.kind == "covr" || b.end-b.data > maxText || len(d.texts) == maxTexts {
		return nil
	}
	p, err := d.src.content(b, maxText)
	if err != nil {
		return err
	}
	name, text := b.kind, ""
	err = eachIn(p, b.data, func(kind string, body []byte, _ int64) error {
		const utf8 = 1
		switch {
		case kind == "name" && b.kind == "----" && len(body) > 4:
			name = strings.ToLower(string(body[4:]))
		case kind == "data" && len(body) > 8 && binary.BigEndian.Uint32(body)&0xffffff <= utf8 && text == "":
			text = string(body[8:])
		}
		return nil
	})
	if name == "itunsmpb" {
		d.readSMPB(text)
	}
	if d.texts == nil {
		d.texts = map[string]string{}
	}
	if _, twice := d.texts[name]; !twice && text != "" {
		d.texts[name] = text
	}
	return err
}

// readChapters reads Nero's chpl: a version, a reserved word in version 1, a count, and
// for each chapter its start in units of 100 ns and its title.
func (d *Demuxer) readChapters(b box) error {
	f, err := d.small(b)
	if err != nil {
		return err
	}
	if version, _ := f.version(); version == 1 {
		f.skip(4)
	}
	for n := min(int(f.u8()), maxChapters); n > 0; n-- {
		start := f.i64()
		title := string(f.take(int(f.u8())))
		if f.short || start > int64(1<<62)/100 {
			break
		}
		d.chapters = append(d.chapters, Chapter{Title: title, Start: time.Duration(start) * 100})
	}
	return nil
}
