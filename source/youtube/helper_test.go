package youtube_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// needShell skips where scripts do not run.
func needShell(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		if os.Getenv("ANYAUDIO_CI") != "" {
			t.Fatal("tool sh required in CI")
		}
		t.Skip("no sh")
	}
}

// openHelper is open with a yt-dlp that does as h says, for videos of f.
func openHelper(t *testing.T, f *youtubetest.Fake, h youtubetest.Helper, o youtube.Options) (*youtube.Provider, string) {
	t.Helper()
	needShell(t)
	o.YtDlp = h.Install(t)
	if o.Resolvers == nil {
		o.Resolvers = []string{"yt-dlp"}
	}
	return open(t, f, o), o.YtDlp
}

// TestHelper: what yt-dlp finds can be fetched with the headers that it names, and has the
// identity that our own client would have given it.
func TestHelper(t *testing.T) {
	needShell(t)
	f := youtubetest.Default()
	p := open(t, f, youtube.Options{})
	own, err := p.Resolve(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	path := youtubetest.Helper{JSON: f.HelperJSON(song.ID), Noise: "plugin says hello\n{not json}\n"}.Install(t)
	p, err = youtube.New(youtube.Options{
		Bases: youtube.At("http://127.0.0.1:9"), Resolvers: []string{"yt-dlp"}, YtDlp: path,
		Route: youtube.Route{Proxy: "socks5://127.0.0.1:9", IPv4: true}, Cookies: "/tmp/cookies.txt",
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Resolve(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	if m.Identity != own.Identity || m.Type != "audio/webm" || m.BitRate != 48000 {
		t.Errorf("%q, %s, %d; our own client: %q", m.Identity, m.Type, m.BitRate, own.Identity)
	}
	if !strings.HasSuffix(m.Reason, "by yt-dlp 2026.10.26") || strings.Contains(m.Reason, "compressed") {
		t.Errorf("reason %q", m.Reason)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, m.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = m.Header
	req.Header.Set("Range", "bytes=0-99")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, _ := io.ReadAll(resp.Body); resp.StatusCode != 206 || string(b) != string(youtubetest.Tone()[:100]) {
		t.Errorf("status %d, %d bytes", resp.StatusCode, len(b))
	}
	if _, err := p.Resolve(t.Context(), source.Track{ID: "-aaaaaaaaaa"}); !errors.Is(err, youtube.ErrSubstituted) {
		t.Errorf("another id in the answer: %v", err)
	}
	args := youtubetest.HelperArgs(t, path)
	want := "--ignore-config --no-update --no-warnings --no-progress -q --no-playlist --socket-timeout 10 --extractor-retries 1" +
		" --proxy socks5://127.0.0.1:9 --cookies /tmp/cookies.txt --force-ipv4" +
		" -f ba[acodec^=opus]/ba[ext=m4a]/ba/b[height<=360]/b -J -- https://www.youtube.com/watch?v=aaaaaaaaaa1"
	if len(args) != 3 || args[0] != "--ignore-config --version" || args[1] != want {
		t.Errorf("run with\n%q\nwant the version once, then\n%q", args, want)
	}
	if !strings.HasSuffix(args[2], " -- https://www.youtube.com/watch?v=-aaaaaaaaaa") {
		t.Errorf("an id that looks like an option: %q", args[2])
	}
}

// TestHelperOnPath: without a path of its own in the options it is the one on PATH, and its version is
// asked for once.
func TestHelperOnPath(t *testing.T) {
	needShell(t)
	f := youtubetest.Default()
	s := youtubetest.Start(t, f)
	path := youtubetest.Helper{JSON: f.HelperJSON(song.ID)}.Install(t)
	t.Setenv("PATH", filepath.Dir(path)+string(os.PathListSeparator)+os.Getenv("PATH"))
	p, err := youtube.New(youtube.Options{
		Bases: youtube.At(s.URL), Resolvers: []string{"yt-dlp"}, Route: youtube.Route{IPv6: true}, HTTP: http.DefaultClient,
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := p.Resolve(t.Context(), song); err != nil {
			t.Fatal(err)
		}
	}
	args := youtubetest.HelperArgs(t, path)
	if len(args) != 3 || !strings.HasSuffix(args[0], "--version") || !strings.Contains(args[2], " --force-ipv6 ") {
		t.Errorf("run with %q", args)
	}
}

// TestHelperErrors: what yt-dlp says becomes the error of its kind.
func TestHelperErrors(t *testing.T) {
	for text, kind := range map[string]error{
		"Sign in to confirm you’re not a bot. Use --cookies":                                           youtube.ErrBotCheck,
		"Sign in to confirm your age.":                                                                 youtube.ErrAge,
		"Private video. Sign in if you've been granted":                                                youtube.ErrPrivate,
		"Video unavailable. This video is no longer available because the account has been terminated": youtube.ErrRemoved,
		"Video unavailable": youtube.ErrRemoved,
		"The uploader has not made this video available in your country": youtube.ErrRegion,
		"This video is only available to Music Premium members":          youtube.ErrPremium,
		"Join this channel to get access to members-only content":        youtube.ErrMembers,
		"Premieres in 3 hours":                                         youtube.ErrUpcoming,
		"This live event will begin in 2 days.":                        youtube.ErrUpcoming,
		"unable to download: HTTP Error 429: Too Many Requests":        youtube.ErrRateLimited,
		"This content isn't available, try again later.":               youtube.ErrRateLimited,
		"unable to download video data: HTTP Error 403: Forbidden":     youtube.ErrGated,
		"Requested format is not available. Use --list-formats":        youtube.ErrNoURL,
		"Unable to download API page: Failed to resolve 'youtube.com'": youtube.ErrNetwork,
		"something nobody has seen":                                    youtube.ErrHelper,
	} {
		p, _ := openHelper(t, youtubetest.Default(), youtubetest.Helper{
			JSON: "null", Stderr: "WARNING: noise\nERROR: [youtube] aaaaaaaaaa1: " + text + "\n", Exit: 1,
		}, youtube.Options{})
		_, err := p.Resolve(t.Context(), song)
		if !errors.Is(err, kind) {
			t.Errorf("%q: error %v, want %v", text, err, kind)
		}
		wantOnly(t, err, kind)
	}
}

// TestHelperStates: the program in all states that it has been met in.
func TestHelperStates(t *testing.T) {
	for name, c := range map[string]struct {
		h    youtubetest.Helper
		kind error
		hint string
	}{
		"useless": {youtubetest.Helper{Version: "2023.03.04"}, youtube.ErrOldHelper, "yt-dlp -U"},
		"old":     {youtubetest.Helper{Version: "2026.07.04", JSON: "null", Stderr: "ERROR: whatever", Exit: 1}, youtube.ErrHelper, "2026.07.04 is old"},
		"usage":   {youtubetest.Helper{Stderr: "yt-dlp: error: no such option: --no-progress", Exit: 2}, youtube.ErrOldHelper, "yt-dlp -U"},
		"other":   {youtubetest.Helper{Version: "usage: something else"}, youtube.ErrHelper, "by hand"},
		"noise":   {youtubetest.Helper{JSON: "not json"}, youtube.ErrHelper, "by hand"},
		"null":    {youtubetest.Helper{JSON: "null"}, youtube.ErrHelper, "by hand"},
		"huge":    {youtubetest.Helper{Huge: true}, youtube.ErrHelper, "by hand"},
		"live":    {youtubetest.Helper{JSON: `{"id":"aaaaaaaaaa1","live_status":"is_live"}`}, youtube.ErrLive, "recorded"},
		"nothing": {youtubetest.Helper{JSON: `{"id":"aaaaaaaaaa1","formats":[null,7]}`}, youtube.ErrNoURL, "yt-dlp"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := openHelper(t, youtubetest.Default(), c.h, youtube.Options{})
			_, err := p.Resolve(t.Context(), song)
			if _, hint := wantKind(t, err, c.kind); !strings.Contains(hint, c.hint) {
				t.Errorf("hint %q, want %q in it", hint, c.hint)
			}
		})
	}
	p := open(t, youtubetest.Default(), youtube.Options{Resolvers: []string{"yt-dlp"}, YtDlp: filepath.Join(t.TempDir(), "yt-dlp")})
	_, err := p.Resolve(t.Context(), song)
	if _, hint := wantKind(t, err, youtube.ErrNoHelper); !strings.Contains(hint, "install yt-dlp") {
		t.Errorf("hint %q", hint)
	}
}

// TestHelperKilled: giving up ends the program and what it has started.
func TestHelperKilled(t *testing.T) {
	p, path := openHelper(t, youtubetest.Default(), youtubetest.Helper{Hang: true}, youtube.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { _, err := p.Resolve(ctx, song); done <- err }()
	child := ""
	for child == "" {
		b, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "child"))
		child = strings.TrimSpace(string(b))
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	wantEnded(t, child)
}

// wantEnded checks that a process is gone, or will be in a moment.
func wantEnded(t *testing.T, process string) {
	t.Helper()
	for range 1000 {
		// A killed process that nobody has waited for yet is a zombie, state Z.
		b, err := os.ReadFile("/proc/" + process + "/stat")
		if err != nil || strings.Contains(string(b), ") Z ") {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("process %s, which the program had started, still runs", process)
}

// TestHelperLeaves: something that the program has left behind, and that holds on to its
// pipes, costs neither the answer nor more than a moment, and is ended.
func TestHelperLeaves(t *testing.T) {
	f := youtubetest.Default()
	s := youtubetest.Start(t, f)
	needShell(t)
	path := youtubetest.Helper{JSON: f.HelperJSON(song.ID), Leave: true}.Install(t)
	p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), Resolvers: []string{"yt-dlp"}, YtDlp: path})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := p.Resolve(t.Context(), song); err != nil || m.URL == "" {
		t.Errorf("%v, error %v", m, err)
	}
	child, err := os.ReadFile(filepath.Join(filepath.Dir(path), "child"))
	if err != nil {
		t.Fatal(err)
	}
	wantEnded(t, strings.TrimSpace(string(child)))
}

// TestHelperSecrets: what yt-dlp says may hold signed addresses, and the password of a proxy;
// they get neither to the listener nor to the log.
func TestHelperSecrets(t *testing.T) {
	for _, text := range []string{
		"unable to download video data: <urlopen error EOF> (caused by URLError at https://rr1.test/videoplayback?expire=1&sig=SECRET)",
		"Unable to connect to proxy: http://me:SECRET@127.0.0.1:9/",
		"HTTPSConnectionPool(host='rr1.test', port=443): Max retries exceeded with url: /videoplayback?expire=1&sig=SECRET (Caused by EOF)",
		"[youtube] aaaaaaaaaa1: see https://rr1.test/videoplayback?sig=SECRET",
	} {
		var log bytes.Buffer
		p, _ := openHelper(t, youtubetest.Default(), youtubetest.Helper{JSON: "null", Stderr: "ERROR: " + text + "\n", Exit: 1},
			youtube.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		_, err := p.Resolve(t.Context(), song)
		line, hint := source.Explain(err)
		if err == nil || log.Len() == 0 || strings.Contains(err.Error()+line+hint+log.String(), "SECRET") {
			t.Errorf("%q: error %v, the listener sees %q, %q; log\n%s", text, err, line, hint, &log)
		}
	}
}

// TestHelperHelps: when our own client is refused, yt-dlp is asked; for what it cannot
// change it is not. When it is missing, the next step is to install it.
func TestHelperHelps(t *testing.T) {
	needShell(t)
	for refusal, helps := range map[string]bool{"age": true, "kids_on_visionos": true, "bot_check": true, "private": false, "rate_limited": false} {
		f := youtubetest.Default()
		f.Refuse(song.ID, "VISIONOS", refusal)
		s := youtubetest.Start(t, f)
		path := youtubetest.Helper{JSON: f.HelperJSON(song.ID)}.Install(t)
		p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), Resolvers: []string{"innertube", "yt-dlp"}, YtDlp: path})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Resolve(t.Context(), song); (err == nil) != helps {
			t.Errorf("%s: error %v, want success: %t", refusal, err, helps)
		}
	}
	f := youtubetest.Default()
	f.Refuse(song.ID, "", "bot_check")
	p := open(t, f, youtube.Options{Resolvers: []string{"innertube", "yt-dlp", "muxed"}, YtDlp: "/nonexistent/yt-dlp"})
	_, err := p.Resolve(t.Context(), song)
	if _, hint := wantKind(t, err, youtube.ErrBotCheck); !strings.Contains(hint, "install yt-dlp") {
		t.Errorf("hint %q", hint)
	}
}

// TestRateLimitedWithAccount: somebody with an account is another visitor.
func TestRateLimitedWithAccount(t *testing.T) {
	needShell(t)
	f := youtubetest.Default()
	f.Refuse(song.ID, "VISIONOS", "rate_limited")
	s := youtubetest.Start(t, f)
	path := youtubetest.Helper{JSON: f.HelperJSON(song.ID)}.Install(t)
	p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), YtDlp: path, CookiesFromBrowser: "firefox"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Resolve(t.Context(), song); err != nil {
		t.Fatal(err)
	}
	if args := youtubetest.HelperArgs(t, path); !strings.Contains(args[1], "--cookies-from-browser firefox") {
		t.Errorf("run with %q", args)
	}
	if f.Calls("reel/reel_item_watch") != 0 {
		t.Error("the last resort was asked, which is the same visitor")
	}
}
