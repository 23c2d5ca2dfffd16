package catalogue

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/bits"

	"anyaudio/source"
)

// A cursor is where a list goes on. It travels in Page.Next as JSON, so that the catalogue
// keeps nothing about lists under way.
type cursor struct {
	Token string `json:"t"`
	// Query says that the token goes into the query of the address, the older way.
	Query bool `json:"q,omitempty"`
	// List is another list than the one asked for, which has the rest: an artist's songs.
	List string `json:"l,omitempty"`
	// Pages counts, and Mark remembers one token of before: see follow.
	Pages int    `json:"n"`
	Mark  string `json:"m,omitempty"`
	// Total, Album and Artist stood at the head of the first page.
	Total  int    `json:"total,omitempty"`
	Album  string `json:"album,omitempty"`
	Artist string `json:"artist,omitempty"`
}

// maxCursor bounds a token; the longest ones seen have some thousand characters.
const maxCursor = 64 << 10

func parseCursor(s string) (cursor, error) {
	var c cursor
	if s == "" {
		return c, nil
	}
	if len(s) > maxCursor {
		return c, errPage(nil)
	}
	if err := json.Unmarshal([]byte(s), &c); err != nil || c.Token == "" && c.List == "" {
		return c, errPage(err)
	}
	return c, nil
}

func (c cursor) String() string {
	if c.Token == "" {
		return ""
	}
	b, err := json.Marshal(c)
	if err != nil {
		panic("catalogue: cursor: " + err.Error()) // strings and numbers always marshal
	}
	return string(b)
}

// follow is the cursor of the page after c when its answer brought next. It is empty
// when tokens go round in a circle: each is compared with the one before and with that of
// the last page whose number was a power of two (Brent's algorithm), which any circle
// comes by.
func (c cursor) follow(next cursor) cursor {
	sum := tokenSum(next.Token)
	if next.Token == "" || next.Token == c.Token || c.Mark == sum {
		return cursor{}
	}
	next.Pages, next.Mark = c.Pages+1, c.Mark
	if bits.OnesCount(uint(next.Pages)) == 1 {
		next.Mark = sum
	}
	next.List, next.Total, next.Album, next.Artist = c.List, c.Total, c.Album, c.Artist
	return next
}

func tokenSum(token string) string {
	h := fnv.New64a()
	h.Write([]byte(token))
	return fmt.Sprintf("%x", h.Sum64())
}

func errPage(err error) error {
	return &source.Error{Kind: source.ErrNotFound, Line: "not a page of this list", Hint: "open the list again", Err: err}
}
