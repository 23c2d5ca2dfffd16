package library

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"anyaudio/source"
)

// A Filter narrows a list of tracks while the listener types. It is used by one goroutine
// and needs no library: it is quick enough to be asked at every key.
type Filter struct {
	texts []string // of the tracks, folded, with a space before every word
	masks []uint64 // which letters each of them has

	// What the last pattern left, for one that only adds to it.
	pattern string
	left    []int
}

// NewFilter prepares the tracks: some tens of milliseconds for 20,000, not for the
// goroutine that draws.
func NewFilter(tracks []source.Track) *Filter {
	f := &Filter{texts: make([]string, len(tracks)), masks: make([]uint64, len(tracks))}
	for i, t := range tracks {
		f.texts[i] = " " + strings.Join(strings.Fields(fold(t.Artist+" "+t.Title+" "+t.Album)), " ")
		f.masks[i] = letters(f.texts[i])
	}
	return f
}

// Match gives the indexes of the tracks whose artist, title and album have the letters of
// the pattern in this order, the best first; case, accents and spaces do not matter. An
// empty pattern matches all, in the order of the list.
func (f *Filter) Match(pattern string) []int {
	typed := strings.Fields(fold(pattern))
	pattern = strings.Join(typed, "")
	if pattern == "" {
		f.pattern, f.left = "", nil
		return f.all()
	}
	from := f.left
	if f.pattern == "" || !strings.HasPrefix(pattern, f.pattern) {
		from = f.all()
	}
	f.pattern, f.left = pattern, f.narrow(pattern, from)
	return f.rank(typed)
}

// Find gives the indexes of the tracks that have all words of the pattern in artist, title and
// album, in the order of the list; case and accents do not matter. No words find nothing.
func (f *Filter) Find(pattern string) (found []int) {
	words := strings.Fields(fold(pattern))
	for i, text := range f.texts {
		if len(words) > 0 && containsAll(text, words) {
			found = append(found, i)
		}
	}
	return found
}

func (f *Filter) all() []int {
	all := make([]int, len(f.texts))
	for i := range all {
		all[i] = i
	}
	return all
}

// narrow keeps those that have the letters of the pattern in order.
func (f *Filter) narrow(pattern string, from []int) []int {
	want := letters(pattern)
	left := make([]int, 0, len(from))
	for _, i := range from {
		if f.masks[i]&want == want && hasInOrder(f.texts[i], pattern) {
			left = append(left, i)
		}
	}
	return left
}

// maxScored bounds how many scattered matches are scored: it takes some microseconds each,
// and of more of them nobody looks for one.
const maxScored = 1000

// rank puts first what begins with what was typed, then what has a word that does, then
// what has all its words at the beginning of words, then what has them anywhere, each in
// the order of the list; last what has its letters scattered, the tightest first.
func (f *Filter) rank(typed []string) []int {
	var kinds [5][]int
	phrase := strings.Join(typed, " ")
	starts := make([]string, len(typed))
	for i, w := range typed {
		starts[i] = " " + w
	}
	for _, i := range f.left {
		kind := 4
		switch text := f.texts[i]; {
		case strings.HasPrefix(text[1:], phrase):
			kind = 0
		case strings.Contains(text, " "+phrase):
			kind = 1
		case len(typed) > 1 && containsAll(text, starts):
			kind = 2
		case containsAll(text, typed):
			kind = 3
		}
		kinds[kind] = append(kinds[kind], i)
	}
	if scattered := kinds[4]; len(scattered) <= maxScored {
		kinds[4] = nil
		for _, m := range fuzzy.FindFrom(f.pattern, someTexts{f.texts, scattered}) {
			kinds[4] = append(kinds[4], scattered[m.Index])
		}
	}
	return slices.Concat(kinds[:]...)
}

// someTexts are some of the texts, as the fuzzy package wants them.
type someTexts struct {
	texts []string
	some  []int
}

func (s someTexts) String(i int) string { return s.texts[s.some[i]] }
func (s someTexts) Len() int            { return len(s.some) }

// letters is a set of the bytes of a text, by their lowest bits.
func letters(s string) uint64 {
	var set uint64
	for i := range len(s) {
		if s[i] != ' ' {
			set |= 1 << (s[i] & 63)
		}
	}
	return set
}

func hasInOrder(text, pattern string) bool {
	for i := range len(pattern) {
		at := strings.IndexByte(text, pattern[i])
		if at < 0 {
			return false
		}
		text = text[at+1:]
	}
	return true
}

func containsAll(text string, parts []string) bool {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			return false
		}
	}
	return true
}
