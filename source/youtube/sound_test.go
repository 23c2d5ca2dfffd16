package youtube_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/player/decode/decodetest"
	"anyaudio/player/output"
	"anyaudio/source/youtube/youtubetest"
)

// minutes is a WebM of three minutes of Opus at 128 kb/s, laid out as YouTube does.
var minutes = sync.OnceValue(func() []byte {
	file := decodetest.Formats()[0].Make(3 * time.Minute)
	b := make([]byte, file.Size)
	if _, err := file.ReadAt(b, 0); err != nil {
		panic(err)
	}
	return b
})

// TestNoGap plays against a clock, in virtual time, while addresses go bad under it: the ear
// never waits, and the position stays where the clock is. That not a sample is another one is shown by
// the script youtube.txtar of the program.
func TestNoGap(t *testing.T) {
	for name, c := range map[string]struct {
		lifetime time.Duration
		bad      func(*youtubetest.Fake)
		late     time.Duration // how long the ear waits
	}{
		"refused": {0, (*youtubetest.Fake).Revoke, 0},
		"expired": {time.Minute, func(*youtubetest.Fake) {}, 0},
		"slow to resolve": {0, func(f *youtubetest.Fake) {
			f.Revoke()
			f.Fail("player", youtubetest.Fault{Delay: 8 * time.Second})
		}, 0},
		// Another file is opened when the last of the first has been heard.
		"refused and changed": {0, func(f *youtubetest.Fake) { f.Revoke(); f.Change() }, 200 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := youtubetest.Default()
				f.Videos[song.ID].Files = []*youtubetest.File{{Itag: 251, Data: minutes(), BitRate: 128_000}}
				f.Lifetime = c.lifetime
				p := newPath(t, f, link{rtt: 50 * time.Millisecond, rate: 1_250_000})
				play := player.New(player.Options{Opener: p.opener, OpenOutput: silentClock})
				defer func() {
					if err := errors.Join(play.Close(), play.Err()); err != nil {
						t.Error(err)
					}
				}()
				play.PlayNow(song)
				time.Sleep(20 * time.Second)
				at := play.Progress().Position
				if at < 19*time.Second {
					t.Fatalf("at %s after 20 s", at)
				}
				c.bad(f)
				const more = time.Minute
				time.Sleep(more)
				now := play.Progress()
				if moved := now.Position - at; moved < more-c.late-20*time.Millisecond || moved > more+20*time.Millisecond {
					t.Errorf("%s played in %s", moved, more)
				}
				if now.Underruns != 0 {
					t.Errorf("the sound ran out %d times", now.Underruns)
				}
				if n := f.Calls("player"); n != 2 {
					t.Errorf("%d resolves, want 2", n)
				}
			})
		})
	}
}

// silentClock is an output that nobody hears, in real time.
func silentClock(ctx context.Context) (output.Output, error) {
	o, err := output.NewOpener("null", output.Options{})
	if err != nil {
		return nil, err
	}
	return o.Open(ctx)
}
