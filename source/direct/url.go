package direct

import (
	"fmt"
	"net/url"
	"strings"

	"anyaudio/source"
)

// isMine reports whether arg is meant as an address, good or bad: it has a scheme other
// than file, or starts like the addresses that people write without one.
func isMine(arg string) bool {
	arg = strings.TrimSpace(arg) // a pasted address often has a line end
	if s, ok := scheme(arg); ok {
		return s != "file"
	}
	return hasPrefixFold(arg, "www.") && !strings.ContainsAny(arg, " \t")
}

// scheme returns the lower-case scheme of "scheme://..." (RFC 3986 section 3.1). One
// letter is the drive of a Windows path.
func scheme(arg string) (string, bool) {
	s, _, ok := strings.Cut(arg, "://")
	if !ok || len(s) < 2 {
		// "http:/host" and "https:host" are typing errors, to be told as such.
		s, _, ok = strings.Cut(arg, ":")
		s = strings.ToLower(s)
		return s, ok && (s == "http" || s == "https")
	}
	for i, c := range []byte(strings.ToLower(s)) {
		letter := c >= 'a' && c <= 'z'
		other := c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'
		if !letter && (i == 0 || !other) {
			return "", false
		}
	}
	return strings.ToLower(s), true
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// parse returns the address in the one spelling that ids have: scheme and host in
// lower case, no fragment. The path and the query stay as they were typed.
func parse(arg string) (*url.URL, error) {
	arg = strings.TrimSpace(arg)
	s, ok := scheme(arg)
	switch {
	case !ok:
		return nil, notURL(arg, "put https:// in front")
	case s != "http" && s != "https":
		return nil, &source.Error{
			Kind: source.ErrUnsupported,
			Line: fmt.Sprintf("%s addresses cannot be played", s),
			Hint: "give an http or https address",
		}
	}
	u, err := url.Parse(arg)
	if err != nil || u.Hostname() == "" || strings.ContainsAny(u.Host, " \t") {
		return nil, notURL(arg, "write it as https://host/path")
	}
	u.Scheme = s
	u.Host = strings.ToLower(u.Host)
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// notURL does not wrap the error of net/url, whose text repeats the whole address.
func notURL(arg, hint string) error {
	return &source.Error{
		Kind: source.ErrNotFound,
		Line: fmt.Sprintf("not a URL: %q", source.Clean(source.Redact(arg))),
		Hint: hint,
	}
}
