package decode

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"
)

// Limits on the comments of one file.
const (
	maxComments = 4096
	maxComment  = 4 << 10 // bytes of one; longer ones are pictures
	maxChapters = 1000
)

// commentTags adds to tags what a Vorbis comment (Vorbis I, section 5) says, as Ogg and FLAC have
// it, behind what the codec puts before it. What is cut off or damaged ends it.
func commentTags(tags Tags, b []byte) Tags {
	c := comments{tags: tags}
	next := func() (s []byte, ok bool) {
		if len(b) < 4 {
			return nil, false
		}
		n := int64(binary.LittleEndian.Uint32(b))
		b = b[4:]
		if n > int64(len(b)) {
			return nil, false
		}
		s, b = b[:n], b[n:]
		return s, true
	}
	if _, ok := next(); !ok || len(b) < 4 { // the vendor
		return c.tags
	}
	b = b[4:] // the number of comments, which their end tells as well
	for range maxComments {
		s, ok := next()
		if !ok {
			break
		}
		if key, value, ok := strings.Cut(string(s[:min(len(s), maxComment)]), "="); ok {
			c.set(key, value)
		}
	}
	return c.finish()
}

// comments collects tags by the names that Vorbis comments and Matroska have for them.
type comments struct {
	tags     Tags
	chapters [maxChapters]*Chapter
}

// set takes one comment. The first of a name counts.
func (c *comments) set(key, value string) {
	key = strings.ToUpper(key)
	if n, ok := strings.CutPrefix(key, "CHAPTER"); ok {
		c.chapter(n, value)
		return
	}
	c.tags.set(key, value)
}

// set takes a comment by its name in capitals. The first of a name counts.
func (t *Tags) set(key, value string) {
	text := func(s *string) {
		if *s == "" {
			*s = strings.ToValidUTF8(value, "\uFFFD")
		}
	}
	switch key {
	case "TITLE":
		text(&t.Title)
	case "ARTIST":
		text(&t.Artist)
	case "ALBUM":
		text(&t.Album)
	case "REPLAYGAIN_TRACK_GAIN":
		gainOf(&t.TrackGain, value)
	case "REPLAYGAIN_ALBUM_GAIN":
		gainOf(&t.AlbumGain, value)
	case "REPLAYGAIN_TRACK_PEAK":
		peakOf(&t.TrackPeak, value)
	case "REPLAYGAIN_ALBUM_PEAK":
		peakOf(&t.AlbumPeak, value)
	case "R128_TRACK_GAIN":
		r128(&t.TrackGain, value)
	case "R128_ALBUM_GAIN":
		r128(&t.AlbumGain, value)
	}
}

// chapter takes CHAPTER001=00:01:02.345 or CHAPTER001NAME=text.
func (c *comments) chapter(n, value string) {
	n, name := strings.CutSuffix(n, "NAME")
	i, err := strconv.Atoi(n)
	if err != nil || len(n) > 3 || i < 0 || i >= maxChapters {
		return
	}
	if c.chapters[i] == nil {
		c.chapters[i] = &Chapter{Start: -1}
	}
	if name {
		c.chapters[i].Title = strings.ToValidUTF8(value, "\uFFFD")
	} else if t, ok := clockTime(value); ok {
		c.chapters[i].Start = t
	}
}

func (c *comments) finish() Tags {
	for _, ch := range c.chapters {
		if ch != nil && ch.Start >= 0 {
			c.tags.Chapters = append(c.tags.Chapters, *ch)
		}
	}
	return c.tags
}

// clockTime reads hours:minutes:seconds.
func clockTime(s string) (time.Duration, bool) {
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) != 3 {
		return 0, false
	}
	h, err1 := strconv.ParseUint(parts[0], 10, 16)
	m, err2 := strconv.ParseUint(parts[1], 10, 8)
	sec, err3 := strconv.ParseFloat(parts[2], 64)
	if err1 != nil || err2 != nil || err3 != nil || !(sec >= 0 && sec < 100) {
		return 0, false
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(math.Round(sec*1e9)), true
}

// gainOf reads "-7.03 dB" into an unknown gain.
func gainOf(g *Gain, s string) {
	s = strings.TrimSpace(s)
	if n := len(s); n > 2 && strings.EqualFold(s[n-2:], "dB") {
		s = strings.TrimSpace(s[:n-2])
	}
	v, err := strconv.ParseFloat(s, 64)
	if err == nil && math.Abs(v) < 100 && !g.Known {
		*g = Gain{v, true}
	}
}

// r128 reads a gain of RFC 7845, section 5.2.1: in 1/256 dB, to -23 LUFS. It takes the
// place of a ReplayGain, which that document forbids in the same file.
func r128(g *Gain, s string) {
	if v, err := strconv.ParseInt(strings.TrimSpace(s), 10, 16); err == nil {
		*g = Gain{float64(v)/256 + 5, true}
	}
}

func peakOf(p *float64, s string) {
	if v, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil && v > 0 && v < 1000 && *p == 0 {
		*p = v
	}
}
