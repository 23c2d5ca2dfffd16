package stream

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// CacheOptions configure a Cache.
type CacheOptions struct {
	// Dir is the directory that the cache has to itself. It is made when the first
	// byte is saved.
	Dir string
	// MaxBytes bounds what is kept, 1 GiB when 0. Pinned files do not count.
	MaxBytes int64
	// MinFree is how much of the disk is left to others, 512 MiB when 0.
	MinFree int64
	// Logger gets a line at level Warn when the cache cannot be used, and why.
	Logger *slog.Logger
}

const (
	defaultCacheBytes = 1 << 30
	defaultMinFree    = 512 << 20
	// cacheVersion is part of every path: another format is another directory, and
	// what an older one left is removed with its file's turn.
	cacheVersion = "v1"
	// sweepEvery is how many bytes are saved between two looks at the limits.
	sweepEvery = 16 << 20
)

// A Cache keeps the bytes of files on disk. Each item is a sparse data file beside an
// index, which says what of it is there and how it sums up. Several processes may use
// one directory: an item is written by the one that holds its lock, and read by
// all. Its methods may be called from any goroutine.
type Cache struct {
	opts CacheOptions
	log  *slog.Logger

	mu      sync.Mutex // guards below
	written int64      // since the last sweep
	noted   bool       // a failure has been logged
	free    func(dir string) (int64, error)
	slow    func() // tests make the disk slow with it, nil otherwise
}

// NewCache returns a cache in opts.Dir. It does no I/O.
func NewCache(opts CacheOptions) *Cache {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = defaultCacheBytes
	}
	if opts.MinFree <= 0 {
		opts.MinFree = defaultMinFree
	}
	// The first save sweeps.
	c := &Cache{opts: opts, log: opts.Logger, free: freeSpace, written: sweepEvery}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	return c
}

// path returns the path of an item without the extension. The name is a digest, so
// that no key can lead out of the directory.
func (c *Cache) path(key string) string {
	sum := sha256.Sum256([]byte(key))
	name := hex.EncodeToString(sum[:16])
	return filepath.Join(c.opts.Dir, cacheVersion, name[:2], name)
}

// note logs the first failure of the cache; those that follow have the same cause.
func (c *Cache) note(err error) {
	c.mu.Lock()
	first := !c.noted
	c.noted = true
	c.mu.Unlock()
	if first {
		c.log.Warn("stream: the cache on disk cannot be used", slog.Any("err", err))
	}
}

// saved counts bytes that were saved and sweeps when it is time.
func (c *Cache) saved(n int64) error {
	if c.slow != nil {
		c.slow()
	}
	c.mu.Lock()
	c.written += n
	due := c.written >= sweepEvery
	if due {
		c.written = 0
	}
	c.mu.Unlock()
	if due {
		return c.Sweep()
	}
	return nil
}

var errDiskFull = errors.New("too little space is left on the disk of the cache")

// Sweep removes the items that have not been used for longest until the cache is within its limits.
// Items that are being played or are pinned stay. It returns an error when too
// little space is left on the disk all the same.
func (c *Cache) Sweep() error {
	items := c.list()
	var total int64
	for _, it := range items {
		total += it.bytes
	}
	for _, it := range items {
		if total <= c.opts.MaxBytes && c.roomy() {
			return nil
		}
		if removeItem(it.path) {
			total -= it.bytes
		}
	}
	if !c.roomy() {
		return errDiskFull
	}
	return nil
}

func (c *Cache) roomy() bool {
	free, err := c.free(c.opts.Dir)
	return err != nil || free >= c.opts.MinFree
}

// A kept item is what a sweep knows of an item that it may remove.
type keptItem struct {
	path  string
	bytes int64
	used  time.Time
}

// list returns the items that are neither pinned nor kept, the one used longest ago first.
func (c *Cache) list() (out []keptItem) {
	root := filepath.Join(c.opts.Dir, cacheVersion)
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, indexExt) {
			return nil
		}
		base := strings.TrimSuffix(path, indexExt)
		info, err := d.Info()
		if err != nil {
			return nil
		}
		if isKept(base) {
			return nil
		}
		it := keptItem{path: base, bytes: info.Size() / recordSize * pageSize, used: info.ModTime()}
		if data, err := os.Stat(base + dataExt); err == nil {
			it.bytes = min(it.bytes, data.Size()) // which is more where the file has holes
		}
		out = append(out, it)
		return nil
	})
	slices.SortFunc(out, func(a, b keptItem) int {
		return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path))
	})
	return out
}

// removeItem deletes an item unless somebody holds its lock.
func removeItem(path string) bool {
	f, err := os.OpenFile(path+indexExt, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	if lockFile(f) != nil {
		return false
	}
	return deleteItem(path) == nil
}

// deleteItem deletes the files of an item. Who has them open keeps what they are:
// a new item of the same name gets new files.
func deleteItem(path string) error {
	os.Remove(path + pinExt)
	os.Remove(path + keepExt)
	return errors.Join(os.Remove(path+indexExt), os.Remove(path+dataExt))
}

// Remove forgets the item of a key, pinned or not, unless it is being written.
func (c *Cache) Remove(key string) error {
	if !removeItem(c.path(key)) {
		return fmt.Errorf("stream: cached file is in use or not there")
	}
	return nil
}
