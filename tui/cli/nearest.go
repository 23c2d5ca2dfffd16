package cli

import "strings"

// nearest returns the name that word was probably meant to be: the one that takes the
// fewest edits, or one that differs only by its section. Empty when none is near.
func nearest(word string, names []string) string {
	best, bestCost := "", 1+min(3, max(1, len(word)/3))
	for _, name := range names {
		if cost := edits(strings.ToLower(word), name); cost < bestCost {
			best, bestCost = name, cost
		}
	}
	if best != "" {
		return best
	}
	for _, name := range names {
		if name[strings.LastIndexByte(name, '.')+1:] == word[strings.LastIndexByte(word, '.')+1:] {
			return name
		}
	}
	return ""
}

// edits is the Levenshtein distance of a and b in bytes, with a swap of two neighbours
// counted as one edit.
func edits(a, b string) int {
	before, prev := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(prev[j]+cost, prev[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, prev = prev, row
	}
	return prev[len(b)]
}
