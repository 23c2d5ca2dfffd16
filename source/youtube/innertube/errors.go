package innertube

import (
	"context"
	"errors"
	"fmt"

	"anyaudio/source"
)

// A Kind is one way in which YouTube fails a listener. Errors of this package and those
// beside it are *source.Error whose Kind is one of the values below; errors.Is finds the
// value, and the sentinel of package source that it belongs to, if any. They are never
// changed.
type Kind struct {
	name, line, hint string
	base             error
}

// NewKind returns a kind of error that a package beside this one adds; it belongs to no
// sentinel of package source.
func NewKind(name, line, hint string) *Kind { return &Kind{name: name, line: line, hint: hint} }

// Error names the kind.
func (k *Kind) Error() string { return k.name }

// Unwrap gives the sentinel of package source.
func (k *Kind) Unwrap() error { return k.base }

// Hint is the usual next step.
func (k *Kind) Hint() string { return k.hint }

// Fail returns the listener's error of this kind. The cause is for the log file and may be
// nil; detail, if not empty, is put after the line.
func (k *Kind) Fail(detail string, cause error) error {
	line := k.line
	if detail != "" {
		line += ": " + detail
	}
	return &source.Error{Kind: k, Line: source.Clean(line), Hint: k.hint, Err: cause}
}

// KindOf returns the Kind that err wraps, nil if none.
func KindOf(err error) *Kind {
	k, _ := errors.AsType[*Kind](err)
	return k
}

const (
	another = "choose another track"
	helper  = "install or update yt-dlp: it may still be able to play this"
)

// What a track can fail with. None of them is ever reported in place of another.
var (
	ErrBotCheck = &Kind{
		name: "bot check", line: "bot check: YouTube wants a sign-in from this network",
		hint: "try again in some minutes; yt-dlp with --cookies-from-browser gets past it",
	}
	ErrAge = &Kind{
		name: "age gate", line: "age-restricted: YouTube wants an adult's account", base: source.ErrUnavailable,
		hint: "give yt-dlp an account with --cookies-from-browser, or " + another,
	}
	ErrRegion = &Kind{
		name: "region", line: "not available in this country", base: source.ErrUnavailable,
		hint: "look for another upload of it, or " + another,
	}
	ErrPrivate = &Kind{name: "private", line: "this video is private", hint: another, base: source.ErrUnavailable}
	ErrRemoved = &Kind{
		name: "removed", line: "this video has been removed, or never existed",
		hint: "look for another upload of it, or " + another, base: source.ErrNotFound,
	}
	ErrPremium = &Kind{name: "premium", line: "only for members of Music Premium", hint: another, base: source.ErrUnavailable}
	ErrMembers = &Kind{name: "members", line: "only for members of this channel", hint: another, base: source.ErrUnavailable}
	ErrPaid    = &Kind{name: "paid", line: "this video has to be bought or rented", hint: another, base: source.ErrUnavailable}
	ErrLive    = &Kind{
		name: "live", line: "live streams cannot be played yet", base: source.ErrUnsupported,
		hint: "choose a recorded track",
	}
	ErrUpcoming = &Kind{
		name: "not started", line: "not started yet", base: source.ErrUnavailable,
		hint: "come back when it has begun, or " + another,
	}
	ErrNotAvailable = &Kind{
		name: "not available", line: "not available to this client, as videos made for kids are not", base: source.ErrUnavailable,
		hint: helper,
	}
	ErrRefused = &Kind{name: "refused", line: "this track is refused by YouTube", hint: another, base: source.ErrUnavailable}
)

// What a way of asking can fail with.
var (
	ErrRateLimited = &Kind{
		name: "rate limited", line: "too many requests: YouTube limits this network", base: source.ErrRateLimited,
		hint: "wait, up to an hour, then try again",
	}
	ErrOutdated = &Kind{
		name: "outdated client", line: "outdated client: YouTube no longer answers it",
		hint: "update yt-dlp or anyaudio, or mend the client table",
	}
	ErrNoURL = &Kind{
		name: "no direct address", line: "no direct address: YouTube gives this client protected streams only",
		hint: helper,
	}
	ErrAttestation = &Kind{
		name: "attestation", line: "attestation: YouTube wants a proof that only its own player can give",
		hint: helper,
	}
	ErrSubstituted = &Kind{
		name: "substituted", line: "another video was sent in place of this one",
		hint: "this network may be blocked; try again later or from another one",
	}
	ErrGated = &Kind{
		name: "gated", line: "the stream is cut off after its first part",
		hint: helper,
	}
	ErrConsent = &Kind{
		name: "consent page", line: "a consent page came instead of an answer from YouTube",
		hint: "try again, or use another network; cookies given to yt-dlp get past it",
	}
	ErrGarbled = &Kind{
		name: "unreadable answer", line: "the answer of YouTube cannot be read",
		hint: "try again; if it stays so, update anyaudio",
	}
	ErrServer = &Kind{
		name: "server trouble", line: "the servers of YouTube have trouble",
		hint: "try again in some minutes",
	}
	ErrRequest = &Kind{
		name: "request refused", line: "the request is not understood by YouTube",
		hint: "update anyaudio",
	}
	ErrNetwork = &Kind{
		name: "network", line: "cannot reach YouTube",
		hint: "check the network, then try again",
	}
)

// What a list can fail with.
var (
	ErrNoList = &Kind{
		name: "no such list", line: "there is no such list at YouTube", base: source.ErrNotFound,
		hint: "check the address",
	}
	ErrPrivateList = &Kind{
		name: "private list", line: "this list is private", base: source.ErrUnavailable,
		hint: "make it unlisted or public, or choose another one",
	}
)

// Network turns an error of a transport into ErrNetwork, except for the end of ctx, which
// stays what it is.
func Network(ctx context.Context, what string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	line, hint := source.Explain(source.RedactError(err))
	return &source.Error{
		Kind: ErrNetwork,
		Line: fmt.Sprintf("%s: %s", ErrNetwork.line, line),
		Hint: hintOr(hint, ErrNetwork.hint),
		Err:  fmt.Errorf("%s: %w", what, source.RedactError(err)),
	}
}

func hintOr(hint, usual string) string {
	if hint == "" {
		return usual
	}
	return hint
}
