package cli

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseTime reads a place in a track or a length of time as people write it:
// "1:23", "1:02:03", "83", "83s", "1h2m", "80ms", "1:23.5". A number without a unit
// is seconds. Negative times are refused.
func ParseTime(text string) (time.Duration, error) {
	bad := func() (time.Duration, error) {
		return 0, fmt.Errorf("%q is not a time: write 1:23, 83s or 1h2m", text)
	}
	s := strings.TrimSpace(text)
	if s == "" || strings.ContainsAny(s, "-+") {
		return bad()
	}
	if strings.Contains(s, ":") {
		d, ok := parseClock(s)
		if !ok {
			return bad()
		}
		return d, nil
	}
	if last := s[len(s)-1]; '0' <= last && last <= '9' {
		s += "s"
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		return bad()
	}
	return d, nil
}

// parseClock reads M:SS or H:MM:SS with an optional fraction of the seconds. All
// parts but the first stay below 60.
func parseClock(s string) (time.Duration, bool) {
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, false
	}
	var d time.Duration
	for i, part := range parts {
		if part == "" || strings.Trim(part, "0123456789.") != "" {
			return 0, false
		}
		if i < len(parts)-1 {
			n, err := strconv.ParseUint(part, 10, 31)
			if err != nil || i > 0 && n > 59 {
				return 0, false
			}
			d = (d + time.Duration(n)) * 60
			continue
		}
		sec, err := time.ParseDuration(part + "s")
		if err != nil || sec >= time.Minute || d > (math.MaxInt64-sec)/time.Second {
			return 0, false
		}
		d = d*time.Second + sec
	}
	return d, true
}

// FormatTime writes d as ParseTime reads it, for a person: "1:23", "1:02:03".
// Fractions of a second are dropped.
func FormatTime(d time.Duration) string {
	s := int64(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// sizeUnits are the units of ParseSize: the decimal ones of the SI and the binary
// ones of IEC 80000-13.
func sizeUnit(name string) (float64, bool) {
	switch strings.ToLower(name) {
	case "", "b":
		return 1, true
	case "k", "kb":
		return 1e3, true
	case "m", "mb":
		return 1e6, true
	case "g", "gb":
		return 1e9, true
	case "kib":
		return 1 << 10, true
	case "mib":
		return 1 << 20, true
	case "gib":
		return 1 << 30, true
	}
	return 0, false
}

// ParseSize reads a number of bytes: "500KB", "1.5MB", "64MiB", "4096". KB, MB and GB
// are powers of 1000, KiB, MiB and GiB powers of 1024; case does not matter.
func ParseSize(text string) (int64, error) {
	s := strings.TrimSpace(text)
	n := strings.TrimRight(s, "bBkKmMgGiI ")
	unit, ok := sizeUnit(strings.TrimSpace(s[len(n):]))
	if !ok || n == "" || strings.Trim(n, "0123456789.") != "" {
		return 0, fmt.Errorf("%q is not a size: write 500KB, 1MB or 64MiB", text)
	}
	f, err := strconv.ParseFloat(n, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%q is not a size: write 500KB, 1MB or 64MiB", text)
	}
	f *= unit
	if f >= math.MaxInt64 {
		return 0, fmt.Errorf("%q is too large", text)
	}
	return int64(math.Round(f)), nil
}

// ParseRate reads a number of bytes per second: a size with or without "/s".
func ParseRate(text string) (int64, error) {
	return ParseSize(strings.TrimSuffix(strings.TrimSpace(text), "/s"))
}

// FormatSize writes n in the largest unit that divides it, so that ParseSize gives n
// back.
func FormatSize(n int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{1 << 30, "GiB"}, {1e9, "GB"}, {1 << 20, "MiB"}, {1e6, "MB"}, {1 << 10, "KiB"}, {1e3, "KB"}} {
		if n != 0 && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + u.name
		}
	}
	return strconv.FormatInt(n, 10) + "B"
}

// A TimeArg is a time on the command line.
type TimeArg time.Duration

// UnmarshalText is ParseTime.
func (a *TimeArg) UnmarshalText(text []byte) error {
	d, err := ParseTime(string(text))
	*a = TimeArg(d)
	return err
}

// A RateArg is a number of bytes per second on the command line.
type RateArg int64

// UnmarshalText is ParseRate.
func (a *RateArg) UnmarshalText(text []byte) error {
	n, err := ParseRate(string(text))
	*a = RateArg(n)
	return err
}

// A DateArg is a day on the command line, or a moment of it, in local time unless it says otherwise.
type DateArg time.Time

// UnmarshalText takes 2006-01-02, 2006-01-02T15:04, the same with a space or with seconds, and
// RFC 3339.
func (a *DateArg) UnmarshalText(text []byte) error {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", time.DateTime, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, string(text), time.Local); err == nil {
			*a = DateArg(t)
			return nil
		}
	}
	return fmt.Errorf("%q is no date: write it as 2026-11-29 or 2026-11-29T20:15", text)
}
