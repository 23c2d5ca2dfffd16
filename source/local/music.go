package local

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"anyaudio/source"
)

// Music is a Provider that knows what is in the music folders as well: it can be searched
// and listed. It may be used from any goroutine. After Close it still answers from what it
// knew, and looks at the folders no more.
type Music struct {
	*Provider
	folders []string // absolute, without repetition
	told    *told

	now      atomic.Pointer[catalog]
	loaded   chan struct{} // closed when the index of the last run is in now
	scanning atomic.Bool
	asked    chan chan Scan

	cancel context.CancelFunc
	closed <-chan struct{}
	wg     sync.WaitGroup

	// Keeper goroutine only.
	watch   *watch
	records map[string]*record
}

var (
	_ source.Opener         = (*Music)(nil)
	_ source.Resolver       = (*Music)(nil)
	_ source.Searcher       = (*Music)(nil)
	_ source.FilterSearcher = (*Music)(nil)
	_ source.Lister         = (*Music)(nil)
	_ source.Homer          = (*Music)(nil)
)

// Open returns a provider for Options.Folders and begins to look at them; it does not wait
// for that. Without folders it finds nothing and starts nothing. Close it.
func Open(o Options) *Music {
	ctx, cancel := context.WithCancel(context.Background())
	m := &Music{Provider: New(o), cancel: cancel, closed: ctx.Done()}
	m.asked, m.loaded = make(chan chan Scan), make(chan struct{})
	m.told = &told{log: m.o.Logger, lines: make(map[string]bool)}
	m.now.Store(newCatalog(nil, nil))
	for _, folder := range o.Folders {
		m.addFolder(folder)
	}
	if len(m.folders) == 0 {
		close(m.loaded)
		return m
	}
	m.scanning.Store(true)
	m.wg.Go(func() { m.keep(ctx) })
	return m
}

// catalog is what is known now. It waits for the index of the last run, not for the look at
// the folders.
func (m *Music) catalog(ctx context.Context) (*catalog, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case <-m.loaded:
		return m.now.Load(), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (m *Music) addFolder(folder string) {
	path, err := m.abs(folder)
	if err != nil || folder == "" {
		m.o.Logger.Warn("local: not a music folder", "path", folder, "err", err)
		return
	}
	for _, other := range m.folders {
		if other == path {
			return
		}
	}
	m.folders = append(m.folders, path)
}

// Close stops looking at the folders and waits until that has ended: one read of the disk at
// the most.
func (m *Music) Close() error {
	m.cancel()
	m.wg.Wait()
	return nil
}

// A Status is how far the index is.
type Status struct {
	Tracks int
	// Scanning is whether the folders are being looked at now.
	Scanning bool
}

// Status returns how far the index is.
func (m *Music) Status() Status {
	return Status{Tracks: len(m.now.Load().songs), Scanning: m.scanning.Load()}
}

// A Scan is what one look at the folders has found.
type Scan struct {
	Tracks int // in all folders
	Read   int // that were new or changed
	Gone   int
	Took   time.Duration
}

// Rescan looks at the folders and waits for the end of that. It is os.ErrClosed after Close.
func (m *Music) Rescan(ctx context.Context) (Scan, error) {
	if err := ctx.Err(); err != nil {
		return Scan{}, err
	}
	if len(m.folders) == 0 {
		return Scan{}, nil
	}
	answer := make(chan Scan, 1)
	select {
	case m.asked <- answer:
	case <-ctx.Done():
		return Scan{}, ctx.Err()
	case <-m.closed:
		return Scan{}, os.ErrClosed
	}
	select {
	case result := <-answer:
		return result, nil
	case <-ctx.Done():
		return Scan{}, ctx.Err()
	case <-m.closed:
		return Scan{}, os.ErrClosed
	}
}

// keep is the keeper goroutine: it loads the index and looks at the folders again and again.
func (m *Music) keep(ctx context.Context) {
	m.load()
	close(m.loaded)
	if !m.o.NoWatch {
		m.watch = newWatch(m.o.Logger)
		defer func() { m.watch.close() }()
	}
	m.scan(ctx)
	timer := time.NewTimer(m.o.Every)
	defer timer.Stop()
	for ctx.Err() == nil {
		var tick <-chan time.Time
		if !m.watch.active() {
			timer.Reset(m.o.Every)
			tick = timer.C
		}
		select {
		case <-ctx.Done():
		case answer := <-m.asked:
			answer <- m.scan(ctx)
		case <-tick:
			m.scan(ctx)
		case <-m.watch.changes():
			m.settle(ctx)
			m.scan(ctx)
		}
	}
}

// settle waits until the folders are quiet.
func (m *Music) settle(ctx context.Context) {
	enough := time.After(patience)
	for {
		select {
		case <-m.watch.changes():
		case <-time.After(quiet):
			return
		case <-enough:
			return
		case <-ctx.Done():
			return
		}
	}
}

// load takes over the index from the last run. One that cannot be read is as good as none.
func (m *Music) load() {
	m.records = make(map[string]*record)
	all, err := loadIndex(m.o.Index, m.o.MaxTracks)
	if err != nil {
		m.o.Logger.Warn("local: the music index cannot be read and is made anew", "path", m.o.Index, "err", err)
		return
	}
	for _, f := range all {
		if root := m.rootOf(f.path); root != "" {
			m.records[f.path] = &record{facts: f, root: root}
		}
	}
	m.publish(m.records)
}

// rootOf is the music folder that a path is under, empty for none.
func (m *Music) rootOf(path string) string {
	for _, folder := range m.folders {
		if under(folder, path) {
			return folder
		}
	}
	return ""
}

// under reports whether path is in folder, at any depth.
func under(folder, path string) bool {
	if !strings.HasSuffix(folder, string(filepath.Separator)) {
		folder += string(filepath.Separator)
	}
	return strings.HasPrefix(path, folder)
}

// publishAfter is how many new files are worth showing while the first look goes on; later
// half as many as are known, so that all of it costs no more than some of the whole.
const publishAfter = 100

// scan looks at the folders once.
func (m *Music) scan(ctx context.Context) Scan {
	m.scanning.Store(true)
	defer m.scanning.Store(false)
	start := time.Now()
	s := &scan{o: m.o, told: m.told, watch: m.watch, known: m.records}
	found := make(map[string]*record, len(m.records))
	var result Scan
	changed, replaced, unseen := false, false, 0
	away, err := s.run(ctx, m.folders, func(r *record) {
		old := m.records[r.path]
		found[r.path] = r
		if r == old {
			return
		}
		replaced = true
		if old == nil || old.facts != r.facts {
			changed = true
			result.Read++
		}
		if old == nil {
			unseen++
		}
		if shown := len(m.now.Load().songs); unseen >= max(publishAfter, shown/2) {
			unseen = 0
			m.publish(merged(m.records, found))
			m.save(merged(m.records, found))
		}
	})
	if err != nil {
		// Closed in the middle: what was read is worth keeping, what was not seen may be there.
		if changed {
			m.save(merged(m.records, found))
		}
		return result
	}
	keepAway(m.records, found, away)
	for path := range m.records {
		if found[path] == nil {
			result.Gone++
		}
	}
	m.records = found
	if replaced || result.Gone > 0 || len(away) > 0 {
		m.publish(found)
	}
	if changed || result.Gone > 0 {
		m.save(found)
	}
	result.Tracks, result.Took = m.Status().Tracks, time.Since(start)
	m.o.Logger.Info("local: music folders looked at", "tracks", result.Tracks, "read", result.Read,
		"gone", result.Gone, "took", result.Took.Round(time.Millisecond))
	return result
}

// merged is what was known with what has been found since.
func merged(known, found map[string]*record) map[string]*record {
	all := make(map[string]*record, len(known)+len(found))
	for path, r := range known {
		all[path] = r
	}
	for path, r := range found {
		all[path] = r
	}
	return all
}

// keepAway keeps what is known of folders that are not there now, so that a disk that comes
// back is not read from the beginning.
func keepAway(known, found map[string]*record, away []string) {
	for path, r := range known {
		for _, root := range away {
			if r.root == root && found[path] == nil {
				found[path] = &record{facts: r.facts, root: root, away: true}
			}
		}
	}
}

// publish makes records what searches and lists see.
func (m *Music) publish(records map[string]*record) {
	m.now.Store(newCatalog(m.folders, records))
}

func (m *Music) save(records map[string]*record) {
	if m.o.Index == "" {
		return
	}
	if err := saveIndex(m.o.Index, records); err != nil {
		m.told.once(slog.LevelWarn, "the music index cannot be written", m.o.Index, err)
	}
}
