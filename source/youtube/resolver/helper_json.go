package resolver

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// readHelper reads what yt-dlp -J printed about the video id.
func readHelper(id string, out []byte) ([]Format, error) {
	n, err := helperDocument(out)
	if err != nil {
		return nil, err
	}
	if got := n.At("id").Str(); got != id {
		return nil, innertube.ErrSubstituted.Fail("", fmt.Errorf("yt-dlp: asked for %s, got %q", id, source.Clean(got)))
	}
	switch n.At("live_status").Str() {
	case "is_live":
		return nil, innertube.ErrLive.Fail("", nil)
	case "is_upcoming":
		return nil, innertube.ErrUpcoming.Fail("", nil)
	}
	var formats []Format
	for _, f := range n.At("formats").List() {
		if made, ok := readHelperFormat(f, n); ok {
			formats = append(formats, made)
		}
	}
	if len(formats) == 0 {
		return nil, innertube.ErrNoURL.Fail("", fmt.Errorf("yt-dlp: %d formats, none with sound over http", len(n.At("formats").List())))
	}
	return formats, nil
}

// helperDocument finds the document, which is one line, among what plugins may print.
func helperDocument(out []byte) (innertube.Node, error) {
	for line := range bytes.Lines(out) {
		line = bytes.TrimSpace(line)
		if !bytes.HasPrefix(line, []byte("{")) {
			continue
		}
		if n, err := innertube.Parse(line); err == nil && n.At("id").Exists() {
			return n, nil
		}
	}
	if n, err := innertube.Parse(out); err == nil && n.At("id").Exists() {
		return n, nil
	}
	return innertube.Node{}, ErrHelper.Fail("its answer cannot be read", errors.New("yt-dlp: no JSON document in its output"))
}

func readHelperFormat(n, video innertube.Node) (Format, bool) {
	codec := n.At("acodec").Str()
	address := n.At("url").Str()
	protocol := n.At("protocol").Str()
	drm := n.At("has_drm")
	if codec == "" || codec == "none" || !isMediaURL(address) || protocol != "https" && protocol != "http" ||
		drm.Bool() || drm.Str() != "" {
		return Format{}, false
	}
	id := n.At("format_id").Str()
	itag, _, _ := strings.Cut(id, "-")
	f := Format{
		URL: address, Codec: codec,
		MIME:     source.TypeByName("x." + n.At("ext").Str()),
		BitRate:  kilobits(n.First("abr", "tbr").Float()),
		Size:     n.At("filesize").Int(),
		Channels: bound(n.At("audio_channels").Int()),
		DRC:      strings.Contains(id, "-drc") || strings.Contains(n.At("format_note").Str(), "DRC"),
		Muxed:    n.At("vcodec").Str() != "none",
		Track:    rankLanguage(n.At("language_preference")),
		Header:   helperHeader(n.First("http_headers"), video.At("http_headers")),
	}
	f.Itag, _ = strconv.Atoi(itag)
	if at := n.At("available_at").Int(); at > 0 {
		f.NotBefore = time.Unix(at, 0)
	}
	f.complete()
	return f, true
}

func kilobits(k float64) int {
	if math.IsNaN(k) || k <= 0 || k > 1e6 {
		return 0
	}
	return int(math.Round(k * 1000))
}

// rankLanguage translates yt-dlp's preference.
func rankLanguage(n innertube.Node) trackKind {
	switch p := n.Int(); {
	case !n.Exists() || p >= 10:
		return trackOriginal
	case p >= 5:
		return trackDefault
	case p <= -10:
		return trackDescriptive
	}
	return trackOther
}

// helperHeader takes the headers that yt-dlp says go with an address, without those that a
// transport sets itself.
func helperHeader(lists ...innertube.Node) http.Header {
	for _, n := range lists {
		if !n.Exists() {
			continue
		}
		h := http.Header{}
		for _, name := range n.Keys() {
			switch http.CanonicalHeaderKey(name) {
			case "Accept-Encoding", "Range", "Host", "Content-Length", "Connection", "Cookie":
			default:
				if v := n.At(name).Str(); v != "" && !strings.ContainsAny(name+v, "\r\n\x00") {
					h.Set(name, v)
				}
			}
		}
		return h
	}
	return http.Header{}
}
