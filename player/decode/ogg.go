package decode

import (
	"errors"
	"fmt"
	"io"

	"anyaudio/player/ogg"
)

// An oggChain plays the links of an Ogg file one after another. Nearly always there is
// one. Each has its own codec and headers; one at another rate than the first is resampled.
type oggChain struct {
	in     Input
	rate   int
	links  []oggPlace // that were met, in order
	cur    *oggLink
	i      int // of cur in links
	heard  int // frames that were read, until the end has been looked for
	broken error
}

// lateEnd is after how many seconds of sound the end of a remote file is looked for: more
// than a player reads ahead of its first sound.
const lateEnd = 8

// An oggPlace is where a link begins, in bytes and frames.
type oggPlace struct{ off, frame int64 }

func openOgg(in Input) (Decoder, error) {
	link, err := openOggLink(in, 0)
	if err != nil {
		return nil, err
	}
	c := &oggChain{in: in, rate: link.track.format.Rate, links: []oggPlace{{}}, cur: link}
	link.d = link.track
	if _, remote := in.(Aimer); !remote {
		if err := link.src.r.FindEnd(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *oggChain) Format() Format {
	f := c.cur.track.Format()
	f.Rate = c.rate
	if size, n := c.in.Size(), c.Len(); size > 0 && n > 0 {
		f.BitRate = int(float64(size) * 8 * float64(c.rate) / float64(n))
	}
	return f
}

// Tags are those of the present link.
func (c *oggChain) Tags() Tags { return c.cur.tags.clone() }

// Len is known when the end of the file has been read and belongs to the present link.
// From an Input that takes Aims that is not fetched before 8 seconds of sound have been.
func (c *oggChain) Len() int64 {
	n := c.cur.d.Len()
	if n < 0 || c.cur.more(c.in) {
		return -1
	}
	return c.links[c.i].frame + n
}

// Frame is the number of the next frame.
func (c *oggChain) Frame() int64 {
	return c.links[c.i].frame + c.cur.d.(interface{ Frame() int64 }).Frame()
}

func (c *oggChain) Read(p []float32) (int, error) {
	if c.broken != nil {
		return 0, c.broken
	}
	if c.heard >= lateEnd*c.rate {
		// What fails here fails again where it matters.
		c.heard = -1
		_ = c.cur.src.r.FindEnd()
	}
	for {
		n, err := c.cur.d.Read(p)
		if c.heard >= 0 {
			c.heard += n
		}
		if err != io.EOF {
			return n, err
		}
		if err := c.follow(c.cur.src.r.Offset()); err != nil {
			return 0, err
		}
	}
}

// follow goes to the start of the link behind the present one, at offset off. io.EOF means
// that there is none.
func (c *oggChain) follow(off int64) error {
	if c.i+1 < len(c.links) {
		return c.enter(c.i + 1)
	}
	if size := c.in.Size(); size >= 0 && off >= size {
		return io.EOF
	}
	n := c.cur.d.Len()
	if n < 0 {
		return fmt.Errorf("ogg: %w: a link of unknown length", ErrDamaged)
	}
	c.links = append(c.links, oggPlace{off, c.links[c.i].frame + n})
	err := c.enter(c.i + 1)
	if err != nil {
		c.links = c.links[:c.i+1]
	}
	if errors.Is(err, ogg.ErrNotOgg) || errors.Is(err, ErrNoAudio) {
		return io.EOF // padding, or a picture: nothing that could be heard
	}
	return err
}

// enter opens link i of those that are known.
func (c *oggChain) enter(i int) error {
	if i == c.i {
		return nil
	}
	link, err := openOggLink(c.in, c.links[i].off)
	if err != nil {
		return err
	}
	link.d = Resample(link.track, c.rate)
	c.cur, c.i = link, i
	return nil
}

func (c *oggChain) SeekFrame(frame int64) (int64, error) {
	landed, err := c.seek(max(0, frame))
	c.broken = err
	return landed, err
}

func (c *oggChain) seek(frame int64) (int64, error) {
	i := len(c.links) - 1
	for c.links[i].frame > frame {
		i--
	}
	if err := c.enter(i); err != nil {
		return 0, err
	}
	for i == len(c.links)-1 && frame > c.links[i].frame { // there may be more behind
		if err := c.cur.src.r.FindEnd(); err != nil {
			return 0, err
		}
		n := c.cur.d.Len()
		if n < 0 || frame < c.links[i].frame+n || !c.cur.more(c.in) {
			break
		}
		_, end, _ := c.cur.src.r.End()
		err := c.follow(end)
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		i++
	}
	landed, err := c.cur.d.SeekFrame(frame - c.links[c.i].frame)
	return c.links[c.i].frame + landed, err
}
