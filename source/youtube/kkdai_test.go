package youtube_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// TestKkdai: the module makes one request that is as ours would be; the fake looks at its
// headers and its context.
func TestKkdai(t *testing.T) {
	f := youtubetest.Default()
	p := open(t, f, youtube.Options{Resolvers: []string{"kkdai"}})
	m, err := p.Resolve(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(m.Reason, "by kkdai/youtube as visionos") || !strings.HasPrefix(m.Identity, "youtube:aaaaaaaaaa1:251:") {
		t.Errorf("reason %q, identity %q", m.Reason, m.Identity)
	}
	if f.Calls("player") != 1 || f.Total() != 2 {
		t.Errorf("%d player calls of %d requests, want 1 of 2 (a visitor)", f.Calls("player"), f.Total())
	}
}

// TestKkdaiRefusals: the module would report all of these as age gates or in its own words.
func TestKkdaiRefusals(t *testing.T) {
	for refusal, kind := range map[string]error{
		"bot_check": youtube.ErrBotCheck, "age": youtube.ErrAge, "private": youtube.ErrPrivate, "geo": youtube.ErrRegion,
		"live": youtube.ErrLive, "removed": youtube.ErrRemoved, "ciphered": youtube.ErrNoURL, "sabr_only": youtube.ErrNoURL,
		"http_400": youtube.ErrOutdated, "substituted": youtube.ErrSubstituted, "unknown_status": youtube.ErrRefused,
	} {
		f := youtubetest.Default()
		f.Refuse(song.ID, "", refusal)
		p := open(t, f, youtube.Options{Resolvers: []string{"kkdai"}})
		_, err := p.Resolve(t.Context(), song)
		if !errors.Is(err, kind) {
			t.Errorf("%s: error %v, want %v", refusal, err, kind)
		}
		if n := f.Calls("player"); n != 1 {
			t.Errorf("%s: %d player calls, want 1: never again as another client", refusal, n)
		}
	}
}

// TestKkdaiTogether: the module's client is a global; several at once must not mix.
func TestKkdaiTogether(t *testing.T) {
	p := open(t, youtubetest.Default(), youtube.Options{Resolvers: []string{"kkdai"}})
	var wg sync.WaitGroup
	for _, id := range []string{"aaaaaaaaaa1", "aaaaaaaaaa2", "aaaaaaaaaa3", "aaaaaaaaaa4"} {
		wg.Go(func() {
			m, err := p.Resolve(t.Context(), source.Track{ID: id})
			if err != nil || !strings.Contains(m.Identity, id) {
				t.Errorf("%s: %q, %v", id, m.Identity, err)
			}
		})
	}
	wg.Wait()
}

// TestKkdaiSkipped: without an identity that it can express it is not used; the reason is
// that of whoever was refused.
func TestKkdaiSkipped(t *testing.T) {
	f := youtubetest.Default()
	f.Refuse(song.ID, "", "old_client")
	p := open(t, f, youtube.Options{Resolvers: []string{"innertube", "kkdai"}})
	_, err := p.Resolve(t.Context(), song)
	wantKind(t, err, youtube.ErrOutdated)
	if n := f.Calls("player"); n != 2 {
		t.Errorf("%d player calls, want one for each identity and none by the module", n)
	}
}

// TestKkdaiCancelled: waiting for the module's turn ends with the context.
func TestKkdaiCancelled(t *testing.T) {
	p := open(t, youtubetest.Default(), youtube.Options{Resolvers: []string{"kkdai"}})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Resolve(ctx, song); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
