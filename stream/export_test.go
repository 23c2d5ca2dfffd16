package stream

import "time"

// SlowDown makes every save of the cache take d.
func (c *Cache) SlowDown(d time.Duration) { c.slow = func() { time.Sleep(d) } }

// SetFree makes the disk of the cache look as if it had so many bytes left.
func (c *Cache) SetFree(n int64) {
	c.free = func(string) (int64, error) { return n, nil }
}
