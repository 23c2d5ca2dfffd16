package resolver

import (
	"slices"
	"time"

	"anyaudio/source/youtube/innertube"
)

// aboutTrack reports whether every other way would say the same, so that none is asked.
func aboutTrack(k *innertube.Kind) bool {
	switch k {
	case innertube.ErrRegion, innertube.ErrPrivate, innertube.ErrRemoved, innertube.ErrPremium, innertube.ErrMembers,
		innertube.ErrPaid, innertube.ErrLive, innertube.ErrUpcoming:
		return true
	}
	return false
}

// aboutNetwork reports whether no way can do better from here and now: without a
// network none, and who is told to wait must not go on asking by other means.
func aboutNetwork(k *innertube.Kind) bool {
	return k == innertube.ErrNetwork || k == innertube.ErrRateLimited
}

// canHelp reports whether a way may succeed after another failed with that kind.
func canHelp(k *innertube.Kind, failed, next wayInfo, account bool) bool {
	switch {
	case aboutTrack(k):
		return false
	case k == innertube.ErrRateLimited:
		// With an account yt-dlp is another visitor.
		return account && next.name == YtDlp
	case aboutNetwork(k):
		return false
	case k == innertube.ErrAge:
		return next.name == YtDlp
	}
	// The same client in other clothes is refused for the same reasons, except those that
	// lie in the clothes.
	sameClient := next.client != "" && next.client == failed.client
	return !sameClient || slices.Contains(inClothes(), k)
}

// inClothes are the failures that depend on version, host or code.
func inClothes() []*innertube.Kind {
	return []*innertube.Kind{
		innertube.ErrOutdated, innertube.ErrNoURL, innertube.ErrGarbled, innertube.ErrServer, innertube.ErrRequest,
	}
}

// wayInfo is what the policy looks at.
type wayInfo struct {
	name   string
	client string // clientName of the identity, empty for helpers
}

// rest is how long a way is left alone after it failed with that kind, 0 for not at all.
func rest(k *innertube.Kind) time.Duration {
	switch k {
	case innertube.ErrBotCheck:
		return 2 * time.Minute
	case innertube.ErrRateLimited:
		return 10 * time.Minute
	case innertube.ErrAttestation, innertube.ErrGated:
		return 3 * time.Hour
	case innertube.ErrOutdated:
		return 6 * time.Hour
	}
	return 0
}

// mayBeAsked reports whether a way that is being left alone is asked all the same when
// nobody else can help: not one that would make things worse by asking.
func mayBeAsked(k *innertube.Kind) bool {
	return k != innertube.ErrBotCheck && k != innertube.ErrRateLimited
}

// maxRest bounds a rest that is doubled each time.
const maxRest = 6 * time.Hour

// maxLimited bounds the rest of who is rate limited: the limit is counted by the hour.
const maxLimited = time.Hour
