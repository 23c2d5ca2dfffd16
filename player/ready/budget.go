package ready

import "time"

// A budget allows so many different keys in any hour. One that was allowed is free for that hour:
// what it costs has been paid.
type budget struct {
	perHour int
	at      map[string]time.Time // when each was allowed, perHour at the most
}

func newBudget(perHour int) budget {
	return budget{perHour: perHour, at: make(map[string]time.Time)}
}

// allow reports whether key may be paid for at now, and notes it.
func (b *budget) allow(key string, now time.Time) bool {
	for k, at := range b.at {
		if now.Sub(at) >= time.Hour {
			delete(b.at, k)
		}
	}
	if _, paid := b.at[key]; paid {
		return true
	}
	if len(b.at) >= b.perHour {
		return false
	}
	b.at[key] = now
	return true
}
