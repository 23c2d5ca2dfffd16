package demo

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"unicode"

	"anyaudio/source"
)

// Search implements source.Searcher. Every word must be found in the title, the
// artist, the album or a playlist's title: whole, as the beginning or the inside of a word,
// or with a slip of the pen. The best matches come first; no words give everything in the
// order of the catalogue. All results are on the first page.
func (d *Demo) Search(ctx context.Context, q source.Query) (source.Page, error) {
	d.stats.searches.Add(1)
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	if q.Page != "" {
		return source.Page{}, fmt.Errorf("demo: page %q: %w", q.Page, source.ErrNotFound)
	}
	lib, err := d.lib()
	if err != nil {
		return source.Page{}, err
	}
	return lib.search(words(q.Words)), nil
}

func (l *library) search(query []string) source.Page {
	scores := make([]float64, len(l.pieces))
	for i, p := range l.pieces {
		t := p.track
		scores[i] = score(query, []field{
			{words(t.Title), 4}, {words(t.Artist), 3}, {words(t.Album), 2}, {l.listsOf(i), 1}, {[]string{provider}, 0.5},
		})
	}
	page := l.page(ranked(scores, len(query) > 0))
	lists := make([]float64, len(l.playlists))
	for i, p := range l.playlists {
		lists[i] = score(query, []field{{words(p.info.Title), 4}, {[]string{provider, "playlist"}, 0.5}})
	}
	for _, i := range ranked(lists, len(query) > 0) {
		page.Playlists = append(page.Playlists, l.playlists[i].info)
	}
	return page
}

// listsOf returns the words of the titles of the playlists that the piece is in.
func (l *library) listsOf(piece int) []string {
	var out []string
	for _, p := range l.playlists {
		for _, i := range p.pieces {
			if i == piece {
				out = append(out, words(p.info.Title)...)
			}
		}
	}
	return out
}

// ranked returns the indexes of the positive scores, best first, or all in order.
func ranked(scores []float64, query bool) []int {
	var out []int
	for i, s := range scores {
		if !query || s > 0 {
			out = append(out, i)
		}
	}
	if query {
		sort.SliceStable(out, func(a, b int) bool { return scores[out[a]] > scores[out[b]] })
	}
	return out
}

// A field is some words and how much a match in them counts.
type field struct {
	words  []string
	weight float64
}

// score sums the best match of every query word; it is 0 when one of them matches nowhere.
func score(query []string, fields []field) float64 {
	total := 0.0
	for _, q := range query {
		best := 0.0
		for _, f := range fields {
			for _, w := range f.words {
				best = max(best, f.weight*likeness(q, w))
			}
		}
		if best == 0 {
			return 0
		}
		total += best
	}
	return total
}

// likeness says how well a query word matches a word, 0 to 1.
func likeness(q, w string) float64 {
	switch {
	case q == w:
		return 1
	case strings.HasPrefix(w, q):
		return 0.8
	case len(q) >= 3 && strings.Contains(w, q):
		return 0.5
	case len(q) >= 4 && near([]rune(q), []rune(w)):
		return 0.3
	}
	return 0
}

// near reports whether w, or a beginning of it, can be reached from q by one change: a letter
// wrong, missing, too many, or two swapped.
func near(q, w []rune) bool {
	i := 0
	for i < len(q) && i < len(w) && q[i] == w[i] {
		i++
	}
	a, b := q[i:], w[i:]
	starts := func(x, y []rune) bool { return strings.HasPrefix(string(y), string(x)) }
	switch {
	case len(a) == 0:
		return true
	case starts(a[1:], b): // one too many
		return true
	case len(b) == 0:
		return false
	case starts(a, b[1:]) || starts(a[1:], b[1:]): // missing, wrong
		return true
	}
	return len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && starts(a[2:], b[2:])
}

// plain takes the accents off the letters that have one here.
var plain = strings.NewReplacer(
	"á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"í", "i", "ì", "i", "î", "i", "ï", "i", "ñ", "n", "ó", "o", "ò", "o", "ô", "o", "ö", "o", "õ", "o", "ø", "o",
	"ú", "u", "ù", "u", "û", "u", "ü", "u", "’", "", "'", "")

// words splits a text into lower-case words without accents and punctuation.
func words(s string) []string {
	return strings.FieldsFunc(plain.Replace(strings.ToLower(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
