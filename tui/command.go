package tui

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The grammar of commands, shared by the key map and the command line:
//
//	command = name [ argument ] | time | percent
//	time    = [ "+" | "-" ] ( [ [ hours ":" ] minutes ":" ] seconds | { number ( "h" | "m" | "s" ) } )
//	percent = number "%"
//
// A time or a percent alone stands for "seek" with it.

// command is one line of the grammar.
type command struct {
	name string
	arg  string // the rest of the line, empty if none
	// count is the number typed before a key ("5j"), 0 if none.
	count int
}

// times is how often a command with a count is meant.
func (c command) times() int { return max(c.count, 1) }

var errEmpty = errors.New("type a command, a time such as 1:23, or help")

// parseCommand splits a line. It does not know which names exist.
func parseCommand(line string) (command, error) {
	line = strings.TrimSpace(line)
	if line == "" {
		return command{}, errEmpty
	}
	if strings.ContainsRune("+-0123456789", rune(line[0])) {
		if _, err := parsePlace(line); err != nil {
			return command{}, err
		}
		return command{name: "seek", arg: line}, nil
	}
	name, arg, _ := strings.Cut(line, " ")
	return command{name: name, arg: strings.TrimSpace(arg)}, nil
}

// place is where a seek goes: to a time, by a time, or to a part of the track.
type place struct {
	time     time.Duration
	relative bool
	fraction float64 // used when percent is set
	percent  bool
}

// parsePlace reads the argument of "seek".
func parsePlace(s string) (place, error) {
	if n, ok := strings.CutSuffix(s, "%"); ok {
		f, err := parseNumber(n)
		if err != nil || f > 100 {
			return place{}, fmt.Errorf("%q is not between 0%% and 100%%", s)
		}
		return place{percent: true, fraction: f / 100}, nil
	}
	p := place{}
	digits := s
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") {
		p.relative, digits = true, s[1:]
	}
	d, ok := parseTime(digits)
	if !ok {
		return place{}, fmt.Errorf("%q is not a time; write 1:23, 90, +30 or -1m", s)
	}
	if s[0] == '-' {
		d = -d
	}
	p.time = d
	return p, nil
}

// maxTime bounds every time in the grammar, so that no sum of them overflows.
const maxTime = 10_000 * time.Hour

// parseTime reads "90", "1:23", "1:02:03" or "1h2m3s", the last unit with decimals.
func parseTime(s string) (time.Duration, bool) {
	if strings.ContainsAny(s, "hms") {
		return parseUnits(s)
	}
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, false
	}
	seconds := 0.0
	for i, part := range parts {
		n, err := parseNumber(part)
		if err != nil || (i < len(parts)-1 && n != math.Trunc(n)) || (i > 0 && n >= 60) {
			return 0, false
		}
		seconds = seconds*60 + n
	}
	return inSeconds(seconds)
}

// parseUnits reads "1h2m3s" with the units in that order, each at most once.
func parseUnits(s string) (time.Duration, bool) {
	seconds := 0.0
	for _, unit := range []struct {
		letter  string
		seconds float64
	}{{"h", 3600}, {"m", 60}, {"s", 1}} {
		number, rest, ok := strings.Cut(s, unit.letter)
		if !ok {
			continue
		}
		n, err := parseNumber(number)
		if err != nil {
			return 0, false
		}
		seconds += n * unit.seconds
		s = rest
	}
	if s != "" {
		return 0, false
	}
	return inSeconds(seconds)
}

func inSeconds(s float64) (time.Duration, bool) {
	if s > maxTime.Seconds() {
		return 0, false
	}
	return time.Duration(math.Round(s*1000)) * time.Millisecond, true
}

// parseNumber reads digits with at most one decimal point; no sign, exponent or
// infinity, which strconv would take.
func parseNumber(s string) (float64, error) {
	if s == "" || len(s) > 12 || strings.Trim(s, "0123456789.") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}

// parseAmount reads the argument of "volume": "80", "+5" or "-5".
func parseAmount(s string) (n int, relative bool, err error) {
	relative = strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-")
	n, err = strconv.Atoi(strings.TrimSuffix(s, "%"))
	if err != nil || n < -100 || n > 100 {
		return 0, false, fmt.Errorf("%q is not a volume; write 80, +5 or -5", s)
	}
	return n, relative, nil
}

// nearest returns the name that is most like s, empty when none is.
func nearest(s string, names []string) string {
	best, least := "", 3 // more than two mistakes are another word
	for _, name := range names {
		if d := distance(s, name); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two words, cut off for long ones.
func distance(a, b string) int {
	if len(a) > 32 || len(b) > 32 {
		return 32
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
