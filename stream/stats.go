package stream

import "time"

// Stats is a snapshot of a stream.
type Stats struct {
	Size     int64   // bytes of the file, -1 unknown
	Position int64   // of the view that read last
	Ahead    int64   // bytes present from Position on without a hole
	Present  []Range // bytes that can be read without a request, ascending
	Memory   int64   // bytes that the pages take

	Waiting  bool  // a read waits for a byte that is not there
	Complete bool  // every byte of the file is present
	InFlight int   // requests now
	Err      error // why the last request failed, nil after a success; the stream may still be trying
	Failed   bool  // Err is final

	Requests    int64 // started
	Connections int64 // dialled
	Redirects   int64
	Refreshes   int64 // resolves after the first
	Retries     Retries
	Stalls      int64 // windows given up because nothing came
	Fetched     int64 // bytes received
	Used        int64 // different bytes that views have read
	Wasted      int64 // Fetched less Used less what is still present unread

	Saving     bool  // what comes is written to disk; false before the item of the cache is open, and while another stream has it
	Saved      int64 // bytes of the file that are on disk
	DiskReads  int64 // bytes read from disk
	DiskErrors int64 // pages that could not be read from disk or were damaged
	CacheErr   error // why the stream goes on without the disk, nil while it does not

	TTFB       time.Duration // from request to reply, median of the host's last 32
	Throughput float64       // bytes per second of the host, moving mean
}

// Retries counts failed windows by what was done about them.
type Retries struct {
	Instant, Transient, Offline, Suspect, TLS, Refresh, Unknown, Fatal int64
}

// Stats returns a snapshot. It does no I/O.
func (s *Stream) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.stats
	st.Size = s.size
	st.Present = s.store.have.snapshot()
	st.Memory = s.store.size()
	st.Position = s.cursor.pos
	st.Ahead = s.store.have.end(st.Position) - st.Position
	st.Saving, st.Saved = s.saving, s.store.disk.len()
	st.Waiting = len(s.waits) > 0
	st.Complete = s.size >= 0 && s.store.have.end(0) >= s.size
	st.InFlight = len(s.windows)
	st.Err = s.retry.err
	if s.failed != nil {
		st.Err, st.Failed = s.failed, true
	}
	st.Connections = s.dials.Load()
	st.Used = s.used.len()
	st.Wasted = max(st.Fetched-st.Used-s.unreadLocked(), 0)
	if s.at.url != nil {
		e := s.pool.host(s.at.url.Host).estimate()
		st.TTFB, st.Throughput = e.median, e.rate
	}
	return st
}

// unreadLocked counts the bytes that are present and were never read.
func (s *Stream) unreadLocked() (n int64) {
	for _, r := range s.store.have.r {
		for at := r.From; at < r.To; {
			at = min(s.used.end(at), r.To)
			to := s.used.next(at, r.To)
			n += to - at
			at = to
		}
	}
	return n
}

func (r *Retries) count(c class) {
	switch c {
	case classInstant:
		r.Instant++
	case classTransient:
		r.Transient++
	case classOffline:
		r.Offline++
	case classSuspect:
		r.Suspect++
	case classTLS:
		r.TLS++
	case classRefresh:
		r.Refresh++
	case classUnknown:
		r.Unknown++
	case classFatal:
		r.Fatal++
	}
}
