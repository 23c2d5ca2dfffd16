package resolver

import (
	"errors"
	"fmt"
	"strings"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// readPlayer reads the answer of a player endpoint about the video id.
func readPlayer(id string, n innertube.Node) ([]Format, error) {
	status := n.At("playabilityStatus")
	if !status.Exists() {
		if n.At("videoDetails").Exists() || n.At("streamingData").Exists() {
			return nil, innertube.ErrGarbled.Fail("", errors.New("player: no playabilityStatus"))
		}
		// The reel endpoint says this of an id that does not exist, and perhaps of others: not
		// enough to call a video removed.
		return nil, innertube.ErrGarbled.Fail("it is empty", errors.New("player: an empty answer"))
	}
	details := n.At("videoDetails")
	// First of all: what follows would be said of another video.
	if got := details.At("videoId").Str(); got != "" && got != id {
		return nil, innertube.ErrSubstituted.Fail("", fmt.Errorf("player: asked for %s, got %q", id, source.Clean(got)))
	}
	if err := judgeStatus(status); err != nil {
		return nil, err
	}
	switch {
	case details.At("isUpcoming").Bool():
		return nil, innertube.ErrUpcoming.Fail("", nil)
	case details.At("isLive").Bool():
		return nil, innertube.ErrLive.Fail("", nil)
	}
	formats, why := readFormats(n.At("streamingData"))
	whole := decibels(n.At("playerConfig.audioConfig.loudnessDb"))
	for i := range formats {
		if formats[i].Loudness == 0 {
			formats[i].Loudness = whole
		}
	}
	if len(formats) == 0 {
		return nil, innertube.ErrNoURL.Fail("", fmt.Errorf("player: %s, segmented streaming offered: %t", why, why.sabr))
	}
	return formats, nil
}

// judgeStatus turns a playabilityStatus that is not OK into the error of its kind. The
// words are English because the answer was asked for in English.
func judgeStatus(n innertube.Node) error {
	s := status{code: n.At("status").Str()}
	if s.code == "OK" {
		return nil
	}
	s.reason = n.At("reason").Text()
	if s.reason == "" {
		s.reason = n.At("errorScreen.playerErrorMessageRenderer.reason").Text()
	}
	s.more = n.At("errorScreen.playerErrorMessageRenderer.subreason").Text()
	for _, m := range n.At("messages").List() {
		s.more += " " + m.Text()
	}
	s.offer = n.At("errorScreen.playerLegacyDesktopYpcOfferRenderer").Exists()
	return s.fail()
}

// status is the part of a playabilityStatus that decides.
type status struct {
	code, reason, more string
	offer              bool // to rent or to buy
}

func (s status) fail() error {
	kind, detail := s.kind()
	return kind.Fail(detail, fmt.Errorf("player: status %q, reason %q", source.Clean(s.code), source.Clean(s.reason)))
}

// kind finds the kind. The order matters: the general words come last.
func (s status) kind() (kind *innertube.Kind, detail string) {
	has := func(words ...string) bool { return containsAny(s.reason+"\n"+s.more, words...) }
	switch {
	case has("not a bot"):
		return innertube.ErrBotCheck, ""
	case has("content isn't available, try again later"):
		return innertube.ErrRateLimited, ""
	case has("video is private", "private video"):
		return innertube.ErrPrivate, ""
	case has("confirm your age", "inappropriate for some users", "age-restricted"),
		s.code == "AGE_CHECK_REQUIRED", s.code == "AGE_VERIFICATION_REQUIRED", s.code == "CONTENT_CHECK_REQUIRED":
		return innertube.ErrAge, ""
	case s.code == "LIVE_STREAM_OFFLINE", has("premieres in", "live event will begin"):
		return innertube.ErrUpcoming, s.reason
	case has("music premium"):
		return innertube.ErrPremium, ""
	case has("channel's members", "members-only", "join this channel"):
		return innertube.ErrMembers, ""
	case s.offer, has("requires payment", "to rent", "to buy", "purchase"):
		return innertube.ErrPaid, ""
	case has("in your country", "in your region", "from your location"):
		return innertube.ErrRegion, ""
	case has("no longer supported", "latest version"):
		return innertube.ErrOutdated, ""
	case has("needs to be reloaded"):
		return innertube.ErrAttestation, ""
	case has("copyright", "terminated", "account has been closed", "has been removed", "removed by the uploader", "no longer available"):
		return innertube.ErrRemoved, ""
	case s.code == "ERROR" && has("unavailable", "does not exist"):
		return innertube.ErrRemoved, ""
	case has("this video is not available"):
		return innertube.ErrNotAvailable, ""
	}
	return innertube.ErrRefused, quote(s.reason, s.code)
}

func quote(reason, code string) string {
	if reason == "" {
		reason = code
	}
	return fmt.Sprintf("%q", source.Clean(reason))
}

// containsAny looks for words in any case. The apostrophe is typographic in some answers.
func containsAny(text string, words ...string) bool {
	text = strings.ToLower(strings.ReplaceAll(text, "\u2019", "'"))
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
