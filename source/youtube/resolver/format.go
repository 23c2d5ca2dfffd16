package resolver

import (
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"anyaudio/source/youtube/innertube"
)

// A Format is one file that a video's sound can be had from.
type Format struct {
	Itag      int
	URL       string  // as it came; never changed
	MIME      string  // "audio/webm"
	Codec     string  // "opus", "mp4a.40.2"
	BitRate   int     // bit/s, average if known
	Size      int64   // bytes, 0 when unknown
	Modified  string  // lastModified, as it came
	Channels  int     // 0 when unknown
	Loudness  float64 // dB above YouTube's reference, 0 when unknown
	DRC       bool    // dynamics compressed, or voices raised
	Muxed     bool    // with a picture
	Track     trackKind
	TrackName string
	// Header goes with requests for this file, nil for Answer.Header.
	Header http.Header
	// NotBefore is when the address begins to work, zero for at once.
	NotBefore time.Time
}

// trackKind ranks the sound tracks of a video: the higher the better.
type trackKind int

const (
	trackDescriptive trackKind = iota - 3
	trackDubbed
	trackOther
	trackDefault
	trackOriginal
)

// readFormats reads the formats of a player's answer that can be fetched as they are, and
// says why the others cannot.
func readFormats(streaming innertube.Node) (formats []Format, why skipped) {
	for _, n := range streaming.At("adaptiveFormats").List() {
		if f, ok := readFormat(n, &why); ok {
			formats = append(formats, f)
		}
	}
	for _, n := range streaming.At("formats").List() {
		if f, ok := readFormat(n, &why); ok {
			f.Muxed = true
			formats = append(formats, f)
		}
	}
	if streaming.At("serverAbrStreamingUrl").Exists() {
		why.sabr = true
	}
	return formats, why
}

// skipped counts audio formats that cannot be used.
type skipped struct {
	drm, otf, ciphered, bare int
	sabr                     bool
}

func (s skipped) String() string {
	var parts []string
	for _, p := range [...]struct {
		n    int
		what string
	}{{s.drm, "encrypted"}, {s.otf, "in fragments"}, {s.ciphered, "with a ciphered address"}, {s.bare, "without an address"}} {
		if p.n > 0 {
			parts = append(parts, strconv.Itoa(p.n)+" "+p.what)
		}
	}
	if len(parts) == 0 {
		return "no audio formats"
	}
	return strings.Join(parts, ", ")
}

func readFormat(n innertube.Node, why *skipped) (Format, bool) {
	kind, codec := splitMIME(n.At("mimeType").Str())
	muxed := strings.Contains(codec, ",")
	if !strings.HasPrefix(kind, "audio/") && !muxed {
		return Format{}, false // a picture
	}
	switch {
	case n.At("drmFamilies").Exists():
		why.drm++
		return Format{}, false
	case n.At("type").Str() == "FORMAT_STREAM_TYPE_OTF":
		why.otf++
		return Format{}, false
	case n.At("url").Str() == "" && (n.At("signatureCipher").Exists() || n.At("cipher").Exists()):
		why.ciphered++
		return Format{}, false
	case !isMediaURL(n.At("url").Str()):
		why.bare++
		return Format{}, false
	}
	f := Format{
		Itag: int(n.At("itag").Int()), URL: n.At("url").Str(), MIME: kind, Codec: codec,
		BitRate:  bound(n.First("averageBitrate", "bitrate").Int()),
		Size:     n.At("contentLength").Int(),
		Modified: n.At("lastModified").Str(),
		Channels: bound(n.At("audioChannels").Int()),
		Loudness: decibels(n.At("loudnessDb")),
	}
	tags := readTags(n.At("xtags").Str(), f.URL)
	f.DRC = n.At("isDrc").Bool() || n.At("isVb").Bool() || tags["drc"] == "1" || tags["vb"] == "1"
	f.TrackName = n.At("audioTrack.displayName").Str()
	f.Track = rankTrack(n.At("audioTrack"), tags["acont"])
	f.complete()
	return f, true
}

// decibels reads a loudness; what no music has is none.
func decibels(n innertube.Node) float64 {
	if db := n.Float(); db > -60 && db < 60 {
		return db
	}
	return 0
}

// bound keeps numbers from outside within reason.
func bound(n int64) int { return int(min(max(n, 0), 1<<30)) }

// complete takes from the address what the answer did not say.
func (f *Format) complete() {
	q := query(f.URL)
	if f.Size <= 0 {
		f.Size, _ = strconv.ParseInt(q.Get("clen"), 10, 64)
	}
	f.Size = max(f.Size, 0)
	if f.Modified == "" {
		f.Modified = q.Get("lmt")
	}
	if f.Itag == 0 {
		f.Itag, _ = strconv.Atoi(q.Get("itag"))
	}
}

func query(address string) url.Values {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return u.Query()
}

func isMediaURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http")
}

// splitMIME takes `audio/webm; codecs="opus"` apart.
func splitMIME(s string) (kind, codec string) {
	kind, params, err := mime.ParseMediaType(s)
	if err != nil {
		return "", ""
	}
	return kind, params["codecs"]
}

// rankTrack tells the original sound from dubs: by the tag, then by the name, then by what
// the server plays by default, which follows the language asked for.
func rankTrack(track innertube.Node, acont string) trackKind {
	name := strings.ToLower(track.At("displayName").Str())
	switch {
	case !track.Exists() && acont == "":
		return trackOriginal
	case acont == "original":
		return trackOriginal
	case acont == "descriptive" || strings.Contains(name, "descriptive"):
		return trackDescriptive
	case strings.HasPrefix(acont, "dubbed"):
		return trackDubbed
	case acont == "" && strings.Contains(name, "original"):
		return trackOriginal
	case track.At("audioIsDefault").Bool():
		return trackDefault
	}
	return trackOther
}

// readTags reads the key-value pairs that tell twins of an itag apart: base64 of a protobuf
// in the answer, plain text in the address.
func readTags(coded, address string) map[string]string {
	tags := make(map[string]string)
	for part := range strings.SplitSeq(query(address).Get("xtags"), ":") {
		if k, v, ok := strings.Cut(part, "="); ok {
			tags[k] = v
		}
	}
	coded = strings.TrimRight(strings.ReplaceAll(coded, "%3D", "="), "=")
	b, err := base64.RawURLEncoding.DecodeString(coded)
	if err != nil {
		b, err = base64.RawStdEncoding.DecodeString(coded)
	}
	if err != nil {
		return tags
	}
	eachField(b, func(_ int, pair []byte) {
		var k, v string
		eachField(pair, func(n int, text []byte) {
			switch n {
			case 1:
				k = string(text)
			case 2:
				v = string(text)
			}
		})
		if k != "" {
			tags[k] = v
		}
	})
	return tags
}

// eachField calls f for the length-delimited fields of a protobuf message, up to the
// first thing that is none.
func eachField(b []byte, f func(number int, content []byte)) {
	for len(b) >= 2 {
		key, size := b[0], int(b[1])
		if key&7 != 2 || size > 127 || len(b) < 2+size {
			return
		}
		f(int(key>>3), b[2:2+size])
		b = b[2+size:]
	}
}

// expiry is when an address stops working, from its expire parameter.
func expiry(address string) time.Time {
	n, err := strconv.ParseInt(query(address).Get("expire"), 10, 64)
	if err != nil || n <= 0 || n > 1<<40 {
		return time.Time{}
	}
	return time.Unix(n, 0)
}
