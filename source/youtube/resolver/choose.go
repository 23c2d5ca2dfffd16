package resolver

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anyaudio/source"
)

// A Quality is the most that a second of sound may cost.
type Quality struct {
	name    string
	ceiling int // bit/s, 0 for none
}

// The three that have names. The zero Quality is high.
const (
	lowCeiling    = 56_000
	mediumCeiling = 96_000
)

// ParseQuality reads "low" (56 kbit/s), "medium" (96 kbit/s), "high" (the best there is)
// or a ceiling such as "96k". Empty is high.
func ParseQuality(s string) (Quality, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "high":
		return Quality{name: "high"}, nil
	case "medium":
		return Quality{"medium", mediumCeiling}, nil
	case "low":
		return Quality{"low", lowCeiling}, nil
	}
	number, ok := strings.CutSuffix(strings.ToLower(strings.TrimSpace(s)), "k")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 8 || n > 10_000 {
		return Quality{}, &source.Error{
			Kind: source.ErrUnsupported,
			Line: fmt.Sprintf("no quality %q", s),
			Hint: "it is low, medium, high, or a ceiling in kbit/s such as 96k",
			Err:  err,
		}
	}
	return Quality{number + "k", n * 1000}, nil
}

func (q Quality) String() string {
	if q.name == "" {
		return "high"
	}
	return q.name
}

// admits allows a twentieth more: what is called 128k measures 129 and more.
func (q Quality) admits(f Format) bool { return q.ceiling == 0 || f.BitRate <= q.ceiling+q.ceiling/20 }

// choose returns the best of the formats and says why, or false when there is none.
//
// What can be decoded here, then in this order: sound alone before sound with a picture; the original track before dubs;
// never a compressed twin when there is the plain one; no more channels than two; under
// the ceiling; then what sounds best.
func choose(formats []Format, q Quality, noAAC bool) (Format, string, bool) {
	var usable []Format
	for _, f := range formats {
		if family(f) != "" && !(noAAC && family(f) == "AAC") {
			usable = append(usable, f)
		}
	}
	// HE-AAC (itag 139) has no decoder in the program: it is for an installed ffmpeg, when there is
	// nothing else.
	if slices.ContainsFunc(usable, func(f Format) bool { return !isHE(f) }) {
		usable = slices.DeleteFunc(usable, isHE)
	}
	if len(usable) == 0 {
		return Format{}, "", false
	}
	best := slices.MinFunc(usable, func(a, b Format) int { return compare(a, b, q) })
	return best, reason(best, usable, q), true
}

// compare puts the better format first.
func compare(a, b Format, q Quality) int {
	return cmp.Or(
		compareBool(!a.Muxed, !b.Muxed),
		cmp.Compare(b.Track, a.Track),
		compareBool(!a.DRC, !b.DRC),
		compareBool(a.Channels <= 2, b.Channels <= 2),
		compareBool(q.admits(a), q.admits(b)),
		compareRate(a, b, q),
		compareBool(family(a) == "Opus", family(b) == "Opus"),
		cmp.Compare(a.Itag, b.Itag),
		cmp.Compare(a.URL, b.URL),
	)
}

// compareRate wants as much as possible below the ceiling, and when both are above it as
// little as possible.
func compareRate(a, b Format, q Quality) int {
	if !q.admits(a) && !q.admits(b) {
		return cmp.Compare(a.BitRate, b.BitRate)
	}
	return cmp.Compare(worth(b), worth(a))
}

// worth is a rate at which AAC would sound as good: Opus does with four fifths of it.
// Rates within a fiftieth of each other are one.
func worth(f Format) int {
	w := f.BitRate
	if family(f) == "Opus" {
		w += w / 4
	}
	return w / 4000
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// family is the name of a format's codec, empty for one that cannot be decoded here.
func family(f Format) string {
	for c := range strings.SplitSeq(f.Codec, ",") {
		switch c = strings.TrimSpace(c); {
		case c == "opus":
			return "Opus"
		case strings.HasPrefix(c, "mp4a.40."), c == "mp4a":
			return "AAC"
		}
	}
	return ""
}

// isHE reports whether a format is HE-AAC, in either version (ISO/IEC 14496-3, object types 5 and 29).
func isHE(f Format) bool { return f.Codec == "mp4a.40.5" || f.Codec == "mp4a.40.29" }

// reason words what was chosen and why.
func reason(f Format, all []Format, q Quality) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s itag %d", family(f), f.Itag)
	if f.BitRate > 0 {
		fmt.Fprintf(&b, ", %d kbit/s", (f.BitRate+500)/1000)
	}
	switch {
	case f.Muxed:
		b.WriteString(": last resort, sound with a picture")
	case q.ceiling == 0:
		fmt.Fprintf(&b, ": best of %d, quality %s", len(all), q)
	case q.admits(f):
		fmt.Fprintf(&b, ": best of %d within quality %s", len(all), q)
	default:
		fmt.Fprintf(&b, ": smallest of %d, none within quality %s", len(all), q)
	}
	if f.TrackName != "" {
		fmt.Fprintf(&b, ", track %q", source.Clean(f.TrackName))
	}
	if f.DRC {
		b.WriteString(", only with compressed dynamics")
	}
	return b.String()
}
