package youtube

import (
	"anyaudio/source/youtube/innertube"
	"anyaudio/source/youtube/resolver"
)

// What errors of this package wrap, besides the sentinels of package source; errors.Is finds
// them. Each is one kind of failure with its own line and next step for the listener, and
// none is ever reported in place of another.
var (
	ErrBotCheck     = innertube.ErrBotCheck     // a sign-in is wanted from this network
	ErrAge          = innertube.ErrAge          // an adult's account is wanted
	ErrRegion       = innertube.ErrRegion       // not in this country
	ErrPrivate      = innertube.ErrPrivate      // a private video
	ErrRemoved      = innertube.ErrRemoved      // removed, or never there
	ErrPremium      = innertube.ErrPremium      // for Music Premium
	ErrMembers      = innertube.ErrMembers      // for members of a channel
	ErrPaid         = innertube.ErrPaid         // to be bought or rented
	ErrLive         = innertube.ErrLive         // a live stream
	ErrUpcoming     = innertube.ErrUpcoming     // not started yet
	ErrNotAvailable = innertube.ErrNotAvailable // not for this client: made for kids
	ErrRefused      = innertube.ErrRefused      // in words that are not known
	ErrRateLimited  = innertube.ErrRateLimited  // to be left alone for a while
	ErrOutdated     = innertube.ErrOutdated     // the client is too old
	ErrNoURL        = innertube.ErrNoURL        // protected streams only
	ErrAttestation  = innertube.ErrAttestation  // a proof is wanted
	ErrSubstituted  = innertube.ErrSubstituted  // another video came
	ErrGated        = innertube.ErrGated        // the media host cuts off
	ErrConsent      = innertube.ErrConsent      // a page about cookies
	ErrGarbled      = innertube.ErrGarbled      // not to be read
	ErrServer       = innertube.ErrServer       // 5xx
	ErrRequest      = innertube.ErrRequest      // 4xx
	ErrNetwork      = innertube.ErrNetwork      // no way to YouTube
	ErrNoList       = innertube.ErrNoList       // no such list
	ErrPrivateList  = innertube.ErrPrivateList  // a private list
	ErrNoHelper     = resolver.ErrNoHelper      // yt-dlp is not installed
	ErrOldHelper    = resolver.ErrOldHelper     // yt-dlp is too old
	ErrHelper       = resolver.ErrHelper        // yt-dlp failed
)
