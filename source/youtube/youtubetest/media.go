package youtubetest

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The most that a careful client has open to a media host.
const (
	maxRequests    = 2
	maxConnections = 3
)

// mediaState is what the media host knows. Fake.mu guards it, except for what says
// otherwise.
type mediaState struct {
	issued  map[string]*issued // by the parameter ei
	faults  []MediaFault
	gate    int64 // refused from this byte on, 0 for none
	revoked int   // addresses issued up to this number are refused
	recall  int64 // when this byte is asked for all addresses are revoked, 0 for never
	remake  bool  // and the files are changed
	changed int   // counts Change, so that lastModified differs
	running int   // requests
	peak    int

	conns    sync.Mutex // guards below
	open     map[net.Conn]bool
	connPeak int
}

// issued is an address that was given to a client.
type issued struct {
	number  int
	query   string // all of it; only after it may something be added
	agent   string
	expires time.Time
	file    *File
}

// A MediaFault is a way for one request for media to fail.
type MediaFault struct {
	// Status is sent instead of bytes.
	Status int
	// Truncate sends half of the body; WrongRange says that it begins one byte later;
	// IgnoreRange sends the whole file with 200; Redirect goes to the same address with
	// another spelling of the host.
	Truncate, WrongRange, IgnoreRange, Redirect bool
	// Delay comes before the answer.
	Delay time.Duration
}

// FailMedia makes the next requests for media fail, one for each fault.
func (f *Fake) FailMedia(faults ...MediaFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.media.faults = append(f.media.faults, faults...)
}

// Gate refuses all bytes from this one on, as clients without a proof are; 0 ends that.
func (f *Fake) Gate(from int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.media.gate = from
}

// Revoke refuses all addresses that have been given out so far, long before they expire.
func (f *Fake) Revoke() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.media.revoked = len(f.media.issued)
}

// RevokeAt does what Revoke does when a window from this byte on is asked for, once, and
// with changed what Change does.
func (f *Fake) RevokeAt(from int64, changed bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.media.recall, f.media.remake = from, changed
}

// Change gives all files another lastModified, as if they had been made anew.
func (f *Fake) Change() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.media.changed++
}

// MediaPeak is the most requests, and connections, that were there at once.
func (f *Fake) MediaPeak() (requests, connections int) {
	f.mu.Lock()
	requests = f.media.peak
	f.mu.Unlock()
	f.media.conns.Lock()
	defer f.media.conns.Unlock()
	return requests, f.media.connPeak
}

func (f *Fake) lifetime() time.Duration {
	if f.Lifetime > 0 {
		return f.Lifetime
	}
	return 21540 * time.Second
}

func (f *Fake) modified(file *File) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := int64(1_700_000_000_000_000 + f.media.changed)
	if file.Modified != "" {
		n, _ = strconv.ParseInt(file.Modified, 10, 64)
		n += int64(f.media.changed)
	}
	return strconv.FormatInt(n, 10)
}

// issue signs an address.
func (f *Fake) issue(v *Video, file *File, client, agent string) string {
	modified := f.modified(file)
	f.mu.Lock()
	defer f.mu.Unlock()
	i := &issued{number: len(f.media.issued) + 1, agent: agent, expires: f.now().Add(f.lifetime()), file: file}
	ei := fmt.Sprintf("FAKE%06d", i.number)
	var b strings.Builder
	// The order is not that of the alphabet: whoever takes the query apart and puts it
	// together again changes it.
	fmt.Fprintf(&b, "expire=%d&ei=%s&ip=127.0.0.1&id=o-%s&itag=%d&source=youtube&requiressl=yes&mh=aB&mm=31%%2C29&mn=sn-a%%2Csn-b",
		i.expires.Unix(), ei, v.ID, file.Itag)
	fmt.Fprintf(&b, "&mime=%s&gir=yes&clen=%d&dur=%.3f&lmt=%s&fvip=2&keepalive=yes&c=%s",
		url.QueryEscape(bareMIME(file)), len(file.Data), v.Duration.Seconds(), modified, client)
	b.WriteString("&sparams=expire%2Cei%2Cip%2Cid%2Citag%2Csource%2Crequiressl%2Cmime%2Cgir%2Cclen%2Cdur%2Clmt")
	mac := hmac.New(sha256.New, []byte("fake"))
	mac.Write([]byte(b.String()))
	fmt.Fprintf(&b, "&sig=%x%%3D%%3D", mac.Sum(nil))
	i.query = b.String()
	f.media.issued[ei] = i
	return f.MediaBase + "/videoplayback?" + i.query
}

// connState counts the connections to the media listener.
func (m *mediaState) connState(f *Fake) func(net.Conn, http.ConnState) {
	return func(c net.Conn, state http.ConnState) {
		m.conns.Lock()
		if m.open == nil {
			m.open = make(map[net.Conn]bool)
		}
		switch state {
		case http.StateNew:
			m.open[c] = true
		case http.StateClosed, http.StateHijacked:
			delete(m.open, c)
		}
		n := len(m.open)
		m.connPeak = max(m.connPeak, n)
		m.conns.Unlock()
		if state == http.StateNew && n > maxConnections {
			f.violate("media: %d connections, want %d at the most", n, maxConnections)
		}
	}
}

// Blob is n bytes of which each can be told from its place.
func Blob(n int) []byte {
	b := make([]byte, n)
	x := uint32(2463534242)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x)
	}
	return b
}
