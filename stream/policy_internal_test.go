package stream

import (
	"testing"
	"time"
)

func TestNextWindow(t *testing.T) {
	const first, limit = 64 << 10, 1 << 20
	run, sizes := int64(0), []int64{}
	for run < 4<<20 {
		n := nextWindow(run, first, limit)
		sizes = append(sizes, n>>10)
		run += n
	}
	want := []int64{64, 128, 256, 512, 1024, 1024, 1024}
	for i := range want {
		if sizes[i] != want[i] {
			t.Fatalf("windows of %v KiB, want %v", sizes, want)
		}
	}
	if got := nextWindow(0, first, 10_000); got != 10_000 {
		t.Errorf("first window of an origin that gives 10000 bytes is %d", got)
	}
}

func TestAheadTarget(t *testing.T) {
	var o Options
	o.setDefaults()
	const rate, memory = 16_000, 7 << 20
	for _, c := range []struct{ run, want int64 }{
		{0, 30 * rate},
		{10 * rate, 30 * rate},
		{120 * rate, 120 * rate},
		{3600 * rate, memory * 3 / 4},
	} {
		if got := aheadTarget(c.run, rate, o, memory); got != c.want {
			t.Errorf("after %d s: %d s ahead, want %d", c.run/rate, got/rate, c.want/rate)
		}
	}
}

// Pauses grow and stay within their bounds, and a starving listener waits no more than two
// seconds.
func TestPauses(t *testing.T) {
	now := time.Unix(1000, 0)
	for _, c := range []class{classInstant, classTransient, classOffline} {
		var r retry
		for n := range 20 {
			r.fail(c, ErrStalled, now, now)
			pause := r.until(false).Sub(now)
			if pause > pauseMax || pause < 0 {
				t.Errorf("class %d, failure %d: pause %v", c, n+1, pause)
			}
			if c == classInstant && n == 0 && pause != 0 {
				t.Errorf("pause %v after the first broken connection", pause)
			}
			if n > 1 && pause == 0 {
				t.Errorf("class %d, failure %d: no pause", c, n+1)
			}
			if got := r.until(true).Sub(now); got > pauseStarving {
				t.Errorf("a starving reader waits %v", got)
			}
		}
	}
	var r retry
	r.fail(classTransient, &StatusError{Code: 429, RetryAfter: 30 * time.Second}, now, now)
	if got := r.until(true).Sub(now); got != 30*time.Second {
		t.Errorf("Retry-After of 30 s makes a pause of %v", got)
	}
}
