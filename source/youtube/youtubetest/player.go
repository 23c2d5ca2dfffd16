package youtubetest

import (
	"net/http"
	"strconv"
	"strings"
)

// player answers a player call; inner holds the video's id.
func (f *Fake) player(r *http.Request, q, inner question) map[string]any {
	id, client := inner.str("videoId"), q.str("context.client.clientName")
	f.mu.Lock()
	f.asked = append(f.asked, id)
	over := f.MaxPlayerCalls > 0 && len(f.asked) > f.MaxPlayerCalls
	name := f.refusals[id][client]
	if name == "" {
		name = f.refusals[id][""]
	}
	f.mu.Unlock()
	if over {
		f.violate("player: more than %d calls", f.MaxPlayerCalls)
	}
	if client == "VISIONOS" {
		visitor := q.str("context.client.visitorData")
		if visitor == "" {
			f.violate("player: %s without visitorData", client)
		}
		if !f.trusted(visitor) {
			name = "bot_check"
		}
	}
	v, ok := f.video(id)
	switch {
	case name == "http_400":
		sample, _ := refusal(name, id)
		return sample
	case name != "":
		sample, _ := refusal(name, id)
		return sample
	case !ok || v.Deleted:
		sample, _ := refusal("removed", id)
		return sample
	case v.Live:
		sample, _ := refusal("live", id)
		return sample
	case v.Upcoming:
		sample, _ := refusal("upcoming", id)
		return sample
	}
	return map[string]any{
		"playabilityStatus": map[string]any{"status": "OK", "playableInEmbed": true, "contextParams": "Q0FFU0FnZ0I="},
		"streamingData":     f.streamingData(v, client, r.UserAgent()),
		"videoDetails": map[string]any{
			"videoId": v.ID, "title": v.Title, "author": v.Artist + " - Topic", "channelId": v.ChannelID,
			"lengthSeconds": strconv.Itoa(int(v.Duration.Seconds())), "viewCount": strconv.FormatInt(v.Views, 10),
			"shortDescription": v.Description, "isLiveContent": false, "isPrivate": false,
		},
		"playerConfig": map[string]any{"audioConfig": map[string]any{"loudnessDb": 4.32, "perceptualLoudnessDb": -9.68}},
	}
}

func (f *Fake) streamingData(v *Video, client, agent string) map[string]any {
	data := map[string]any{"expiresInSeconds": strconv.Itoa(int(f.lifetime().Seconds()))}
	if client == "ANDROID" {
		// Without an attestation it is given the muxed file only.
		var formats []any
		if v.Muxed != nil {
			formats = append(formats, f.format(v, v.Muxed, client, agent))
		}
		data["formats"] = formats
		data["adaptiveFormats"] = []any{map[string]any{"itag": 251, "mimeType": mimeOf(251), "contentLength": "1000"}}
		data["serverAbrStreamingUrl"] = f.MediaBase + "/videoplayback?sabr=1"
		return data
	}
	formats := []any{map[string]any{
		"itag": 160, "url": f.MediaBase + "/videoplayback?itag=160", "mimeType": "video/mp4; codecs=\"avc1.4d400c\"", "bitrate": 100000,
	}}
	for _, file := range v.Files {
		formats = append(formats, f.format(v, file, client, agent))
	}
	data["adaptiveFormats"] = formats
	return data
}

func (f *Fake) format(v *Video, file *File, client, agent string) map[string]any {
	kind := file.MIME
	if kind == "" {
		kind = mimeOf(file.Itag)
	}
	size := strconv.Itoa(len(file.Data))
	m := map[string]any{
		"itag": file.Itag, "url": f.issue(v, file, client, agent), "mimeType": kind,
		"bitrate": file.BitRate + file.BitRate/20, "averageBitrate": file.BitRate,
		"contentLength": size, "lastModified": f.modified(file), "approxDurationMs": strconv.FormatInt(v.Duration.Milliseconds(), 10),
		"audioSampleRate": "48000", "audioChannels": 2, "quality": "tiny", "loudnessDb": 4.32,
	}
	if file.DRC {
		m["isDrc"] = true
	}
	if file.Track != "" {
		m["audioTrack"] = map[string]any{"displayName": file.Track, "id": file.TrackID, "audioIsDefault": file.Default}
	}
	if file.XTags != "" {
		m["xtags"] = file.XTags
	}
	return m
}

// mimeOf is the usual type of an itag.
func mimeOf(itag int) string {
	switch itag {
	case 18:
		return `video/mp4; codecs="avc1.42001E, mp4a.40.2"`
	case 139:
		return `audio/mp4; codecs="mp4a.40.5"`
	case 140, 141:
		return `audio/mp4; codecs="mp4a.40.2"`
	}
	return `audio/webm; codecs="opus"`
}

func bareMIME(file *File) string {
	kind := file.MIME
	if kind == "" {
		kind = mimeOf(file.Itag)
	}
	kind, _, _ = strings.Cut(kind, ";")
	return kind
}
