package youtube_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"sync/atomic"
	"testing"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// TestProxy: answers and media go through the proxy that is named.
func TestProxy(t *testing.T) {
	f := youtubetest.Default()
	s := youtubetest.Start(t, f)
	var through atomic.Int64
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { through.Add(1) }}
	proxy := httptest.NewServer(forward)
	defer proxy.Close()
	route := youtube.Route{Proxy: proxy.URL}
	p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL), Route: route, Resolvers: []string{"innertube"}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Resolve(t.Context(), song)
	if err != nil || through.Load() != 2 {
		t.Fatalf("error %v, %d requests through the proxy, want 2", err, through.Load())
	}
	media := &http.Client{Transport: &http.Transport{Proxy: route.ProxyFunc()}}
	defer media.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, m.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = m.Header
	req.Header.Set("Range", "bytes=0-9")
	resp, err := media.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusPartialContent || through.Load() != 3 {
		t.Errorf("status %d, %d requests through the proxy", resp.StatusCode, through.Load())
	}
}

// TestFamily: a version of IP that is forced is the only one dialled.
func TestFamily(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := youtube.Route{IPv4: true}.DialFunc()(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if conn, err := (youtube.Route{IPv6: true}).DialFunc()(t.Context(), "tcp", l.Addr().String()); err == nil {
		conn.Close()
		t.Error("an IPv4 address was dialled with IPv6 forced")
	}
	if (youtube.Route{}).DialFunc() != nil {
		t.Error("a dialler although any version will do")
	}
	_, err = youtube.Route{Proxy: "http://\x7f"}.ProxyFunc()(nil)
	if line, _ := source.Explain(err); line == "" {
		t.Error("a proxy that cannot be read is no error")
	}
}
