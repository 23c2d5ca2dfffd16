package stream

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Limits and times of the connections. The reasons are in the package doc.
const (
	connectTimeout   = 3 * time.Second
	tlsTimeout       = 5 * time.Second
	idleTimeout      = 90 * time.Second
	maxConnsPerHost  = 3
	maxRequestsHost  = 2
	maxHeaderBytes   = 64 << 10
	memoryTime       = 240     // s of sound that a stream keeps in memory: most songs whole
	leastMemory      = 2 << 20 // and of a stream that is saved: the rest is read from disk
	mostMemory       = 8 << 20
	poolMemory       = 16 << 20
	minStreamMemory  = 512 << 10
	memoryForBuffers = 512 << 10 // of a stream's memory: copy blocks and connections
)

// PoolOptions configure a Pool. The zero value is for use on the open network.
type PoolOptions struct {
	// DialContext opens connections, nil for the network with a timeout of 3 s and
	// addresses tried side by side.
	DialContext func(ctx context.Context, network, addr string) (net.Conn, error)
	// Proxy chooses the proxy of a request, nil for the environment's
	// (HTTP_PROXY, HTTPS_PROXY, NO_PROXY; also socks5 URLs).
	Proxy func(*http.Request) (*url.URL, error)
	// TLS is used for https origins; nil for the system's roots.
	TLS *tls.Config
	// HTTP2 allows HTTP/2 where an origin offers it. Off by default: see the package
	// doc.
	HTTP2 bool
	// Memory bounds the bytes that all streams together keep in memory, 16 MiB when 0.
	Memory int64
	// Cache keeps files on disk, nil for none.
	Cache *Cache
	// Logger gets one line for each failed window at level Debug; nil for none.
	Logger *slog.Logger
	// Now is the wall clock, used only for expiry and Retry-After; nil for time.Now.
	Now func() time.Time
}

// A Pool owns the connections of all streams of a process and what is known of
// the origins. Its methods may be called from any goroutine.
//
// net/http writes a line with package log when an origin sends more than it
// announced. A program that owns the screen sends that elsewhere (log.SetOutput).
type Pool struct {
	opts   PoolOptions // immutable after NewPool
	log    *slog.Logger
	ctx    context.Context
	cancel context.CancelFunc
	// open dials any address, guarded only public ones: the pools of idle
	// connections are apart, so that the one cannot lend the other a connection.
	open, guarded *http.Transport
	pages         sync.Pool      // of *page, for going to disk and back
	blocks        sync.Pool      // of *[blockSize]byte, for copying bodies
	wg            sync.WaitGroup // of warm

	mu      sync.Mutex // guards below
	hosts   map[string]*host
	streams map[*Stream]struct{}
	closed  bool
}

// NewPool returns a Pool without connections.
func NewPool(opts PoolOptions) *Pool {
	p := &Pool{opts: opts, hosts: map[string]*host{}, streams: map[*Stream]struct{}{}}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	if p.opts.Memory <= 0 {
		p.opts.Memory = poolMemory
	}
	if p.opts.Proxy == nil {
		p.opts.Proxy = http.ProxyFromEnvironment
	}
	if p.opts.Now == nil {
		p.opts.Now = time.Now
	}
	p.log = opts.Logger
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	p.pages.New = func() any { return new(page) }
	p.blocks.New = func() any { return new([blockSize]byte) }
	p.open = p.transport(dialer{pool: p})
	p.guarded = p.transport(dialer{pool: p, publicOnly: true})
	return p
}

// transport makes a Transport that dials with d.
func (p *Pool) transport(d dialer) *http.Transport {
	t := &http.Transport{
		Proxy:                  p.opts.Proxy,
		DialContext:            d.dial,
		TLSHandshakeTimeout:    tlsTimeout,
		DisableCompression:     true,
		MaxIdleConnsPerHost:    maxConnsPerHost,
		MaxConnsPerHost:        maxConnsPerHost,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	if p.opts.HTTP2 {
		t.Protocols.SetHTTP2(true)
		t.HTTP2 = &http.HTTP2Config{
			// What is queued for a request that was cancelled comes before the next one's
			// bytes, and without pings a dead connection is never left.
			MaxReceiveBufferPerStream: 256 << 10,
			SendPingTimeout:           3 * time.Second,
			PingTimeout:               2 * time.Second,
		}
	}
	if p.opts.TLS != nil {
		t.TLSClientConfig = p.opts.TLS.Clone()
	} else {
		t.TLSClientConfig = &tls.Config{}
	}
	if t.TLSClientConfig.ClientSessionCache == nil {
		t.TLSClientConfig.ClientSessionCache = tls.NewLRUClientSessionCache(16)
	}
	return t
}

// Close closes all streams and connections. Streams opened later fail.
func (p *Pool) Close() error {
	p.mu.Lock()
	p.closed = true
	var open []*Stream
	for s := range p.streams {
		open = append(open, s)
	}
	p.mu.Unlock()
	for _, s := range open {
		s.Close()
	}
	p.cancel()
	p.wg.Wait()
	p.dropIdle()
	return nil
}

// dropIdle closes the connections that no request uses.
func (p *Pool) dropIdle() {
	p.open.CloseIdleConnections()
	p.guarded.CloseIdleConnections()
}

// add registers a stream that has begun to work; remove takes it out. All others
// are told, since each one's share of the memory changes.
func (p *Pool) add(s *Stream) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.streams[s] = struct{}{}
	p.pokeLocked()
	return true
}

func (p *Pool) remove(s *Stream) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.streams, s)
	p.pokeLocked()
}

func (p *Pool) pokeLocked() {
	for s := range p.streams {
		s.wake()
	}
}

// share is how many bytes of pages one stream may hold now, limit with its buffers at the most.
func (p *Pool) share(limit int64) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	each := min(p.opts.Memory/int64(max(len(p.streams), 1)), limit)
	return max(each-memoryForBuffers, minStreamMemory)
}

// host returns what is known of the host of a URL, made at the first call.
func (p *Pool) host(name string) *host {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[name]
	if h == nil {
		h = &host{slots: make(chan struct{}, maxRequestsHost)}
		p.hosts[name] = h
	}
	return h
}
