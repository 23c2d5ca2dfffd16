//go:build unix

package library_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"anyaudio/source/library"
)

// becomeNobody gives up the rights of root, if the test has them.
func becomeNobody() error {
	const nobody = 65534
	if os.Getuid() != 0 {
		return nil
	}
	return errors.Join(syscall.Setgid(nobody), syscall.Setuid(nobody))
}

// The file or the folder belongs to somebody else: what can be read is there, what cannot
// be written is said, and nothing is changed.
func TestFileOfAnotherUser(t *testing.T) {
	for _, tt := range []struct {
		name      string
		dir, file fs.FileMode
		want      string
	}{
		{"not to be read", 0o755, 0o600, "report the library may not be written,saved 9"},
		{"not to be entered", 0o600, 0o600, "report the library may not be written,saved 9"},
		{"to be read", 0o555, 0o444, "report the library may not be written,saved 9,saved 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := newPath(t)
			l := open(t, path, library.Options{NoKeeper: true})
			ok(t, l.Save(t.Context(), track(1)))
			ok(t, l.Close())
			dir := filepath.Dir(path)
			for d := filepath.Dir(dir); strings.HasPrefix(d, os.TempDir()+"/"); d = filepath.Dir(d) {
				ok(t, os.Chmod(d, 0o755))
			}
			ok(t, os.Chmod(path, tt.file))
			ok(t, os.Chmod(dir, tt.dir))
			defer func() { ok(t, os.Chmod(dir, 0o700)) }()
			cmd, out := start(t, "stranger", path)
			var lines []string
			for out.Scan() {
				lines = append(lines, out.Text())
			}
			ok(t, cmd.Wait())
			if got := strings.Join(lines, ","); got != tt.want {
				t.Errorf("the other user's program says %q, want %q", got, tt.want)
			}
		})
	}
}
