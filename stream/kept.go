package stream

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// keepExt marks an item that Sweep leaves alone. Unlike a pin it makes no stream fetch
// anything.
const keepExt = ".keep"

// Keep protects the item of a key from Sweep, also before its first byte is there, or gives
// it free again. Its bytes do not count towards MaxBytes. Remove ends it.
func (c *Cache) Keep(key string, on bool) error {
	path := c.path(key) + keepExt
	if !on {
		err := os.Remove(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, nil, 0o600)
}

// isKept reports whether the item at path must not be swept.
func isKept(path string) bool {
	for _, ext := range []string{pinExt, keepExt} {
		if _, err := os.Stat(path + ext); err == nil {
			return true
		}
	}
	return false
}

// Demand reports whether a stream wants bytes now: a read waits, a request is under way, or
// read-ahead is short of its mark. Streams with Options.Background do not count. Who fetches
// for later asks it before each request.
func (p *Pool) Demand() bool {
	p.mu.Lock()
	var open []*Stream
	for s := range p.streams {
		if !s.opts.Background {
			open = append(open, s)
		}
	}
	p.mu.Unlock()
	for _, s := range open {
		if s.demand() {
			return true
		}
	}
	return false
}

func (s *Stream) demand() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil || s.closed {
		return false
	}
	if len(s.waits) > 0 || s.resolving || s.activeLocked() > 0 {
		return true
	}
	// Between two windows of a read-ahead nothing is under way.
	return s.filling && s.primary != nil && (s.size < 0 || s.comingLocked(s.cursor.pos) < s.size)
}
