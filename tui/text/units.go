package text

import (
	"strconv"
	"time"
)

// Bytes writes a number of bytes in three digits or so: "812 B", "3.1 MiB", "240 KiB".
func Bytes(n int64) string {
	if n < 0 {
		return "?"
	}
	f, unit := float64(n), " B"
	for _, u := range []string{" KiB", " MiB", " GiB", " TiB"} {
		if f < 1000 {
			break
		}
		f, unit = f/1024, u
	}
	if unit == " B" || f >= 99.95 {
		return strconv.FormatFloat(f, 'f', 0, 64) + unit
	}
	return strconv.FormatFloat(f, 'f', 1, 64) + unit
}

// BitRate writes bits per second: "64 kb/s", "3.2 Mb/s", "1.5 Gb/s".
func BitRate(bits float64) string {
	if bits < 999_500 {
		return strconv.FormatFloat(bits/1e3, 'f', 0, 64) + " kb/s"
	}
	if bits < 999.95e6 {
		return strconv.FormatFloat(bits/1e6, 'f', 1, 64) + " Mb/s"
	}
	return strconv.FormatFloat(bits/1e9, 'f', 1, 64) + " Gb/s"
}

// Span writes how long something takes or lasts: "85 ms", "4.2 s", "34 s", "5 min", "5 h 12 min".
func Span(d time.Duration) string {
	switch {
	case d < time.Second:
		return strconv.FormatInt(max(d.Milliseconds(), 0), 10) + " ms"
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Truncate(100*time.Millisecond).Seconds(), 'f', 1, 64) + " s"
	case d < time.Minute:
		return strconv.FormatInt(int64(d/time.Second), 10) + " s"
	case d < time.Hour:
		return strconv.FormatInt(int64(d/time.Minute), 10) + " min"
	}
	return strconv.FormatInt(int64(d/time.Hour), 10) + " h " + strconv.FormatInt(int64(d/time.Minute)%60, 10) + " min"
}
