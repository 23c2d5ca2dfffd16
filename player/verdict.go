package player

import (
	"errors"
	"io"
	"io/fs"
	"net/http"

	"anyaudio/player/decode"
	"anyaudio/source"
	"anyaudio/stream"
)

// ownFault reports whether err is about one track, so that the next one may well play.
// Anything else (a network that is gone, a source that wants a pause or suspects a robot) would
// meet every track of the queue: the player stops at the first.
func ownFault(err error) bool {
	if e, ok := errors.AsType[*stream.StatusError](err); ok {
		return ownStatus(e.Code)
	}
	if errors.Is(err, source.ErrRateLimited) {
		return false
	}
	for _, own := range [...]error{
		source.ErrUnavailable, source.ErrNotFound, source.ErrUnsupported, source.ErrNotMine,
		decode.ErrUnknownFormat, decode.ErrUnsupported, decode.ErrDamaged, decode.ErrNoAudio,
		stream.ErrNotMedia, stream.ErrChanged, stream.ErrEncoding, stream.ErrNoRange,
		stream.ErrForbidden, io.ErrUnexpectedEOF, io.EOF, fs.ErrNotExist, fs.ErrPermission,
	} {
		if errors.Is(err, own) {
			return true
		}
	}
	return false
}

// ownStatus reports whether an HTTP status is about one address.
func ownStatus(code int) bool {
	switch code {
	case http.StatusTooManyRequests, http.StatusProxyAuthRequired, http.StatusRequestTimeout:
		return false
	}
	return code < 500
}
