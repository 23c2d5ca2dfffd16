package stream

import (
	"errors"
	"fmt"
	"time"
)

// flushTime is how long Close goes on saving what is not on disk yet.
const flushTime = 100 * time.Millisecond

// openItem opens the stream's item of the cache, if it has one, and takes what is
// there. It is called by the engine or the resolver, without the lock.
func (s *Stream) openItem(key string) {
	c := s.pool.opts.Cache
	if c == nil || key == "" || s.item != nil {
		return
	}
	it := openItem(c.path(key))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.item = it
	if it.err != nil {
		s.stats.CacheErr = it.err
		c.note(it.err)
	}
	for _, rs := range it.records {
		for _, r := range rs {
			s.store.onDisk(Range{r.off, r.off + int64(r.len)})
		}
	}
	if len(s.store.disk.r) > 0 {
		s.size = it.meta.Size
		s.val = validator{it.meta.ETag, it.meta.Modified}
	}
	s.saving = it.writable
	s.marked = it.pinned()
	s.pinned = s.pinned || s.marked
	if s.saving {
		s.saves = make(chan struct{}, 1)
		s.wg.Go(s.saver)
	}
	s.notifyLocked()
}

// checkItemLocked compares the item with a target. Bytes of another version are
// dropped, unless some were handed out: then the stream ends and the next begins anew.
func (s *Stream) checkItemLocked(t *Target) error {
	it := s.item
	if it == nil || len(s.store.disk.r) == 0 || it.meta.Identity == t.Identity && (t.Size <= 0 || t.Size == it.meta.Size) {
		return nil
	}
	s.dropItemLocked()
	if len(s.used.r) > 0 {
		return fmt.Errorf("cached file is of another version: %w", ErrChanged)
	}
	s.size, s.val = -1, validator{}
	return nil
}

// dropItemLocked deletes the item and forgets what was on disk.
func (s *Stream) dropItemLocked() {
	it := s.item
	if it == nil || it.index == nil {
		return
	}
	for _, r := range s.store.disk.snapshot() {
		s.store.notOnDisk(r)
	}
	s.itemBusy.Lock() // load and save hold it for one page
	defer s.itemBusy.Unlock()
	it.close(true)
	*it = item{path: it.path, records: map[int64][]record{}, writable: it.writable}
}

// loadLocked brings the bytes at off from disk into memory. The lock is not held
// while the disk is read. When they are damaged they count as missing from then on.
func (s *Stream) loadLocked(off int64) {
	it := s.item
	r, ok := it.find(off)
	if !ok {
		s.store.notOnDisk(Range{off, off + 1})
		return
	}
	s.mu.Unlock()
	p := s.pool.pages.Get().(*page)
	defer s.pool.pages.Put(p)
	s.itemBusy.RLock()
	err := errClosed
	if it.data != nil {
		err = it.load(r, p)
	}
	s.itemBusy.RUnlock()
	s.mu.Lock()
	span := Range{r.off, r.off + int64(r.len)}
	if err != nil {
		it.forget(r)
		s.store.notOnDisk(span)
		s.stats.DiskErrors++
		return
	}
	if s.closed || s.store.disk.end(off) <= off {
		return
	}
	s.stats.DiskReads += int64(r.len)
	if limit := s.shareLocked() - pageSize; s.store.size() > limit {
		s.store.evict(limit-16*pageSize, s.cursor.pos, s.keepLocked(span))
	}
	s.store.load(p[:r.len], r.off)
}

// saver is the goroutine that writes what has come to disk. It takes from memory
// what is there, at its own pace: a slow disk holds nothing up.
func (s *Stream) saver() {
	p := s.pool.pages.Get().(*page)
	defer s.pool.pages.Put(p)
	for {
		s.saveAll(p, time.Time{})
		select {
		case <-s.saves:
		case <-s.ctx.Done():
			s.saveAll(p, time.Now().Add(flushTime))
			return
		}
	}
}

// saveAll saves until nothing is left or the time has come.
func (s *Stream) saveAll(p *page, until time.Time) {
	for s.ctx.Err() == nil || time.Now().Before(until) {
		s.mu.Lock()
		off, n := s.unsavedLocked(p, !until.IsZero())
		meta := itemMeta{Identity: s.identity, Size: s.size, ETag: s.val.etag, Modified: s.val.modified}
		s.mu.Unlock()
		if n == 0 {
			s.markItem()
			return
		}
		err := s.pool.opts.Cache.saved(int64(n))
		var r record
		if err == nil {
			s.itemBusy.Lock()
			r, err = s.item.save(meta, off, p[:n])
			s.itemBusy.Unlock()
		}
		s.mu.Lock()
		s.savedLocked(r, Range{off, off + int64(n)}, err)
		s.mu.Unlock()
		s.wake() // memory can be given back
	}
}

// markItem makes the pin on disk what it shall be. Only the saver calls it.
func (s *Stream) markItem() {
	s.mu.Lock()
	want := s.pinned
	s.mu.Unlock()
	s.itemBusy.RLock()
	defer s.itemBusy.RUnlock()
	if want == s.marked || s.item.index == nil {
		return
	}
	if err := s.item.pin(want); err == nil {
		s.marked = want
	}
}

// unsavedLocked copies the next run within a page that is not on disk. A page that is just
// being filled is left until it is full, or until all shall go.
func (s *Stream) unsavedLocked(p *page, all bool) (off int64, n int) {
	if !s.saving || s.size < 0 || errors.Is(s.failed, ErrChanged) {
		return 0, 0
	}
	for _, u := range s.store.unsaved.r {
		for u.From < u.To {
			end := min(u.To, (u.From/pageSize+1)*pageSize)
			if all || end%pageSize == 0 || end == s.size || !s.growingLocked(end) {
				start := s.startOfLocked(u.From)
				return start, s.store.read(p[:end-start], start)
			}
			u.From = end
		}
	}
	return 0, 0
}

// startOfLocked is the first byte of off's page from which on all are in memory:
// a page that was saved in part is saved as one run when the rest is there.
func (s *Stream) startOfLocked(off int64) int64 {
	start := off / pageSize * pageSize
	for start < off && s.store.mem.end(start) < off {
		start = s.store.mem.next(s.store.mem.end(start), off)
	}
	return start
}

// growingLocked reports whether a window is about to bring the byte at off.
func (s *Stream) growingLocked(off int64) bool {
	for _, w := range s.windows {
		if w.pos == off && !w.ended {
			return true
		}
	}
	return false
}

// savedLocked notes the outcome of a save. After a failure the stream goes on in
// memory alone.
func (s *Stream) savedLocked(r record, span Range, err error) {
	if err != nil {
		s.saving = false
		s.store.unsaved = rangeSet{}
		s.stats.CacheErr = err
		s.pool.opts.Cache.note(err)
		return
	}
	if s.item.index == nil {
		return // dropped meanwhile
	}
	s.item.remember(r)
	s.store.onDisk(span)
}

// saveSoonLocked lets the saver look for work.
func (s *Stream) saveSoonLocked() {
	if s.saves == nil {
		return
	}
	select {
	case s.saves <- struct{}{}:
	default:
	}
}

// Pin keeps the file in the cache beyond its limit and fetches what is missing of
// it while the stream is open, or lets it go again. Stats.Saved over Stats.Size
// is the progress. It returns an error when there is no cache to keep it in.
func (s *Stream) Pin(on bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	if s.pool.opts.Cache == nil || s.opts.Key == "" {
		return errors.New("stream: no cache, or no key to keep the file by")
	}
	s.pinned = on
	s.startLocked()
	s.saveSoonLocked()
	return nil
}

// pinLocked says which missing bytes a pinned file wants.
func (s *Stream) pinLocked() (want, bool) {
	if !s.pinned || s.item == nil || !s.saving {
		return want{}, false
	}
	end := s.comingLocked(s.store.have.end(0))
	if s.size >= 0 && end >= s.size || s.activeLocked() > 0 {
		return want{}, false
	}
	return want{off: end, to: end + 1, size: maxWindowMin}, true
}
