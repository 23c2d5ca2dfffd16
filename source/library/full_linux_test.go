package library_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"anyaudio/source/library"
)

// A disk without room for another byte: what is in the library is there, in memory, and the
// listener hears why nothing is kept.
func TestOpenOnAFullDisk(t *testing.T) {
	path := newPath(t)
	ok(t, os.MkdirAll(filepath.Dir(path), 0o700))
	cmd, out := prepareChild(t, "full", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS} // its disk is nobody else's
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
	}
	if err := cmd.Start(); err != nil {
		noSmallDisk(t, err)
	}
	var lines []string
	for out.Scan() {
		lines = append(lines, out.Text())
	}
	ok(t, cmd.Wait())
	if got := strings.Join(lines, ","); got == noMount {
		noSmallDisk(t, errors.New(noMount))
	} else if want := "report the library cannot be written: the disk is full,saved 9,saved 1"; got != want {
		t.Errorf("the program says %q, want %q", got, want)
	}
}

const noMount = "no mount"

// noSmallDisk skips the test where nobody may mount one, and fails it in CI.
func noSmallDisk(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("ANYAUDIO_CI") != "" {
		t.Fatal("a small disk is required in CI: ", err)
	}
	t.Skip("no small disk to be had here: ", err)
}

// onFullDisk is a program that opens a library on a disk that has just become full.
func onFullDisk(path string) error {
	dir := filepath.Dir(path)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		fmt.Println(noMount)
		return nil
	}
	l, err := library.Open(background, path, library.Options{NoKeeper: true})
	if err != nil {
		return err
	}
	if err := errors.Join(l.Save(background, track(1)), l.Close()); err != nil {
		return err
	}
	_ = os.WriteFile(filepath.Join(dir, "fill"), make([]byte, 1<<20), 0o600) // as far as it goes
	return reportAndSave(path)
}
