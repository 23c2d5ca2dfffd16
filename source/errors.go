package source

import "errors"

// Errors that providers wrap; test them with errors.Is. The text that a listener
// sees is that of the wrapping error, one line with the next step.
var (
	// ErrNotMine says that an argument is not of this provider's kind.
	ErrNotMine = errors.New("not handled by this source")
	// ErrNotFound says that there is nothing at that id, URL or path.
	ErrNotFound = errors.New("not found")
	// ErrUnavailable says that the thing exists and cannot be played: private,
	// removed, not in this region.
	ErrUnavailable = errors.New("unavailable")
	// ErrRateLimited says that the source asked us to come back later.
	ErrRateLimited = errors.New("rate limited")
	// ErrUnsupported says that the kind of thing is known and not playable here.
	ErrUnsupported = errors.New("unsupported")
)
