package sourcetest

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"anyaudio/source"
)

func fakeCase() Case {
	return Case{
		Name:  "fake",
		Words: "track", Nothing: "no such words",
		Playlist:        source.Playlist{Provider: "fake", ID: "all", Count: 50},
		UnknownPlaylist: source.Playlist{Provider: "fake", ID: "none"},
		Args:            []string{"fake:1", "fake:all"},
		Missing:         []string{"fake:none"},
		NotMine:         []string{"words", "other:1"},
		UnknownTrack:    source.Track{Provider: "fake", ID: "none"},
		Secrets:         []string{"s3cr3t"},
	}
}

func TestFakeConforms(t *testing.T) {
	Run(t, NewFake("fake", 50), fakeCase())
}

// broken is a provider with one promise broken.
type broken struct {
	*Fake
	search  func(context.Context, source.Query) (source.Page, error)
	list    func(context.Context, source.Playlist, string) (source.Page, error)
	resolve func(context.Context, source.Track) (source.Media, error)
	expand  func(context.Context, string) (source.Page, error)
}

func (b broken) Search(ctx context.Context, q source.Query) (source.Page, error) {
	if b.search == nil {
		return b.Fake.Search(ctx, q)
	}
	return b.search(ctx, q)
}

func (b broken) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	if b.list == nil {
		return b.Fake.List(ctx, p, page)
	}
	return b.list(ctx, p, page)
}

func (b broken) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	if b.resolve == nil {
		return b.Fake.Resolve(ctx, t)
	}
	return b.resolve(ctx, t)
}

func (b broken) Expand(ctx context.Context, arg string) (source.Page, error) {
	if b.expand == nil {
		return b.Fake.Expand(ctx, arg)
	}
	return b.expand(ctx, arg)
}

// TestSuiteSeesBrokenPromises breaks one promise after the other and wants the check
// for it to fail. Without it a check that checks nothing would go unnoticed.
func TestSuiteSeesBrokenPromises(t *testing.T) {
	fake := NewFake("fake", 50)
	shared := http.Header{"Authorization": {"x"}}

	// editing returns a search whose first track has been edited.
	editing := func(edit func(*source.Track)) broken {
		return broken{Fake: fake, search: func(ctx context.Context, q source.Query) (source.Page, error) {
			page, err := fake.Search(ctx, q)
			if len(page.Tracks) > 0 {
				edit(&page.Tracks[0])
			}
			return page, err
		}}
	}
	resolving := func(edit func(*source.Media)) broken {
		return broken{Fake: fake, resolve: func(ctx context.Context, t source.Track) (source.Media, error) {
			m, err := fake.Resolve(ctx, t)
			edit(&m)
			return m, err
		}}
	}
	calls := 0

	for _, tt := range []struct {
		name     string
		check    string
		provider any
	}{
		{"other provider", "search/finds", editing(func(t *source.Track) { t.Provider = "x" })},
		{"no id", "search/finds", editing(func(t *source.Track) { t.ID = "" })},
		{"no title", "search/finds", editing(func(t *source.Track) { t.Title = "" })},
		{"negative duration", "search/finds", editing(func(t *source.Track) { t.Duration = -1 })},
		{"escape in title", "search/finds", editing(func(t *source.Track) { t.Title = "a\x1b[2J" })},
		{"signed link", "search/finds", editing(func(t *source.Track) { t.Link = "https://h/?Expire=1" })},
		{"password in link", "search/finds", editing(func(t *source.Track) { t.Link = "https://u:p@h/" })},
		{"secret in link", "search/finds", editing(func(t *source.Track) { t.Link = "https://h/s3cr3t" })},
		{"secret in title", "search/finds", editing(func(t *source.Track) { t.Title = "s3cr3t" })},
		{"finds nothing", "search/finds", broken{
			Fake: fake,
			search: func(ctx context.Context, q source.Query) (source.Page, error) {
				return source.Page{}, ctx.Err()
			},
		}},
		{"pages without end", "search/finds", broken{
			Fake: fake,
			search: func(ctx context.Context, q source.Query) (source.Page, error) {
				return source.Page{Next: "again"}, ctx.Err()
			},
		}},
		{"nothing is an error", "search/nothing", broken{
			Fake: fake,
			search: func(context.Context, source.Query) (source.Page, error) {
				return source.Page{}, source.ErrNotFound
			},
		}},
		{"nothing is something", "search/nothing", broken{
			Fake: fake,
			search: func(ctx context.Context, q source.Query) (source.Page, error) {
				return fake.Search(ctx, source.Query{Words: "track"})
			},
		}},
		{"ids differ", "search/stable", editing(func(t *source.Track) { calls++; t.ID = time.Duration(calls).String() })},
		{"own slice handed out", "search/stable", broken{
			Fake: fake,
			search: func() func(context.Context, source.Query) (source.Page, error) {
				own := Tracks("fake", 3)
				return func(context.Context, source.Query) (source.Page, error) {
					return source.Page{Tracks: own}, nil
				}
			}(),
		}},
		{"search after cancel", "search/cancelled", broken{
			Fake: fake,
			search: func(_ context.Context, q source.Query) (source.Page, error) {
				return fake.Search(context.Background(), q)
			},
		}},
		{"wrong count", "list/tracks", broken{
			Fake: fake,
			list: func(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
				return source.Page{Tracks: Tracks("fake", 3)}, nil
			},
		}},
		{"wrong total", "list/tracks", broken{
			Fake: fake,
			list: func(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
				return source.Page{Tracks: Tracks("fake", 50), Total: 3}, nil
			},
		}},
		{"unknown list is empty", "list/unknown", broken{
			Fake: fake,
			list: func(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
				return source.Page{}, nil
			},
		}},
		{"list after cancel", "list/cancelled", broken{
			Fake: fake,
			list: func(_ context.Context, p source.Playlist, page string) (source.Page, error) {
				return fake.List(context.Background(), p, page)
			},
		}},
		{"empty page", "open/expands", broken{
			Fake: fake,
			expand: func(ctx context.Context, arg string) (source.Page, error) {
				return source.Page{}, nil
			},
		}},
		{"missing is not mine", "open/missing", broken{
			Fake: fake,
			expand: func(ctx context.Context, arg string) (source.Page, error) {
				return source.Page{}, source.ErrNotMine
			},
		}},
		{"two lines of error", "open/missing", broken{
			Fake: fake,
			expand: func(ctx context.Context, arg string) (source.Page, error) {
				return source.Page{}, errors.Join(source.ErrNotFound, errors.New("more"))
			},
		}},
		{"shouting error", "open/missing", broken{
			Fake: fake,
			expand: func(ctx context.Context, arg string) (source.Page, error) {
				return source.Page{}, &source.Error{Kind: source.ErrNotFound, Line: "Not There"}
			},
		}},
		{"secret in error", "open/missing", broken{
			Fake: fake,
			expand: func(ctx context.Context, arg string) (source.Page, error) {
				return source.Page{}, &source.Error{Kind: source.ErrNotFound, Line: "no s3cr3t"}
			},
		}},
		{"cancel before not mine", "open/not mine", broken{
			Fake: fake,
			expand: func(ctx context.Context, arg string) (source.Page, error) {
				if err := ctx.Err(); err != nil {
					return source.Page{}, err
				}
				return fake.Expand(ctx, arg)
			},
		}},
		{"open after cancel", "open/cancelled", broken{
			Fake: fake,
			expand: func(_ context.Context, arg string) (source.Page, error) {
				return fake.Expand(context.Background(), arg)
			},
		}},
		{"no place", "resolve/tracks", resolving(func(m *source.Media) { m.URL = "" })},
		{"two places", "resolve/tracks", resolving(func(m *source.Media) { m.Path = "/x" })},
		{"relative path", "resolve/tracks", resolving(func(m *source.Media) { m.URL, m.Path = "", "x" })},
		{"ftp", "resolve/tracks", resolving(func(m *source.Media) { m.URL = "ftp://h/x" })},
		{"secret reason", "resolve/tracks", resolving(func(m *source.Media) { m.Reason = "s3cr3t" })},
		{"identity differs", "resolve/tracks", resolving(func(m *source.Media) { calls++; m.Identity = time.Duration(calls).String() })},
		{"shared header", "resolve/tracks", resolving(func(m *source.Media) { m.Header = shared })},
		{"link expires", "resolve/tracks", broken{
			Fake: fake,
			resolve: func(ctx context.Context, t source.Track) (source.Media, error) {
				return source.Media{URL: t.Link, Expires: time.Now().Add(time.Hour)}, nil
			},
		}},
		{"key is not enough", "resolve/tracks", broken{
			Fake: fake,
			resolve: func(ctx context.Context, t source.Track) (source.Media, error) {
				if t.Title == "" {
					return source.Media{}, errors.New("no title")
				}
				return fake.Resolve(ctx, t)
			},
		}},
		{"unknown resolves", "resolve/unknown", broken{
			Fake: fake,
			resolve: func(ctx context.Context, t source.Track) (source.Media, error) {
				return source.Media{URL: "http://h/"}, nil
			},
		}},
		{"resolve after cancel", "resolve/cancelled", broken{
			Fake: fake,
			resolve: func(_ context.Context, t source.Track) (source.Media, error) {
				return fake.Resolve(context.Background(), t)
			},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checks := allChecks(tt.provider, fakeCase())
			i := slices.IndexFunc(checks, func(c check) bool { return c.name == tt.check })
			if i < 0 {
				t.Fatalf("no check %q", tt.check)
			}
			err := checks[i].run(t.Context())
			if err == nil {
				t.Errorf("check %q passes", tt.check)
			}
			t.Log(err)
		})
	}
}

func TestNoProvider(t *testing.T) {
	if n := len(allChecks(struct{}{}, Case{})); n != 0 {
		t.Errorf("%d checks for something that is no provider", n)
	}
}
