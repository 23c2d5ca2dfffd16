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

// An Error is a failure in the listener's words. Providers return it for whatever
// a listener can run into; Explain shows it.
type Error struct {
	// Kind is the sentinel that errors.Is finds, nil when none fits.
	Kind error
	// Line says what is wrong and with what: one line, lower-case, without a full
	// stop, names quoted with %q, URLs through Redact.
	Line string
	// Hint is the next step in the same style, empty for the usual one of Kind.
	Hint string
	// Err is the cause, for the log file; it may be nil.
	Err error
}

// Error returns the line, and the cause if there is one.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Line
	}
	return e.Line + ": " + e.Err.Error()
}

// Unwrap gives errors.Is and errors.As the kind and the cause.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, err := range [...]error{e.Kind, e.Err} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}
