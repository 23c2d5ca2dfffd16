package taste

import (
	"strings"
	"time"
	"unicode"

	"anyaudio/source/library"
)

// maxNameWords is how many words the name of an artist may have to be found in a search.
const maxNameWords = 5

// sought is what is known of words in a row that were searched for.
type sought struct {
	last  time.Time
	times int
}

// value is 0 for what was searched for once, and nearly 1 for what was often, and lately.
func (s *sought) value(now time.Time) float64 {
	return (1 - 1/float64(max(s.times, 1))) * half(now.Sub(s.last), halfSearch)
}

// newSought takes searches apart: all words in a row that may be the name of an artist, so
// that one is looked up at once, however many searches there are.
func newSought(searches []library.TasteSearch) map[string]*sought {
	all := make(map[string]*sought)
	for _, s := range searches {
		words := plainWords(library.Fold(s.Words))
		mine := make(map[string]bool)
		for i := range words {
			for n := 1; n <= maxNameWords && i+n <= len(words); n++ {
				name := strings.Join(words[i:i+n], " ")
				if mine[name] {
					continue // named twice in one search
				}
				mine[name] = true
				if all[name] == nil {
					all[name] = &sought{last: s.Last} // the newest comes first
				}
				all[name].times += s.Times
			}
		}
	}
	return all
}

// searchFor is what is known of searches that name an artist, nil when there were none.
func (p *profile) searchFor(artist string) *sought {
	if len(p.sought) == 0 || artist == "" {
		return nil
	}
	return p.sought[strings.Join(plainWords(p.fold(artist)), " ")]
}

// plainWords are the words of a folded text without what stands between them.
func plainWords(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
}
