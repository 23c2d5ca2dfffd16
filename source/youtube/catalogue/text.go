package catalogue

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// parseDuration reads "3:32" and "1:02:03". Anything else ("LIVE", "SHORTS", nothing) is 0,
// unknown.
func parseDuration(s string) time.Duration {
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0
	}
	seconds := 0
	for _, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || len(p) > 4 {
			return 0
		}
		seconds = seconds*60 + int(n)
	}
	return time.Duration(seconds) * time.Second
}

var (
	durationForm = regexp.MustCompile(`^(\d+:)?\d{1,3}:\d{2}$`)
	yearForm     = regexp.MustCompile(`^\d{4}$`)
	countForm    = regexp.MustCompile(`(?i)^([\d.,]+)\s?([KMB]?)\s+(views?|plays?|watching|videos?|songs?|tracks?|subscribers?|monthly audience|likes?)`)
	ageForm      = regexp.MustCompile(`(?i)^(streamed |premiered )?\d+ \w+ ago`)
)

// parseCount reads "1,234,567 views", "1.4M views", "12K watching", "No views". Unknown
// is -1.
func parseCount(s string) int64 {
	s = strings.TrimSpace(s)
	if len(s) > 3 && strings.EqualFold(s[:3], "no ") {
		return 0
	}
	m := countForm.FindStringSubmatch(s)
	if m == nil {
		return -1
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
	if err != nil {
		return -1
	}
	switch strings.ToUpper(m[2]) {
	case "K":
		f *= 1e3
	case "M":
		f *= 1e6
	case "B":
		f *= 1e9
	}
	if f > math.MaxInt64/2 {
		return -1
	}
	return int64(math.Round(f))
}

// shortCount words a number as lists show it: "987", "1.2K", "34M".
func shortCount(n int64) string {
	f, unit := float64(n), ""
	for _, u := range []string{"K", "M", "B"} {
		if f < 999.5 {
			break
		}
		f, unit = f/1000, u
	}
	if unit != "" && f < 9.95 {
		return strconv.FormatFloat(f, 'f', 1, 64) + unit
	}
	return strconv.FormatFloat(f, 'f', 0, 64) + unit
}

// shortViews words a count of views short: "1,234,567 views" is "1.2M views".
func shortViews(s string) string {
	n := parseCount(s)
	m := countForm.FindStringSubmatch(strings.TrimSpace(s))
	if n < 0 || m == nil {
		return s
	}
	return shortCount(n) + " " + strings.ToLower(m[3])
}

// artistName is a channel's name as that of an artist: those of generated uploads end in
// " - Topic".
func artistName(s string) string { return strings.TrimSuffix(s, " - Topic") }

// note puts the remarks that there are side by side.
func note(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}
