package taste

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

// A world of music and a listener in it, for the evaluation. What the listener likes is a
// hidden process: it knows vectors, moods and boredom, and nothing of finish rates, artists'
// names, parts of the day, lists or what was shown.

const (
	dims       = 10
	genres     = 12
	artists    = 200
	perArtist  = 15
	trackCount = artists * perArtist
)

type vector [dims]float64

func gauss(r *rand.Rand, sigma float64) (v vector) {
	for i := range v {
		v[i] = r.NormFloat64() * sigma
	}
	return v
}

func (v vector) plus(w vector, f float64) vector {
	for i := range v {
		v[i] += f * w[i]
	}
	return v
}

func (v vector) dot(w vector) (sum float64) {
	for i := range v {
		sum += v[i] * w[i]
	}
	return sum
}

func (v vector) unit() vector { return vector{}.plus(v, 1/math.Sqrt(v.dot(v))) }

// A world has tracks as points: a genre's, moved for the artist, moved for the track.
type world struct {
	at      [trackCount]vector // unit vectors
	genre   [trackCount]int
	service [trackCount]vector  // as the provider sees them: not quite the same
	quality [trackCount]float64 // how good a track is, to everybody
	popular [trackCount]float64 // how well known, 0 to 1, mostly small
	related [trackCount][]int   // what the provider names, made when asked for
	listOf  [trackCount][]source.Track
	centre  [genres]vector
}

func newWorld(r *rand.Rand) *world {
	w := &world{}
	for g := range w.centre {
		w.centre[g] = gauss(r, 1).unit()
	}
	for a := range artists {
		genre := r.IntN(genres)
		middle := w.centre[genre].plus(gauss(r, 1).unit(), 0.5)
		fame := math.Pow(r.Float64(), 3)
		for i := range perArtist {
			k := a*perArtist + i
			at := middle.plus(gauss(r, 1).unit(), 0.4)
			w.at[k], w.genre[k] = at.unit(), genre
			w.service[k] = w.at[k].plus(gauss(r, 1).unit(), 0.5).unit()
			w.quality[k] = r.NormFloat64()
			w.popular[k] = fame * r.Float64()
		}
	}
	return w
}

// track is a track as the program sees it.
func (w *world) track(k int) source.Track {
	return source.Track{Provider: "sim", ID: strconv.Itoa(k), Title: fmt.Sprint("Track ", k), Artist: fmt.Sprint("Artist ", k/perArtist)}
}

// relatedTo is what the provider names for a track: the 20 nearest, well-known ones sooner.
func (w *world) relatedTo(k int) []int {
	if w.related[k] == nil {
		var score [trackCount]float64
		all := make([]int, 0, trackCount)
		for i := range score {
			score[i] = w.service[k].dot(w.service[i]) + 0.2*w.popular[i]
			if i != k && score[i] > 0.4 {
				all = append(all, i)
			}
		}
		slices.SortFunc(all, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
		w.related[k] = all[:min(20, len(all))]
		for _, i := range w.related[k] {
			w.listOf[k] = append(w.listOf[k], w.track(i))
		}
	}
	return w.related[k]
}

// A listener has a few tastes, of which now one and now another is strong, for about half of
// them depending on the time; gets tired of what was heard often, and comes to like what was
// heard a few times.
type listener struct {
	w      *world
	now    time.Time
	tastes []vector
	weight []float64 // of the tastes, drifting
	rhythm []float64 // how much a taste goes with the hours, 0 for most
	phase  []float64
	choosy float64

	tired    map[int]float64 // of a track, as of tiredAt
	tiredAt  map[int]time.Time
	tiredOf  [genres]float64
	exposure map[int]int
	recovery time.Duration

	moods, draws *rand.Rand // the mood does not depend on what is heard

	known []int // what the listener knows, each once
	taste library.Taste
	place map[int]int // in taste.Tracks
}

func newListener(w *world, r *rand.Rand, seed uint64) *listener {
	l := &listener{
		w: w, now: time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC), choosy: 0.35 + 0.15*r.Float64(),
		recovery: time.Duration(2+r.IntN(9)) * day,
		tired:    make(map[int]float64), tiredAt: make(map[int]time.Time), exposure: make(map[int]int), place: make(map[int]int),
		moods: rand.New(rand.NewPCG(seed, 2)), draws: rand.New(rand.NewPCG(seed, 3)),
	}
	for range 2 + r.IntN(3) {
		l.tastes = append(l.tastes, w.centre[r.IntN(genres)].plus(gauss(r, 1).unit(), 0.6).unit())
		l.weight = append(l.weight, r.NormFloat64())
		l.rhythm = append(l.rhythm, max(r.NormFloat64(), 0))
		l.phase = append(l.phase, r.Float64()*24)
	}
	l.taste.Shown = make(map[string]library.TasteShown)
	return l
}

// copy is the same listener, whose future then is its own.
func (l *listener) copy(seed uint64) *listener {
	c := *l
	c.weight = slices.Clone(l.weight)
	c.tired, c.tiredAt, c.exposure, c.place = maps.Clone(l.tired), maps.Clone(l.tiredAt), maps.Clone(l.exposure), maps.Clone(l.place)
	c.moods, c.draws = rand.New(rand.NewPCG(seed, 4)), rand.New(rand.NewPCG(seed, 5))
	c.known = slices.Clone(l.known)
	c.taste.Tracks, c.taste.Plays = slices.Clone(l.taste.Tracks), slices.Clone(l.taste.Plays)
	c.taste.Saved, c.taste.Related = slices.Clone(l.taste.Saved), slices.Clone(l.taste.Related)
	c.taste.Searches = slices.Clone(l.taste.Searches)
	c.taste.Shown = maps.Clone(l.taste.Shown)
	return &c
}

// wait lets time pass: moods drift back and forth around what is usual.
func (l *listener) wait(d time.Duration) {
	l.now = l.now.Add(d)
	keep := math.Exp(-d.Hours() / 60)
	for i := range l.weight {
		l.weight[i] = l.weight[i]*keep + l.moods.NormFloat64()*math.Sqrt(1-keep*keep)*1.2
	}
	for g := range l.tiredOf {
		l.tiredOf[g] *= half(d, day)
	}
}

// wish is what the listener would like best now.
func (l *listener) wish() vector {
	var v vector
	for i, t := range l.tastes {
		hours := float64(l.now.Hour()) + float64(l.now.Minute())/60
		w := l.weight[i] + l.rhythm[i]*math.Cos((hours-l.phase[i])/24*2*math.Pi)
		v = v.plus(t, math.Exp(w))
	}
	return v.unit()
}

// joy is how much the listener would like a track now, about -1 to 1.
func (l *listener) joy(k int, wish vector) float64 {
	e := wish.dot(l.w.at[k]) - l.choosy + 0.12*l.w.quality[k]
	e -= 0.45 * l.tired[k] * half(l.now.Sub(l.tiredAt[k]), l.recovery)
	e += 0.08 * math.Log1p(float64(min(l.exposure[k], 6)))
	return e - 0.02*l.tiredOf[l.w.genre[k]]
}

// chance is how likely the listener would hear a track to its end now.
func (l *listener) chance(k int, wish vector) float64 { return 1 / (1 + math.Exp(-6*l.joy(k, wish))) }

// hear plays a track, and tells whether to its end.
func (l *listener) hear(k int) bool {
	wish := l.wish()
	done := l.draws.Float64() < l.chance(k, wish)
	play := library.TastePlay{Track: l.put(k), Started: l.now, Outcome: library.Skipped}
	share := 0.2
	if done {
		play.Outcome, share = library.Finished, 1
	}
	l.taste.Plays = append(l.taste.Plays, play) // the oldest first, see current
	if l.exposure[k] == 0 {
		l.known = append(l.known, k)
	}
	l.exposure[k]++
	l.tired[k] = l.tired[k]*half(l.now.Sub(l.tiredAt[k]), l.recovery) + share
	l.tiredAt[k] = l.now
	l.tiredOf[l.w.genre[k]] += share
	if done && l.draws.Float64() < 0.3*l.joy(k, wish) && !slices.ContainsFunc(l.taste.Saved, func(s library.TasteSaved) bool { return s.Track == play.Track }) {
		l.taste.Saved = append(l.taste.Saved, library.TasteSaved{Track: play.Track, At: l.now})
	}
	l.wait(time.Duration(20+share*200) * time.Second)
	return done
}

func (l *listener) put(k int) int {
	i, ok := l.place[k]
	if !ok {
		i = len(l.taste.Tracks)
		l.place[k] = i
		l.taste.Tracks = append(l.taste.Tracks, l.w.track(k))
	}
	return i
}

// session is the listener alone with the player: something known, an artist, or a radio.
func (l *listener) session() {
	n := 4 + l.draws.IntN(10)
	way := l.draws.Float64()
	if len(l.known) < 20 {
		way = 0.4
	}
	last := -1
	for range n {
		switch {
		case way < 0.35:
			last = l.best(12, func() int { return l.known[l.draws.IntN(len(l.known))] })
		case way < 0.6 || last < 0 && len(l.known) < 20:
			if last < 0 {
				last = l.best(30, l.someTrack)
				l.search(last)
			} else {
				last = last/perArtist*perArtist + l.draws.IntN(perArtist)
			}
		case last < 0:
			last = l.best(12, func() int { return l.known[l.draws.IntN(len(l.known))] })
		default:
			list := l.w.relatedTo(last)
			last = list[l.draws.IntN(len(list))]
		}
		l.hear(last)
	}
}

// search is how the listener gets to a track that is on no list: by the words that the
// program would keep.
func (l *listener) search(k int) {
	words := l.w.track(k).Artist
	now := library.TasteSearch{Words: words, Times: 1, Last: l.now}
	if i := slices.IndexFunc(l.taste.Searches, func(s library.TasteSearch) bool { return s.Words == words }); i >= 0 {
		now.Times += l.taste.Searches[i].Times
		l.taste.Searches = slices.Delete(l.taste.Searches, i, i+1)
	}
	l.taste.Searches = slices.Insert(l.taste.Searches, 0, now)
	l.taste.Searches = l.taste.Searches[:min(len(l.taste.Searches), 200)]
}

// someTrack is one that the listener comes across somewhere, well-known ones sooner.
func (l *listener) someTrack() int {
	for {
		if k := l.draws.IntN(trackCount); l.draws.Float64() < 0.05+l.w.popular[k] {
			return k
		}
	}
}

// best is the one of n that the listener would like best now.
func (l *listener) best(n int, some func() int) int {
	wish, best, joy := l.wish(), -1, math.Inf(-1)
	for range n {
		if k := some(); l.joy(k, wish) > joy {
			best, joy = k, l.joy(k, wish)
		}
	}
	return best
}

// live is one day without suggestions, or the rest of it.
func (l *listener) live() {
	for range l.draws.IntN(3) {
		l.wait(time.Duration(1+l.draws.IntN(5)) * time.Hour)
		l.session()
	}
}

// nextDay goes on to some hour of the next day.
func (l *listener) nextDay() {
	morning := l.now.Truncate(day).Add(day + 7*time.Hour)
	l.wait(morning.Sub(l.now) + time.Duration(l.moods.IntN(15*60))*time.Minute)
}

// current is the taste as the library would give it.
func (l *listener) current() library.Taste {
	t := l.taste
	t.Plays = slices.Clone(t.Plays)
	slices.Reverse(t.Plays)
	return t
}
