package remote

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// maxPath is how long the path of a socket may be with what we put before its name. The
// systems' own limits are 108 bytes (unix(7)) and 104 (macOS).
const maxPath = 90

var errRefused error = syscall.ECONNREFUSED

// A socket is a listener and the file that it is reached by.
type socket struct {
	*net.UnixListener
	path string
	file fs.FileInfo
}

// listen makes the socket in a directory that nobody else can enter and moves it to its
// place when its mode is set, so that there is no moment for others to connect.
func listen(path string) (*socket, error) {
	if err := makeRoom(path); err != nil {
		return nil, fmt.Errorf("remote control: %w", err)
	}
	s, err := bind(path)
	if err != nil {
		return nil, fmt.Errorf("remote control: %w", err)
	}
	return s, nil
}

func bind(path string) (*socket, error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".aa") // mode 0700
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	hidden := filepath.Join(dir, "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: hidden, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false) // by then it has moved
	err = os.Chmod(hidden, 0o600)
	if err == nil {
		err = os.Rename(hidden, path)
	}
	file, statErr := os.Lstat(path)
	if err = errors.Join(err, statErr); err != nil {
		l.Close()
		return nil, err
	}
	return &socket{UnixListener: l, path: path, file: file}, nil
}

// makeRoom looks at what is at path: nothing and a socket that nobody serves are right.
func makeRoom(path string) error {
	if len(path) > maxPath {
		return fmt.Errorf("%s: a socket's path has at most %d bytes", path, maxPath)
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s is there and is no socket", path)
	}
	conn, err := net.DialTimeout("unix", path, time.Second)
	if err == nil {
		conn.Close()
		return fmt.Errorf("%s: another player listens there", path)
	}
	if !isStale(err) {
		return err
	}
	return nil // rename takes its place
}

// close takes the file away, unless another one has taken its place meanwhile.
func (s *socket) close() error {
	err := s.UnixListener.Close()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	if now, statErr := os.Lstat(s.path); statErr == nil && os.SameFile(now, s.file) {
		err = errors.Join(err, os.Remove(s.path))
	}
	return err
}
