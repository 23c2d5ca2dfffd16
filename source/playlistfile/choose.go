package playlistfile

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"anyaudio/source"
)

// Choose ranks what a search has found for an entry without a location, the likeliest
// first. The first one is sure when it can be taken without asking: it has every word of
// artist and title, is not another version than asked for (live, remix, cover), and is of
// the same length when both are known. Otherwise the listener should choose. Tracks that
// have none of the words are left out.
func Choose(e Entry, found []source.Track) (ranked []source.Track, sure bool) {
	want := wordsOf(e.Artist + " " + e.Title)
	type rated struct {
		track source.Track
		score float64
		sure  bool
	}
	var all []rated
	for _, t := range found {
		score, sure := rate(e, want, t)
		if score > 0 {
			all = append(all, rated{t, score, sure})
		}
	}
	slices.SortStableFunc(all, func(a, b rated) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	for _, r := range all {
		ranked = append(ranked, r.track)
	}
	return ranked, len(all) > 0 && all[0].sure
}

// sameLength is how much the lengths of two uploads of a song may differ.
const sameLength = 10 * time.Second

// rate gives the part of the wanted words that the track has, less for another version,
// another length, and words that nobody asked for.
func rate(e Entry, want []string, t source.Track) (score float64, sure bool) {
	has := wordsOf(t.Artist + " " + t.Title)
	if len(want) == 0 || len(has) == 0 {
		return 0, false
	}
	common := 0
	for _, w := range want {
		if slices.Contains(has, w) {
			common++
		}
	}
	if common == 0 {
		return 0, false
	}
	score, sure = float64(common)/float64(len(want)), common == len(want)
	surplus := 0
	for _, w := range has {
		if slices.Contains(want, w) {
			continue
		}
		surplus++
		if slices.Contains(versions, w) {
			score -= 0.3
			sure = false
		}
	}
	score -= 0.02 * float64(min(surplus, 10))
	if e.Duration > 0 && t.Duration > 0 && (e.Duration-t.Duration).Abs() > sameLength {
		score -= 0.2
		sure = false
	}
	return max(score, 0.01), sure
}

// versions are words for a recording that is not the one that is usually meant.
var versions = []string{
	"cover", "karaoke", "instrumental", "remix", "mix", "live", "acoustic", "demo", "reaction", "tutorial",
	"lesson", "slowed", "reverb", "nightcore", "8d", "loop", "hour", "hours", "parody", "tribute", "concert", "album",
}

// wordsOf are the different words of a text, in lower case and without accents.
func wordsOf(s string) []string {
	var plain strings.Builder
	for _, r := range norm.NFD.String(s) {
		if r == '\'' || r == '’' || unicode.Is(unicode.Mn, r) {
			continue // don't, dont
		}
		plain.WriteRune(unicode.ToLower(r))
	}
	words := strings.FieldsFunc(plain.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	slices.Sort(words)
	return slices.Compact(words)
}
