package pack

import (
	"fmt"

	"anyaudio/source/demo/gen/score"
)

// A join is a part and the one before it, "" at the start of the piece.
type join struct{ prev, part string }

// plan lists for each part its predecessors, the most frequent one first.
type plan struct {
	parts []string
	prevs map[string][]string
}

func newPlan(s *score.Song) (plan, error) {
	count := map[join]int{}
	p := plan{prevs: map[string][]string{}}
	prev := ""
	for _, part := range s.Sequence() {
		if len(p.prevs[part]) == 0 {
			p.parts = append(p.parts, part)
		}
		if count[join{prev, part}] == 0 {
			p.prevs[part] = append(p.prevs[part], prev)
		}
		count[join{prev, part}]++
		prev = part
	}
	for _, part := range p.parts {
		list := p.prevs[part]
		for i, prev := range list {
			if count[join{prev, part}] > count[join{list[0], part}] {
				list[0], list[i] = list[i], list[0]
			}
		}
	}
	prev = ""
	for _, part := range s.LongSequence() {
		if count[join{prev, part}] == 0 {
			return plan{}, fmt.Errorf("%s: the long form joins %q to %q, the form does not", s.ID, prev, part)
		}
		prev = part
	}
	return p, nil
}
