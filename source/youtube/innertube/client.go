package innertube

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"
)

const (
	maxBody    = 8 << 20 // the largest answers known are 2 MB; a tree of one takes ten times as much
	maxTries   = 3
	tryTimeout = 10 * time.Second
	firstPause = 250 * time.Millisecond
	limitedFor = 2 * time.Minute // after a 429 that does not say
)

// Options configure a Client; the zero value speaks to YouTube.
type Options struct {
	// HTTP sends the requests. Its redirects are not followed and its cookies not used.
	// Default http.DefaultClient.
	HTTP  *http.Client
	Bases Bases
	// Table holds the identities. Default DefaultTable.
	Table *Table
	// Visitors is shared by all clients of a process. Default one in memory.
	Visitors *Visitors
	// Country is the two letters of the listener's country. Default "US".
	Country string
	// Now is the wall clock. Default time.Now.
	Now func() time.Time
}

// A Client asks one half of the questions, those of the catalogue or those of a resolver:
// after a 429 it asks nothing for a while, and that must not silence the other half.
type Client struct {
	o    Options
	http http.Client

	mu    sync.Mutex // guards below
	until time.Time  // nothing is asked before
	cause error
}

// New returns a client.
func New(o Options) *Client {
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	if o.Table == nil {
		o.Table = DefaultTable()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Visitors == nil {
		o.Visitors = NewVisitors("", o.Now)
	}
	if o.Country == "" {
		o.Country = "US"
	}
	o.Bases = o.Bases.Or(DefaultBases())
	c := &Client{o: o, http: *o.HTTP}
	c.http.Jar = nil
	// A POST that is redirected becomes a GET of a page: consent, captcha.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}

// Bases are the addresses in use, Table the identities, Visitors the store.
func (c *Client) Bases() Bases { return c.o.Bases }

// Table returns the identities in use.
func (c *Client) Table() *Table { return c.o.Table }

// Visitors returns the store in use.
func (c *Client) Visitors() *Visitors { return c.o.Visitors }

// Country is the country that answers are for.
func (c *Client) Country() string { return c.o.Country }

// Now is the wall clock.
func (c *Client) Now() time.Time { return c.o.Now() }

// A Call is one question.
type Call struct {
	Identity Identity
	// Endpoint is the path after /youtubei/v1/.
	Endpoint string
	// Query is added to the query of the address.
	Query url.Values
	// Country overrides the client's, for charts.
	Country string
	// Body is what stands beside the context.
	Body map[string]any
}

// Do asks and returns the answer. Sporadic failures are tried again, a 429 never. The
// error is a *source.Error of a Kind of this package, or that of ctx.
func (c *Client) Do(ctx context.Context, call Call) (Node, error) {
	n, _, err := c.DoAs(ctx, call)
	return n, err
}

// DoAs is Do, and tells which visitorData was sent.
func (c *Client) DoAs(ctx context.Context, call Call) (Node, string, error) {
	visitor := c.o.Visitors.Get()
	if call.Identity.Visitor && visitor == "" {
		v, err := c.o.Visitors.ensure(ctx, func(ctx context.Context) (string, error) { return c.fetchVisitor(ctx, call.Identity) })
		if err != nil {
			return Node{}, "", err
		}
		visitor = v
	}
	n, err := c.retry(ctx, func() (Node, error) { return c.once(ctx, call, visitor) })
	if err == nil {
		c.o.Visitors.offer(n.At("responseContext.visitorData").Str())
	}
	return n, visitor, err
}

// fetchVisitor asks for a visitorData as the client that will use it.
func (c *Client) fetchVisitor(ctx context.Context, as Identity) (string, error) {
	call := Call{Identity: as, Endpoint: "visitor_id"}
	n, err := c.retry(ctx, func() (Node, error) { return c.once(ctx, call, "") })
	if err != nil {
		return "", err
	}
	v := n.At("responseContext.visitorData").Str()
	if v == "" {
		return "", ErrGarbled.Fail("", errors.New("visitor_id: no visitorData in the answer"))
	}
	return v, nil
}

// retry tries again what may be better the next time.
func (c *Client) retry(ctx context.Context, try func() (Node, error)) (Node, error) {
	pause := firstPause
	for n := 1; ; n++ {
		if err := c.limited(); err != nil {
			return Node{}, err
		}
		node, err := try()
		c.note(err)
		if err == nil || n == maxTries || !sporadic(err) || ctx.Err() != nil {
			return node, err
		}
		if err := wait(ctx, pause/2+rand.N(pause)); err != nil {
			return Node{}, err
		}
		pause *= 4
	}
}

func sporadic(err error) bool {
	kind := KindOf(err)
	return kind == ErrServer || kind == ErrGarbled || kind == ErrNetwork
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// limited returns the 429 that is being waited out.
func (c *Client) limited() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.o.Now().Before(c.until) {
		return c.cause
	}
	return nil
}

// note remembers a 429.
func (c *Client) note(err error) {
	if KindOf(err) != ErrRateLimited {
		return
	}
	d := limitedFor
	if r, ok := errors.AsType[*retryAfter](err); ok && r.wait > 0 {
		d = r.wait
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until, c.cause = c.o.Now().Add(d), err
}

// once sends one request and reads its answer.
func (c *Client) once(ctx context.Context, call Call, visitor string) (Node, error) {
	parent := ctx
	ctx, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	req, err := c.request(ctx, call, visitor)
	if err != nil {
		return Node{}, err
	}
	return c.send(parent, req, call.Identity.Name+" "+call.Endpoint)
}

// send sends a request; parent says whether the caller still wants the answer.
func (c *Client) send(parent context.Context, req *http.Request, what string) (Node, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return Node{}, Network(parent, what, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case err != nil && parent.Err() != nil:
		return Node{}, parent.Err()
	case err != nil:
		return Node{}, garbled(what, body, err)
	case len(body) > maxBody:
		return Node{}, ErrGarbled.Fail("", fmt.Errorf("%s: an answer of more than %d bytes", what, maxBody))
	}
	return Judge(what, resp, body)
}

// Get fetches JSON from an address that is not InnerTube.
func (c *Client) Get(ctx context.Context, address, what string) (Node, error) {
	return c.retry(ctx, func() (Node, error) {
		try, cancel := context.WithTimeout(ctx, tryTimeout)
		defer cancel()
		req, err := http.NewRequestWithContext(try, http.MethodGet, address, nil)
		if err != nil {
			return Node{}, fmt.Errorf("%s: %w", what, errors.New("bad address"))
		}
		req.Header.Set("User-Agent", desktopUA)
		req.Header.Set("Cookie", consentCookie)
		return c.send(ctx, req, what)
	})
}

// Client returns context.client for a caller that writes its own request.
func (c *Client) Client(as Identity, visitor string) map[string]any {
	return as.client(c.o.Now(), c.o.Country, visitor)
}

// Visitor returns a visitorData, fetched as that identity if there is none.
func (c *Client) Visitor(ctx context.Context, as Identity) (string, error) {
	return c.o.Visitors.ensure(ctx, func(ctx context.Context) (string, error) { return c.fetchVisitor(ctx, as) })
}
