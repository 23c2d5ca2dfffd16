package text

import (
	"strconv"
	"time"
)

// Clock returns d as a listener reads it: "0:07", "4:05", "1:02:03". Parts of a
// second are dropped, as on any player; a negative d is "0:00".
func Clock(d time.Duration) string {
	s := max(int64(d/time.Second), 0)
	h, m := s/3600, s/60%60
	if h == 0 {
		return strconv.FormatInt(m, 10) + ":" + two(s%60)
	}
	return strconv.FormatInt(h, 10) + ":" + two(m) + ":" + two(s%60)
}

func two(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}
