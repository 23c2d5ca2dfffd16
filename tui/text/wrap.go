package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks s, which must be clean, at its spaces into lines of at most width cells.
// Only a word that is longer than a line is broken itself. An empty s is one empty
// line; a width below 1 gives none.
func Wrap(m ansi.Method, s string, width int) []string {
	if width < 1 {
		return nil
	}
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		w := Width(m, word)
		if line != "" && used+1+w <= width {
			line, used = line+" "+word, used+1+w
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for w > width {
			head := firstCells(m, word, width)
			lines = append(lines, head)
			word = word[len(head):]
			w = Width(m, word)
		}
		line, used = word, w
	}
	if line == "" && len(lines) > 0 {
		return lines
	}
	return append(lines, line)
}

// firstCells returns the longest beginning of s within width cells, and never less than
// one cluster, so that who goes on behind it comes to an end.
func firstCells(m ansi.Method, s string, width int) string {
	at, used := 0, 0
	for at < len(s) {
		cluster, w := ansi.FirstGraphemeCluster(s[at:], m)
		if used += w; used > width && at > 0 {
			break
		}
		at += len(cluster)
	}
	return s[:at]
}
