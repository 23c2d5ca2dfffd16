//go:build unix

package local_test

import (
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"anyaudio/source/local"
)

// FIFOs, sockets, devices, loops of links, folders that may not be read, odd names.
func TestRoughTreeUnix(t *testing.T) {
	dir := plant(t, 20)
	music, lines := 20, []string{"fifo.mp3", "dangling.mp3", "null.mp3", "socket.mp3", "itself.mp3"}
	for name, target := range map[string]string{
		"loop": ".", "up": "..", "Artíst 0/loop": dir, "dangling.mp3": "nowhere", "null.mp3": "/dev/null",
		"itself.mp3": "itself.mp3",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	dir2 := t.TempDir()
	outside := put(t, dir2, "out/outside.wav", wav())
	for name, target := range map[string]string{"link.wav": outside, "linked": filepath.Dir(outside)} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	music += 2
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo.mp3"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "cover.jpg"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir) // the path of a socket must be short
	socket, err := net.Listen("unix", "socket.mp3")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	if runtime.GOOS == "linux" {
		put(t, dir, "odd \xff\xfe.mp3", mp3(said{title: "odd name"}))
		music++
		lines = append(lines, "UTF-8")
	}
	put(t, dir, "locked/x.mp3", wav())
	private := put(t, dir, "private.mp3", mp3(said{title: "secret"}))
	for _, path := range []string{filepath.Join(dir, "locked"), private} {
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "locked"), 0o700) })
	music++ // private.mp3, by its name
	if os.Geteuid() == 0 {
		music++ // nothing is locked for root
	} else {
		lines = append(lines, "locked", "private.mp3")
	}

	log := &recorder{}
	o := local.Options{Folders: []string{dir}, NoWatch: true, Logger: slog.New(log), Index: filepath.Join(t.TempDir(), "index")}
	m := open(t, o)
	for range 3 {
		rescan(t, m)
	}
	if got := m.Status().Tracks; got != music {
		t.Errorf("%d tracks, want %d: %q", got, music, log.lines)
	}
	for _, name := range lines {
		if n := log.count(name); n != 1 {
			t.Errorf("%d lines about %q, want 1: %q", n, name, log.lines)
		}
	}
	// The path with the odd name comes back from the index as it is.
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	m = open(t, o)
	for _, track := range search(t, m, "odd").Tracks {
		if _, err := m.Resolve(t.Context(), track); err != nil {
			t.Error(err)
		}
	}
	for _, track := range search(t, m, "").Tracks {
		_, _ = m.Cover(t.Context(), track) // the FIFO cover.jpg must not hold it up
	}
}
