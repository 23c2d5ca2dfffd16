package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/mp4"
	"anyaudio/player/mp4/mp4test"
	"anyaudio/player/webm/webmtest"
	"anyaudio/source"
	"anyaudio/stream"
	"anyaudio/stream/origintest"
	"anyaudio/tui/cli"
)

// A getRig is a playlist with its origins.
type getRig struct {
	t       *testing.T
	job     cli.GetJob
	out     bytes.Buffer
	err     bytes.Buffer
	tracks  []source.Track
	origins map[string]*origintest.Origin // by ID
	urls    map[string]string
	cut     int64 // a read fails when so many bytes have come, 0 for never
	cutErr  error
	cancel  context.CancelFunc
}

func (r *getRig) Search(context.Context, source.Query) (source.Page, error) {
	return source.Page{Tracks: r.tracks}, nil
}

func (r *getRig) ExpandAll(_ context.Context, args []string) (source.Page, []error) {
	if args[0] == "list" {
		return source.Page{Playlists: []source.Playlist{{Title: "Best: of", Count: len(r.tracks)}}}, nil
	}
	return source.Page{}, []error{source.ErrNotMine}
}

func (r *getRig) List(_ context.Context, _ source.Playlist, page string) (source.Page, error) {
	if page == "" {
		return source.Page{Tracks: r.tracks[:1], Next: "2"}, nil
	}
	return source.Page{Tracks: r.tracks[1:]}, nil
}

func (r *getRig) Resolve(_ context.Context, t source.Track) (source.Media, error) {
	o := r.origins[t.ID]
	if o == nil {
		return source.Media{}, &source.Error{Kind: source.ErrUnavailable, Line: "the video is private"}
	}
	return source.Media{URL: r.urls[t.ID], Size: o.Size, Identity: "identity " + t.ID}, nil
}

func (r *getRig) Details(_ context.Context, t source.Track) (source.Details, error) {
	return source.Details{Chapters: []source.Chapter{{Title: "one"}, {Title: "two", Start: time.Second}}}, nil
}

// Open puts the fault between the stream and who reads it.
func (r *getRig) Open(ctx context.Context, t source.Track) (player.Input, error) {
	pool := stream.NewPool(stream.PoolOptions{})
	r.t.Cleanup(func() { pool.Close() })
	cache := source.NewCache(r, source.CacheOptions{})
	r.t.Cleanup(func() { cache.Close() })
	in, err := (&player.MediaOpener{Resolver: cache, Pool: pool}).Open(ctx, t)
	return &cutInput{Input: in, rig: r}, err
}

type cutInput struct {
	player.Input
	rig  *getRig
	read int64
}

func (c *cutInput) Media() source.Media {
	return c.Input.(interface{ Media() source.Media }).Media()
}

func (c *cutInput) Read(p []byte) (int, error) {
	if c.rig.cut > 0 && c.read >= c.rig.cut {
		if c.rig.cancel != nil {
			c.rig.cancel()
		}
		return 0, c.rig.cutErr
	}
	n, err := c.Input.Read(p)
	c.read += int64(n)
	return n, err
}

func newGetRig(t *testing.T) *getRig {
	r := &getRig{t: t, origins: map[string]*origintest.Origin{}, urls: map[string]string{}}
	r.job = cli.GetJob{Catalog: r, Opener: r, Details: r, Dir: t.TempDir(), Args: []string{"list"}, Stdout: &r.out, Stderr: &r.err}
	return r
}

func (r *getRig) add(id, artist, title string, file []byte) {
	r.tracks = append(r.tracks, source.Track{Provider: "test", ID: id, Title: title, Artist: artist})
	if file == nil {
		return
	}
	o := origintest.New(int64(len(file)))
	o.Content = bytes.NewReader(file)
	srv := httptest.NewServer(o)
	r.t.Cleanup(srv.Close)
	r.origins[id], r.urls[id] = o, srv.URL+"/"+id
}

func (r *getRig) run(ctx context.Context) int {
	r.out.Reset()
	r.err.Reset()
	return cli.Get(ctx, r.job)
}

// files lists the folder.
func (r *getRig) files() (out []string) {
	filepath.WalkDir(r.job.Dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(r.job.Dir, path)
			out = append(out, filepath.ToSlash(rel))
		}
		return nil
	})
	slices.Sort(out)
	return out
}

func webmFile(n int) []byte {
	var packets []webmtest.Packet
	for i := range n {
		p := bytes.Repeat([]byte{byte(i)}, 400)
		p[0] = 31<<3 | 4
		packets = append(packets, webmtest.Packet{Data: p, Time: time.Duration(i) * 20 * time.Millisecond})
	}
	file, _ := webmtest.File(packets, webmtest.Options{Private: []byte("OpusHead\x01\x02\x38\x01\x80\xbb\x00\x00\x00\x00\x00")})
	return file
}

func mp4File() []byte {
	file, _, _ := mp4test.File(slices.Repeat([][]byte{bytes.Repeat([]byte{7}, 300)}, 200), mp4test.Options{})
	return file
}

// TestGet gets a list twice; what is there is asked of nobody.
func TestGet(t *testing.T) {
	r := newGetRig(t)
	r.add("a", "Band", "One / Two?", webmFile(300))
	r.add("b", "", "Alone.", mp4File())
	r.add("private", "Band", "Secret", nil)
	r.add("c", "Band", "One / Two?", []byte("ID3 and so on"))
	r.job.Template = "{playlist}/{index} {artist} - {title}"
	r.job.Archive = filepath.Join(t.TempDir(), "archive")
	os.WriteFile(r.job.Archive, []byte("youtube x"), 0o600) // without the end of its line
	if status := r.run(t.Context()); status != cli.ExitFailed {
		t.Errorf("status %d\n%s", status, &r.err)
	}
	want := []string{"Best_ of/01 Band - One - Two_.opus", "Best_ of/02 Alone.m4a", "Best_ of/04 Band - One - Two_.mp3"}
	if got := r.files(); !slices.Equal(got, want) {
		t.Fatalf("files %q", got)
	}
	if got := strings.Count(r.out.String(), "\n"); got != 3 || !strings.Contains(r.err.String(), `"Secret": the video is private`) {
		t.Errorf("printed\n%s\n%s", &r.out, &r.err)
	}
	b, _ := os.ReadFile(filepath.Join(r.job.Dir, want[1]))
	d, err := mp4.Open(bytes.NewReader(b))
	if err != nil || d.Text("\xa9nam") != "Alone." || len(d.Chapters()) != 2 {
		t.Errorf("tags of %v: %v", d, err)
	}
	if b, _ := os.ReadFile(filepath.Join(r.job.Dir, want[0])); !bytes.Contains(b[:400], []byte("TITLE=One / Two?")) {
		t.Error("no tags in the opus file")
	}

	asked := len(r.origins["a"].Requests())
	r.tracks = slices.DeleteFunc(r.tracks, func(t source.Track) bool { return t.ID == "private" })
	r.add("d", "Band", "New", []byte("fLaC"))
	if status := r.run(t.Context()); status != cli.ExitOK || strings.Count(r.out.String(), "\n") != 1 {
		t.Errorf("again: status %d\n%s%s", status, &r.out, &r.err)
	}
	if n := len(r.origins["a"].Requests()); n != asked {
		t.Errorf("%d requests for what was there", n-asked)
	}
	lines, _ := os.ReadFile(r.job.Archive)
	if string(lines) != "youtube x\ntest a\ntest b\ntest c\ntest d\n" {
		t.Errorf("archive %q", lines)
	}
}

// TestGetResumes breaks off in the middle, by the listener and by a full disk; the next run
// asks for the rest only, and goes on with a list until there is no room.
func TestGetResumes(t *testing.T) {
	r := newGetRig(t)
	file := webmFile(3000)
	r.add("a", "Band", "Long", file)
	r.add("b", "Band", "Next", []byte("fLaC"))
	want := func(files ...string) {
		t.Helper()
		if got := r.files(); !slices.EqualFunc(got, files, func(a, b string) bool { return a == b || b == "part" && strings.HasSuffix(a, ".part") }) {
			t.Fatalf("files %q, want %q", got, files)
		}
	}
	r.cut, r.cutErr = 200<<10, syscall.ENOSPC
	if status := r.run(t.Context()); status != cli.ExitFailed || strings.Count(r.err.String(), "\n") != 1 || !strings.Contains(r.err.String(), "disk is full") {
		t.Errorf("status %d, %q", status, &r.err)
	}
	want("part")
	ctx, cancel := context.WithCancel(t.Context())
	r.cancel, r.cutErr = cancel, context.Canceled
	if status := r.run(ctx); status != cli.ExitInterrupted || r.err.Len() > 0 {
		t.Errorf("status %d, %q", status, &r.err)
	}
	want("part")
	part, _ := os.ReadFile(filepath.Join(r.job.Dir, r.files()[0]))
	if len(part) < 400<<10 || !bytes.Equal(part, file[:len(part)]) {
		t.Fatalf("%d bytes in the part, or other ones", len(part))
	}
	os.WriteFile(filepath.Join(r.job.Dir, "Band - Long.0a1b2c3d.tmp"), nil, 0o600)
	before := len(r.origins["a"].Requests())
	r.cut = 0
	if status := r.run(t.Context()); status != cli.ExitOK {
		t.Errorf("status %d, %q", status, &r.err)
	}
	want("Band - Long.opus", "Band - Next.flac")
	for _, q := range r.origins["a"].Requests()[before:] {
		if q.From < int64(len(part)) {
			t.Errorf("asked for %d to %d again", q.From, q.To)
		}
	}
}

// TestGetJSON: every line is an object, and what is there already is left alone.
func TestGetJSON(t *testing.T) {
	r := newGetRig(t)
	r.add("a", "Band", "Title", webmFile(10))
	r.add("b", "Band", "title", []byte("fLaC"))
	r.job.JSON = true
	for _, want := range []string{"begin done begin done", "skipped begin done"} {
		r.run(t.Context())
		var events []string
		for line := range strings.Lines(r.out.String()) {
			var e map[string]any
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			events = append(events, e["event"].(string))
		}
		if got := strings.Join(events, " "); got != want {
			t.Errorf("events %q, want %q", got, want)
		}
		os.Remove(filepath.Join(r.job.Dir, "Band - title [b].flac"))
	}
}

func TestGetTemplate(t *testing.T) {
	for _, c := range []struct {
		template string
		track    source.Track
		want     string
	}{
		{"{artist} - {title}", source.Track{Title: "T"}, "T.flac"},
		{"{artist} - {title}", source.Track{Artist: "A", Title: "T"}, "A - T.flac"},
		{"{title} ({album})", source.Track{Title: "T"}, "T.flac"},
		{"{title} ({album})", source.Track{Title: "T", Album: "B"}, "T (B).flac"},
		{"{album}/{title}", source.Track{Title: "con"}, "_con.flac"},
		{"{album}/{title}", source.Track{Title: "../../x", Album: ".."}, "-..-x.flac"},
		{"../{title}", source.Track{Title: "T"}, "T.flac"},
		{"{title}", source.Track{Title: strings.Repeat("é", 200)}, strings.Repeat("é", 90) + ".flac"},
		{"{title}", source.Track{Title: "a\x1b[2Jb\x00"}, "a[2Jb.flac"},
		{"{title}", source.Track{}, "id.flac"},
	} {
		r := newGetRig(t)
		r.add("id", "", "", []byte("fLaC"))
		c.track.Provider, c.track.ID = "test", "id"
		r.tracks[0] = c.track
		r.job.Template, r.job.Args = c.template, []string{"words"}
		if status := r.run(t.Context()); status != cli.ExitOK || !slices.Equal(r.files(), []string{c.want}) {
			t.Errorf("%q of %+v: %q, %s", c.template, c.track, r.files(), &r.err)
		}
	}
	r := newGetRig(t)
	for _, template := range []string{"{nothing}", "/abs", " "} {
		r.job.Template = template
		if status := r.run(t.Context()); status != cli.ExitUsage || r.err.Len() == 0 {
			t.Errorf("%q: status %d", template, status)
		}
	}
}

func TestGetArchiveUnreadable(t *testing.T) {
	r := newGetRig(t)
	r.add("a", "", "x", []byte("fLaC"))
	r.job.Archive = t.TempDir() // a folder
	if status := r.run(t.Context()); status != cli.ExitFailed || r.err.Len() == 0 || len(r.files()) > 0 {
		t.Errorf("status %d, %q", status, &r.err)
	}
}
