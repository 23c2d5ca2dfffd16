package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"anyaudio/source"
)

// An archive is a file of the tracks that were fetched, a line for each: the source, a space
// and the ID. yt-dlp keeps such a file as well, so that one of its own can be gone on with.
type archive struct {
	path string // empty for none
	have map[string]bool
}

// openArchive reads the file, which need not exist yet.
func openArchive(path string) (*archive, error) {
	a := &archive{path: path, have: map[string]bool{}}
	if path == "" {
		return a, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		a.have[strings.TrimSpace(lines.Text())] = true
	}
	return a, lines.Err()
}

func archiveLine(t source.Track) string {
	// An ID is one line; a path may be anything.
	return strings.TrimSpace(t.Provider + " " + strings.NewReplacer("\n", "%0A", "\r", "%0D").Replace(t.ID))
}

func (a *archive) has(t source.Track) bool { return a.have[archiveLine(t)] }

// add writes a line behind the others. A line that the loss of power has torn is ended first.
func (a *archive) add(t source.Track) (err error) {
	line := archiveLine(t)
	if a.have[line] {
		return nil
	}
	a.have[line] = true
	if a.path == "" {
		return nil
	}
	f, err := os.OpenFile(a.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	last := []byte{'\n'}
	if st.Size() > 0 {
		if _, err := f.ReadAt(last, st.Size()-1); err != nil {
			return err
		}
	}
	if last[0] != '\n' {
		line = "\n" + line
	}
	_, err = fmt.Fprintln(f, line)
	return err
}
