package taste

import (
	"cmp"
	"slices"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

// The ranking: every candidate gets a value for each term, mostly between -1 and 1, and its
// score is their sum by weight. Then the best one is picked again and again, and what is
// like those picked before it counts less. What is most of the score is the reason.

// A term is one thing that speaks for or against a candidate.
type term int

const (
	own      term = iota // how it was received itself: finishes, skips, saved
	near                 // close to something that was finished or saved
	lists                // named for several of those
	artist               // how the artist was received
	hour                 // the artist is heard at this part of the day
	searched             // the artist was searched for more than once, and is hardly known yet
	fresh                // against it: heard a short while ago
	ignored              // against it: shown and not played
	variety              // against it: like what was picked before
	terms
)

// stillThere is how long a suggestion that is shown counts as being looked at: lists that are
// drawn one after the other have the same order. The library counts one showing in that time.
const stillThere = time.Hour

// minPull is the least pull of a track that others are suggested for.
const minPull = 0.05

type weights [terms]float64

// defaultWeights were chosen with the evaluation, by other listeners than those it reports.
func defaultWeights() weights {
	return weights{own: 1, near: 1, lists: 0.5, artist: 1, hour: 0.5, searched: 0.3, fresh: 3, ignored: 1, variety: 0.3}
}

// A candidate is a track that may be suggested.
type candidate struct {
	track source.Track
	key   string  // the track's
	heard *heard  // nil when it was not
	seeds []int   // places of the tracks that it was named for, the strongest first
	last  int     // of those, the one that came last
	best  float64 // of what those draw it
	sum   float64
	value weights
	score float64
}

// A request says what is wanted.
type request struct {
	n       int
	after   string          // the Track.Key of what is playing, empty for nothing
	without map[string]bool // Track.Keys that are not wanted now
}

// rank gives the best candidates, the first one first.
func rank(p *profile, r request, w weights) []*candidate {
	all := p.candidates(r)
	for _, c := range all {
		p.evaluate(c)
		for t := range variety {
			c.score += w[t] * c.value[t]
		}
	}
	slices.SortFunc(all, func(a, b *candidate) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Compare(a.key, b.key)
	})
	return p.pick(all, r.n, w[variety])
}

// candidates are what is related to anything, what was finished and what is saved, without
// what must not be suggested.
func (p *profile) candidates(r request) []*candidate {
	var all []*candidate
	byKey := make(map[string]*candidate)
	find := func(t source.Track, key string) *candidate {
		c, ok := byKey[key]
		if !ok {
			if !p.barred(t, key, r) {
				c = &candidate{track: t, key: key}
				all = append(all, c)
			}
			byKey[key] = c
		}
		return c
	}
	for _, list := range p.taste.Related {
		pull := p.tracks[list.Seed].pull()
		seed := p.taste.Tracks[list.Seed]
		key := seed.Key()
		if key == r.after {
			pull = 2
		}
		if pull < minPull || p.never(seed, key) {
			continue
		}
		for place, t := range list.Tracks {
			c := find(t, t.Key())
			if c == nil {
				continue
			}
			if len(c.seeds) > 0 && c.last == list.Seed {
				continue // the same track again, further down the list
			}
			c.last = list.Seed
			value := pull / (1 + float64(place)/20)
			c.sum += value
			if value > c.best {
				c.best = value
				c.seeds = append([]int{list.Seed}, c.seeds...)
			} else {
				c.seeds = append(c.seeds, list.Seed)
			}
		}
	}
	for i := range p.tracks {
		h, t := &p.tracks[i], p.taste.Tracks[i]
		key := t.Key()
		known := byKey[key]
		if known == nil && (h.finished > 0 || h.saved > 0) {
			known = find(t, key)
		}
		if known != nil {
			known.heard, known.track = h, t
		}
	}
	return all
}

// barred reports whether a track must not be suggested.
func (p *profile) barred(t source.Track, key string, r request) bool {
	return t.Live || p.playable != nil && !p.playable(t) || t.Note == library.Unplayable || key == r.after || r.without[key] || p.never(t, key)
}

// evaluate gives a candidate its values, all but the variety.
func (p *profile) evaluate(c *candidate) {
	v := &c.value
	if h := c.heard; h != nil {
		v[own] = h.rate() + 0.5*h.saved
		if h.plays > 0 {
			v[fresh] = -half(p.at.Sub(h.last), 4*day)
		}
	}
	v[near] = c.best
	v[lists] = (c.sum - c.best) / (c.sum - c.best + 1)
	if a := p.artists[p.fold(c.track.Artist)]; a != nil && c.track.Artist != "" {
		v[artist] = a.rate()
		if p.all.good > 0 {
			v[hour] = (a.now - a.good*p.all.now/p.all.good) / (a.good + 3)
		}
	}
	if s := p.searchFor(c.track.Artist); s != nil {
		v[searched] = s.value(p.at)
		if a := p.artists[p.fold(c.track.Artist)]; a != nil {
			v[searched] /= 1 + a.good + a.bad // what was heard since says more
		}
	}
	if s, ok := p.taste.Shown[c.key]; ok && (c.heard == nil || c.heard.last.Before(s.Last)) {
		times, age := s.Times, p.at.Sub(s.Last)
		if age < stillThere {
			times-- // it is on the screen, nobody has ignored it yet
		}
		v[ignored] = (1/float64(1+times) - 1) * half(age, 7*day)
	}
}

// pick takes the best n, each with what is like those before it counted less: by the same
// artist, or named for the same track. The nearer the other one, the more it counts.
func (p *profile) pick(all []*candidate, n int, weight float64) []*candidate {
	var picked []*candidate
	for len(picked) < n && len(all) > 0 {
		best, bestScore := 0, 0.0
		for i, c := range all {
			if i > 0 && c.score <= bestScore { // the rest cannot win
				break
			}
			c.value[variety] = 0
			for j, before := range picked {
				c.value[variety] -= p.alike(c, before) / float64(len(picked)-j)
			}
			if s := c.score + weight*c.value[variety]; i == 0 || s > bestScore {
				best, bestScore = i, s
			}
		}
		picked = append(picked, all[best])
		all = slices.Delete(all, best, best+1)
	}
	return picked
}

// alike is how much two candidates have in common, from 0 to 2.
func (p *profile) alike(a, b *candidate) float64 {
	common := 0.0
	if a.track.Artist != "" && p.fold(a.track.Artist) == p.fold(b.track.Artist) {
		common++
	}
	if len(a.seeds) > 0 && len(b.seeds) > 0 && a.seeds[0] == b.seeds[0] {
		common++
	}
	return common
}
