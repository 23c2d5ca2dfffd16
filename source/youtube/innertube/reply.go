package innertube

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"anyaudio/source"
)

// Judge tells an answer from what is sent in its place. What names the question, for the
// log.
func Judge(what string, resp *http.Response, body []byte) (Node, error) {
	if err := judgeStatus(what, resp, body); err != nil {
		return Node{}, err
	}
	if isHTML(resp.Header, body) {
		return Node{}, judgePage(what, body)
	}
	n, err := Parse(body)
	if err != nil {
		return Node{}, garbled(what, body, err)
	}
	if _, ok := n.v.(map[string]any); !ok {
		if _, ok := n.v.([]any); !ok {
			return Node{}, garbled(what, body, nil)
		}
	}
	return n, nil
}

func judgeStatus(what string, resp *http.Response, body []byte) error {
	code := resp.StatusCode
	cause := fmt.Errorf("%s: HTTP status %d", what, code)
	switch {
	case code == http.StatusOK:
		return nil
	case code/100 == 3:
		return judgeRedirect(resp.Header.Get("Location"), cause)
	case code == http.StatusTooManyRequests:
		return ErrRateLimited.Fail("", &retryAfter{cause, parseRetryAfter(resp.Header)})
	case code == http.StatusBadRequest:
		return judgeBadRequest(body, cause)
	case code/100 == 5:
		return ErrServer.Fail(strconv.Itoa(code), cause)
	case code == http.StatusNotFound:
		return ErrServer.Fail("404", &notFound{cause})
	}
	return ErrRequest.Fail(strconv.Itoa(code), cause)
}

// judgeRedirect names the two pages that visitors are sent to.
func judgeRedirect(location string, cause error) error {
	switch {
	case strings.Contains(location, "consent"):
		return ErrConsent.Fail("", cause)
	case strings.Contains(location, "/sorry"):
		return ErrRateLimited.Fail("", cause)
	}
	return ErrGarbled.Fail("", fmt.Errorf("%w, redirect to %s", cause, source.Redact(location)))
}

// judgeBadRequest tells the refusal of an old client from a request that makes no sense.
func judgeBadRequest(body []byte, cause error) error {
	n, _ := Parse(body)
	message := n.At("error.message").Str()
	if message != "" {
		cause = fmt.Errorf("%w: %s", cause, source.Clean(message))
	}
	if n.At("error.status").Str() == "FAILED_PRECONDITION" || strings.Contains(message, "Precondition check failed") {
		return ErrOutdated.Fail("", cause)
	}
	return ErrRequest.Fail(source.Clean(message), cause)
}

func judgePage(what string, body []byte) error {
	page := strings.ToLower(string(body[:min(len(body), 64<<10)]))
	cause := fmt.Errorf("%s: a page instead of JSON, beginning %q", what, beginning(body))
	switch {
	case strings.Contains(page, "consent.youtube.com") || strings.Contains(page, "consent.google.com"):
		return ErrConsent.Fail("", cause)
	case strings.Contains(page, "/sorry/") || strings.Contains(page, "unusual traffic"):
		return ErrRateLimited.Fail("", cause)
	}
	return ErrGarbled.Fail("", cause)
}

func garbled(what string, body []byte, err error) error {
	cause := fmt.Errorf("%s: %d bytes that are no JSON object, beginning %q", what, len(body), beginning(body))
	if err != nil {
		cause = fmt.Errorf("%w: %w", cause, err)
	}
	return ErrGarbled.Fail("", cause)
}

// beginning is enough of an answer to recognise it by. Answers to a search hold no
// secret at their beginning; addresses are cut all the same.
func beginning(body []byte) string {
	s := string(body[:min(len(body), 60)])
	if i := strings.IndexAny(s, "?"); i >= 0 {
		s = s[:i]
	}
	return source.Clean(strings.ToValidUTF8(s, string(utf8.RuneError)))
}

func isHTML(h http.Header, body []byte) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return kind == "text/html" || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

// notFound marks the sporadic 404, which is worth another try.
type notFound struct{ error }

func (e *notFound) Unwrap() error { return e.error }

// IsNotFound reports whether err is a 404 that stayed one.
func IsNotFound(err error) bool {
	_, ok := errors.AsType[*notFound](err)
	return ok
}

// retryAfter carries how long a server wants to be left alone.
type retryAfter struct {
	error
	wait time.Duration
}

func (e *retryAfter) Unwrap() error { return e.error }

// parseRetryAfter reads both forms (RFC 9110, 10.2.3): seconds, and a date, which is taken by the
// server's own clock. It returns 0 for anything else and an hour at the most.
func parseRetryAfter(h http.Header) time.Duration {
	const longest = time.Hour
	v := h.Get("Retry-After")
	if n, err := strconv.Atoi(v); err == nil {
		return time.Duration(min(max(n, 0), int(longest/time.Second))) * time.Second
	}
	until, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return min(max(until.Sub(now), 0), longest)
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
