package youtubetest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A Helper is a yt-dlp that is a shell script: it knows --version, notes its arguments, and
// answers everything else in one way.
type Helper struct {
	// Version is what --version prints; empty means a recent one.
	Version string
	// JSON is printed, after Noise; see Fake.HelperJSON.
	JSON, Noise string
	// Stderr is written, and Exit is the status.
	Stderr string
	Exit   int
	// Hang starts another process and waits for it for a minute. Leave starts one and does not
	// wait for it.
	Hang, Leave bool
	// Huge prints without end.
	Huge bool
}

// Install writes the script to a folder of its own and returns its path. Arguments are
// appended to the file "args" beside it, one run a line; the id of the process that Hang
// or Leave starts goes to "child". It needs a shell and fails the test without.
func (h Helper) Install(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	version := h.Version
	if version == "" {
		version = "2026.10.26"
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
		return path
	}
	var b strings.Builder
	b.WriteString("#!/bin/sh\n")
	fmt.Fprintf(&b, "echo \"$*\" >>'%s'\n", filepath.Join(dir, "args"))
	fmt.Fprintf(&b, "for a in \"$@\"; do if [ \"$a\" = --version ]; then echo '%s'; exit 0; fi; done\n", version)
	if h.Hang || h.Leave {
		fmt.Fprintf(&b, "sleep 60 &\necho $! >'%s'\n", filepath.Join(dir, "child"))
	}
	if h.Hang {
		b.WriteString("wait\n")
	}
	if h.Huge {
		b.WriteString("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done | head -c 40000000\n")
	}
	fmt.Fprintf(&b, "cat '%s'\ncat '%s'\ncat '%s' >&2\nexit %d\n", write("noise", h.Noise), write("json", h.JSON+"\n"), write("stderr", h.Stderr), h.Exit)
	path := filepath.Join(dir, "yt-dlp")
	if err := os.WriteFile(path, []byte(b.String()), 0o700); err != nil {
		tb.Fatal(err)
	}
	return path
}

// HelperArgs are the arguments of all runs of an installed script.
func HelperArgs(tb testing.TB, path string) []string {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(filepath.Dir(path), "args"))
	if err != nil {
		tb.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// helperAgent is the browser that the script's addresses are for.
const helperAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"

// HelperJSON is what yt-dlp -J prints for a video: one line, with addresses that this fake
// serves, and formats that must not be chosen.
func (f *Fake) HelperJSON(id string) string {
	v, ok := f.video(id)
	if !ok {
		return "null"
	}
	headers := obj{"User-Agent": helperAgent, "Accept": "*/*", "Accept-Language": "en-us,en;q=0.5", "Sec-Fetch-Mode": "navigate"}
	formats := arr{obj{"format_id": "sb0", "protocol": "mhtml", "acodec": "none", "vcodec": "none", "url": f.MediaBase + "/sb"}}
	for _, file := range v.Files {
		entry := obj{
			"format_id": fmt.Sprint(file.Itag), "url": f.issue(v, file, "VISIONOS", helperAgent), "protocol": "https",
			"ext": "webm", "acodec": "opus", "vcodec": "none", "abr": float64(file.BitRate) / 1000, "filesize": len(file.Data),
			"audio_channels": 2, "http_headers": headers, "language_preference": 10,
		}
		drc := obj{}
		for k, v := range entry {
			drc[k] = v
		}
		drc["format_id"], drc["format_note"], drc["abr"] = fmt.Sprintf("%d-drc", file.Itag), "medium, DRC", 999.0
		formats = append(formats, drc, entry)
	}
	b, err := json.Marshal(obj{"id": id, "title": v.Title, "live_status": "not_live", "formats": formats, "_type": "video"})
	if err != nil {
		panic("youtubetest: " + err.Error())
	}
	return string(b)
}
