package text

import (
	"strconv"
	"time"
)

// Ago says coarsely how long ago d is: "now", "5 min ago", "3 h ago", "2 days ago",
// "4 months ago", "2 years ago". A negative d is "now".
func Ago(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min ago"
	case d < day:
		return strconv.Itoa(int(d/time.Hour)) + " h ago"
	case d < 60*day:
		return Count(int(d/day), "day") + " ago"
	case d < 2*365*day:
		return Count(int(d/(30*day)), "month") + " ago"
	}
	return Count(int(d/(365*day)), "year") + " ago"
}
