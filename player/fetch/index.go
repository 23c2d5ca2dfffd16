package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"anyaudio/source"
)

// An entry is what the index keeps of a track.
type entry struct {
	Track source.Track `json:"track"`
	Added time.Time    `json:"added"`
	// Key names the bytes in the cache, empty before the first resolve.
	Key string `json:"key,omitempty"`
	// Path is a file of the listener's own, which is not copied.
	Path string `json:"path,omitempty"`

	Identity string  `json:"identity,omitempty"`
	Size     int64   `json:"size,omitempty"`
	Saved    int64   `json:"saved,omitempty"` // bytes on disk, when last looked
	Type     string  `json:"type,omitempty"`
	BitRate  int     `json:"bitrate,omitempty"`
	Loudness float64 `json:"loudness,omitempty"`
	Complete bool    `json:"complete,omitempty"`
}

const (
	indexExt  = ".json"
	maxEntry  = 1 << 20
	indexMode = 0o700
)

// index is the folder with a file for each track, so that several processes can write it.
type index struct{ dir string }

func (x index) path(t source.Track) string {
	sum := sha256.Sum256([]byte(t.Key()))
	return filepath.Join(x.dir, hex.EncodeToString(sum[:16])+indexExt)
}

// save writes an entry: after a crash there is the old file or the new one.
func (x index) save(e entry) (err error) {
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(x.dir, indexMode); err != nil {
		return err
	}
	f, err := os.CreateTemp(x.dir, "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), x.path(e.Track))
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

func (x index) remove(t source.Track) error {
	err := os.Remove(x.path(t))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// load reads all entries. A file that is damaged is left out and told of in the log.
func (x index) load(log *slog.Logger) (out []entry, err error) {
	files, err := os.ReadDir(x.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), indexExt) {
			continue
		}
		e, err := readEntry(filepath.Join(x.dir, f.Name()))
		if err != nil {
			log.Warn("fetch: a kept track is left out", "file", f.Name(), "err", err)
			continue
		}
		out = append(out, e)
	}
	return out, nil
}

func readEntry(path string) (entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return entry{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxEntry))
	if err != nil {
		return entry{}, err
	}
	return parseEntry(b)
}

// parseEntry reads an entry and sees to it that its numbers make sense.
func parseEntry(b []byte) (e entry, err error) {
	if err := json.Unmarshal(b, &e); err != nil {
		return entry{}, err
	}
	if e.Track.Provider == "" || e.Track.ID == "" || e.Size < 0 || e.Saved < 0 || e.BitRate < 0 {
		return entry{}, fmt.Errorf("not an entry")
	}
	e.Complete = e.Complete && (e.Key != "" || e.Path != "")
	return e, nil
}
