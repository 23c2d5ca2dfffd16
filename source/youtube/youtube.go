package youtube

import (
	"context"
	"net/http"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/catalogue"
	"anyaudio/source/youtube/innertube"
	"anyaudio/source/youtube/resolver"
)

// A Provider finds and resolves what YouTube has.
type Provider struct {
	catalogue *catalogue.Catalogue
	chain     *resolver.Chain
	client    *innertube.Client // the catalogue's
	http      *http.Client
	pasted    pasted
	now       func() time.Time
}

var (
	_ source.Searcher       = (*Provider)(nil)
	_ source.Lister         = (*Provider)(nil)
	_ source.Resolver       = (*Provider)(nil)
	_ source.Opener         = (*Provider)(nil)
	_ source.FilterSearcher = (*Provider)(nil)
	_ source.Suggester      = (*Provider)(nil)
	_ source.Relater        = (*Provider)(nil)
	_ source.Homer          = (*Provider)(nil)
	_ source.Detailer       = (*Provider)(nil)
	_ source.Coverer        = (*Provider)(nil)
	_ source.Recognizer     = (*Provider)(nil)
)

// New returns a provider. An error is about the options or the table file, in the
// listener's words; nothing is asked yet.
func New(o Options) (*Provider, error) {
	if err := o.Route.Check(); err != nil {
		return nil, err
	}
	quality, err := resolver.ParseQuality(o.Quality)
	if err != nil {
		return nil, err
	}
	table, err := innertube.LoadTable(o.Table)
	if err != nil {
		return nil, err
	}
	if o.HTTP == nil {
		o.HTTP = o.Route.Client()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	// Two clients, so that one half's being told to wait does not stop the other.
	options := innertube.Options{
		HTTP: o.HTTP, Bases: o.Bases, Table: table, Country: o.Country, Now: o.Now,
		Visitors: innertube.NewVisitors(o.State, o.Now),
	}
	client := innertube.New(options)
	chain, err := resolver.New(resolver.Options{
		Client: innertube.New(options), HTTP: o.HTTP,
		Order: o.Resolvers, Clients: o.Clients, Quality: quality, NoAAC: o.NoAAC,
		Helper: resolver.HelperOptions{
			Path: o.YtDlp, Proxy: o.Route.Proxy, IPv4: o.Route.IPv4, IPv6: o.Route.IPv6,
			Cookies: o.Cookies, CookiesFromBrowser: o.CookiesFromBrowser,
		},
		Warm: o.Warm, Logger: o.Logger, Now: o.Now,
	})
	if err != nil {
		return nil, err
	}
	return &Provider{
		catalogue: catalogue.New(catalogue.Options{Client: client, Provider: Name, Home: o.Home, Default: o.Filter}),
		chain:     chain, client: client, http: o.HTTP, now: o.Now,
	}, nil
}

// Search finds tracks and lists; see catalogue.Catalogue.SearchBy.
func (p *Provider) Search(ctx context.Context, q source.Query) (source.Page, error) {
	return p.catalogue.Search(ctx, q)
}

// Filters are those that SearchBy knows.
func (p *Provider) Filters() []source.Filter { return p.catalogue.Filters() }

// SearchBy limits a search.
func (p *Provider) SearchBy(ctx context.Context, f source.Filter, q source.Query) (source.Page, error) {
	return p.catalogue.SearchBy(ctx, f, q)
}

// Suggest completes words that are being typed.
func (p *Provider) Suggest(ctx context.Context, words string) ([]string, error) {
	return p.catalogue.Suggest(ctx, words)
}

// List gives a page of a playlist, album, artist, mix or chart.
func (p *Provider) List(ctx context.Context, l source.Playlist, page string) (source.Page, error) {
	if page == "" && ctx.Err() == nil {
		if first, ok := p.pasted.take(l.ID, p.now()); ok {
			return first, nil
		}
	}
	return p.catalogue.List(ctx, l, page)
}

// Related gives what is like a track.
func (p *Provider) Related(ctx context.Context, t source.Track, page string) (source.Page, error) {
	return p.catalogue.Related(ctx, t, page)
}

// Radio gives an endless sequence after a track.
func (p *Provider) Radio(ctx context.Context, t source.Track, page string) (source.Page, error) {
	return p.catalogue.Radio(ctx, t, page)
}

// Home gives charts and the lists of the options.
func (p *Provider) Home(ctx context.Context) ([]source.Playlist, error) { return p.catalogue.Home(ctx) }

// Details tells more of a track.
func (p *Provider) Details(ctx context.Context, t source.Track) (source.Details, error) {
	return p.catalogue.Details(ctx, t)
}

// Resolve says where the sound of a track is; see resolver.Chain. It is to be called
// through a source.Cache, whose Timeout leaves yt-dlp a minute.
func (p *Provider) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	return p.chain.Resolve(ctx, t)
}

// Unknown counts, by name, the renderers in answers that nobody here knows. Many of one
// name mean that YouTube has changed its answers.
func (p *Provider) Unknown() map[string]int { return p.catalogue.Unknown() }
