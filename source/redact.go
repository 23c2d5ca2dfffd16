package source

import (
	"errors"
	"log/slog"
	"net/url"
	"strings"
)

// Redact returns an address that may be shown and logged: scheme, host and path. The
// user name, the password, the query and the fragment are left out, since any of them
// may be a key. What is no URL is cut at the first '?' or '#', and whatever stands
// before an '@' in its host is dropped.
func Redact(rawURL string) string {
	scheme, rest, ok := strings.Cut(rawURL, "://")
	if u, err := url.Parse(rawURL); ok && err == nil && u.Host != "" {
		u.User, u.RawQuery, u.Fragment, u.RawFragment, u.ForceQuery = nil, "", "", "", false
		return u.String()
	}
	if !ok {
		return cutQuery(rawURL)
	}
	host, path, slash := strings.Cut(cutQuery(rest), "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if slash {
		host += "/" + path
	}
	return cutQuery(scheme) + "://" + host
}

func cutQuery(s string) string {
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		return s[:i]
	}
	return s
}

// RedactText returns a text that we did not write, such as the complaint of another program,
// with every URL in it as Redact shows it, and without the query of an address that stands
// there without its host.
func RedactText(s string) string {
	if !strings.Contains(s, "://") && !hasQuery(s) {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		switch {
		case strings.Contains(w, "://"):
			// net/http writes Get "https://...": with quotes and a colon around it.
			core := strings.TrimRight(strings.TrimLeft(w, `"'(<`), `"':,;)>`)
			before, after, _ := strings.Cut(w, core)
			words[i] = before + Redact(core) + after
		case hasQuery(w):
			words[i] = cutQuery(w)
		}
	}
	return strings.Join(words, " ")
}

// hasQuery reports whether there is a '?' with a '=' somewhere behind it.
func hasQuery(s string) bool {
	_, query, ok := strings.Cut(s, "?")
	return ok && strings.Contains(query, "=")
}

// RedactError returns err without the *url.Error around it: net/http puts the whole
// URL, query included, into the text of the errors of its Client.
func RedactError(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// LogValue keeps the id out of the log: that of provider "url" is the whole URL as
// typed, with its query.
func (t Track) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("provider", t.Provider),
		slog.String("title", t.Title),
		slog.String("link", Redact(t.Link)),
	)
}

// String describes m without what must not be shown: no header, no query.
func (m Media) String() string {
	if m.Path != "" {
		return m.Path
	}
	return Redact(m.URL)
}

// GoString is String, so that %#v shows no more than %v.
func (m Media) GoString() string { return m.String() }

// LogValue logs m as String does.
func (m Media) LogValue() slog.Value { return slog.StringValue(m.String()) }
