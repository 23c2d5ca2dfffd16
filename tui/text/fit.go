package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Ellipsis marks a cut; it is one cell wide.
const Ellipsis = "…"

// Width returns the number of cells of s, which must hold no escape sequence.
func Width(m ansi.Method, s string) int {
	if isPlain(s) {
		return len(s)
	}
	return m.StringWidth(s)
}

// Cut returns the longest beginning of s that fits into width cells, with an
// ellipsis behind it when something is missing. s must hold no escape
// sequence. The measure is the one that the renderer uses at that moment, so
// that both agree about every cell (ansi.Method.Truncate decides by grapheme
// whether to cut at all, whatever its method).
func Cut(m ansi.Method, s string, width int) string {
	if width <= 0 {
		return ""
	}
	if isPlain(s) {
		if len(s) <= width {
			return s
		}
		return s[:width-1] + Ellipsis
	}
	end := 0 // s[:end] leaves a cell for the ellipsis
	for at, used := 0, 0; at < len(s); {
		cluster, w := ansi.FirstGraphemeCluster(s[at:], m)
		if used += w; used > width {
			return s[:end] + Ellipsis
		}
		if at += len(cluster); used <= width-1 {
			end = at
		}
	}
	return s
}

// Fit is Cut, padded with spaces on the right to exactly width cells.
func Fit(m ansi.Method, s string, width int) string {
	s = Cut(m, s, width)
	if n := width - Width(m, s); n > 0 {
		return s + Spaces(n)
	}
	return s
}

// FitRight is Cut, padded with spaces on the left to exactly width cells.
func FitRight(m ansi.Method, s string, width int) string {
	s = Cut(m, s, width)
	if n := width - Width(m, s); n > 0 {
		return Spaces(n) + s
	}
	return s
}

const blanks = "                                                                                                                        "

// Spaces returns n spaces, none for a negative n.
func Spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
