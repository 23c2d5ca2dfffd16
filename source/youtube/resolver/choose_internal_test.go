package resolver

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"anyaudio/source/youtube/innertube"
)

// youTube are the audio formats of a usual video.
func youTube() []Format {
	f := func(itag, rate int, codec string) Format {
		return Format{Itag: itag, BitRate: rate, Codec: codec, Channels: 2, Track: trackOriginal, URL: "https://x/"}
	}
	return []Format{
		f(139, 48_800, "mp4a.40.5"), f(140, 129_500, "mp4a.40.2"), f(249, 51_000, "opus"), f(250, 68_000, "opus"), f(251, 129_700, "opus"),
	}
}

func TestChoose(t *testing.T) {
	with := func(change func(fs []Format) []Format) []Format { return change(youTube()) }
	add := func(f Format) []Format { return append(youTube(), f) }
	for name, c := range map[string]struct {
		formats []Format
		quality string
		noAAC   bool
		want    int // itag, 0 for none
		reason  string
	}{
		"low":          {youTube(), "low", false, 249, "Opus itag 249, 51 kbit/s: best of 4 within quality low"},
		"medium":       {youTube(), "medium", false, 250, "Opus itag 250, 68 kbit/s: best of 4 within quality medium"},
		"high":         {youTube(), "high", false, 251, "Opus itag 251, 130 kbit/s: best of 4, quality high"},
		"default":      {youTube(), "", false, 251, "quality high"},
		"96k":          {youTube(), "96k", false, 250, "within quality 96k"},
		"128k":         {youTube(), "128k", false, 251, "within quality 128k"},
		"below all":    {youTube(), "10k", false, 249, "smallest of 4, none within quality 10k"},
		"he-aac":       {youTube()[:2], "low", false, 140, "smallest of 1, none within quality low"},
		"only he-aac":  {youTube()[:1], "low", false, 139, "best of 1 within quality low"},
		"without opus": {youTube()[:2], "high", false, 140, "AAC itag 140"},
		"without aac":  {youTube()[:2], "high", true, 0, ""},
		"premium":      {add(Format{Itag: 141, BitRate: 256_000, Codec: "mp4a.40.2", Track: trackOriginal}), "high", false, 141, "AAC"},
		"equal": {[]Format{
			{Itag: 1, BitRate: 125_000, Codec: "mp4a.40.2"}, {Itag: 2, BitRate: 100_000, Codec: "opus"},
		}, "high", false, 2, "Opus"},
		"drc twin": {with(func(fs []Format) []Format {
			twin := fs[4]
			twin.DRC, twin.BitRate, twin.Itag = true, 999_000, 999
			return append([]Format{twin}, fs...)
		}), "high", false, 251, ""},
		"dub": {with(func(fs []Format) []Format {
			for i := range fs {
				fs[i].Track = trackDubbed
			}
			return append(fs, Format{Itag: 600, BitRate: 30_000, Codec: "opus", Track: trackOriginal, TrackName: "German original"})
		}), "high", false, 600, `track "German original"`},
		"surround": {add(Format{Itag: 338, BitRate: 480_000, Codec: "opus", Channels: 4, Track: trackOriginal}), "high", false, 251, ""},
		"muxed":    {[]Format{{Itag: 18, BitRate: 500_000, Codec: "avc1.42001E, mp4a.40.2", Muxed: true}}, "low", false, 18, "last resort"},
		"strange":  {[]Format{{Itag: 380, BitRate: 384_000, Codec: "ac-3"}}, "high", false, 0, ""},
		"nothing":  {nil, "high", false, 0, ""},
	} {
		q, err := ParseQuality(c.quality)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			got, why, ok := choose(c.formats, q, c.noAAC)
			if ok != (c.want != 0) || got.Itag != c.want || !strings.Contains(why, c.reason) {
				t.Errorf("%s: itag %d, %q, want %d, %q", name, got.Itag, why, c.want, c.reason)
			}
			slices.Reverse(c.formats) // the order says nothing
		}
	}
	for _, s := range []string{"best", "0k", "96", "-96k", "96kk", "99999k"} {
		if _, err := ParseQuality(s); err == nil {
			t.Errorf("quality %q is accepted", s)
		}
	}
}

// tag is the protobuf of one key and value, as xtags has it.
func tag(k, v string) string {
	inner := append([]byte{0x0a, byte(len(k))}, k...)
	inner = append(append(inner, 0x12, byte(len(v))), v...)
	return base64.RawURLEncoding.EncodeToString(append([]byte{0x0a, byte(len(inner))}, inner...))
}

func TestTracks(t *testing.T) {
	for _, c := range []struct {
		json string
		drc  bool
		want trackKind
	}{
		{`{}`, false, trackOriginal},
		{`{"audioTrack":{"displayName":"English original","id":"en.4","audioIsDefault":true}}`, false, trackOriginal},
		{`{"audioTrack":{"displayName":"French","id":"fr.3","audioIsDefault":true}}`, false, trackDefault},
		{`{"audioTrack":{"displayName":"French","id":"fr.3"}}`, false, trackOther},
		{`{"audioTrack":{"displayName":"English descriptive original","id":"en.5"}}`, false, trackDescriptive},
		{`{"audioTrack":{"displayName":"French","audioIsDefault":true},"xtags":"` + tag("acont", "dubbed-auto") + `"}`, false, trackDubbed},
		{`{"audioTrack":{"displayName":"French"},"xtags":"` + tag("acont", "original") + `"}`, false, trackOriginal},
		{`{"isDrc":true}`, true, trackOriginal},
		{`{"xtags":"` + tag("drc", "1") + `"}`, true, trackOriginal},
		{`{"xtags":"` + tag("vb", "1") + `"}`, true, trackOriginal},
		{`{"xtags":"!!!"}`, false, trackOriginal},
	} {
		n, err := innertube.Parse([]byte(strings.Replace(c.json, "{", `{"mimeType":"audio/webm; codecs=\"opus\"","url":"https://x/y",`, 1)))
		if err != nil {
			n, err = innertube.Parse([]byte(`{"mimeType":"audio/webm; codecs=\"opus\"","url":"https://x/y"}`))
		}
		if err != nil {
			t.Fatal(err)
		}
		f, ok := readFormat(n, &skipped{})
		if !ok || f.Track != c.want || f.DRC != c.drc {
			t.Errorf("%s: track %d, drc %t, want %d, %t", c.json, f.Track, f.DRC, c.want, c.drc)
		}
	}
	if tags := readTags("", "https://x/y?xtags=acont%3Doriginal%3Alang%3Den"); tags["acont"] != "original" || tags["lang"] != "en" {
		t.Errorf("tags of an address: %v", tags)
	}
	if tags := readTags("ChEKBWFjb250EghvcmlnaW5hbAoKCgRsYW5nEgJlbg", ""); tags["acont"] != "original" || tags["lang"] != "en" {
		t.Errorf("recorded tags: %v", tags)
	}
}

// FuzzReadPlayer: no answer makes the reader fail otherwise than with an error of a kind, and
// what it lets through can be asked for.
func FuzzReadPlayer(f *testing.F) {
	for _, s := range []string{
		`{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"aaaaaaaaaa1"},"streamingData":{"adaptiveFormats":[{"itag":251,` +
			`"url":"https://x.test/videoplayback?expire=1795478400&clen=5&lmt=3","mimeType":"audio/webm; codecs=\"opus\"","bitrate":1e300,` +
			`"xtags":"ChEKBWFjb250EghvcmlnaW5hbA","audioTrack":{"displayName":"x"}}]}}`,
		`{"playabilityStatus":{"status":"LOGIN_REQUIRED","messages":["x",7]}}`, `{"playabilityStatus":[]}`, `[]`, `null`, `{"playabilityStatus":{"status":7}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := innertube.Parse(b)
		if err != nil {
			return
		}
		formats, err := readPlayer("aaaaaaaaaa1", n)
		checkFormats(t, formats, err)
	})
}

// FuzzReadHelper is the same for what yt-dlp prints.
func FuzzReadHelper(f *testing.F) {
	for _, s := range []string{
		`{"id":"aaaaaaaaaa1","formats":[{"format_id":"251","url":"https://x.test/","protocol":"https","ext":"webm","acodec":"opus","vcodec":"none",` +
			`"abr":129.5,"filesize":null,"http_headers":{"User-Agent":"x","Bad\nName":"y"},"language_preference":-1,"available_at":1}]}`,
		"noise\n{\n", `null`, `{"id":7}`, `{"id":"aaaaaaaaaa1","formats":[null,{"url":7,"abr":1e999}]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		formats, err := readHelper("aaaaaaaaaa1", b)
		checkFormats(t, formats, err)
	})
}

func checkFormats(t *testing.T, formats []Format, err error) {
	if (err == nil) != (len(formats) > 0) || err != nil && innertube.KindOf(err) == nil {
		t.Fatalf("%d formats, error %v", len(formats), err)
	}
	for _, f := range formats {
		if !isMediaURL(f.URL) || f.Size < 0 || f.BitRate < 0 || f.Channels < 0 {
			t.Errorf("%+v", f)
		}
		for name, values := range f.Header {
			if strings.ContainsAny(name+strings.Join(values, ""), "\r\n") {
				t.Errorf("header %q: %q", name, values)
			}
		}
	}
	if f, why, ok := choose(formats, Quality{}, false); ok {
		m := media("aaaaaaaaaa1", f, Answer{As: "x"}, why)
		if m.URL != f.URL || strings.ContainsAny(m.Reason, "\x1b\n") {
			t.Errorf("%q, reason %q", m.URL, m.Reason)
		}
	}
}
