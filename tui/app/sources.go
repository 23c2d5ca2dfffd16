package app

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"anyaudio/player/decode"
	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/source/catalog"
	"anyaudio/source/demo"
	"anyaudio/source/direct"
	"anyaudio/source/library"
	"anyaudio/source/local"
	"anyaudio/source/youtube"
	"anyaudio/stream"
	"anyaudio/tui/cli"
)

// sources puts together what can be searched and played, and the pool of its streams.
func (a *app) sources(ctx context.Context) (*catalog.Catalog, error) {
	route := a.route()
	if err := route.Check(); err != nil {
		return nil, err
	}
	wire := demo.NewWire(a.inv.RTT, a.inv.Bandwidth)
	a.openPool(route, wire)
	o := catalog.Options{
		Searched: a.inv.Config.Source,
		YouTube:  a.youtube(route),
		Direct:   direct.Options{Client: a.client()},
		Demo:     demo.Options{Wire: wire, Logger: a.log},
		Local: local.Options{
			Stdin: a.stdin, Logger: a.log,
			Folders: a.inv.Config.Local.Folders, Index: a.cacheFile("music-index.jsonl"),
			NoWatch: !a.inv.Config.Local.Watch, Every: a.inv.Config.Local.Every,
		},
	}
	if err := a.heard(ctx, &o); err != nil {
		return nil, err
	}
	all, err := catalog.Open(o)
	if err == nil {
		a.closers = append(a.closers, all.Close)
	}
	return all, err
}

// heard opens the library for the interface, and gives it to the sources for suggestions.
func (a *app) heard(ctx context.Context, o *catalog.Options) (err error) {
	if a.inv.NoUI || a.inv.Command != "open" && a.inv.Command != "play" && a.inv.Command != "demo" {
		return nil
	}
	a.lib, err = a.openLibrary(ctx, library.Options{Report: func(r library.Report) {
		a.log.Warn("library", "line", r.Line, "err", r.Err)
		a.tell(r.Line + ": " + r.Hint)
	}})
	o.Library, o.Logger = a.lib, a.log
	if a.inv.Offline {
		o.Playable = a.isHere
	}
	return err
}

// tell shows the listener of the interface a line. It never waits: more than some that have not
// been read yet are only in the log.
func (a *app) tell(line string) {
	select {
	case a.news <- line:
	default:
	}
}

// openPool makes the pool of streams.
func (a *app) openPool(route youtube.Route, wire *demo.Wire) {
	c := a.inv.Config.Stream
	o := stream.PoolOptions{Proxy: route.ProxyFunc(), DialContext: route.DialFunc(), Memory: c.Memory, Logger: a.log}
	if a.inv.Offline { // a proxy on this machine would go out, too
		o.DialContext, o.Proxy = hereOnly, func(*http.Request) (*url.URL, error) { return nil, nil }
	}
	o.DialContext, o.Proxy = wire.Dial(o.DialContext), wire.Proxy(o.Proxy)
	if dir := c.Dir(); dir != "" {
		a.disk = stream.NewCache(stream.CacheOptions{Dir: dir, MaxBytes: c.Cache, Logger: a.log})
		o.Cache = a.disk
	}
	a.pool = stream.NewPool(o)
	a.closers = append(a.closers, a.pool.Close)
}

// route is the way out to the network, the same for all: addresses of streams are bound to
// the address of the machine that asked for them.
func (a *app) route() youtube.Route {
	c := a.inv.Config.Network
	return youtube.Route{Proxy: c.Proxy, IPv4: c.IP == "4", IPv6: c.IP == "6"}
}

// youtube is the configuration as options.
func (a *app) youtube(route youtube.Route) youtube.Options {
	c := a.inv.Config.YouTube
	o := youtube.Options{
		Route: route, Warm: a.pool.Warm, Logger: a.log,
		Table: a.inv.ConfigFile("youtube-clients.toml"), State: a.cacheFile("youtube-visitor.json"),
		Country: c.Country, Filter: source.Filter(c.Filter),
		Quality: c.Quality, Resolvers: c.Resolvers, Clients: c.Clients, NoAAC: !decode.AAC,
		YtDlp: c.YtDlp, Cookies: c.Cookies, CookiesFromBrowser: c.CookiesFromBrowser,
	}
	if a.inv.Offline {
		o.HTTP = a.client()
		o.Resolvers = []string{"innertube"} // no program that would go out by itself
	}
	for _, id := range c.Home {
		o.Home = append(o.Home, source.Playlist{Provider: youtube.Name, ID: id})
	}
	if base := os.Getenv(testBase); base != "" {
		o.Bases = youtube.At(base)
	}
	return o
}

// testBase names the variable with the address of a fake YouTube, for tests of the program
// as a whole.
const testBase = "ANYAUDIO_TEST_YOUTUBE"

// client takes the same way out, and none with --offline.
func (a *app) client() *http.Client {
	if a.inv.Offline {
		return &http.Client{Transport: &http.Transport{DialContext: hereOnly}}
	}
	return a.route().Client()
}

// hereOnly dials this machine and nobody else.
func hereOnly(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, _ := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fetch.NoDial(ctx, network, addr)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, addr)
}

// cacheFile is the path of a file in the cache directory, which is made; empty for none.
func (a *app) cacheFile(name string) string {
	path := cli.CacheFile(name)
	if path == "" {
		return ""
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		a.log.Warn("no cache directory", "err", err)
		return ""
	}
	return path
}

// onThisMachine tells tracks that need no network.
func onThisMachine(t source.Track) bool {
	return t.Provider == local.Name || t.Provider == catalog.Demo
}

// isHere tells tracks that play to their end without a network.
func (a *app) isHere(t source.Track) bool {
	if onThisMachine(t) || a.kept == nil {
		return onThisMachine(t)
	}
	_, complete := a.kept.Kept(t)
	return complete
}

// A findable is what is searched, listed and opened.
type findable interface {
	cli.Catalog
	source.Opener
}

// findable is all, or with --offline what is here.
func (a *app) findable(all *catalog.Catalog) findable {
	if !a.inv.Offline {
		return all
	}
	c := cli.KeptCatalog{Here: all}
	if a.kept != nil {
		c.Tracks = a.kept
	}
	return c
}
