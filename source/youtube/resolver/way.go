package resolver

import (
	"context"
	"net/http"
)

// A Way is one way of finding the addresses of a video. It may be used from any goroutine.
type Way interface {
	// Name is the resolver's name in the configuration. As is the identity that it asks
	// as, and for a helper its version, as far as known.
	Name() string
	As() string
	// Resolve asks. The error is a *source.Error whose Kind is an innertube.Kind or one of
	// this package's, or that of ctx.
	Resolve(ctx context.Context, id string) (Answer, error)
}

// An Answer is what a Way has found.
type Answer struct {
	Formats []Format
	// Header goes with every request for the media.
	Header http.Header
	// As names who gave the answer, for Media.Reason.
	As string
}

// The names of the resolvers, in their usual order.
const (
	InnerTube = "innertube"
	YtDlp     = "yt-dlp"
	Kkdai     = "kkdai"
	Muxed     = "muxed"
)

// Names are all resolvers in their usual order.
func Names() []string { return []string{InnerTube, YtDlp, Kkdai, Muxed} }
