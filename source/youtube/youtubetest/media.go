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

// maxWindow is the largest request that is served at full speed.
const maxWindow = 10 << 20

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

// serveMedia answers for bytes.
func (f *Fake) serveMedia(w http.ResponseWriter, r *http.Request) {
	f.enter()
	defer f.leave()
	i := f.checkAddress(r)
	if i == nil {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	asked, code := f.checkRange(r)
	if code != 0 {
		w.WriteHeader(code)
		return
	}
	f.mu.Lock()
	gate, revoked := f.media.gate, f.media.revoked
	var fault MediaFault
	if len(f.media.faults) > 0 {
		fault, f.media.faults = f.media.faults[0], f.media.faults[1:]
	}
	f.mu.Unlock()
	size := int64(len(i.file.Data))
	if asked.to < 0 || asked.to >= size {
		asked.to = size - 1
	}
	switch {
	case i.number <= revoked, gate > 0 && asked.to >= gate:
		w.WriteHeader(http.StatusForbidden)
		return
	case asked.from >= size:
		w.Header().Set("Content-Range", fmt.Sprintf("bytes */%d", size))
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		return
	}
	f.send(w, r, i.file, asked, fault)
}

// enter counts a request.
func (f *Fake) enter() {
	f.mu.Lock()
	f.media.running++
	n := f.media.running
	f.media.peak = max(f.media.peak, n)
	f.mu.Unlock()
	if n > maxRequests {
		f.violate("media: %d requests at once, want %d at the most", n, maxRequests)
	}
}

func (f *Fake) leave() {
	f.mu.Lock()
	f.media.running--
	f.mu.Unlock()
}

// checkAddress finds the address that was given out, and looks whether it came back as it
// was.
func (f *Fake) checkAddress(r *http.Request) *issued {
	f.mu.Lock()
	i := f.media.issued[r.URL.Query().Get("ei")]
	f.mu.Unlock()
	if i == nil {
		f.violate("media: an address that was never given out: %s", r.URL.Path)
		return nil
	}
	rest, ok := strings.CutPrefix(r.URL.RawQuery, i.query)
	if !ok || rest != "" && !strings.HasPrefix(rest, "&") {
		f.violate("media: the signed parameters have been changed or put into another order")
		return nil
	}
	if r.UserAgent() != i.agent {
		f.violate("media: User-Agent %q, the address was asked for as %q", r.UserAgent(), i.agent)
		return nil
	}
	if f.now().After(i.expires) {
		f.violate("media: a request %s after the address had expired", f.now().Sub(i.expires).Round(time.Second))
		return nil
	}
	return i
}

// checkRange reads what is asked for, and refuses what is not bounded.
func (f *Fake) checkRange(r *http.Request) (byteRange, int) {
	header := r.Header.Get("Range")
	strict := func(what string) (byteRange, int) {
		if f.Loose {
			return byteRange{to: -1}, 0
		}
		f.violate("media: %s", what)
		return byteRange{}, http.StatusForbidden
	}
	switch {
	case r.Method == http.MethodHead:
		return strict("HEAD")
	case r.Method != http.MethodGet:
		f.violate("media: method %s", r.Method)
		return byteRange{}, http.StatusForbidden
	case r.URL.Query().Has("range"):
		f.violate("media: a window in the query; here it is the header that is asked with")
		return byteRange{}, http.StatusForbidden
	case header == "":
		return strict("no range")
	}
	asked, err := parseRange(header)
	switch {
	case err != nil:
		f.violate("media: %v", err)
		return byteRange{}, http.StatusBadRequest
	case asked.to < 0:
		_, code := strict("an open-ended range")
		return asked, code
	case asked.to-asked.from >= maxWindow:
		f.violate("media: a window of %d bytes, want %d at the most", asked.to-asked.from+1, maxWindow)
		return byteRange{}, http.StatusForbidden
	}
	return asked, 0
}

// send serves the bytes, or what a fault makes of them.
func (f *Fake) send(w http.ResponseWriter, r *http.Request, file *File, asked byteRange, fault MediaFault) {
	if fault.Delay > 0 {
		select {
		case <-time.After(fault.Delay):
		case <-r.Context().Done():
			return
		}
	}
	size := len(file.Data)
	h := w.Header()
	h.Set("Accept-Ranges", "bytes")
	switch {
	case fault.Status != 0:
		w.WriteHeader(fault.Status)
		return
	case fault.Redirect:
		h.Set("Location", strings.Replace(f.MediaBase, "127.0.0.1", "localhost", 1)+r.URL.RequestURI())
		w.WriteHeader(http.StatusFound)
		return
	}
	h.Set("Content-Type", bareMIME(file))
	if fault.IgnoreRange || r.Header.Get("Range") == "" {
		h.Set("Content-Length", strconv.Itoa(size))
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(file.Data)
		return
	}
	from := asked.from
	if fault.WrongRange {
		from++
	}
	h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, asked.to, size))
	body := file.Data[asked.from : asked.to+1]
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusPartialContent)
	if fault.Truncate {
		_, _ = w.Write(body[:len(body)/2])
		panic(http.ErrAbortHandler) // cuts the connection
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
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
