package webm

import (
	"errors"
	"io"
	"math"
	"time"
)

// Limits on what is read of tags and chapters in passing.
const (
	maxAside    = 64 << 10 // bytes of one such element
	maxTags     = 1024
	maxChapters = 1024
)

// A Tag is a name and a text (RFC 9559, section 5.1.8). Level says of what, as
// TargetTypeValue does: 50 of an album, 30 of a track, 0 when the file does not say.
type Tag struct {
	Level       int
	Name, Value string
}

// A Chapter is a named place (RFC 9559, section 5.1.7).
type Chapter struct {
	Start time.Duration
	Title string
}

// Tags returns the tags that stand before the first cluster. Elsewhere, and in elements
// of more than 64 KiB, they are not looked for.
func (d *Demuxer) Tags() []Tag { return d.tags }

// Chapters returns the chapters of the first edition, where Tags returns the tags.
func (d *Demuxer) Chapters() []Chapter { return d.chapters }

// readAside reads an element that nothing depends on: damage in it costs only what it says.
func (d *Demuxer) readAside(e element, read func(element) error) error {
	if e.size > maxAside {
		return nil
	}
	err := read(e)
	if errors.Is(err, ErrDamaged) || err == io.EOF {
		err = nil
	}
	return err
}

func (d *Demuxer) readTags(e element) error {
	return d.src.children(e, func(c element) error {
		if c.id != IDTag {
			return nil
		}
		level := 0
		return d.src.children(c, func(c element) error {
			switch c.id {
			case IDTargets:
				return d.src.children(c, func(c element) error {
					if c.id != IDTargetTypeValue {
						return nil
					}
					n, err := d.src.positive(c)
					level = int(min(n, math.MaxInt32))
					return err
				})
			case IDSimpleTag:
				return d.readTag(c, level)
			}
			return nil
		})
	})
}

func (d *Demuxer) readTag(e element, level int) error {
	t := Tag{Level: level}
	err := d.src.children(e, func(c element) (err error) {
		switch c.id {
		case IDTagName:
			t.Name, err = d.src.text(c)
		case IDTagString:
			t.Value, err = d.src.text(c)
		}
		return err
	})
	if err == nil && t.Name != "" && t.Value != "" && len(d.tags) < maxTags {
		d.tags = append(d.tags, t)
	}
	return err
}

// readChapters reads the first edition; chapters within chapters are left out.
func (d *Demuxer) readChapters(e element) error {
	first := true
	return d.src.children(e, func(c element) error {
		if c.id != IDEditionEntry || !first {
			return nil
		}
		first = false
		return d.src.children(c, func(c element) error {
			if c.id != IDChapterAtom {
				return nil
			}
			return d.readChapter(c)
		})
	})
}

func (d *Demuxer) readChapter(e element) error {
	var ch Chapter
	shown := true
	err := d.src.children(e, func(c element) (err error) {
		var n int64
		switch c.id {
		case IDChapterTimeStart:
			n, err = d.src.positive(c)
			ch.Start = time.Duration(n)
		case IDChapterFlagHidden:
			n, err = d.src.positive(c)
			shown = shown && n == 0
		case IDChapterFlagEnabled:
			n, err = d.src.positive(c)
			shown = shown && n != 0
		case IDChapterDisplay:
			err = d.src.children(c, func(c element) (err error) {
				if c.id == IDChapString && ch.Title == "" {
					ch.Title, err = d.src.text(c)
				}
				return err
			})
		}
		return err
	})
	if err == nil && shown && len(d.chapters) < maxChapters {
		d.chapters = append(d.chapters, ch)
	}
	return err
}
