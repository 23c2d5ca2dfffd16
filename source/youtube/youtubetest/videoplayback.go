package youtubetest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWindow is the largest request that is served at full speed.
const maxWindow = 10 << 20

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
	if at := f.media.recall; at > 0 && asked.from >= at {
		f.media.recall, f.media.revoked = 0, len(f.media.issued)
		if f.media.remake {
			f.media.changed++
		}
	}
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
