package local

import (
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"anyaudio/source"
)

// A watch notices changes in the folders added to it. Its methods do nothing on nil, and
// when it has failed: then somebody has to look now and then.
type watch struct {
	log   *slog.Logger
	dirty chan struct{} // one slot: something has changed
	wg    sync.WaitGroup

	mu      sync.Mutex
	watcher *fsnotify.Watcher // nil when closed
}

// newWatch starts a watch, nil where there is none to be had. kqueue (macOS, BSD) keeps every
// file in a folder open, which is more than a process may have.
func newWatch(log *slog.Logger) *watch {
	if runtime.GOOS != "linux" && runtime.GOOS != "windows" {
		return nil
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		log.Warn("local: music folders cannot be watched, they are looked at now and then", "err", err)
		return nil
	}
	w := &watch{log: log, dirty: make(chan struct{}, 1), watcher: watcher}
	w.wg.Go(func() { w.receive(watcher) })
	return w
}

// add watches one more folder. The system has a limit of them; when it is reached, a watch
// of some folders only would be a riddle, so it ends.
func (w *watch) add(path string) {
	if w == nil {
		return
	}
	w.mu.Lock()
	watcher := w.watcher
	w.mu.Unlock()
	if watcher == nil {
		return
	}
	err := watcher.Add(path)
	if err == nil {
		return
	}
	if _, statErr := os.Stat(path); statErr != nil {
		return // the folder is gone, or nobody may look into it
	}
	w.log.Warn("local: music folders cannot be watched, they are looked at now and then",
		"path", path, "err", err, "hint", "on linux: raise fs.inotify.max_user_watches")
	w.close()
}

// active reports whether changes are noticed.
func (w *watch) active() bool {
	if w == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.watcher != nil
}

// changes tells when something has changed; nil, which blocks, when that is not noticed.
func (w *watch) changes() <-chan struct{} {
	if w == nil {
		return nil
	}
	return w.dirty
}

// close ends the watch and waits for its goroutine.
func (w *watch) close() {
	if w == nil {
		return
	}
	w.mu.Lock()
	watcher := w.watcher
	w.watcher = nil
	w.mu.Unlock()
	if watcher != nil {
		_ = watcher.Close()
	}
	w.wg.Wait()
}

// receive takes events at once, whatever the others do: the library must not wait.
func (w *watch) receive(watcher *fsnotify.Watcher) {
	for {
		select {
		case e, ok := <-watcher.Events:
			if !ok {
				return
			}
			if matters(e) {
				w.signal()
			}
		case _, ok := <-watcher.Errors:
			if !ok {
				return
			}
			w.signal() // events may have been lost
		}
	}
}

func (w *watch) signal() {
	select {
	case w.dirty <- struct{}{}:
	default:
	}
}

// matters reports whether an event may concern music: a name that ends like it, or that may
// be a folder.
func matters(e fsnotify.Event) bool {
	name := filepath.Base(e.Name)
	switch {
	case strings.HasPrefix(name, "."):
		return false
	case source.TypeByName(name) != "":
		return e.Op != fsnotify.Chmod
	case e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename):
		return true
	case e.Has(fsnotify.Create):
		info, err := os.Stat(e.Name)
		return err == nil && info.IsDir()
	}
	return false
}

// Files come in many: a look waits until nothing has changed for quiet, at the most for
// patience.
const (
	quiet    = 500 * time.Millisecond
	patience = 15 * time.Second
)
