package youtube_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

func TestCover(t *testing.T) {
	f := youtubetest.Default()
	p := open(t, f, youtube.Options{})
	c, err := p.Cover(t.Context(), song)
	if err != nil || c.Type != "image/jpeg" || len(c.Data) == 0 {
		t.Errorf("%v, %v", c, err)
	}
	if f.Calls("thumbnail") != 1 || f.Calls("player")+f.Calls("next") != 0 {
		t.Error("something else was asked")
	}
	for _, id := range []string{"", "../x", "aaaaaaaaaaa?", "aaaaaaaaaa/"} {
		if _, err := p.Cover(t.Context(), source.Track{Provider: youtube.Name, ID: id}); err == nil {
			t.Errorf("there is a cover of %q", id)
		}
	}
	if f.Calls("thumbnail") != 1 {
		t.Error("the host was asked for what is no video")
	}
}

// What the host of pictures answers is bounded, and judged by its bytes.
func TestCoverRefused(t *testing.T) {
	jpeg := []byte{0xff, 0xd8, 0xff, 0xe0}
	for name, c := range map[string]struct {
		status int
		body   []byte
		kind   error
		word   string
	}{
		"none":      {404, jpeg, source.ErrNotFound, "thumbnail"},
		"broken":    {500, jpeg, nil, "status 500"},
		"too large": {200, append(jpeg, make([]byte, 2<<20)...), nil, "more than"},
		"a page":    {200, []byte("<html>consent</html>"), nil, "no picture"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.URL.Path, "/vi/"+song.ID+"/") {
				t.Errorf("asked for %s", r.URL.Path)
			}
			w.WriteHeader(c.status)
			_, _ = io.Copy(w, bytes.NewReader(c.body))
		}))
		p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), HTTP: s.Client()})
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Cover(t.Context(), song)
		if err == nil || c.kind != nil && !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.word) {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
	}
}

// Without the network there is none, by whatever way the options give.
func TestCoverOffline(t *testing.T) {
	refused := errors.New("no network, as asked for")
	p, err := youtube.New(youtube.Options{HTTP: &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, refused },
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Cover(t.Context(), song); !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
}
