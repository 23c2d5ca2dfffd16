package local

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anyaudio/source"
)

// pageSize is how many tracks, or lists, are on a page.
const pageSize = 100

// How many albums and artists come along with the tracks of a search.
const maxGroups = 10

// Search finds what has all words, whole or in part, in its title, artist, album or file
// name, the best first; case and accents do not matter. No words find all, in the order of
// lists. Albums and artists of that name come with the first page. While the folders are
// looked at for the first time, it finds what is known so far.
func (m *Music) Search(ctx context.Context, q source.Query) (source.Page, error) {
	c, err := m.catalog(ctx)
	if err != nil {
		return source.Page{}, err
	}
	words := queryWords(q.Words)
	page, err := c.songPage(words, q.Page)
	if err != nil || q.Page != "" || len(words) == 0 {
		return page, err
	}
	for _, groups := range [][]*group{c.artists, c.albums} {
		best := rank(groups, groupText, words)
		for _, g := range best[:min(len(best), maxGroups)] {
			page.Playlists = append(page.Playlists, g.list)
		}
	}
	return page, nil
}

// Filters implements source.FilterSearcher.
func (m *Music) Filters() []source.Filter {
	return []source.Filter{source.FilterSongs, source.FilterAlbums, source.FilterArtists}
}

// SearchBy is Search for one kind of thing.
func (m *Music) SearchBy(ctx context.Context, f source.Filter, q source.Query) (source.Page, error) {
	c, err := m.catalog(ctx)
	if err != nil {
		return source.Page{}, err
	}
	words := queryWords(q.Words)
	switch f {
	case source.FilterNone:
		return m.Search(ctx, q)
	case source.FilterSongs:
		return c.songPage(words, q.Page)
	case source.FilterAlbums:
		return groupPage(rank(c.albums, groupText, words), q.Page)
	case source.FilterArtists:
		return groupPage(rank(c.artists, groupText, words), q.Page)
	}
	return source.Page{}, &source.Error{
		Kind: source.ErrUnsupported,
		Line: fmt.Sprintf("music folders cannot be searched for %s only", f),
		Hint: "search for songs, albums or artists, or without the filter",
	}
}

func (c *catalog) songPage(words []string, token string) (source.Page, error) {
	return trackPage(rank(c.songs, func(s *song) *text { return &s.text }, words), token)
}

func groupText(g *group) *text { return &g.text }

// trackPage cuts a page out of a list; a token is the index of its first track.
func trackPage(songs []*song, token string) (source.Page, error) {
	from, to, next, err := cut(len(songs), token)
	page := source.Page{Next: next, Total: len(songs)}
	for _, s := range songs[from:to] {
		page.Tracks = append(page.Tracks, s.track)
	}
	return page, err
}

// groupPage is trackPage for albums and artists.
func groupPage(groups []*group, token string) (source.Page, error) {
	from, to, next, err := cut(len(groups), token)
	page := source.Page{Next: next}
	for _, g := range groups[from:to] {
		page.Playlists = append(page.Playlists, g.list)
	}
	return page, err
}

// cut says which part of a list is the page of a token.
func cut(length int, token string) (from, to int, next string, err error) {
	if token != "" {
		from, err = strconv.Atoi(token)
		if err != nil || from < 0 {
			return 0, 0, "", &source.Error{Kind: source.ErrNotFound, Line: "not a page of this list", Hint: "search again", Err: err}
		}
	}
	// The list may be shorter now than when the token was given.
	from = min(from, length)
	to = min(from+pageSize, length)
	if to < length {
		next = strconv.Itoa(to)
	}
	return from, to, next, nil
}

// fields are the parts of a text, in the order of their weight.
const fields = 4

// A text is the folded fields of something, each followed by a zero byte, one after the
// other.
type text struct {
	all   string
	ends  [fields]int
	pairs pairs
}

// pairs is a set of the pairs of letters in a text. Different pairs may share a bit: it says
// no for certain, and yes perhaps. Most texts are passed over without a look at them.
type pairs [4]uint64

func pairsOf(s string) (p pairs) {
	for i := 1; i < len(s); i++ {
		bit := (uint(s[i-1])*31 + uint(s[i])*7) % 256
		p[bit/64] |= 1 << (bit % 64)
	}
	return p
}

// has reports whether all of q may be in p.
func (p *pairs) has(q *pairs) bool {
	return p[0]&q[0] == q[0] && p[1]&q[1] == q[1] && p[2]&q[2] == q[2] && p[3]&q[3] == q[3]
}

// newText takes folded fields, the weightiest first.
func newText(folded ...string) text {
	var t text
	var b strings.Builder
	for i, part := range folded {
		b.WriteString(part)
		b.WriteByte(0)
		t.ends[i] = b.Len()
	}
	t.all = b.String()
	t.pairs = pairsOf(t.all)
	return t
}

// field is the number of the field at an offset.
func (t *text) field(at int) int {
	for i, end := range t.ends {
		if at < end {
			return i
		}
	}
	return fields - 1
}

// queryWords are the words of a query, each once.
func queryWords(s string) []string {
	words := strings.Fields(fold(s))
	slices.Sort(words)
	words = slices.Compact(words)
	// The longest is in the fewest texts.
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return words[:min(len(words), maxWords)]
}

// maxWords bounds the work for a query that somebody has pasted.
const maxWords = 32

// rank gives what has all the words, the best first, the others as they stood. Without
// words it is all of them.
func rank[T any](all []T, textOf func(T) *text, words []string) []T {
	if len(words) == 0 {
		return all
	}
	var wanted pairs
	for _, w := range words {
		for i, bits := range pairsOf(w) {
			wanted[i] |= bits
		}
	}
	hits := make([]hit, 0, len(all)/8)
	best := 0
	for i, v := range all {
		t := textOf(v)
		if !t.pairs.has(&wanted) {
			continue
		}
		if score := t.score(words); score > 0 {
			hits = append(hits, hit{int32(i), int32(score)})
			best = max(best, score)
		}
	}
	ranked := make([]T, len(hits))
	for i, place := range places(hits, best) {
		ranked[place] = all[hits[i].index]
	}
	return ranked
}

// A hit is the index of what matches, and how well.
type hit struct{ index, score int32 }

// places says where each hit belongs, the best first. Scores are small numbers, so they can
// be counted instead of compared, which is what one letter that nearly all have needs.
func places(hits []hit, best int) []int {
	next := make([]int, best+1) // by score, the place of the next one
	for _, h := range hits {
		next[h.score]++
	}
	for score, before := best, 0; score >= 0; score-- {
		next[score], before = before, before+next[score]
	}
	all := make([]int, len(hits))
	for i, h := range hits {
		all[i] = next[h.score]
		next[h.score]++
	}
	return all
}

// score is 0 when a word is missing. A word counts by the field it is in, and by how much
// of a word it is there; a field with no other words than these counts more.
func (t *text) score(words []string) int {
	total := 0
	var used [fields]int
	for _, w := range words {
		best, field := t.wordScore(w)
		if best == 0 {
			return 0
		}
		total += best
		used[field] += len(w) + 1 // with the sign after it
	}
	start := 0
	for i, end := range t.ends {
		if used[i] > 0 && used[i] == end-start {
			total += []int{20, 12, 4, 0}[i]
		}
		start = end
	}
	return total
}

// wordScore is how well the best occurrence of a word matches, and its field.
func (t *text) wordScore(w string) (best, field int) {
	for from := 0; ; {
		at := strings.Index(t.all[from:], w)
		if at < 0 {
			return best, field
		}
		at += from
		from = at + 1
		kind := 1
		if at == 0 || t.all[at-1] <= ' ' {
			kind = 2
			if t.all[at+len(w)] <= ' ' {
				kind = 3
			}
		}
		i := t.field(at)
		if score := kind * (fields + 1 - i); score > best {
			best, field = score, i
		}
		if best == 3*(fields+1) {
			return best, field
		}
	}
}
