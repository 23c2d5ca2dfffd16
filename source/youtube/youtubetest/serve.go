package youtubetest

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"testing"
)

// A Server is a Fake on two listeners.
type Server struct {
	// URL is the base of everything but media, which are at Media.
	URL, Media string
	Fake       *Fake

	servers []*http.Server
	wg      sync.WaitGroup
}

// Start serves f on loopback until the test ends, and then fails it for each violation.
func Start(tb testing.TB, f *Fake) *Server {
	tb.Helper()
	s, err := Serve(f)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		s.Close()
		Report(tb, f)
	})
	return s
}

// Report fails a test for each violation.
func Report(tb testing.TB, f *Fake) {
	tb.Helper()
	for _, v := range f.Violations() {
		tb.Errorf("fake YouTube: %s", v)
	}
}

// Serve serves f on loopback until Close.
func Serve(f *Fake) (*Server, error) {
	var listeners [2]net.Listener
	for i := range listeners {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		listeners[i] = l
	}
	return ServeOn(f, listeners[0], listeners[1], "http://"+listeners[0].Addr().String(), "http://"+listeners[1].Addr().String()), nil
}

// ServeOn serves f on listeners that the caller has made, such as those of a network in
// memory, and that are reached at these addresses. Close closes them.
func ServeOn(f *Fake, api, media net.Listener, apiURL, mediaURL string) *Server {
	f.mu.Lock()
	f.init()
	f.MediaBase = mediaURL
	f.mu.Unlock()
	s := &Server{URL: apiURL, Media: mediaURL, Fake: f}
	quiet := log.New(io.Discard, "", 0)
	s.serve(&http.Server{Handler: f, ErrorLog: quiet}, api)
	s.serve(&http.Server{Handler: f, ErrorLog: quiet, ConnState: f.media.connState(f)}, media)
	return s
}

func (s *Server) serve(srv *http.Server, l net.Listener) {
	s.servers = append(s.servers, srv)
	s.wg.Go(func() {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.Fake.violate("the server failed: %v", err)
		}
	})
}

// Close ends all connections and waits.
func (s *Server) Close() {
	for _, srv := range s.servers {
		_ = srv.Close() // what it says of connections is of no use here
	}
	s.wg.Wait()
}
