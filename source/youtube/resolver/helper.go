package resolver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// HelperOptions say how yt-dlp is run; the zero value finds it on PATH.
type HelperOptions struct {
	// Path is the program, absolute. Default the yt-dlp on PATH.
	Path string
	// Proxy is passed on; an address is bound to the way that it was asked for.
	Proxy string
	// IPv4 and IPv6 force a version of IP, the same as for answers and media.
	IPv4, IPv6 bool
	// Cookies is a file, CookiesFromBrowser a browser's name. They go to yt-dlp only.
	Cookies            string
	CookiesFromBrowser string
	// Timeout is for one run. Default 45 s.
	Timeout time.Duration
}

// account reports whether yt-dlp asks as somebody.
func (o HelperOptions) account() bool { return o.Cookies != "" || o.CookiesFromBrowser != "" }

// What way 2 can fail with besides the kinds of innertube.
var (
	ErrNoHelper = innertube.NewKind("yt-dlp missing", "yt-dlp is not installed",
		"install yt-dlp "+usefulVersion+" or newer, such as with: pipx install \"yt-dlp[default]\"")
	ErrOldHelper = innertube.NewKind("yt-dlp too old", "yt-dlp is too old for YouTube", updateHint)
	ErrHelper    = innertube.NewKind("yt-dlp failed", "yt-dlp failed",
		"run it by hand to see more, or update it: yt-dlp -U")
)

// Versions of yt-dlp: what is older than the first cannot play anything, what is older
// than the second not much.
const (
	oldestVersion = "2025.11.12"
	usefulVersion = "2026.08.19"
	updateHint    = "update it: yt-dlp -U, or pipx upgrade yt-dlp, or uv tool upgrade yt-dlp"
)

const (
	// maxProcesses run at once: one for what is to be played, one for the track after it.
	maxProcesses   = 2
	helperTimeout  = 45 * time.Second
	versionTimeout = 15 * time.Second
)

// helper is way 2: yt-dlp as a process. It is slow, some seconds for a track, and it is
// what works when nothing else does.
type helper struct {
	o     HelperOptions
	now   func() time.Time
	slots chan struct{}

	mu    sync.Mutex // guards below
	known probed
}

// probed is the version of a program file.
type probed struct {
	path    string
	changed time.Time
	version string
}

func newHelper(o HelperOptions, now func() time.Time) *helper {
	if o.Timeout <= 0 {
		o.Timeout = helperTimeout
	}
	return &helper{o: o, now: now, slots: make(chan struct{}, maxProcesses)}
}

func (h *helper) Name() string { return YtDlp }

// As is empty: which client yt-dlp is, it decides itself.
func (h *helper) As() string { return "" }

// Resolve runs yt-dlp for one video.
func (h *helper) Resolve(ctx context.Context, id string) (Answer, error) {
	path, version, err := h.find(ctx)
	if err != nil {
		return Answer{}, err
	}
	out, err := h.run(ctx, path, h.o.Timeout, h.args(id))
	if err != nil {
		return Answer{}, hintUpdate(err, version)
	}
	formats, err := readHelper(id, out)
	if err != nil {
		return Answer{}, hintUpdate(err, version)
	}
	return Answer{Formats: formats, As: "yt-dlp " + version}, nil
}

// args is the command line after the program's name. The id has been checked, and stands
// in an address: bare, some ids would be options or searches.
func (h *helper) args(id string) []string {
	args := []string{
		"--ignore-config", "--no-update", "--no-warnings", "--no-progress", "-q", "--no-playlist",
		"--socket-timeout", "10", "--extractor-retries", "1",
	}
	for _, option := range [...]struct{ name, value string }{
		{"--proxy", h.o.Proxy},
		{"--cookies", h.o.Cookies},
		{"--cookies-from-browser", h.o.CookiesFromBrowser},
	} {
		if option.value != "" {
			args = append(args, option.name, option.value)
		}
	}
	switch {
	case h.o.IPv4:
		args = append(args, "--force-ipv4")
	case h.o.IPv6:
		args = append(args, "--force-ipv6")
	}
	return append(args,
		"-f", "ba[acodec^=opus]/ba[ext=m4a]/ba/b[height<=360]/b",
		"-J", "--", "https://www.youtube.com/watch?v="+id)
}

// find locates the program and checks its version, once for each state of its file.
func (h *helper) find(ctx context.Context) (path, version string, err error) {
	path = h.o.Path
	if path == "" {
		path, err = exec.LookPath("yt-dlp")
	}
	if err != nil {
		return "", "", ErrNoHelper.Fail("", err)
	}
	st, err := os.Stat(path)
	if err != nil || st.IsDir() {
		return "", "", ErrNoHelper.Fail(fmt.Sprintf("nothing to run at %q", path), err)
	}
	h.mu.Lock()
	known := h.known
	h.mu.Unlock()
	if known.path != path || !known.changed.Equal(st.ModTime()) {
		out, err := h.run(ctx, path, versionTimeout, []string{"--ignore-config", "--version"})
		if err != nil {
			return "", "", err
		}
		known = probed{path, st.ModTime(), strings.TrimSpace(string(out))}
		h.mu.Lock()
		h.known = known
		h.mu.Unlock()
	}
	return path, known.version, checkVersion(known.version)
}

// checkVersion refuses what cannot work. Versions are dates and compare as text; nightly
// ones have the time behind.
func checkVersion(v string) error {
	if len(v) < len(oldestVersion) || v[4] != '.' || v[7] != '.' {
		return ErrHelper.Fail("its version cannot be read", fmt.Errorf("yt-dlp --version: %q", source.Clean(v[:min(len(v), 40)])))
	}
	if v < oldestVersion {
		return ErrOldHelper.Fail(fmt.Sprintf("%s, the first useful one is %s", source.Clean(v), usefulVersion), nil)
	}
	return nil
}

// hintUpdate points to the version when it may be the reason.
func hintUpdate(err error, version string) error {
	e, ok := errors.AsType[*source.Error](err)
	if !ok || version >= usefulVersion || aboutTrack(innertube.KindOf(err)) || aboutNetwork(innertube.KindOf(err)) {
		return err
	}
	return &source.Error{Kind: e.Kind, Line: e.Line, Hint: "yt-dlp " + version + " is old; " + updateHint, Err: e.Err}
}
