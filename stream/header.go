package stream

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A contentRange is a parsed Content-Range header.
type contentRange struct {
	Range       // empty when unsatisfied
	total int64 // -1 when not told
	// unsatisfied is true for "bytes */N", which belongs to a 416.
	unsatisfied bool
}

var errContentRange = errors.New("malformed Content-Range")

// parseContentRange reads a Content-Range of the unit bytes (RFC 9110, section
// 14.4).
func parseContentRange(h string) (contentRange, error) {
	bad := contentRange{total: -1}
	unit, rest, ok := strings.Cut(strings.TrimSpace(h), " ")
	if !ok || !strings.EqualFold(unit, "bytes") {
		return bad, errContentRange
	}
	span, size, ok := strings.Cut(strings.TrimSpace(rest), "/")
	if !ok {
		return bad, errContentRange
	}
	cr := contentRange{total: -1}
	if size != "*" {
		n, ok := parseDigits(size)
		if !ok {
			return bad, errContentRange
		}
		cr.total = n
	}
	if span == "*" {
		cr.unsatisfied = true
		if cr.total < 0 {
			return bad, errContentRange
		}
		return cr, nil
	}
	first, last, ok := strings.Cut(span, "-")
	from, ok1 := parseDigits(first)
	to, ok2 := parseDigits(last)
	if !ok || !ok1 || !ok2 || to < from || cr.total >= 0 && to >= cr.total {
		return bad, errContentRange
	}
	cr.Range = Range{from, to + 1}
	return cr, nil
}

// parseDigits reads a decimal number that has no sign and room for one more.
func parseDigits(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n < 1<<62
}

// retryAfterMax bounds how long an origin may send us away.
const retryAfterMax = time.Minute

// parseRetryAfter reads a Retry-After of seconds or a date (RFC 9110, section
// 10.2.3). Nonsense and the past count as 0.
func parseRetryAfter(h string, now time.Time) time.Duration {
	h = strings.TrimSpace(h)
	if h == "" {
		return 0
	}
	if n, ok := parseDigits(h); ok {
		return time.Duration(min(n, int64(retryAfterMax/time.Second))) * time.Second
	}
	t, err := http.ParseTime(h)
	if err != nil {
		return 0
	}
	return min(max(t.Sub(now), 0), retryAfterMax)
}

// A validator tells two versions of a file apart, as far as the origin lets it.
type validator struct {
	etag     string // strong only
	modified string
}

// validatorOf takes the validator from a reply. A weak ETag says nothing about
// bytes (RFC 9110, section 8.8.1) and is left out.
func validatorOf(h http.Header) validator {
	v := validator{etag: strings.TrimSpace(h.Get("ETag")), modified: strings.TrimSpace(h.Get("Last-Modified"))}
	if !strings.HasPrefix(v.etag, `"`) || len(v.etag) < 2 || !strings.HasSuffix(v.etag, `"`) {
		v.etag = ""
	}
	return v
}

// differs reports whether w proves another version than v. What one of them does
// not know proves nothing; when both have an ETag the date is not looked at,
// since copies of one file on several hosts may differ in it.
func (v validator) differs(w validator) bool {
	if v.etag != "" && w.etag != "" {
		return v.etag != w.etag
	}
	return v.modified != "" && w.modified != "" && v.modified != w.modified
}
