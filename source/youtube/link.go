package youtube

import (
	"net/url"
	"strings"

	"anyaudio/source/youtube/catalogue"
)

// A Link is what an argument names: a video, a list, both, or a channel by its handle.
type Link struct {
	Video  string
	List   string
	Handle string // "@name", or another path of a channel that YouTube must be asked about
}

// ParseLink reads what a person pastes: the addresses of videos, shorts, live streams,
// playlists, albums and channels at youtube.com, music.youtube.com and youtu.be, with or
// without https://; "youtube:ID" and "yt:ID" with the id of a video or a list; and a bare
// id. It reports false for anything else.
//
// The id of a video has eleven characters, and so have many words. A bare one is taken for
// an id only when no word looks like it: with small letters, a capital letter that is not
// the first one, and a digit, '-' or '_'. Nine of ten ids do; the others are searched for
// as words, which finds them too, and can be given as "youtube:ID". The id of a list is
// known by its beginning.
func ParseLink(arg string) (Link, bool) {
	arg = strings.TrimSpace(arg)
	for _, prefix := range []string{"youtube:", "yt:"} {
		if id, ok := strings.CutPrefix(arg, prefix); ok {
			return bareID(id)
		}
	}
	if host, _, ok := strings.Cut(arg, "/"); ok && !strings.Contains(arg, "://") && isHost(strings.ToLower(host)) {
		arg = "https://" + arg
	}
	if strings.Contains(arg, "://") {
		return parseURL(arg)
	}
	if looksLikeVideo(arg) {
		return Link{Video: arg}, true
	}
	if looksLikeList(arg) {
		return Link{List: arg}, true
	}
	return Link{}, false
}

func bareID(id string) (Link, bool) {
	switch {
	case catalogue.IsVideoID(id):
		return Link{Video: id}, true
	case strings.HasPrefix(id, "@") && len(id) > 1:
		return Link{Handle: id}, true
	case catalogue.IsListID(id):
		return Link{List: id}, true
	}
	return Link{}, false
}

func isHost(host string) bool {
	switch strings.TrimPrefix(host, "www.") {
	case "youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be", "youtube-nocookie.com":
		return true
	}
	return false
}

// parseURL reads an address at one of YouTube's hosts. What is no video and no list there
// is reported as nothing.
func parseURL(arg string) (Link, bool) {
	u, err := url.Parse(arg)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !isHost(strings.ToLower(u.Hostname())) {
		return Link{}, false
	}
	q := u.Query()
	l := Link{List: q.Get("list")}
	if !catalogue.IsListID(l.List) {
		l.List = ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if strings.EqualFold(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "youtu.be") {
		parts = append([]string{"v"}, parts...)
	}
	l.readPath(parts, q)
	if !catalogue.IsVideoID(l.Video) {
		l.Video = ""
	}
	return l, l != Link{}
}

func (l *Link) readPath(parts []string, q url.Values) {
	second := ""
	if len(parts) > 1 {
		second = parts[1]
	}
	switch first := parts[0]; first {
	case "watch":
		l.Video = q.Get("v")
	case "v", "shorts", "live", "embed", "e":
		l.Video = second
	case "browse", "channel":
		id := strings.TrimPrefix(second, "VL")
		if catalogue.IsListID(id) {
			l.List = id
		}
	case "c", "user":
		if second != "" {
			l.Handle = first + "/" + second
		}
	default:
		if strings.HasPrefix(first, "@") && len(first) > 1 {
			l.Handle = first
		}
	}
}

// looksLikeVideo says whether a bare word of eleven characters is an id: see ParseLink.
func looksLikeVideo(s string) bool {
	if !catalogue.IsVideoID(s) {
		return false
	}
	var small, capital, other bool
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			small = true
		case r >= 'A' && r <= 'Z':
			capital = capital || i > 0
		default:
			other = true
		}
	}
	return small && capital && other
}

// looksLikeList knows the ids of lists by how they begin, and how long they are.
func looksLikeList(s string) bool {
	if !catalogue.IsListID(s) || strings.Contains(s, ":") {
		return false
	}
	for _, f := range [...]struct {
		prefix string
		length int
	}{{"PL", 18}, {"OLAK5uy_", 20}, {"RDCLAK5uy_", 20}, {"RDAMVM", 17}, {"MPREb_", 15}, {"UC", 24}, {"UU", 24}} {
		if strings.HasPrefix(s, f.prefix) && len(s) >= f.length {
			return true
		}
	}
	return false
}
