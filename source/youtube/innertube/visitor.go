package innertube

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// A visitorData is kept for this long: projects report 30 minutes to 12 hours.
const visitorAge = 6 * time.Hour

// Visitors keeps the value by which YouTube knows an anonymous visitor. Any answer
// brings one; players are refused without. One Visitors is shared by all clients of a
// process, from any goroutine.
type Visitors struct {
	path string // immutable
	now  func() time.Time
	turn chan struct{} // held by the one who fetches

	mu    sync.Mutex // guards below
	value string
	at    time.Time
}

// visitorFile is what is kept across runs.
type visitorFile struct {
	VisitorData string    `json:"visitorData"`
	At          time.Time `json:"at"`
}

// NewVisitors returns a store that keeps its value across runs in a file; an empty path
// keeps it in memory. A nil now means time.Now. A file that cannot be read is as good as
// none.
func NewVisitors(path string, now func() time.Time) *Visitors {
	if now == nil {
		now = time.Now
	}
	v := &Visitors{path: path, now: now, turn: make(chan struct{}, 1)}
	var f visitorFile
	if path == "" {
		return v
	}
	if b, err := os.ReadFile(path); err == nil && json.Unmarshal(b, &f) == nil && len(f.VisitorData) < 1<<12 {
		v.value, v.at = f.VisitorData, f.At
	}
	return v
}

// Get returns the value, empty when there is none or it is too old.
func (v *Visitors) Get() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	age := v.now().Sub(v.at)
	if age < 0 || age > visitorAge {
		return ""
	}
	return v.value
}

// offer keeps a value that an answer brought, unless there is one: changing it with
// every answer would look like a new visitor each time.
func (v *Visitors) offer(value string) {
	if value == "" || v.Get() != "" {
		return
	}
	v.set(value)
}

func (v *Visitors) set(value string) {
	v.mu.Lock()
	v.value, v.at = value, v.now()
	f := visitorFile{v.value, v.at}
	v.mu.Unlock()
	v.save(f)
}

// Drop forgets a value that was refused, unless it has been replaced already.
func (v *Visitors) Drop(value string) {
	v.mu.Lock()
	dropped := v.value == value && value != ""
	if dropped {
		v.value = ""
	}
	v.mu.Unlock()
	if dropped {
		v.save(visitorFile{})
	}
}

// ensure returns the value and fetches one if needed; those who come meanwhile wait for
// the same fetch.
func (v *Visitors) ensure(ctx context.Context, fetch func(context.Context) (string, error)) (string, error) {
	if value := v.Get(); value != "" {
		return value, nil
	}
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	if value := v.Get(); value != "" {
		return value, nil
	}
	value, err := fetch(ctx)
	if err != nil {
		return "", err
	}
	v.set(value)
	return value, nil
}

// save writes the file as a whole. Failing costs one request at the next start, so the
// error is not worth a line to the listener.
func (v *Visitors) save(f visitorFile) {
	if v.path == "" {
		return
	}
	b, err := json.Marshal(f)
	if err != nil {
		return
	}
	tmp, err := os.CreateTemp(filepath.Dir(v.path), ".visitor-*")
	if err != nil {
		return
	}
	_, err = tmp.Write(b)
	if closeErr := tmp.Close(); err == nil && closeErr == nil && os.Rename(tmp.Name(), v.path) == nil {
		return
	}
	_ = os.Remove(tmp.Name()) // nothing to be done about it
}
