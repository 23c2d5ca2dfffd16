package local_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/local"
	"anyaudio/source/sourcetest"
)

// tree makes files with some bytes in them below a new folder. A name with a slash at
// its end is a folder, one with " -> " in it a symbolic link.
func tree(t *testing.T, names ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		name, target, link := strings.Cut(name, " -> ")
		path := filepath.Join(dir, filepath.FromSlash(name))
		parent := filepath.Dir(path)
		if strings.HasSuffix(name, "/") {
			parent = path
		}
		if err := os.MkdirAll(parent, 0o755); err != nil {
			t.Fatal(err)
		}
		switch {
		case link:
			err = os.Symlink(filepath.FromSlash(target), path)
		case parent != path:
			err = os.WriteFile(path, []byte("sound"), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// names are the paths of a page's tracks relative to dir, on one line, with a "!" after
// those marked as unplayable.
func names(dir string, page source.Page) string {
	var all []string
	for _, t := range page.Tracks {
		name := t.ID
		if rel, err := filepath.Rel(dir, t.ID); err == nil && t.Provider == local.Name {
			name = filepath.ToSlash(rel)
		}
		if t.Note != "" {
			name += "!"
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

func wantExplained(t *testing.T, err, kind error, line string) {
	t.Helper()
	got, hint := source.Explain(err)
	if got != line || hint == "" {
		t.Errorf("explained as %q, %q\nwant %q and a hint", got, hint, line)
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("error %v, want %v", err, kind)
	}
}

func TestFile(t *testing.T) {
	dir := tree(t, "My Song.opus", "sub/v1.5", "home/x.mp3", "AC/DC.txt", "a#b %41.mp3", "link.mp3 -> My Song.opus", ".hidden.mp3")
	p := local.New(local.Options{Dir: dir, Home: filepath.Join(dir, "home")})
	for _, tt := range []struct{ arg, path, title string }{
		{"My Song.opus", "My Song.opus", "My Song"},
		{"./My Song.opus", "My Song.opus", "My Song"},
		{"sub/../My Song.opus", "My Song.opus", "My Song"},
		{filepath.Join(dir, "My Song.opus"), "My Song.opus", "My Song"},
		{"sub/v1.5", "sub/v1.5", "v1.5"}, // any name, when it is asked for
		{"./sub/v1.5", "sub/v1.5", "v1.5"},
		{"~/x.mp3", "home/x.mp3", "x"},
		{"AC/DC.txt", "AC/DC.txt", "DC.txt"},
		{"file://" + filepath.ToSlash(dir) + "/a%23b%20%2541.mp3", "a#b %41.mp3", "a#b %41"},
		{"FILE://localhost" + filepath.ToSlash(dir) + "/sub/v1.5", "sub/v1.5", "v1.5"},
		{"link.mp3", "link.mp3", "link"},
		{".hidden.mp3", ".hidden.mp3", ".hidden"},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			page, err := p.Expand(t.Context(), tt.arg)
			if err != nil || len(page.Tracks) != 1 || page.Total != 1 {
				t.Fatalf("%d tracks of %d, %v", len(page.Tracks), page.Total, err)
			}
			path := filepath.Join(dir, filepath.FromSlash(tt.path))
			want := source.Track{Provider: "file", ID: path, Title: tt.title, Link: path}
			if page.Tracks[0] != want {
				t.Errorf("got  %+v\nwant %+v", page.Tracks[0], want)
			}
		})
	}
}

func TestNotMine(t *testing.T) {
	dir := tree(t, "Music/a.mp3", "word")
	p := local.New(local.Options{Dir: dir})
	for _, arg := range []string{
		"", "words", "some words", "AC/DC", "either/or neither/nor", "Music", "word", "~name", "...", "mp3", "-",
		"http://h/a.mp3", "https://h/", "youtube:abc", "a\x00.mp3", "Mr. Ogg", "what?",
	} {
		page, err := p.Expand(t.Context(), arg)
		if !errors.Is(err, source.ErrNotMine) {
			t.Errorf("%q: %s, %v, want ErrNotMine", arg, names(dir, page), err)
		}
	}
}

func TestRefusals(t *testing.T) {
	dir := tree(t, "empty/sub/", "empty/text.txt", "x.wpl", "x.pls")
	write(t, dir, "zero.mp3", "")
	write(t, dir, "none.m3u", "#EXTM3U\n# nothing\n")
	write(t, dir, "hls.m3u8", "#EXTM3U\n#EXT-X-VERSION:3\n")
	write(t, dir, "bad.m3u", "a.mp3\nb\x00")
	p := local.New(local.Options{Dir: dir})
	q := func(name string) string { return `"` + filepath.Join(dir, name) + `"` }
	for _, tt := range []struct {
		arg  string
		kind error
		line string
	}{
		{"./missing", source.ErrNotFound, "no such file or folder: " + q("missing")},
		{"missing.mp3", source.ErrNotFound, "no such file or folder: " + q("missing.mp3")},
		{"missing/", source.ErrNotFound, "no such file or folder: " + q("missing")},
		{"zero.mp3", source.ErrUnavailable, "empty file (0 bytes): " + q("zero.mp3")},
		{"empty/", source.ErrNotFound, "no music in the folder " + q("empty")},
		{"x.wpl", source.ErrUnsupported, "a kind of playlist that is not read: " + q("x.wpl")},
		{"x.pls", nil, filepath.Join(dir, "x.pls") + ": line 1: no PLS list, it must begin with [playlist]"},
		{"none.m3u", source.ErrNotFound, "nothing to play in the list " + q("none.m3u")},
		{"hls.m3u8", source.ErrUnsupported, filepath.Join(dir, "hls.m3u8") + ": line 2: an HTTP live stream (HLS), not a list of files"},
		{"file://elsewhere/a.mp3", source.ErrNotFound, `not a file of this machine: "file://elsewhere/a.mp3"`},
		{"file://", source.ErrNotFound, `not a file of this machine: "file://"`},
		{"x.pls/y/", nil, `cannot read ` + q("x.pls/y")},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			page, err := p.Expand(t.Context(), tt.arg)
			wantExplained(t, err, tt.kind, tt.line)
			if len(page.Tracks) > 0 {
				t.Errorf("an error, and %s", names(dir, page))
			}
		})
	}
	_, err := p.Expand(t.Context(), "bad.m3u")
	if line, _ := source.Explain(err); line != filepath.Join(dir, "bad.m3u")+": line 2: not text" {
		t.Errorf("explained as %q", line)
	}
}

func TestFolder(t *testing.T) {
	dir := tree(
		t, "10 ten.mp3", "2 two.opus", "1 one.MP3", "b/2.flac", "b/10.wav", "b/deeper/x.m4a", "B side.mp3",
		".hidden.mp3", ".git/a.mp3", "cover.jpg", "list.m3u", "notes.txt", "empty/",
	)
	p := local.New(local.Options{Dir: dir})
	for _, arg := range []string{".", "./", dir, dir + "/"} {
		page, err := p.Expand(t.Context(), arg)
		if err != nil {
			t.Fatal(err)
		}
		want := "1 one.MP3 2 two.opus 10 ten.mp3 b/2.flac b/10.wav b/deeper/x.m4a B side.mp3"
		if got := names(dir, page); got != want {
			t.Errorf("%q:\n got %s\nwant %s", arg, got, want)
		}
	}
}

func TestFolderLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // making links needs a privilege there
	}
	dir := tree(
		t, "a/1.mp3", "a/up -> ..", "a/self -> .", "a/dangling.mp3 -> nowhere", "a/file.mp3 -> 1.mp3",
		"a/null.mp3 -> /dev/null", "b -> a", "c/2.mp3", "other -> ../"+filepath.Base(t.TempDir()),
	)
	page, err := local.New(local.Options{Dir: dir}).Expand(t.Context(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(dir, page), "a/1.mp3 a/file.mp3 c/2.mp3"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// A link to a folder is a folder.
	page, err = local.New(local.Options{Dir: dir}).Expand(t.Context(), "b/")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(dir, page), "b/1.mp3 b/file.mp3 b/up/c/2.mp3"; got != want {
		t.Errorf("through a link: got %s, want %s", got, want)
	}
}

// A folder that the system refuses to open does not take the others down. (A path that
// is too long is refused to root as well, a missing permission is not.)
func TestFolderThatCannotBeRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // no such limit there
	}
	dir := tree(t, "1.mp3", "z.mp3")
	deep, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		name := strings.Repeat("d", 250)
		if err := deep.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
		next, err := deep.OpenRoot(name)
		_ = deep.Close()
		if err != nil {
			t.Fatal(err)
		}
		deep = next
	}
	_ = deep.Close()
	page, err := local.New(local.Options{Dir: dir}).Expand(t.Context(), ".")
	if err != nil || names(dir, page) != "1.mp3 z.mp3" {
		t.Errorf("got %s, %v", names(dir, page), err)
	}
}

func TestFolderBounds(t *testing.T) {
	dir := tree(t, "1.mp3", "2.mp3", "3.mp3", "sub/4.mp3", "sub/sub/5.mp3")
	_, err := local.New(local.Options{Dir: dir, MaxTracks: 4}).Expand(t.Context(), ".")
	wantExplained(t, err, source.ErrUnsupported, "more than 4 tracks")

	page, err := local.New(local.Options{Dir: dir, MaxTracks: 5, MaxDepth: 1}).Expand(t.Context(), ".")
	if err != nil || names(dir, page) != "1.mp3 2.mp3 3.mp3 sub/4.mp3" {
		t.Errorf("one deep: %s, %v", names(dir, page), err)
	}

	for i := range 15 {
		write(t, dir, strings.Repeat("x", i+1)+".txt", "")
	}
	_, err = local.New(local.Options{Dir: dir, MaxTracks: 1}).Expand(t.Context(), ".")
	wantExplained(t, err, source.ErrUnsupported, "more than 10 files and lines")
}

// cancelAfter ends after n looks at it.
type cancelAfter struct {
	context.Context
	n int
}

func (c *cancelAfter) Err() error {
	if c.n--; c.n < 0 {
		return context.Canceled
	}
	return nil
}

func TestCancelled(t *testing.T) {
	dir := tree(t, "a/1.mp3", "a/2.mp3", "b/3.mp3", "b/4.mp3")
	write(t, dir, "0.m3u", "a\nb\na/1.mp3\nb/4.mp3\n")
	p := local.New(local.Options{Dir: dir})
	for _, arg := range []string{".", "0.m3u"} {
		for n := 0; ; n++ {
			page, err := p.Expand(&cancelAfter{t.Context(), n}, arg)
			if err == nil && len(page.Tracks) >= 4 && n > 8 {
				break // that many steps it takes
			}
			if !errors.Is(err, context.Canceled) || len(page.Tracks) > 0 {
				t.Fatalf("%s cancelled at step %d: %s, %v", arg, n, names(dir, page), err)
			}
		}
	}
}

func TestResolve(t *testing.T) {
	dir := tree(t, "a.opus", "folder.mp3/")
	write(t, dir, "zero.mp3", "")
	p := local.New(local.Options{})
	track := func(name string) source.Track {
		return source.Track{Provider: "file", ID: filepath.Join(dir, name)}
	}
	first, err := p.Resolve(t.Context(), track("a.opus"))
	if err != nil {
		t.Fatal(err)
	}
	if first.Path != filepath.Join(dir, "a.opus") || first.Size != 5 || first.Identity == "" ||
		first.Type != "audio/ogg" || !first.Expires.IsZero() {
		t.Errorf("got %#v, size %d, identity %q, type %q", first, first.Size, first.Identity, first.Type)
	}

	// The identity is that of the bytes, as far as a look at the file can tell.
	for what, change := range map[string]func() error{
		"longer": func() error { return os.WriteFile(first.Path, []byte("louder"), 0o644) },
		"newer":  func() error { return os.Chtimes(first.Path, time.Time{}, time.Unix(1e9, 1)) },
	} {
		before, err := p.Resolve(t.Context(), track("a.opus"))
		if err != nil {
			t.Fatal(err)
		}
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if after, err := p.Resolve(t.Context(), track("a.opus")); err != nil || after.Identity == before.Identity {
			t.Errorf("%s: identity %q, then %q, %v", what, before.Identity, after.Identity, err)
		}
	}

	q := func(name string) string { return `"` + filepath.Join(dir, name) + `"` }
	_, err = p.Resolve(t.Context(), track("none.mp3"))
	wantExplained(t, err, source.ErrNotFound, "no such file or folder: "+q("none.mp3"))
	_, err = p.Resolve(t.Context(), track("zero.mp3"))
	wantExplained(t, err, source.ErrUnavailable, "empty file (0 bytes): "+q("zero.mp3"))
	_, err = p.Resolve(t.Context(), track("folder.mp3"))
	wantExplained(t, err, source.ErrUnsupported, "a folder, not a file: "+q("folder.mp3"))
	_, err = p.Resolve(t.Context(), source.Track{Provider: "file", ID: "a.opus"})
	wantExplained(t, err, source.ErrNotFound, `not a path on this machine: "a.opus"`)
	_, err = p.Resolve(t.Context(), source.Track{Provider: "url", ID: first.Path})
	wantExplained(t, err, source.ErrNotFound, `not a path on this machine: "`+first.Path+`"`)
	if runtime.GOOS != "windows" {
		_, err = p.Resolve(t.Context(), source.Track{Provider: "file", ID: "/dev/null"})
		wantExplained(t, err, source.ErrUnsupported, `not a regular file: "/dev/null"`)
	}
}

func TestConforms(t *testing.T) {
	dir := tree(t, "a.mp3", "b/1.opus", "b/2.opus", "c\x1bd.wav")
	write(t, dir, "list.m3u", "#EXTINF:61,Song \x1b[2J\na.mp3\nb\n")
	sourcetest.Run(t, local.New(local.Options{Dir: dir}), sourcetest.Case{
		Name:         "file",
		Args:         []string{".", "a.mp3", "list.m3u", "b/", filepath.Join(dir, "b")},
		Missing:      []string{"none.mp3", "./none", "none/", "file:///none\x1b"[:12]},
		NotMine:      []string{"words", "some words", "http://h/a.mp3", "AC/DC", "", "-"},
		UnknownTrack: source.Track{Provider: "file", ID: filepath.Join(dir, "none.mp3")},
	})
}

func TestWorkingDirectory(t *testing.T) {
	dir := tree(t, "a.mp3", "sub/b.mp3")
	p := local.New(local.Options{})
	var got []string
	for _, sub := range []string{"", "sub"} {
		t.Chdir(filepath.Join(dir, sub))
		page, err := p.Expand(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, names(dir, page))
	}
	if want := []string{"a.mp3 sub/b.mp3", "sub/b.mp3"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
