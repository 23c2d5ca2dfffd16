package youtubetest

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// A continuation is the rest of a list.
type continuation struct {
	endpoint string
	render   func(from int) any // the page that begins there
	from     int
	empty    int // pages without items that come first
}

// more makes a token for the page that begins at from. Tokens are long, escaped, and
// different for each page.
func (f *Fake) more(endpoint string, from, empty int, render func(from int) any) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.init()
	seed := fmt.Sprintf("%s/%d/%d/%d", endpoint, from, empty, len(f.tokens))
	token := "EpMD" + base64.RawURLEncoding.EncodeToString([]byte(seed+strings.Repeat("x", 90))) + "%3D%3D"
	f.tokens[token] = continuation{endpoint, render, from, empty}
	return token
}

// proceed answers a continuation.
func (f *Fake) proceed(endpoint, token string) any {
	f.mu.Lock()
	c, ok := f.tokens[token]
	f.mu.Unlock()
	if !ok || c.endpoint != endpoint {
		f.violate("%s: a continuation that was not given out, or not here", endpoint)
		return obj{}
	}
	return c.render(c.from)
}

// bounds cuts a page out of n items.
func bounds(from, size, n int) (to int, rest bool) {
	to = min(from+size, n)
	return to, to < n
}

// continuationItem is the element that says that there is more, in one of its shapes.
func continuationItem(token string, shape int) obj {
	command := obj{"token": token, "request": "CONTINUATION_REQUEST_TYPE_BROWSE"}
	switch shape {
	case 1:
		return obj{"continuationItemRenderer": obj{"continuationEndpoint": obj{"commandExecutorCommand": obj{"commands": arr{
			obj{"playlistVotingRefreshPopupCommand": obj{}},
			obj{"continuationCommand": command},
		}}}}}
	case 2:
		return obj{"continuationItemViewModel": obj{"continuationCommand": obj{"innertubeCommand": obj{"continuationCommand": command}}}}
	}
	return obj{"continuationItemRenderer": obj{"continuationEndpoint": obj{"continuationCommand": command}}}
}

func (f *Fake) pageSize() int {
	if f.PageSize > 0 {
		return f.PageSize
	}
	return 20
}

func (f *Fake) listPageSize() int {
	if f.ListPageSize > 0 {
		return f.ListPageSize
	}
	return 100
}

func (f *Fake) size(l *List) int {
	if len(l.Videos) > 0 {
		return len(l.Videos)
	}
	return l.Count
}

// entry is the i-th video of a list.
func (f *Fake) entry(l *List, i int) *Video {
	if len(l.Videos) > 0 {
		if v, ok := f.video(l.Videos[i]); ok {
			return v
		}
		return &Video{ID: l.Videos[i], Title: "[Deleted video]", Deleted: true}
	}
	return f.invented(i)
}
