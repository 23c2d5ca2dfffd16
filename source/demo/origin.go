package demo

import (
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// An origin serves the files of a Demo over HTTP. It answers as
// googlevideo.com does in 2026: one closed byte range at a time and nothing else.
type origin struct {
	base  string
	demo  *Demo
	srv   *http.Server
	conns sync.WaitGroup // goroutines of net/http, one a connection
	done  chan struct{}  // closed when Serve has returned
}

func newOrigin(l net.Listener, d *Demo, logger *slog.Logger) *origin {
	o := &origin{base: "http://" + l.Addr().String(), demo: d, done: make(chan struct{})}
	o.srv = &http.Server{
		Handler:           http.HandlerFunc(o.serve),
		ReadHeaderTimeout: 30 * time.Second,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		ConnState: func(_ net.Conn, s http.ConnState) {
			switch s {
			case http.StateNew: // called by Serve's goroutine, so before done is closed
				o.conns.Add(1)
			case http.StateClosed, http.StateHijacked:
				o.conns.Done()
			}
		},
	}
	go func() {
		defer close(o.done)
		o.srv.Serve(l) // returns http.ErrServerClosed
	}()
	return o
}

// close cuts all connections and waits for the goroutines.
func (o *origin) close() error {
	err := o.srv.Close()
	<-o.done
	o.conns.Wait()
	return err
}

// closedRange is the one form of Range that is served.
var closedRange = regexp.MustCompile(`^bytes=(\d{1,18})-(\d{1,18})$`)

// serve answers one request. A whole file, an open range and HEAD are refused, as the
// real origin refuses them to a client that it does not know.
func (o *origin) serve(w http.ResponseWriter, r *http.Request) {
	o.demo.stats.requests.Add(1)
	if r.URL.Path != mediaPath {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		o.refuse(w, http.StatusMethodNotAllowed, "method")
		return
	}
	id, err := o.demo.signer.check(r.URL.Query(), o.demo.opts.Now())
	if err != nil {
		o.refuse(w, http.StatusForbidden, err.Error())
		return
	}
	if r.Method == http.MethodHead {
		o.refuse(w, http.StatusForbidden, "HEAD")
		return
	}
	if !closed(r.Header.Values("Range")) {
		o.refuse(w, http.StatusForbidden, "no closed range")
		return
	}
	f, err := o.demo.file(id)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "audio/webm")
	h.Set("ETag", `"`+f.piece.digest+`"`)
	h.Set("Cache-Control", "private, max-age=0")
	http.ServeContent(w, r, "", time.Time{}, &reader{f: f})
}

// closed reports whether the Range headers ask for one range with both ends.
func closed(ranges []string) bool {
	if len(ranges) != 1 {
		return false
	}
	m := closedRange.FindStringSubmatch(ranges[0])
	if m == nil {
		return false
	}
	first, _ := strconv.ParseInt(m[1], 10, 64)
	last, _ := strconv.ParseInt(m[2], 10, 64)
	return first <= last
}

func (o *origin) refuse(w http.ResponseWriter, status int, why string) {
	o.demo.stats.refused.Add(1)
	http.Error(w, "refused: "+why, status)
}
