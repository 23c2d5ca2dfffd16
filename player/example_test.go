package player_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/source/direct"
	"anyaudio/stream"
)

// Play a URL to its end. The null output takes real time and is silent; leave OpenOutput out
// to hear it.
func Example() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "tone.wav", time.Time{}, bytes.NewReader(wave(0, 4800)))
	}))
	defer site.Close()

	ctx := context.Background()
	sources := source.NewRegistry()
	sources.Add("url", direct.New(direct.Options{}))
	cache := source.NewCache(sources, source.CacheOptions{})
	defer cache.Close()
	pool := stream.NewPool(stream.PoolOptions{})
	defer pool.Close()
	p := player.New(player.Options{
		Opener:     &player.MediaOpener{Resolver: cache, Pool: pool},
		OpenOutput: func(ctx context.Context) (output.Output, error) { return output.Open(ctx, "null", output.Options{}) },
	})
	defer p.Close()

	events := p.Subscribe(ctx)
	p.PlayNow(source.Track{Provider: "url", ID: site.URL + "/tone.wav", Title: "a tone"})
	heard := false
	for e := range events {
		if s, ok := e.(player.StateChanged); ok && s.State.Status == player.Playing && !heard {
			fmt.Println(s.State.Entry.Track.Title, "-", s.State.Format)
			heard = true
		} else if ok && s.State.Status == player.Stopped && heard {
			break
		}
	}
	// Output: a tone - pcm f32le 48 kHz stereo 3072 kb/s
}
