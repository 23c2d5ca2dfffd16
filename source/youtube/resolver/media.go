package resolver

import (
	"fmt"
	"strings"
	"time"

	"anyaudio/source"
)

// media makes of a chosen format what the player needs. Identity is equal for two
// addresses of the same file, whichever way they came; a file of the same itag that was
// made anew has another one.
func media(id string, f Format, a Answer, why string) source.Media {
	m := source.Media{
		URL: f.URL, Header: a.Header.Clone(), Expires: expiry(f.URL),
		Size: f.Size, BitRate: f.BitRate, Type: f.MIME, Loudness: f.Loudness,
		Reason: why + ", by " + a.As,
	}
	if f.Header != nil {
		m.Header = f.Header.Clone()
	}
	if f.Size > 0 && f.Modified != "" {
		m.Identity = fmt.Sprintf("youtube:%s:%d:%d:%s", id, f.Itag, f.Size, f.Modified)
	}
	return m
}

// untilReady is how long to wait before an address works, where an advertisement would be
// shown first.
func untilReady(f Format, now time.Time) time.Duration {
	return min(max(f.NotBefore.Sub(now), 0), 30*time.Second)
}

// hostOf is the scheme and host of an address, for opening a connection ahead.
func hostOf(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host + "/"
}
