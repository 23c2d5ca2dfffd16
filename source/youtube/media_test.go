package youtube_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
	"anyaudio/stream"
)

// TestMediaFaults: what media hosts do to requests costs no byte, and none too many requests.
func TestMediaFaults(t *testing.T) {
	type faults = []youtubetest.MediaFault
	for name, c := range map[string]struct {
		faults  faults
		players int    // calls in all, the first one included
		more    int    // requests for media, beyond those without a fault
		line    string // what the listener sees, empty when that is nothing
	}{
		"none":          {nil, 1, 0, ""},
		"cut":           {faults{{Truncate: true}}, 1, 1, ""},
		"503":           {faults{{Status: 503}}, 1, 1, ""},
		"429":           {faults{{Status: 429}}, 1, 1, ""},
		"416":           {faults{{Status: 416}}, 2, 2, ""}, // of a file whose size is known: it is another one
		"redirect":      {faults{{Redirect: true}}, 1, 1, ""},
		"redirect loop": {slices.Repeat(faults{{Redirect: true}}, 10), 1, 11, ""},
		"stall":         {faults{{Delay: time.Minute}}, 1, 1, ""},
		"whole file":    {faults{{IgnoreRange: true}}, 1, 1, ""},
		"another range": {faults{{WrongRange: true}}, 1, 1, ""},
		// The address of a machine that has changed its network is refused like this. The new
		// one has to prove itself, which costs a request.
		"403 once": {faults{{Status: 403}}, 2, 2, ""},
		// Not asked for ever: each time the new address fails its proof.
		"403 always": {slices.Repeat(faults{{Status: 403}}, 50), 5, 3, "the stream is cut off after its first part: install or update yt-dlp"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, data := long()
				p := newPath(t, f, link{rtt: 50 * time.Millisecond})
				in, head := p.start(t, 100<<10)
				time.Sleep(time.Minute)
				before := f.Calls("media")
				f.FailMedia(c.faults...)
				rest, err := io.ReadAll(in)
				got := append(head, rest...)
				if !bytes.HasPrefix(data, got) || (err == nil) != (len(got) == len(data)) || (err == nil) != (c.line == "") {
					t.Fatalf("%d of %d bytes, error %v", len(got), len(data), err)
				}
				if err != nil && !strings.HasPrefix(player.Explain(err), c.line) {
					t.Errorf("the listener sees %q, want %q", player.Explain(err), c.line)
				}
				if n := f.Calls("player"); n != c.players {
					t.Errorf("%d player calls, want %d", n, c.players)
				}
				const usual = 4 // windows for the rest of the file
				if n := f.Calls("media") - before - usual; n > c.more {
					t.Errorf("%d requests more than usual, want %d", n, c.more)
				}
			})
		})
	}
}

// TestThrottled: a host that gives out 50 kB a second, three times what the sound needs, is
// waited for however long the file takes, and nobody is asked for another address.
func TestThrottled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, data := long()
		p := newPath(t, f, link{rtt: 50 * time.Millisecond, rate: 50_000})
		in, head := p.start(t, 100<<10)
		began := time.Now()
		rest, err := io.ReadAll(in)
		if err != nil || !bytes.Equal(append(head, rest...), data) {
			t.Fatalf("%d bytes, error %v", len(head)+len(rest), err)
		}
		ideal := time.Duration(len(rest)) * time.Second / 50_000
		if took := time.Since(began); took > ideal*6/5 {
			t.Errorf("took %s, the line allows %s", took, ideal)
		}
		if n := f.Calls("player"); n != 1 {
			t.Errorf("%d player calls, want 1", n)
		}
	})
}

// TestTwoTracks: the one that plays and the one after it are fetched at once, and giving the second
// up frees what it held. The fake fails the test for a third request, and for a fourth connection.
func TestTwoTracks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, data := long()
		f.Videos["aaaaaaaaaa2"].Files = f.Videos[song.ID].Files
		p := newPath(t, f, link{rtt: 50 * time.Millisecond, rate: 200_000})
		f.FailMedia(slices.Repeat([]youtubetest.MediaFault{{Delay: 300 * time.Millisecond}}, 40)...)
		in, head := p.start(t, 10<<10)
		read := make(chan []byte)
		go func() {
			rest, err := io.ReadAll(in)
			if err != nil {
				t.Error(err)
			}
			read <- append(head, rest...)
		}()
		for range 5 {
			next, err := p.opener.Open(t.Context(), source.Track{Provider: youtube.Name, ID: "aaaaaaaaaa2"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := next.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			if err := next.Close(); err != nil {
				t.Error(err)
			}
		}
		if got := <-read; !bytes.Equal(got, data) {
			t.Errorf("%d bytes", len(got))
		}
		if requests, connections := f.MediaPeak(); requests != 2 || connections > 3 {
			t.Errorf("%d requests and %d connections at once, want 2 and 3 at the most", requests, connections)
		}
		if n := f.Calls("player"); n != 2 {
			t.Errorf("%d player calls, want one for each track", n)
		}
	})
}

// TestGatedMidway: a host that serves the first part and then refuses. The way is changed, once,
// and the player is told that the file is another one, so that it goes on at the same time.
func TestGatedMidway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, data := long()
		f.Videos[song.ID].Muxed = &youtubetest.File{Itag: 18, Data: youtubetest.Blob(1 << 20), BitRate: 500_000}
		f.Gate(1 << 20)
		p := newPath(t, f, link{rtt: 50 * time.Millisecond}, "innertube", "muxed")
		in, head := p.start(t, 100<<10)
		rest, err := io.ReadAll(in)
		if !errors.Is(err, stream.ErrChanged) || !bytes.HasPrefix(data, append(head, rest...)) {
			t.Fatalf("%d bytes, error %v, want ErrChanged", len(head)+len(rest), err)
		}
		players, reels := f.Calls("player"), f.Calls("reel/reel_item_watch")
		if players != 2 || reels != 1 {
			t.Errorf("%d player calls and %d of the last resort, want 2 and 1: no loop", players, reels)
		}
		again, err := p.opener.Open(t.Context(), song)
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		whole, err := io.ReadAll(again)
		if err != nil || len(whole) != 1<<20 || f.Calls("player") != players {
			t.Errorf("%d bytes of the other file, error %v, %d player calls more", len(whole), err, f.Calls("player")-players)
		}
	})
}
