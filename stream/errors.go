package stream

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// Errors that Read, ReadAt and Stats report, always inside an *Error; test them
// with errors.Is. A read after Close answers os.ErrClosed, a read whose context
// has ended that context's error.
var (
	// ErrStalled: a connection is open and nothing comes. It is retried, so it is
	// seen in Stats.Err and as the cause given to Resolve, not in a Read.
	ErrStalled = errors.New("no bytes are coming")
	// ErrNoRange: the origin sends the whole file for any range, in the middle of a
	// file whose ranges it has served before.
	ErrNoRange = errors.New("origin ignores ranges")
	// ErrChanged: the file at the origin is not the one that was begun: its size,
	// validator or identity differs.
	ErrChanged = errors.New("file has changed at the origin")
	// ErrExpired: the address is past its time or was refused with 401, 403 or 410;
	// a new one is asked of Resolve.
	ErrExpired = errors.New("address has expired")
	// ErrForbidden: a fresh address was refused as well.
	ErrForbidden = errors.New("origin refuses a fresh address too")
	// ErrRange: the origin refuses a range that lies inside the file.
	ErrRange = errors.New("origin refuses a range inside the file")
	// ErrProtocol: the reply contradicts itself or the request, twice in a row.
	ErrProtocol = errors.New("origin's reply makes no sense")
	// ErrEncoding: the reply is compressed although that was declined.
	ErrEncoding = errors.New("origin sends a compressed file")
	// ErrNotMedia: a web page or another text came in place of a media file.
	ErrNotMedia = errors.New("a web page came in place of media")
	// ErrPolicy: a redirect or an address that must not be followed.
	ErrPolicy = errors.New("address not allowed")
	// ErrTLS: the origin's certificate is not to be trusted, also on a third try.
	ErrTLS = errors.New("certificate not trusted (is the clock right?)")
	// ErrInterrupted: another goroutine moved the view while a Read was waiting.
	ErrInterrupted = errors.New("interrupted by a seek")
	// ErrSizeUnknown: a seek from the end of a file whose length the origin does
	// not tell.
	ErrSizeUnknown = errors.New("length of the file is unknown")
)

var (
	errClosed     = fmt.Errorf("stream: %w", os.ErrClosed)
	errSuperseded = errors.New("window is no longer wanted")
)

// A StatusError is an HTTP status other than 200 and 206. 401, 403 and 410 match
// ErrExpired.
type StatusError struct {
	Code int
	// RetryAfter is what the origin asked for, 0 when it did not; at most a minute.
	RetryAfter time.Duration
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("origin answered %d %s", e.Code, http.StatusText(e.Code))
}

// Is makes errors.Is(err, ErrExpired) true for the statuses that a new address
// may cure.
func (e *StatusError) Is(target error) bool {
	return target == ErrExpired && (e.Code == http.StatusUnauthorized ||
		e.Code == http.StatusForbidden || e.Code == http.StatusGone)
}

// An Error is what went wrong with one byte of one file. Its text is one line
// without any URL.
type Error struct {
	Offset int64  // the byte that was wanted
	Host   string // of the origin, empty before the address is known
	Err    error
}

func (e *Error) Error() string {
	if e.Host == "" {
		return fmt.Sprintf("byte %d: %v", e.Offset, e.Err)
	}
	return fmt.Sprintf("byte %d from %s: %v", e.Offset, e.Host, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Temporary reports whether trying the same again later may help: true for what a
// network or a busy origin does, false for what the origin means, for a closed
// stream and for a context that has ended.
func Temporary(err error) bool {
	if err == nil || errors.Is(err, os.ErrClosed) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	switch classify(err) {
	case classInstant, classTransient, classOffline:
		return true
	}
	return false
}
