package local

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"anyaudio/source"
)

// Permissions do not stop root, so this asks for the words only.
func TestPathErrorPermission(t *testing.T) {
	err := pathError("/x", &fs.PathError{Op: "open", Path: "/x", Err: fs.ErrPermission})
	line, hint := source.Explain(err)
	if line != `no permission to read "/x"` || hint == "" || !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("%v, explained as %q, %q", err, line, hint)
	}
	if strings.Count(err.Error(), "/x") != 1 {
		t.Errorf("the path is named more than once: %v", err)
	}
}

func TestHomeUnknown(t *testing.T) {
	t.Setenv("HOME", "")
	t.Setenv("USERPROFILE", "")
	_, err := New(Options{}).Expand(t.Context(), "~/a.mp3")
	if line, hint := source.Explain(err); line != "~ stands for nothing: this user has no home folder" || hint == "" {
		t.Errorf("%v, explained as %q, %q", err, line, hint)
	}
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{
		"a.mp3", "./a", "~", "~/a", "/", `C:\a`, `\\s\a`, "file:///a%2fb", "file://", "a/b", "..", "http://h",
	} {
		f.Add(s)
	}
	dir := f.TempDir()
	p := New(Options{Dir: dir, Home: dir})
	f.Fuzz(func(t *testing.T, s string) {
		if p.isPath(s) {
			if path, err := p.abs(s); err == nil && (!filepath.IsAbs(path) || path != filepath.Clean(path)) {
				t.Errorf("%q is at %q", s, path)
			}
		}
		if s == "" {
			return // no entry of a list
		}
		if path, ok := entryPath(dir, s); ok && (!filepath.IsAbs(path) || path != filepath.Clean(path)) {
			t.Errorf("the entry %q is at %q", s, path)
		}
		if track := fileTrack(filepath.Join(dir, s)); track.Title != source.Clean(track.Title) {
			t.Errorf("title %q", track.Title)
		}
	})
}
