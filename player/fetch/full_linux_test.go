package fetch_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
)

// smallDisk names the variable with the folder of the small disk, in the child.
const smallDisk = "ANYAUDIO_TEST_SMALL_DISK"

// TestSmallDisk is TestDiskFull on a disk of its own that really is full, index and all. It runs in a
// child, whose mounts are nobody else's.
func TestSmallDisk(t *testing.T) {
	if dir := os.Getenv(smallDisk); dir != "" {
		fillDisk(t, dir)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestSmallDisk$", "-test.v")
	cmd.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	switch {
	case strings.Contains(string(out), noMount) || len(out) == 0 && err != nil: // it could not even start
		noSmallDisk(t, err)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
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

// fillDisk keeps more than the disk has room for, and then makes room.
func fillDisk(t *testing.T, dir string) {
	_ = syscall.Mount("", "/", "", syscall.MS_PRIVATE|syscall.MS_REC, "")
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=20m"); err != nil {
		t.Log(noMount, err)
		return
	}
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 10*mb), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		tracks := r.add(6, 2500*1024, 2500*1024)
		f := r.start(nil)
		if err := f.Keep(tracks...); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Minute)
		s := f.Snapshot()
		if s.Complete < 3 || s.Complete == len(tracks) || len(r.said()) != 1 || s.Trouble != r.said()[0] || !strings.Contains(s.Trouble, "the disk is full") {
			t.Errorf("%d complete, trouble %q, reports %q", s.Complete, s.Trouble, r.said())
		}
		for i, item := range s.Items[:s.Complete] {
			if _, err := r.read(f, tracks[i]); err != nil {
				t.Errorf("%s: %v", item.Track.ID, err)
			}
		}
		rest := filepath.Join(dir, "rest")
		_ = os.WriteFile(rest, make([]byte, 20*mb), 0o600) // as far as it goes
		more := r.add(1, 1000, 1000)
		if line, hint := source.Explain(f.Keep(more...)); line != `"Title t6" cannot be kept: the disk is full` || hint == "" {
			t.Errorf("one more: %q, %q", line, hint)
		}
		if err := os.Remove(rest); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		r.whole(5 * time.Minute)
		if len(r.said()) != 2 || f.Snapshot().Trouble != "" {
			t.Errorf("with room: trouble %q, reports %q", f.Snapshot().Trouble, r.said())
		}
		for _, tr := range tracks {
			if _, err := r.read(f, tr); err != nil {
				t.Errorf("%s: %v", tr.ID, err)
			}
		}
	})
}
