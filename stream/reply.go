package stream

import (
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"
)

// A reply is what the head of a response says, checked.
type reply struct {
	span  Range // the bytes that the body holds; To is -1 when the end is unknown
	total int64 // length of the file, -1 when not told
	whole bool  // 200: the origin has ignored the range
	val   validator
}

// checkReply judges the head of a response to a request for the bytes of asked. No
// byte of a body is used unless it passes: RFC 9110, section 15.3.7 makes the
// look at Content-Range the client's duty.
func checkReply(resp *http.Response, asked Range, now time.Time) (reply, error) {
	rep := reply{total: -1, val: validatorOf(resp.Header)}
	switch resp.StatusCode {
	case http.StatusOK, http.StatusPartialContent:
	case http.StatusRequestedRangeNotSatisfiable:
		return rep, unsatisfied(resp, asked)
	default:
		return rep, &StatusError{Code: resp.StatusCode, RetryAfter: parseRetryAfter(resp.Header.Get("Retry-After"), now)}
	}
	if err := checkContent(resp.Header); err != nil {
		return rep, err
	}
	if resp.StatusCode == http.StatusOK {
		rep.whole = true
		rep.total = resp.ContentLength
		rep.span = Range{0, rep.total}
		return rep, nil
	}
	cr, err := parseContentRange(strings.Join(resp.Header.Values("Content-Range"), ","))
	switch {
	case err != nil || cr.unsatisfied:
		return rep, fmt.Errorf("206 without a usable Content-Range: %w", ErrProtocol)
	case cr.From != asked.From:
		return rep, fmt.Errorf("reply starts at byte %d: %w", cr.From, ErrProtocol)
	case resp.ContentLength >= 0 && resp.ContentLength != cr.Len():
		return rep, fmt.Errorf("%d bytes announced for a range of %d: %w", resp.ContentLength, cr.Len(), ErrProtocol)
	}
	rep.span, rep.total = cr.Range, cr.total
	return rep, nil
}

// checkContent refuses what cannot be the bytes of a media file.
func checkContent(h http.Header) error {
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return ErrEncoding
	}
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return nil // missing or odd: the bytes will tell
	}
	switch kind {
	case "multipart/byteranges":
		return fmt.Errorf("several ranges for one: %w", ErrProtocol)
	case "text/html", "application/xhtml+xml", "application/json", "application/xml", "text/xml":
		return ErrNotMedia
	}
	return nil
}

// An endError says that the byte asked for first is the end of the file or
// beyond it.
type endError struct{ size int64 }

func (e *endError) Error() string { return fmt.Sprintf("file ends at byte %d", e.size) }

// unsatisfied reads a 416, which should tell the size (RFC 9110, section 15.5.17).
func unsatisfied(resp *http.Response, asked Range) error {
	cr, err := parseContentRange(resp.Header.Get("Content-Range"))
	if err != nil || !cr.unsatisfied || cr.total > asked.From {
		return ErrRange
	}
	return &endError{cr.total}
}
