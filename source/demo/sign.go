package demo

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// mediaPath is where the origin serves, as googlevideo.com does.
const mediaPath = "/videoplayback"

// Why a URL is refused; both are answered with 403.
var (
	errSignature = errors.New("bad signature")
	errExpired   = errors.New("expired")
)

// A signer makes URLs that only the same signer accepts: its key is random and is never
// written down. It has no state but the key.
type signer struct{ key [32]byte }

func newSigner() *signer {
	s := &signer{}
	rand.Read(s.key[:]) // never fails, see its documentation
	return s
}

// path returns path and query of a file's URL. A client may append parameters; those
// that are here it must leave alone.
func (s *signer) path(f *file, expires time.Time) string {
	id, at := f.piece.track.ID, expires.Unix()
	return fmt.Sprintf("%s?expire=%d&id=%s&itag=251&source=demo&mime=audio%%2Fwebm&clen=%d&dur=%.3f&sparams=expire%%2Cid%%2Cclen&sig=%s",
		mediaPath, at, url.QueryEscape(id), f.size, f.piece.track.Duration.Seconds(), s.sign(id, at, f.size))
}

func (s *signer) sign(id string, expire, size int64) string {
	h := hmac.New(sha256.New, s.key[:])
	fmt.Fprintf(h, "%d/%d/%s", expire, size, id)
	return hex.EncodeToString(h.Sum(nil))
}

// check returns the id that the query of a URL names, or why it is refused.
func (s *signer) check(q url.Values, now time.Time) (id string, err error) {
	id = q.Get("id")
	expire, err1 := strconv.ParseInt(q.Get("expire"), 10, 64)
	size, err2 := strconv.ParseInt(q.Get("clen"), 10, 64)
	want := s.sign(id, expire, size)
	if err1 != nil || err2 != nil || !hmac.Equal([]byte(want), []byte(q.Get("sig"))) {
		return "", errSignature
	}
	if now.Unix() >= expire {
		return "", errExpired
	}
	return id, nil
}
