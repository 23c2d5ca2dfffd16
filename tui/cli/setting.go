package cli

import (
	"strings"
	"time"

	"anyaudio/player"
)

// Config is every setting with its effective value. main fills the Options of the
// packages from it.
type Config struct {
	Output       string
	OutputBuffer time.Duration // 0 for the output's own
	Source       string
	Log          string
	Volume       int

	Sound   SoundConfig
	Stream  StreamConfig
	Network NetworkConfig
	YouTube YouTubeConfig
	Library LibraryConfig
	Offline OfflineConfig
	Local   LocalConfig
	Keys    KeysConfig
	Remote  string
	Screen  ScreenConfig

	Autoplay bool
}

// ScreenConfig is the section [screen].
type ScreenConfig struct {
	Theme      string
	Colors     map[string]string
	Mouse      bool
	Visualiser string
	Art        string
}

// KeysConfig is the section [keys].
type KeysConfig struct {
	Preset   string
	Commands map[string]string
}

// OfflineConfig is the section [offline].
type OfflineConfig struct {
	Rate  int64 // bytes per second, 0 for no bound
	Limit int64 // bytes, 0 for no bound
}

// LocalConfig is the section [local].
type LocalConfig struct {
	Folders []string
	Watch   bool
	Every   time.Duration
}

// LibraryConfig is the section [library].
type LibraryConfig struct {
	File    string
	Private bool
}

// SoundConfig is the section [sound].
type SoundConfig struct {
	Loudness  player.LoudnessMode
	Preamp    int // dB
	Equalizer player.Equalizer
	Crossfade time.Duration
	Balance   int // percent, -100 is left only
	Mono      bool
}

// NetworkConfig is the section [network]: the way out for everything.
type NetworkConfig struct {
	Proxy string
	IP    string // "4", "6" or empty for both
}

// YouTubeConfig is the section [youtube].
type YouTubeConfig struct {
	Quality   string
	Filter    string
	Country   string
	Home      []string
	Resolvers []string
	Clients   []string

	YtDlp              string
	Cookies            string
	CookiesFromBrowser string
}

// StreamConfig is the section [stream].
type StreamConfig struct {
	Ahead    time.Duration
	AheadMax time.Duration
	Memory   int64
	Cache    int64
	CacheDir string
	Ready    int // tracks an hour
}

// Dir is where the disk cache is, empty for nowhere: it is switched off or there is no home.
func (c StreamConfig) Dir() string {
	if c.Cache == 0 {
		return ""
	}
	if c.CacheDir != "" {
		return c.CacheDir
	}
	return CacheFile("stream")
}

// A setting is one row of the table from which everything about the configuration
// comes: the file, the environment, the flags, their help, and `config print`.
type setting struct {
	key   string // in the file; a part before a dot is the section
	flag  string // the flag that overrides it, without dashes; empty when there is none
	help  string // one line, units included
	value value  // where it is kept, holding the default until something is set
}

// env is the variable that overrides the file: ANYAUDIO_ and the key in capitals.
func (s setting) env() string {
	return "ANYAUDIO_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// section is the table of the file that the setting is in, empty for the top.
func (s setting) section() string {
	section, _, found := strings.Cut(s.key, ".")
	if !found {
		return ""
	}
	return section
}

// name is the key within its section.
func (s setting) name() string { return s.key[strings.LastIndexByte(s.key, '.')+1:] }

// settings puts the defaults into c and returns the table, in the order of the file:
// the top-level keys first, then section by section.
func settings(c *Config) []setting {
	return []setting{
		{
			"output", "output", "where the sound goes: auto, pulse[:SERVER][@SINK], oto, null, wav:FILE, stdout, fifo:PATH",
			outputSpec(&c.Output, "auto"),
		},
		{
			"output_buffer", "buffer", "sound held by the output, 0s for what suits it; more survives a busier machine",
			duration(&c.OutputBuffer, 0),
		},
		{
			"source", "source", "where words are looked up, such as demo; auto is everywhere",
			text(&c.Source, "auto"),
		},
		{
			"log", "log", "file for what the program has to say about itself, none if empty",
			path(&c.Log, ""),
		},
		{
			"volume", "", "volume at the start, in percent",
			number(&c.Volume, 100, 0, 100),
		},
		{
			"autoplay", "", "when the queue comes to its end, go on with suggestions from what you heard, or the last track's radio",
			truth(&c.Autoplay, false),
		},
		{
			"remote", "remote", "unix socket at which the interface takes commands; empty for none",
			path(&c.Remote, ""),
		},
		{
			"sound.loudness", "", "make tracks equally loud: track, album (keeps the differences within one) or off",
			loudness(&c.Sound.Loudness),
		},
		{
			"sound.preamp", "", "dB that move the loudness all tracks are brought to; above 0 quiet ones are raised, by so much at most",
			number(&c.Sound.Preamp, 0, -20, 20),
		},
		{
			"sound.equalizer", "", "a curve by its name, such as flat, bass or voice, or ten gains in dB with commas between, from 31 Hz to 16 kHz",
			equalizer(&c.Sound.Equalizer),
		},
		{
			"sound.crossfade", "", "time for which two tracks sound together at a join, 12s at most; 0s joins them without a gap",
			duration(&c.Sound.Crossfade, 0),
		},
		{
			"sound.balance", "", "from -100, left only, to 100, right only",
			number(&c.Sound.Balance, 0, -100, 100),
		},
		{
			"sound.mono", "", "the same on both sides",
			truth(&c.Sound.Mono, false),
		},
		{
			"stream.ahead", "", "least playing time that is fetched ahead",
			duration(&c.Stream.Ahead, 30*time.Second),
		},
		{
			"stream.ahead_max", "", "most playing time that is fetched ahead, after listening for a while",
			duration(&c.Stream.AheadMax, 10*time.Minute),
		},
		{
			"stream.memory", "", "memory for fetched bytes of all tracks together",
			size(&c.Stream.Memory, 16<<20),
		},
		{
			"stream.cache", "", "disk space for what was heard, so that it replays without the network; 0B for none",
			size(&c.Stream.Cache, 1<<30),
		},
		{
			"stream.cache_dir", "", "where that is; empty for anyaudio/stream in the user's cache directory",
			path(&c.Stream.CacheDir, ""),
		},
		{
			"stream.ready", "", "tracks an hour that are made ready before you play them: a row that stays highlighted, and as many that come next; 0 for none",
			number(&c.Stream.Ready, 60, 0, 1000),
		},
		{
			"network.proxy", "proxy", "proxy for everything, as http://HOST:PORT or socks5://HOST:PORT; empty for $HTTPS_PROXY",
			text(&c.Network.Proxy, ""),
		},
		{
			"network.ip", ipFlag, "4 or 6 for that version of IP only, as the flags -4 and -6; empty for both",
			choice(&c.Network.IP, "", "4", "6"),
		},
		{
			"youtube.quality", "quality", "low, medium, high, or at most so many bits per second, such as 96k",
			text(&c.YouTube.Quality, "high"),
		},
		{
			"youtube.filter", "", "what a search looks for: songs, videos, albums, artists, playlists; empty for all of YouTube",
			choice(&c.YouTube.Filter, "", "songs", "videos", "albums", "artists", "playlists"),
		},
		{
			"youtube.country", "", "two letters of the country that charts and results are for",
			text(&c.YouTube.Country, "US"),
		},
		{
			"youtube.home", "", "ids of playlists for the front page, beside the charts",
			list(&c.YouTube.Home),
		},
		{
			"youtube.resolvers", "", "ways to a stream's address in order, of innertube, yt-dlp, kkdai, muxed; empty for all",
			list(&c.YouTube.Resolvers),
		},
		{
			"youtube.clients", "", "identities that innertube takes on, in order; empty for those of the table",
			list(&c.YouTube.Clients),
		},
		{
			"youtube.yt_dlp", "", "the program yt-dlp; empty for the one on PATH",
			path(&c.YouTube.YtDlp, ""),
		},
		{
			"youtube.cookies", "cookies", "file of cookies that yt-dlp is given, nobody else",
			path(&c.YouTube.Cookies, ""),
		},
		{
			"youtube.cookies_from_browser", "cookies-from-browser", "browser whose cookies yt-dlp may use, such as firefox",
			text(&c.YouTube.CookiesFromBrowser, ""),
		},
		{
			"local.folders", "", "folders of music that are searched together with everything else",
			pathList(&c.Local.Folders),
		},
		{
			"local.watch", "", "notice changes in them at once; false for network drives",
			truth(&c.Local.Watch, true),
		},
		{
			"local.every", "", "how often they are looked at where that cannot be",
			duration(&c.Local.Every, 10*time.Minute),
		},
		{
			"screen.theme", "", "auto, dark, light, contrast or none",
			choice(&c.Screen.Theme, "auto", "auto", "dark", "light", "contrast", "none"),
		},
		{
			"screen.colors", "", "colours of one's own, as #rrggbb or 0 to 255, for accent, muted, line, buffered, selected, warning and failure",
			table(&c.Screen.Colors),
		},
		{
			"screen.visualiser", "", "a spectrum of what is heard: on, off, or auto, which is on unless over SSH",
			choice(&c.Screen.Visualiser, "auto", "auto", "on", "off"),
		},
		{
			"screen.art", "", "pictures of tracks: kitty or sixel where the terminal has them, blocks, off, or auto, which asks the terminal",
			choice(&c.Screen.Art, "auto", "auto", "kitty", "sixel", "blocks", "off"),
		},
		{
			"screen.mouse", "", "clicks and the wheel; without, the terminal selects text as usual",
			truth(&c.Screen.Mouse, true),
		},
		{
			"keys.preset", "", "keys to start from: default, cmus or mpv",
			choice(&c.Keys.Preset, "default", "default", "cmus", "mpv"),
		},
		{
			"keys.commands", "", "a command, as typed after a colon, for each key that is to be another one",
			table(&c.Keys.Commands),
		},
		{
			"offline.rate", "", "most bytes per second for fetching what is kept; 0B for as fast as it goes, behind what plays",
			size(&c.Offline.Rate, 0),
		},
		{
			"offline.limit", "", "disk space for what is kept; 0B for all there is",
			size(&c.Offline.Limit, 20<<30),
		},
		{
			"library.file", "", "where what you hear and save is kept; empty for anyaudio/library.db in the user's data directory",
			path(&c.Library.File, ""),
		},
		{
			"library.private", "private", "record nothing of what is heard, searched for and queued; long tracks start at their beginning",
			truth(&c.Library.Private, false),
		},
	}
}
