package youtube_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// A path is the whole way from a track to its bytes, in virtual time: the provider, the
// cache of resolves, streams, and a fake behind two links in memory.
type path struct {
	f      *youtubetest.Fake
	p      *youtube.Provider
	opener *player.MediaOpener
}

// A link is what lies between: a round trip, and bytes a second from the media host.
type link struct {
	rtt  time.Duration
	rate int64
}

// newPath is to be called in a synctest bubble. The resolvers are those that are named, our own client
// when none is.
func newPath(t *testing.T, f *youtubetest.Fake, l link, resolvers ...string) *path {
	t.Helper()
	api, media := origintest.Listen(origintest.Link{RTT: l.rtt}), origintest.Listen(origintest.Link{RTT: l.rtt, Bandwidth: l.rate})
	s := youtubetest.ServeOn(f, api, media, "http://api.test", "http://media.test")
	dial := func(ctx context.Context, network, addr string) (net.Conn, error) {
		if strings.HasPrefix(addr, "media") {
			return media.DialContext(ctx, network, addr)
		}
		return api.DialContext(ctx, network, addr)
	}
	noProxy := func(*http.Request) (*url.URL, error) { return nil, nil }
	pool := stream.NewPool(stream.PoolOptions{DialContext: dial, Proxy: noProxy})
	transport := &http.Transport{DialContext: dial, Proxy: noProxy}
	if len(resolvers) == 0 {
		resolvers = []string{"innertube"}
	}
	p, err := youtube.New(youtube.Options{
		Bases: youtube.At(s.URL), HTTP: &http.Client{Transport: transport},
		Resolvers: resolvers, Warm: pool.Warm,
	})
	if err != nil {
		t.Fatal(err)
	}
	cache := source.NewCache(p, source.CacheOptions{Timeout: time.Minute})
	t.Cleanup(func() {
		err := errors.Join(cache.Close(), pool.Close())
		transport.CloseIdleConnections()
		s.Close()
		if err = errors.Join(err, api.Close(), media.Close()); err != nil {
			t.Error(err)
		}
		youtubetest.Report(t, f)
	})
	return &path{f: f, p: p, opener: &player.MediaOpener{Resolver: cache, Pool: pool}}
}

// start opens the song and reads its first n bytes.
func (p *path) start(t *testing.T, n int) (player.Input, []byte) {
	t.Helper()
	in, err := p.opener.Open(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	head := make([]byte, n)
	if _, err := io.ReadFull(in, head); err != nil {
		t.Fatal(err)
	}
	return in, head
}

// long is a fake whose song is much longer than what is read ahead.
func long() (*youtubetest.Fake, []byte) {
	f := youtubetest.Default()
	data := youtubetest.Blob(3 << 20)
	f.Videos[song.ID].Files = []*youtubetest.File{{Itag: 251, Data: data, BitRate: 128_000}}
	return f, data
}

// TestExpiryAhead: an address that is about to expire is renewed before it does. The fake
// fails the test for a request after the expiry.
func TestExpiryAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, data := long()
		f.Lifetime = 20 * time.Minute
		p := newPath(t, f, link{rtt: 50 * time.Millisecond})
		in, head := p.start(t, 100<<10)
		time.Sleep(19 * time.Minute)
		rest, err := io.ReadAll(in)
		if err != nil || !bytes.Equal(append(head, rest...), data) {
			t.Fatalf("%d bytes, error %v", len(head)+len(rest), err)
		}
		if n := f.Calls("player"); n != 2 {
			t.Errorf("%d resolves, want 2", n)
		}
	})
}

// TestRefusedMidway: a 403 long before the expiry. The new address is for the same bytes and
// is read on from the same one.
func TestRefusedMidway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, data := long()
		p := newPath(t, f, link{rtt: 50 * time.Millisecond})
		in, head := p.start(t, 100<<10)
		time.Sleep(time.Minute)
		f.Revoke()
		rest, err := io.ReadAll(in)
		if err != nil || !bytes.Equal(append(head, rest...), data) {
			t.Fatalf("%d bytes, error %v", len(head)+len(rest), err)
		}
		if n := f.Calls("player"); n != 2 {
			t.Errorf("%d resolves, want 2", n)
		}
	})
}

// TestRefusedAndChanged: a 403, and the new address is for a file that was made anew. No
// byte of it is taken for one of the old file; where to go on is for the player to say.
func TestRefusedAndChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, data := long()
		p := newPath(t, f, link{rtt: 50 * time.Millisecond})
		in, head := p.start(t, 100<<10)
		time.Sleep(time.Minute)
		f.Revoke()
		f.Change()
		rest, err := io.ReadAll(in)
		if !errors.Is(err, stream.ErrChanged) {
			t.Fatalf("error %v, want ErrChanged", err)
		}
		if !bytes.HasPrefix(data, append(head, rest...)) {
			t.Error("the bytes before the error are not those of the first file")
		}
		if n := f.Calls("player"); n != 2 {
			t.Errorf("%d resolves, want 2", n)
		}
	})
}

// TestColdPlay measures from Enter on a search hit to the first byte, at 50 ms for a round
// trip: one for the player call, one for the media; and one to connect to the media host,
// unless it is known from the track before.
func TestColdPlay(t *testing.T) {
	const rtt = 50 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		f := youtubetest.Default()
		p := newPath(t, f, link{rtt: rtt})
		page, err := p.p.Search(t.Context(), source.Query{Words: "song"})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []time.Duration{3 * rtt, 2 * rtt} {
			before, began := f.Total(), time.Now()
			in, err := p.opener.Open(t.Context(), page.Tracks[i])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := in.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took > want+rtt/5 {
				t.Errorf("play %d: first byte after %s, want %s", i, took, want)
			}
			if n := f.Total() - before; n != 1 {
				t.Errorf("play %d: %d requests to the API, want 1", i, n)
			}
			if err := in.Close(); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Second)
		}
	})
}
