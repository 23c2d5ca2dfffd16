package youtube_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// TestRefusals goes through all ways in which a player refuses: what the listener sees, what a
// program sees, and who is asked how often.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		refusal string
		kind    error
		base    error  // sentinel of package source, nil for none
		line    string // part of what the listener sees
		player  int    // player calls with only our own client
	}{
		{"bot_check", youtube.ErrBotCheck, nil, "bot check", 3},
		{"age", youtube.ErrAge, source.ErrUnavailable, "age-restricted", 1},
		{"age_check", youtube.ErrAge, source.ErrUnavailable, "age-restricted", 1},
		{"private", youtube.ErrPrivate, source.ErrUnavailable, "private", 1},
		{"geo", youtube.ErrRegion, source.ErrUnavailable, "country", 1},
		{"premium", youtube.ErrPremium, source.ErrUnavailable, "Music Premium", 1},
		{"members", youtube.ErrMembers, source.ErrUnavailable, "members", 1},
		{"paid", youtube.ErrPaid, source.ErrUnavailable, "bought", 1},
		{"kids_on_visionos", youtube.ErrNotAvailable, source.ErrUnavailable, "kids", 1},
		{"attestation", youtube.ErrAttestation, nil, "proof", 1},
		{"copyright", youtube.ErrRemoved, source.ErrNotFound, "removed", 1},
		{"removed", youtube.ErrRemoved, source.ErrNotFound, "removed", 1},
		{"old_client", youtube.ErrOutdated, nil, "outdated client", 2},
		{"http_400", youtube.ErrOutdated, nil, "outdated client", 2},
		{"rate_limited", youtube.ErrRateLimited, source.ErrRateLimited, "too many requests", 1},
		{"upcoming", youtube.ErrUpcoming, source.ErrUnavailable, "Premieres in 3 hours", 1},
		{"live", youtube.ErrLive, source.ErrUnsupported, "live streams", 1},
		{"sabr_only", youtube.ErrNoURL, nil, "protected streams", 2},
		{"ciphered", youtube.ErrNoURL, nil, "protected streams", 2},
		{"drm", youtube.ErrNoURL, nil, "protected streams", 2},
		{"otf", youtube.ErrNoURL, nil, "protected streams", 2},
		{"substituted", youtube.ErrSubstituted, nil, "another video", 1},
		{"unknown_status", youtube.ErrRefused, source.ErrUnavailable, "New words", 1},
	} {
		t.Run(c.refusal, func(t *testing.T) {
			f := youtubetest.Default()
			f.Refuse(song.ID, "", c.refusal)
			p := open(t, f, youtube.Options{})
			_, err := p.Resolve(t.Context(), song)
			line, _ := wantKind(t, err, c.kind)
			if !strings.Contains(line, c.line) {
				t.Errorf("the listener sees %q, want it to say %q", line, c.line)
			}
			for _, base := range []error{source.ErrNotFound, source.ErrUnavailable, source.ErrRateLimited, source.ErrUnsupported} {
				if errors.Is(err, base) != (base == c.base) {
					t.Errorf("is %q: %t", base, errors.Is(err, base))
				}
			}
			wantOnly(t, err, c.kind)
			if n := f.Calls("player"); n != c.player {
				t.Errorf("%d player calls, want %d", n, c.player)
			}
			if n := f.Calls("media"); n != 0 {
				t.Errorf("%d requests for media", n)
			}
		})
	}
	if n := len(youtubetest.Refusals()); n != 23 {
		t.Errorf("the fake has %d refusals, this test 23", n)
	}
}

func allKinds() []error {
	return []error{
		youtube.ErrBotCheck, youtube.ErrAge, youtube.ErrRegion, youtube.ErrPrivate, youtube.ErrRemoved, youtube.ErrPremium,
		youtube.ErrMembers, youtube.ErrPaid, youtube.ErrLive, youtube.ErrUpcoming, youtube.ErrNotAvailable, youtube.ErrRefused,
		youtube.ErrRateLimited, youtube.ErrOutdated, youtube.ErrNoURL, youtube.ErrAttestation, youtube.ErrSubstituted,
		youtube.ErrGated, youtube.ErrConsent, youtube.ErrGarbled, youtube.ErrServer, youtube.ErrRequest, youtube.ErrNetwork,
		youtube.ErrNoHelper, youtube.ErrOldHelper, youtube.ErrHelper, youtube.ErrNoList, youtube.ErrPrivateList,
	}
}

// TestNextWay says for each refusal whether the muxed last resort is asked, which could play
// the video: not when the refusal is about the track.
func TestNextWay(t *testing.T) {
	for refusal, helps := range map[string]bool{
		"bot_check": true, "kids_on_visionos": true, "attestation": true, "old_client": true, "sabr_only": true,
		"ciphered": true, "substituted": true, "unknown_status": true,
		"age": false, "private": false, "geo": false, "premium": false, "members": false, "paid": false,
		"removed": false, "rate_limited": false, "upcoming": false, "live": false,
	} {
		t.Run(refusal, func(t *testing.T) {
			f := youtubetest.Default()
			f.Videos[song.ID].Muxed = &youtubetest.File{Itag: 18, Data: youtubetest.Blob(5000), BitRate: 500_000}
			f.Refuse(song.ID, "VISIONOS", refusal)
			p := open(t, f, youtube.Options{Resolvers: []string{"innertube", "muxed"}})
			m, err := p.Resolve(t.Context(), song)
			if (err == nil) != helps {
				t.Fatalf("error %v, want success: %t", err, helps)
			}
			if helps && !strings.Contains(m.Reason, "last resort") {
				t.Errorf("reason %q", m.Reason)
			}
			if n := f.Calls("reel/reel_item_watch"); (n > 0) != helps {
				t.Errorf("%d calls as another client", n)
			}
		})
	}
}

// TestBotCheckOnce: a refused visitor is replaced, and the listener notices nothing.
func TestBotCheckOnce(t *testing.T) {
	f := youtubetest.Default()
	f.RefuseVisitors(1)
	p := open(t, f, youtube.Options{})
	m, err := p.Resolve(t.Context(), song)
	if err != nil || m.URL == "" {
		t.Fatal(m, err)
	}
	if visitors, players := f.Calls("visitor_id"), f.Calls("player"); visitors != 2 || players != 2 {
		t.Errorf("%d visitors, %d player calls, want 2 and 2", visitors, players)
	}
}

// TestBotCheckAlways: after three visitors the way is left alone for a while, without a
// request, and the next track fails at once with the same words.
func TestBotCheckAlways(t *testing.T) {
	f := youtubetest.Default()
	f.RefuseVisitors(-1)
	now := time.Now()
	f.Now = func() time.Time { return now }
	p := open(t, f, youtube.Options{Clients: []string{"visionos"}})
	_, err := p.Resolve(t.Context(), song)
	wantKind(t, err, youtube.ErrBotCheck)
	if n := f.Calls("player"); n != 3 {
		t.Errorf("%d player calls, want 3", n)
	}
	_, err = p.Resolve(t.Context(), source.Track{Provider: youtube.Name, ID: "aaaaaaaaaa2"})
	wantKind(t, err, youtube.ErrBotCheck)
	if n := f.Calls("player"); n != 3 {
		t.Errorf("%d player calls after the second track, want still 3", n)
	}
	now = now.Add(3 * time.Minute)
	f.RefuseVisitors(0)
	if _, err = p.Resolve(t.Context(), song); err != nil {
		t.Errorf("after the rest: %v", err)
	}
}

// TestRateLimited: the limit is on the network, so that no client asks about the next track;
// when the time is over, they do.
func TestRateLimited(t *testing.T) {
	f := youtubetest.Default()
	f.Refuse(song.ID, "", "rate_limited")
	now := time.Now()
	f.Now = func() time.Time { return now }
	p := open(t, f, youtube.Options{Resolvers: []string{"innertube", "kkdai", "muxed"}})
	_, err := p.Resolve(t.Context(), song)
	wantKind(t, err, youtube.ErrRateLimited)
	before := f.Total()
	second := source.Track{Provider: youtube.Name, ID: "aaaaaaaaaa2"}
	_, err = p.Resolve(t.Context(), second)
	wantKind(t, err, youtube.ErrRateLimited)
	if n := f.Total() - before; n != 0 {
		t.Errorf("%d requests while being limited", n)
	}
	now = now.Add(11 * time.Minute)
	if _, err := p.Resolve(t.Context(), second); err != nil {
		t.Errorf("after the limit: %v", err)
	}
}

// TestRateLimitedLast: also when it was the last resort that was told to wait.
func TestRateLimitedLast(t *testing.T) {
	f := youtubetest.Default()
	f.Refuse(song.ID, "VISIONOS", "kids_on_visionos")
	f.Refuse(song.ID, "ANDROID", "rate_limited")
	p := open(t, f, youtube.Options{Resolvers: []string{"innertube", "muxed"}, Clients: []string{"visionos", "android"}})
	if _, err := p.Resolve(t.Context(), song); err == nil {
		t.Fatal("resolved")
	}
	before := f.Total()
	_, err := p.Resolve(t.Context(), source.Track{Provider: youtube.Name, ID: "aaaaaaaaaa2"})
	wantKind(t, err, youtube.ErrRateLimited)
	if n := f.Total() - before; n != 0 {
		t.Errorf("%d requests while being limited", n)
	}
}

// TestHotPath: what a cold play costs in requests.
func TestHotPath(t *testing.T) {
	f := youtubetest.Default()
	f.MaxPlayerCalls = 3
	p := open(t, f, youtube.Options{})
	if _, err := p.Resolve(t.Context(), song); err != nil {
		t.Fatal(err)
	}
	if f.Calls("player") != 1 || f.Calls("visitor_id") != 1 || f.Total() != 2 {
		t.Errorf("without a visitor: %d player calls of %d requests, want 1 of 2", f.Calls("player"), f.Total())
	}

	f = youtubetest.Default()
	p = open(t, f, youtube.Options{})
	page, err := p.Search(t.Context(), source.Query{Words: "song"})
	if err != nil {
		t.Fatal(err)
	}
	before := f.Total()
	if _, err := p.Resolve(t.Context(), page.Tracks[0]); err != nil {
		t.Fatal(err)
	}
	if n := f.Total() - before; n != 1 || f.Calls("player") != 1 {
		t.Errorf("after a search: %d requests, want the player call alone", n)
	}
}

// TestVisitorKept: the visitor survives the program, and is dropped when it is refused.
func TestVisitorKept(t *testing.T) {
	state := t.TempDir() + "/visitor.json"
	f := youtubetest.Default()
	s := youtubetest.Start(t, f)
	for run := range 2 {
		p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), State: state})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Resolve(t.Context(), song); err != nil {
			t.Fatal(err)
		}
		if n := f.Calls("visitor_id"); n != 1 {
			t.Errorf("run %d: %d visitors asked for, want 1", run, n)
		}
	}
	f.RefuseVisitors(0) // all so far
	p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), State: state})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Resolve(t.Context(), song); err != nil || f.Calls("visitor_id") != 2 {
		t.Errorf("error %v, %d visitors, want a second one", err, f.Calls("visitor_id"))
	}
}

// TestMedia checks what the player is given.
func TestMedia(t *testing.T) {
	f := youtubetest.Default()
	now := time.Unix(1_790_000_000, 0)
	f.Now = func() time.Time { return now }
	p := open(t, f, youtube.Options{})
	m, err := p.Resolve(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	if want := now.Add(21540 * time.Second); !m.Expires.Equal(want) {
		t.Errorf("expires %s, want %s", m.Expires, want)
	}
	if want := int64(len(youtubetest.Tone())); m.Size != want || m.BitRate != 48000 || m.Type != "audio/webm" {
		t.Errorf("size %d, rate %d, type %q", m.Size, m.BitRate, m.Type)
	}
	if !strings.HasPrefix(m.Identity, "youtube:aaaaaaaaaa1:251:") {
		t.Errorf("identity %q", m.Identity)
	}
	if !strings.HasPrefix(m.Header.Get("User-Agent"), "Mozilla/5.0 (Macintosh") {
		t.Errorf("header %v", m.Header)
	}
	if want := "Opus itag 251, 48 kbit/s: best of 1, quality high, by visionos 1.02"; m.Reason != want {
		t.Errorf("reason %q, want %q", m.Reason, want)
	}
	f.Change()
	again, err := p.Resolve(t.Context(), song)
	if err != nil || again.Identity == m.Identity {
		t.Errorf("identity %q of a file made anew, error %v", again.Identity, err)
	}
}

// TestTableFile: a file mends what the built-in table gets wrong, also in ways that the
// built-in identities do not use.
func TestTableFile(t *testing.T) {
	for name, text := range map[string]string{
		"another version":  "[[client]]\nname = \"visionos\"\nclient_version = \"1.05\"\n",
		"a reel of a page": "[[client]]\nname = \"visionos\"\nplayer = \"reel\"\nclient_version = \"1.05\"\n",
		"no way around headers": "[[client]]\nname = \"visionos\"\nclient_version = \"1.05\"\n" +
			"context = { clientVersion = \"9\", hl = \"de\" }\n",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "clients.toml")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			p := open(t, youtubetest.Default(), youtube.Options{Table: path, Clients: []string{"visionos"}})
			m, err := p.Resolve(t.Context(), song)
			if err != nil || !strings.HasSuffix(m.Reason, "by visionos 1.05") {
				t.Errorf("reason %q, error %v", m.Reason, err)
			}
		})
	}
}

// TestLiveNotAsked: for what a list shows as live no request is made.
func TestLiveNotAsked(t *testing.T) {
	f := youtubetest.Default()
	p := open(t, f, youtube.Options{})
	_, err := p.Resolve(t.Context(), source.Track{Provider: youtube.Name, ID: "liveliveliv", Live: true})
	wantKind(t, err, youtube.ErrLive)
	if f.Total() != 0 {
		t.Errorf("%d requests", f.Total())
	}
}

// TestGate: media that are cut off after the beginning. The second address has to prove
// itself, and when it does not, the next way is asked and the first left alone.
func TestGate(t *testing.T) {
	f := youtubetest.Default()
	v := f.Videos[song.ID]
	v.Files[0].Data = youtubetest.Blob(3 << 20)
	v.Muxed = &youtubetest.File{Itag: 18, Data: youtubetest.Blob(1 << 19), BitRate: 500_000}
	f.Gate(1 << 20)
	p := open(t, f, youtube.Options{Resolvers: []string{"innertube", "muxed"}})
	first, err := p.Resolve(t.Context(), song)
	if err != nil || f.Calls("media") != 0 {
		t.Fatalf("error %v, %d probes, want none on the hot path", err, f.Calls("media"))
	}
	second, err := p.Resolve(t.Context(), song)
	if err != nil || !strings.Contains(second.Reason, "last resort") || second.Identity == first.Identity {
		t.Fatalf("error %v, reason %q", err, second.Reason)
	}
	players := f.Calls("player")
	if players != 2 {
		t.Errorf("%d player calls, want 2: no loop", players)
	}
	// The next track has no muxed file: the way that was left alone is asked after all, and
	// shows that this file can be had whole.
	before := f.Calls("media")
	_, err = p.Resolve(t.Context(), source.Track{Provider: youtube.Name, ID: "aaaaaaaaaa2"})
	if err != nil || f.Calls("media") != before+1 {
		t.Errorf("error %v, %d probes", err, f.Calls("media")-before)
	}
}

// TestGateAlone: without another way the listener is told.
func TestGateAlone(t *testing.T) {
	f := youtubetest.Default()
	f.Videos[song.ID].Files[0].Data = youtubetest.Blob(3 << 20)
	f.Gate(1 << 20)
	p := open(t, f, youtube.Options{})
	if _, err := p.Resolve(t.Context(), song); err != nil {
		t.Fatal(err)
	}
	_, err := p.Resolve(t.Context(), song)
	line, hint := wantKind(t, err, youtube.ErrGated)
	if !strings.Contains(line, "cut off") || !strings.Contains(hint, "yt-dlp") {
		t.Errorf("%q, %q", line, hint)
	}
}

// TestWarm: the host that served last is warmed when the next resolve begins.
func TestWarm(t *testing.T) {
	f := youtubetest.Default()
	var warmed []string
	p := open(t, f, youtube.Options{Warm: func(u string) { warmed = append(warmed, u) }})
	for _, id := range []string{"aaaaaaaaaa1", "aaaaaaaaaa2"} {
		if _, err := p.Resolve(t.Context(), source.Track{Provider: youtube.Name, ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	if len(warmed) != 1 || warmed[0] != f.MediaBase+"/" {
		t.Errorf("warmed %q, want %q", warmed, f.MediaBase+"/")
	}
}

// TestCancelled: a slow answer does not hold up whoever has given up.
func TestCancelled(t *testing.T) {
	f := youtubetest.Default()
	f.Fail("player", youtubetest.Fault{Delay: time.Minute})
	p := open(t, f, youtube.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { _, err := p.Resolve(ctx, song); done <- err }()
	for f.Calls("player") == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestSecrets: no error and no text for the listener has a signed address.
func TestSecrets(t *testing.T) {
	f := youtubetest.Default()
	s := youtubetest.Start(t, f)
	p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), Resolvers: []string{"innertube"}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Resolve(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	if text := m.Reason + m.String() + m.Identity; strings.Contains(text, "sig=") || strings.Contains(text, "expire=") {
		t.Errorf("%q", text)
	}
	s.Close()
	_, err = p.Resolve(t.Context(), song)
	line, hint := wantKind(t, err, youtube.ErrNetwork)
	if strings.Contains(err.Error()+line+hint, "?") {
		t.Errorf("a query in %q, %q, %q", err, line, hint)
	}
}

// TestLoudness: how loud a song is comes with its address.
func TestLoudness(t *testing.T) {
	p := open(t, youtubetest.Default(), youtube.Options{})
	m, err := p.Resolve(t.Context(), song)
	if err != nil || m.Loudness != 4.32 {
		t.Errorf("loudness %g, error %v; want 4.32", m.Loudness, err)
	}
}
