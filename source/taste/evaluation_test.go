package taste

import (
	"cmp"
	"flag"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"anyaudio/source/library"
)

// seedCount is how many listeners there are, each in a world of its own.
var seedCount = flag.Int("seeds", 20, "listeners of the evaluation")

const (
	// firstSeed keeps these listeners apart from those that weights were chosen with, from 0
	// to 199.
	firstSeed = 1000
	trainDays = 60
	testDays  = 25
	shortList = 10
)

// A policy makes the list of one day.
type policy struct {
	name string
	list func(l *listener) []int
}

// figures are the results of a policy: sums until divided.
type figures struct {
	hits    float64 // share of the list that the listener would hear to the end
	artists float64 // different ones in a list of 10
	spread  float64 // mean distance of the tracks in a list, in the hidden space
	news    float64 // share of the list that was on no list of the 5 days before
	unheard float64 // share of the list that was never heard
	lists   float64
}

func (f figures) mean() figures {
	return figures{f.hits / f.lists, f.artists / f.lists, f.spread / f.lists, f.news / f.lists, f.unheard / f.lists, 1}
}

func (f *figures) add(g figures) {
	f.hits += g.hits
	f.artists += g.artists
	f.spread += g.spread
	f.news += g.news
	f.unheard += g.unheard
	f.lists += g.lists
}

func ranked(w weights) func(*listener) []int {
	return func(l *listener) []int {
		p := newProfile(l.current(), l.now)
		for _, i := range p.seeds(askAtOnce, keepFor) {
			k, _ := strconv.Atoi(p.taste.Tracks[i].ID)
			l.w.relatedTo(k)
			l.taste.Related = slices.DeleteFunc(l.taste.Related, func(r library.TasteRelated) bool { return r.Seed == i })
			l.taste.Related = append(l.taste.Related, library.TasteRelated{Seed: i, Asked: l.now, Tracks: l.w.listOf[k]})
			if n := len(l.taste.Related); n > 100 {
				l.taste.Related = l.taste.Related[n-100:]
			}
		}
		p = newProfile(l.current(), l.now)
		var list []int
		for _, c := range rank(p, request{n: shortList}, w) {
			k, _ := strconv.Atoi(c.track.ID)
			list = append(list, k)
		}
		return list
	}
}

func mostPlayed(l *listener) []int {
	plays := make(map[int]int)
	for _, p := range l.taste.Plays {
		k, _ := strconv.Atoi(l.taste.Tracks[p.Track].ID)
		plays[k]++
	}
	all := slices.Clone(l.known)
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Or(cmp.Compare(plays[b], plays[a]), cmp.Compare(a, b)) })
	return all[:min(shortList, len(all))]
}

func lastRelated(l *listener) []int {
	for _, p := range slices.Backward(l.taste.Plays) {
		if p.Outcome == library.Finished {
			k, _ := strconv.Atoi(l.taste.Tracks[p.Track].ID)
			list := l.w.relatedTo(k)
			return list[:min(shortList, len(list))]
		}
	}
	return nil
}

// follow lets a listener live with the lists of a policy.
func follow(l *listener, p policy) (f figures) {
	seen := make(map[int]int)
	for today := 1; today <= testDays; today++ {
		l.nextDay()
		list := p.list(l)
		f.add(look(l, list, seen, today))
		for _, k := range list {
			seen[k] = today
		}
		l.take(list)
		l.live()
	}
	return f
}

// look gives the figures of one list.
func look(l *listener, list []int, seen map[int]int, today int) figures {
	f := figures{lists: 1}
	wish, names := l.wish(), make(map[int]bool)
	for place := range shortList {
		if place >= len(list) {
			continue
		}
		k := list[place]
		names[k/perArtist] = true
		f.hits += l.chance(k, wish) / shortList
		if last, ok := seen[k]; !ok || today-last > 5 {
			f.news += 1.0 / shortList
		}
		if l.exposure[k] == 0 {
			f.unheard += 1.0 / shortList
		}
		for _, other := range list[:place] {
			f.spread += (1 - l.w.at[k].dot(l.w.at[other])) / (shortList * (shortList - 1) / 2)
		}
	}
	f.artists = float64(len(names))
	return f
}

// take is what the listener does with a list: hears the up to three that look best, and
// leaves the others.
func (l *listener) take(list []int) {
	wish := l.wish()
	looks := make(map[int]float64)
	for _, k := range list {
		looks[k] = l.joy(k, wish) + 0.3*l.draws.NormFloat64()
		key := l.w.track(k).Key()
		s := l.taste.Shown[key]
		if i, ok := l.place[k]; ok && s.Times > 0 && l.lastPlay(i).After(s.Last) {
			s.Times = 0
		}
		l.taste.Shown[key] = library.TasteShown{Times: s.Times + 1, Last: l.now}
	}
	byLook := slices.Clone(list)
	slices.SortStableFunc(byLook, func(a, b int) int { return cmp.Compare(looks[b], looks[a]) })
	for _, k := range byLook[:min(3, len(byLook))] {
		if looks[k] > 0 {
			l.wait(1)
			l.hear(k)
		}
	}
}

func (l *listener) lastPlay(place int) (t time.Time) {
	for _, p := range slices.Backward(l.taste.Plays) {
		if p.Track == place {
			return p.Started
		}
	}
	return t
}

// compared is by how much the hits of some differ from those of others with the same
// listeners, and the standard error of that.
func compared(some, others []figures) (mean, e float64) {
	n, squares := float64(len(some)), 0.0
	for i := range some {
		d := some[i].mean().hits - others[i].mean().hits
		mean += d / n
		squares += d * d / n
	}
	return mean, math.Sqrt((squares - mean*mean) / (n - 1))
}

// allPolicies are the baselines, the ranking, and the ranking without each of its terms.
func allPolicies() []policy {
	all := []policy{
		{"most played", mostPlayed},
		{"related to the last", lastRelated},
		{"ranking", ranked(defaultWeights())},
	}
	without := func(name string, dropped ...term) {
		w := defaultWeights()
		for _, t := range dropped {
			w[t] = 0
		}
		all = append(all, policy{"without " + name, ranked(w)})
	}
	for t, name := range termNames() {
		without(name, term(t))
	}
	without("near and lists", near, lists)
	return all
}

// TestEvaluation lives listeners through 60 days alone and 25 with a list a day, once for
// each policy.
func TestEvaluation(t *testing.T) {
	policies := allPolicies()
	if underRace {
		policies = policies[:3]
	}
	results := make([][]figures, len(policies))
	for i := range results {
		results[i] = make([]figures, *seedCount)
	}
	var wg sync.WaitGroup
	for seed := range uint64(*seedCount) {
		wg.Go(func() {
			i, seed := seed, firstSeed+seed
			r := rand.New(rand.NewPCG(seed, 1))
			l := newListener(newWorld(r), r, seed)
			for range trainDays {
				l.nextDay()
				l.live()
			}
			for k, p := range policies {
				results[k][i] = follow(l.copy(seed), p)
			}
		})
	}
	wg.Wait()
	t.Logf("%-22s %6s %8s %7s %6s %8s  %s", "", "hits", "artists", "spread", "new", "unheard", "change")
	means := make([]figures, len(policies))
	for i, p := range policies {
		for _, f := range results[i] {
			means[i].add(f)
		}
		f := means[i].mean()
		means[i] = f
		change, e := compared(results[i], results[2])
		t.Logf("%-22s %6.3f %8.2f %7.3f %6.2f %8.2f  %+.3f ± %.3f", p.name, f.hits, f.artists, f.spread, f.news, f.unheard, change, e)
	}
	better, won := means[0], 0
	if means[1].hits > better.hits {
		better = means[1]
	}
	for seed := range *seedCount {
		if results[2][seed].hits > max(results[0][seed].hits, results[1][seed].hits) {
			won++
		}
	}
	full := means[2]
	t.Logf("hits %.2f times those of the better baseline, more for %d of %d listeners", full.hits/better.hits, won, *seedCount)
	if full.hits < 1.2*better.hits {
		t.Errorf("hits %.3f, want 1.2 times %.3f", full.hits, better.hits)
	}
	for i, base := range means[:2] {
		if full.artists < base.artists || full.spread < base.spread {
			t.Errorf("less variety than %q", policies[i].name)
		}
	}
}

func termNames() [terms]string {
	return [terms]string{"own", "near", "lists", "artist", "hour", "searched", "fresh", "ignored", "variety"}
}
