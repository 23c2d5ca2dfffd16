package catalogue

import (
	"maps"
	"strings"
	"sync"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// Options configure a Catalogue.
type Options struct {
	// Client asks. It is not the one that resolvers ask through: see innertube.Client.
	Client *innertube.Client
	// Provider is what Track.Provider and Playlist.Provider say.
	Provider string
	// Home are lists for the home screen besides the charts; the id is enough.
	Home []source.Playlist
	// Default is what a search without a filter looks for, FilterNone for everything
	// that YouTube's own page shows.
	Default source.Filter
}

// A Catalogue answers questions about what there is.
type Catalogue struct {
	o Options
	c *innertube.Client

	mu      sync.Mutex // guards below
	unknown map[string]int
}

// New returns a catalogue.
func New(o Options) *Catalogue {
	if o.Client == nil {
		o.Client = innertube.New(innertube.Options{})
	}
	return &Catalogue{o: o, c: o.Client, unknown: make(map[string]int)}
}

// Unknown says how often each renderer came that is not known, since the start.
func (c *Catalogue) Unknown() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.unknown)
}

// maxUnknown bounds the names that are counted: they come from outside.
const maxUnknown = 100

func (c *Catalogue) count(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name = source.Clean(name)
	if _, ok := c.unknown[name]; !ok && len(c.unknown) >= maxUnknown {
		name = "others"
	}
	c.unknown[name]++
}

// as returns an identity of the table, or the compiled-in one when a file has disabled it.
func (c *Catalogue) as(name string) innertube.Identity {
	if i, ok := c.c.Table().Get(name); ok {
		return i
	}
	i, _ := innertube.DefaultTable().Get(name)
	return i
}

// IsVideoID reports whether s has the form of a video's id.
func IsVideoID(s string) bool { return len(s) == 11 && isID(s) }

// IsListID reports whether s may be the id of a list: a playlist, an album, an artist or
// a chart.
func IsListID(s string) bool {
	if country, ok := strings.CutPrefix(s, chartPrefix); ok {
		return len(country) == 2 && isID(country)
	}
	return len(s) > 1 && len(s) < 128 && isID(s)
}

func isID(s string) bool {
	for i := range len(s) {
		switch b := s[i]; {
		case b >= '0' && b <= '9', b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '-', b == '_':
		default:
			return false
		}
	}
	return s != ""
}
