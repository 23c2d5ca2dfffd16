package pack

import (
	"fmt"

	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// A Segment is a run of packets that is played as one.
type Segment struct {
	Name    string
	Packets [][]byte
}

// A Song is a song encoded: its segments, and which of them make a join.
type Song struct {
	Segments []Segment
	// Heads is the length in packets of the head of each part that has one.
	Heads map[string]int

	whole map[string]bool // parts with one predecessor, kept in one
	long  map[string]bool // parts whose heads are all of it
}

// EncodeSong renders and encodes all parts of a song.
func EncodeSong(s *score.Song, gains score.Gains) (*Song, error) {
	p, err := newPlan(s)
	if err != nil {
		return nil, err
	}
	out := &Song{Heads: map[string]int{}, whole: map[string]bool{}, long: map[string]bool{}}
	for _, part := range p.parts {
		if err := out.add(s, gains, part, p.prevs[part]); err != nil {
			return nil, fmt.Errorf("%s/%s: %w", s.ID, part, err)
		}
	}
	return out, nil
}

func (o *Song) add(s *score.Song, gains score.Gains, part string, prevs []string) error {
	total := s.Length(part) / score.Frame
	name := s.ID + "/" + part
	body := Render(s, gains, prevs[0], part, total)
	if len(prevs) == 1 {
		o.whole[part] = true
		packets, err := Encode(body)
		o.Segments = append(o.Segments, Segment{name, packets})
		return err
	}
	head := 0
	for _, prev := range prevs[1:] {
		head = max(head, o.head(s, gains, prev, part, total, body))
	}
	o.Heads[part] = head
	o.long[part] = head == total
	packets, err := Encode(body, head)
	if err != nil {
		return err
	}
	o.Segments = append(o.Segments, Segment{name + "<" + prevs[0], packets[:head]})
	if head < total {
		o.Segments = append(o.Segments, Segment{name, packets[head:]})
	}
	for _, prev := range prevs[1:] {
		packets, err := Encode(Render(s, gains, prev, part, head))
		if err != nil {
			return err
		}
		o.Segments = append(o.Segments, Segment{name + "<" + prev, packets})
	}
	return nil
}

// minHead keeps segments from becoming so short that their cuts cost more than they save.
const minHead = 10

// head finds how long the part after prev differs from body.
func (o *Song) head(s *score.Song, gains score.Gains, prev, part string, total int, body synth.Buf) int {
	for limit := 200; ; limit *= 2 {
		limit = min(limit, total)
		n, ok := headLength(body, Render(s, gains, prev, part, limit))
		if ok {
			return max(n, minHead)
		}
		if limit == total {
			return total
		}
	}
}

// Play returns the names of the segments that make a sequence of parts.
func (o *Song) Play(s *score.Song, parts []string) []string {
	var out []string
	prev := ""
	for _, part := range parts {
		name := s.ID + "/" + part
		if !o.whole[part] {
			out = append(out, name+"<"+prev)
		}
		if !o.long[part] {
			out = append(out, name)
		}
		prev = part
	}
	return out
}
