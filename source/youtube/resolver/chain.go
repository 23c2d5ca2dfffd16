package resolver

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// Options configure a Chain; the zero value means the defaults.
type Options struct {
	// Client asks YouTube. It is not the one of the catalogue: see innertube.Client.
	Client *innertube.Client
	// HTTP fetches media for probes and checks, and carries the requests of way 3.
	// Default http.DefaultClient. It must go the same way out as the player's.
	HTTP *http.Client
	// Order are the resolvers, by name, and only those. Default all of them.
	Order []string
	// Clients are the identities of ways 1 and 4, by their names in the table, in the order
	// in which they are tried. Default all that the table has.
	Clients []string
	// Quality is the most that sound may cost.
	Quality Quality
	// NoAAC leaves out AAC, for a player that cannot decode it.
	NoAAC bool
	// Helper is how yt-dlp is run.
	Helper HelperOptions
	// Warm opens a connection to the host of an address without asking for anything. It
	// is called when a resolve begins, with the host that served last. Default nothing.
	Warm func(rawURL string)
	// Logger gets one line for each way that failed, at level Info. Default none.
	Logger *slog.Logger
	// Now is the wall clock. Default time.Now.
	Now func() time.Time
}

// A Chain resolves by trying one way after the other.
type Chain struct {
	o      Options
	ways   []Way
	health *health
	memory *memory
	// probing is held by the one probe at a time: connections to media hosts are counted.
	probing chan struct{}
}

// New returns a chain. An error names what is wrong in the options, for the listener.
func New(o Options) (*Chain, error) {
	if o.Client == nil {
		o.Client = innertube.New(innertube.Options{HTTP: o.HTTP})
	}
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	if len(o.Order) == 0 {
		o.Order = Names()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warm == nil {
		o.Warm = func(string) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Chain{o: o, health: newHealth(o.Now), memory: newMemory(o.Now), probing: make(chan struct{}, 1)}
	for _, name := range o.Order {
		ways, err := c.waysOf(name)
		if err != nil {
			return nil, err
		}
		c.ways = append(c.ways, ways...)
	}
	return c, nil
}

func (c *Chain) waysOf(name string) ([]Way, error) {
	table := c.o.Client.Table()
	switch name {
	case InnerTube, Muxed:
		ids, err := table.Players(name == Muxed, c.o.Clients...)
		if err == nil && len(ids) == 0 && name == Muxed {
			// A choice of clients is about the usual way; the last resort stays.
			ids, err = table.Players(true)
		}
		var ways []Way
		for _, id := range ids {
			if name == InnerTube || !c.o.NoAAC {
				ways = append(ways, &api{name: name, c: c.o.Client, id: id})
			}
		}
		return ways, err
	case YtDlp:
		return []Way{newHelper(c.o.Helper, c.o.Now)}, nil
	case Kkdai:
		return []Way{&kkdai{c: c.o.Client, http: c.o.HTTP, health: c.health}}, nil
	}
	return nil, &source.Error{
		Kind: source.ErrUnsupported,
		Line: fmt.Sprintf("no resolver %q", name),
		Hint: "the resolvers are: " + strings.Join(Names(), ", "),
	}
}

// Resolve says where the sound of a track is.
//
// A track that is asked for again long before its address expires may have been refused by
// the media host: then a way has to show that its new address serves more than the
// beginning. Who fails that is left alone for a while. When nobody else is left to ask,
// those are asked all the same, and have to show it too.
func (c *Chain) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	switch {
	case ctx.Err() != nil:
		return source.Media{}, ctx.Err()
	case !isVideoID(t.ID):
		return source.Media{}, innertube.ErrRemoved.Fail("", nil)
	case t.Live:
		return source.Media{}, innertube.ErrLive.Fail("", nil)
	}
	past := c.memory.asked(t.ID)
	if past.host != "" {
		c.o.Warm(past.host)
	}
	var failed failures
	var resting []Way
	for _, w := range c.ways {
		if err := c.resting(w); err != nil {
			if mayBeAsked(innertube.KindOf(err)) {
				resting = append(resting, w)
			}
			failed = append(failed, failure{w, err})
			continue
		}
		if m, ok, err := c.try(ctx, w, t.ID, past.refused, &failed); ok || err != nil {
			return m, err
		}
	}
	for _, w := range resting {
		if m, ok, err := c.try(ctx, w, t.ID, true, &failed); ok || err != nil {
			return m, err
		}
	}
	return source.Media{}, failed.err()
}

// try asks one way, if it can help after all that has failed. The error is that of ctx.
func (c *Chain) try(ctx context.Context, w Way, id string, prove bool, failed *failures) (source.Media, bool, error) {
	if !failed.allow(w, c.o.Helper.account()) {
		return source.Media{}, false, nil
	}
	m, err := c.ask(ctx, w, id)
	if err == nil && prove {
		err = c.probe(ctx, m)
	}
	if err == nil {
		c.health.well(key(w))
		c.memory.given(id, m)
		return m, true, nil
	}
	if ctx.Err() != nil {
		return source.Media{}, false, ctx.Err()
	}
	c.o.Logger.Info("youtube: resolve", "way", key(w), "id", id, "error", err)
	c.health.failed(key(w), err)
	if innertube.KindOf(err) == innertube.ErrRateLimited {
		c.health.failed(everyVisitor, err)
	}
	failed.add(w, err)
	return source.Media{}, false, nil
}

// everyVisitor stands in health for all who ask without an account: a limit is set on the
// network, not on one client.
const everyVisitor = "visitors"

// resting returns why a way is being left alone, nil when it is not.
func (c *Chain) resting(w Way) error {
	if err := c.health.check(key(w)); err != nil {
		return err
	}
	if w.Name() == YtDlp && c.o.Helper.account() {
		return nil
	}
	return c.health.check(everyVisitor)
}

func (c *Chain) probe(ctx context.Context, m source.Media) error {
	select {
	case c.probing <- struct{}{}:
		defer func() { <-c.probing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return probe(ctx, c.o.HTTP, m)
}

// ask asks one way and chooses.
func (c *Chain) ask(ctx context.Context, w Way, id string) (source.Media, error) {
	answer, err := w.Resolve(ctx, id)
	if err != nil {
		return source.Media{}, err
	}
	f, why, ok := choose(answer.Formats, c.o.Quality, c.o.NoAAC)
	if !ok {
		return source.Media{}, innertube.ErrNoURL.Fail("", fmt.Errorf("%d formats, none that can be decoded here", len(answer.Formats)))
	}
	if d := untilReady(f, c.o.Now()); d > 0 {
		if err := sleep(ctx, d); err != nil {
			return source.Media{}, err
		}
	}
	return media(id, f, answer, why), nil
}

// key names a way in health and in the log.
func key(w Way) string { return strings.TrimSuffix(w.Name()+":"+w.As(), ":") }

func infoOf(w Way) wayInfo {
	i := wayInfo{name: w.Name()}
	switch w := w.(type) {
	case *api:
		i.client = w.id.ClientName
	case *kkdai:
		i.client = w.clientName()
	}
	return i
}

func isVideoID(s string) bool {
	return len(s) == 11 && !slices.ContainsFunc([]byte(s), func(b byte) bool {
		return !(b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-' || b == '_')
	})
}
