// Package youtube is the provider for YouTube and YouTube Music. It has two halves that
// never take each other down:
//
//	words, links ──▶ catalogue ──▶ tracks, lists            (packages catalogue, innertube)
//	                     ╎ share: table of identities, visitorData, HTTP client
//	track        ──▶ resolver chain ──▶ media               (packages resolver, innertube)
//
// The catalogue needs no stream address and goes on when none can be had; a catalogue
// that is told to wait does not keep the resolver from asking, nor the other way round.
//
// Using InnerTube or yt-dlp is against YouTube's terms of service in most readings of them.
// No key, cookie or token is shipped, no login and no protection is circumvented.
//
// # Goroutines
//
// The package starts none. What runs yt-dlp does, see package resolver. A [Provider] may be
// used from any goroutine and holds nothing that needs closing.
package youtube
