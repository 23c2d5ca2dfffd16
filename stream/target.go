package stream

import (
	"context"
	"net/http"
	"time"
)

// A Target says where the bytes of a file are, now.
type Target struct {
	// URL is an http or https address. It never appears in errors, logs or Stats.
	URL string
	// Header is sent with every request, in addition to what the stream sends.
	Header http.Header
	// Expires is when the URL stops working, by the wall clock; zero for never.
	Expires time.Time
	// Size is the length in bytes, 0 or less when unknown.
	Size int64
	// Identity is equal for two targets exactly when they hold the same bytes. A
	// refreshed target is continued at the same byte when its Identity is equal, or
	// when both are empty and size and validators do not differ.
	Identity string
	// ByteRate is the average in bytes per second of playing time, 0 when unknown.
	ByteRate int
	// MaxWindow bounds one request in bytes, 0 for the stream's own bound.
	MaxWindow int64
	// Private allows redirects to addresses of this machine and of local networks.
	// Without it they are followed only from such an address.
	Private bool
}

// A Resolve gives the target of a stream. It is called when a byte is needed for
// the first time, with prev nil, and again when the URL has been refused with
// 401, 403 or 410 or is about to expire; cause says why. One call runs at a time for a
// stream. It must return soon after ctx ends. Its error is handed to readers when
// it is not Temporary; in a refresh it is tried again some times first.
type Resolve func(ctx context.Context, prev *Target, cause error) (Target, error)

// Fixed returns a Resolve for a target that does not change.
func Fixed(t Target) Resolve {
	return func(context.Context, *Target, error) (Target, error) { return t, nil }
}
