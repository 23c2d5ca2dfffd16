package youtube

import (
	"log/slog"
	"net/http"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// Name is the provider's name in Track.Provider.
const Name = "youtube"

// Bases are all addresses that are asked; At(address) puts them in one place, for tests.
type Bases = innertube.Bases

// At returns bases that all lie at one address.
func At(base string) Bases { return innertube.At(base) }

// Options are the knobs of a Provider; the zero value means the defaults.
type Options struct {
	// HTTP carries all requests. Default: that of Route.
	HTTP *http.Client
	// Route is the way out to the network, for yt-dlp also when HTTP is set.
	Route Route
	// Bases are the addresses. Empty fields are YouTube's.
	Bases Bases

	// Table is a file that changes the table of client identities, in TOML; see
	// innertube.LoadTable. It need not exist.
	Table string
	// State is a file that keeps the visitorData across runs, empty for none. Its folder
	// must exist.
	State string
	// Country is the two letters of the listener's country. Default "US".
	Country string

	// Filter is what a search without one looks for. Default everything.
	Filter source.Filter
	// Home are lists for the home screen besides the charts. The id is enough.
	Home []source.Playlist

	// Resolvers are the ways to stream addresses, in order: innertube, yt-dlp, kkdai, muxed.
	// Default all.
	Resolvers []string
	// Clients are identities of the table, in the order in which innertube tries them. Default
	// those of the table.
	Clients []string
	// Quality is low, medium, high, or a ceiling such as "96k". Default high.
	Quality string
	// NoAAC is for a player without an AAC decoder.
	NoAAC bool
	// YtDlp is the program, absolute. Default the yt-dlp on PATH.
	YtDlp string
	// Cookies is a file, CookiesFromBrowser a browser's name. Only yt-dlp is given them.
	Cookies            string
	CookiesFromBrowser string

	// Warm opens a connection to a media host ahead; *stream.Pool has it. Default nothing.
	Warm func(rawURL string)
	// Logger gets a line for each way to stream addresses that failed. Default none.
	Logger *slog.Logger
	// Now is the wall clock. Default time.Now.
	Now func() time.Time
}
