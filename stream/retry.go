package stream

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"syscall"
	"time"
)

// A class says what is done about a window that failed.
type class int

const (
	// classInstant: a broken connection. Once at once, at the first missing byte,
	// then as classTransient.
	classInstant class = iota
	// classTransient: a busy origin. Again after a growing pause.
	classTransient
	// classOffline: no way to the origin. As classTransient, without any limit.
	classOffline
	// classSuspect: a reply that contradicts itself. Once more, then fatal.
	classSuspect
	// classTLS: a certificate that is not trusted, as a captive portal's is. Twice
	// more, then fatal.
	classTLS
	// classRefresh: the address has expired. Resolve gives another.
	classRefresh
	// classUnknown: an error that says nothing known. As classTransient, twice.
	classUnknown
	// classFatal: the origin means it.
	classFatal
)

// classify finds the class of the error of a window.
func classify(err error) class {
	var status *StatusError
	var cert *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var invalid x509.CertificateInvalidError
	var netErr net.Error
	switch {
	case errors.As(err, &status):
		return classifyStatus(status.Code)
	case errors.Is(err, ErrExpired):
		return classRefresh
	case errors.Is(err, ErrChanged), errors.Is(err, ErrNotMedia), errors.Is(err, ErrPolicy),
		errors.Is(err, ErrForbidden), errors.Is(err, ErrTLS):
		return classFatal
	case errors.Is(err, ErrProtocol), errors.Is(err, ErrNoRange), errors.Is(err, ErrEncoding), errors.Is(err, ErrRange):
		return classSuspect
	case errors.As(err, &cert), errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid):
		return classTLS
	case errors.Is(err, ErrStalled), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF),
		errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return classInstant
	case errors.As(err, &netErr):
		return classOffline
	}
	return classUnknown
}

func classifyStatus(code int) class {
	switch code {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusGone:
		return classRefresh
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return classTransient
	case http.StatusHTTPVersionNotSupported, http.StatusNotImplemented:
		return classFatal
	}
	if code >= 500 {
		return classTransient
	}
	return classFatal
}

// Pauses between tries, from the start of one to the start of the next. A SYN sent
// into an outage is repeated after 1, 3 and 7 s, so a connect timeout of 3 s and a
// pause that has passed by then find the network's return within two seconds.
// A busy origin is left alone for longer unless a listener waits.
const (
	pauseFirst    = 250 * time.Millisecond
	pauseMax      = 5 * time.Second
	pauseStarving = 2 * time.Second
	// goodWindow is how much a window must have brought before it broke to count as
	// a success for the pauses.
	goodWindow = 64 << 10
)

// A retry is what is remembered of the failures since the last success.
type retry struct {
	failures int           // in a row
	suspect  int           // in a row, of classSuspect
	tls      int           // in a row, of classTLS
	unknown  int           // in a row, of classUnknown
	begun    time.Time     // start of the try that failed last
	at       time.Time     // when it failed
	pause    time.Duration // as drawn, before the cap for a starving view
	after    time.Duration // what the origin asked for
	err      error
}

// fail notes that a try which began at begun has failed at now with class c.
func (r *retry) fail(c class, err error, begun, now time.Time) {
	var status *StatusError
	r.err, r.begun, r.at, r.after = err, begun, now, 0
	if errors.As(err, &status) {
		r.after = status.RetryAfter
	}
	r.failures++
	r.pause = pauseAfter(c, r.failures)
	switch c {
	case classSuspect:
		r.suspect++
	case classTLS:
		r.tls++
	case classUnknown:
		r.unknown++
	}
}

// until is when the next request may start.
func (r *retry) until(starving bool) time.Time {
	pause := r.pause
	if starving {
		pause = min(pause, pauseStarving)
	}
	return latest(r.begun.Add(pause), r.at.Add(r.after))
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// pauseAfter draws the pause after the nth failure in a row: none after the first
// broken connection, then a quarter of a second doubling to
// five, or to two where it is not the origin that is busy. Half of it is jitter.
func pauseAfter(c class, n int) time.Duration {
	if c == classInstant || c == classSuspect {
		n--
	}
	if n <= 0 {
		return 0
	}
	limit := min(pauseFirst<<min(n-1, 10), pauseMax)
	if c != classTransient {
		limit = min(limit, pauseStarving)
	}
	return limit/2 + rand.N(limit/2+1)
}
