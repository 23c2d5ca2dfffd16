// Command anyaudio plays music in the terminal.
package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"anyaudio/player"
	"anyaudio/player/decode"
	"anyaudio/player/fetch"
	"anyaudio/player/output"
	"anyaudio/player/ready"
	"anyaudio/source"
	"anyaudio/source/catalog"
	"anyaudio/source/demo"
	"anyaudio/source/direct"
	"anyaudio/source/library"
	"anyaudio/source/local"
	"anyaudio/source/taste"
	"anyaudio/source/youtube"
	"anyaudio/stream"
	"anyaudio/tui"
	"anyaudio/tui/cli"
)

// gcPercent keeps the heap at one and a quarter times what lives in it, where Go's default is
// twice: the program allocates 0.2 MB/s while it plays, so that the collector's turns stay rare.
// $GOGC and $GOMEMLIMIT hold as usual. No limit is set here, since a library may be large, and a
// limit below what lives would cost half of the processor.
const gcPercent = 25

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	runtime.MemProfileRate = 0 // nobody asks for the profile, and its table takes 0.7 MB
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program. It returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	inv, status := cli.Parse(args, os.LookupEnv, stdout, stderr)
	if inv == nil {
		return status
	}
	switch inv.Command {
	case "version":
		return result(stderr, cli.Version(stdout, inv.Licenses))
	case "completion":
		return result(stderr, cli.Completion(stdout, inv.Args[0]))
	case "complete":
		return result(stderr, cli.Complete(stdout, inv.Args))
	case "config edit":
		return inv.EditConfig(ctx, os.LookupEnv, stdin, stdout, stderr)
	case "config print", "config check", "config path":
		return inv.ConfigCommand(stdout, stderr)
	}
	if len(inv.Problems) > 0 && inv.Command != "doctor" {
		inv.ReportProblems(stderr)
		return cli.ExitUsage
	}
	log, logFile, err := cli.OpenLog(inv.Config.Log)
	if err != nil {
		return result(stderr, err)
	}
	// Package log goes the same way, and with it what net/http has to say: nothing but
	// the interface may write to the terminal.
	log = slog.New(tui.NewLogRing(log.Handler()))
	slog.SetDefault(log)

	ctx, stop := cli.Signals(ctx)
	defer stop()
	a := &app{inv: inv, log: log, logFile: logFile, news: make(chan string, 8), stdin: stdin, stdout: stdout, stderr: stderr}
	defer a.close()
	return a.run(ctx)
}

// result reports err, if there is one, and returns the exit status.
func result(stderr io.Writer, err error) int {
	if err != nil {
		cli.Report(stderr, err)
		return cli.ExitFailed
	}
	return cli.ExitOK
}

// An app is one run of a command, with what it has opened so far.
type app struct {
	inv            *cli.Invocation
	log            *slog.Logger
	logFile        *os.File // nil for none
	stdin          io.Reader
	stdout, stderr io.Writer

	limit   *cli.Limit // of play --for, nil for none
	pool    *stream.Pool
	disk    *stream.Cache    // nil for none
	kept    *fetch.Fetcher   // of the player, nil for none
	ready   *ready.Ready     // of the player, nil for none
	lib     *library.Library // of the interface
	news    chan string      // lines for the interface
	closers []func() error   // in the order of opening
}

// close closes everything, the last that was opened first.
func (a *app) close() {
	for i := len(a.closers) - 1; i >= 0; i-- {
		if err := a.closers[i](); err != nil {
			a.log.Warn("close", "err", err)
		}
	}
}

func (a *app) run(ctx context.Context) int {
	if a.inv.Command == "doctor" {
		return a.doctor(ctx)
	}
	switch {
	case a.inv.Command == "devices":
		return cli.Devices(ctx, a.inv.Config.Output, a.outputOptions(), a.inv.JSON, a.stdout, a.stderr)
	case a.inv.Command == "remote":
		return cli.Remote(ctx, cmp.Or(a.inv.Socket, a.inv.Config.Remote, cli.RemotePath(os.LookupEnv)), a.inv.Args, a.stdout, a.stderr)
	case a.inv.Command == "stats":
		return a.library(ctx, func(job cli.LibraryJob) int { return cli.Stats(ctx, job, a.inv.Stats) })
	case strings.HasPrefix(a.inv.Command, "library "):
		return a.library(ctx, func(job cli.LibraryJob) int {
			return cli.LibraryCommand(ctx, job, a.inv.Library)
		})
	}
	if a.inv.Command == "demo" {
		a.inv.Config.Source = catalog.Demo
	}
	all, err := a.sources(ctx)
	if err != nil {
		cli.Report(a.stderr, err)
		return cli.ExitUsage // there is no such source, or a setting does not hold
	}
	switch {
	case a.inv.Command == "search":
		all.Ready(ctx)
		return cli.Search(ctx, all, a.inv.Args, a.inv.Filter, a.inv.JSON, a.stdout, a.stderr)
	case a.inv.Command == "get":
		return cli.Get(ctx, a.getJob(all))
	case a.inv.Command == "resolve":
		return cli.Resolve(ctx, cli.ResolveJob{
			Catalog: all, Resolver: all, Args: a.inv.Args,
			ShowURL: a.inv.ShowURL, JSON: a.inv.JSON, Stdout: a.stdout, Stderr: a.stderr,
		})
	case strings.HasPrefix(a.inv.Command, "offline "):
		return a.library(ctx, func(job cli.LibraryJob) int { return a.offline(ctx, job, all) })
	case strings.HasPrefix(a.inv.Command, "suggest "):
		return a.library(ctx, func(job cli.LibraryJob) int { return a.suggest(ctx, job, all) })
	case strings.HasPrefix(a.inv.Command, "playlist "):
		return a.library(ctx, func(job cli.LibraryJob) int {
			return cli.PlaylistCommand(ctx, job, all, a.inv.Playlist)
		})
	}
	if a.inv.For > 0 {
		a.limit = cli.NewLimit(a.inv.For)
	}
	if a.soundOnStdout() {
		cli.SoundOnStdout()
	}
	if a.inv.NoUI {
		return a.play(ctx, all)
	}
	return a.screen(ctx, all)
}

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

// library opens the listener's library for a command that is over in a moment.
func (a *app) library(ctx context.Context, run func(cli.LibraryJob) int) int {
	lib, err := a.openLibrary(ctx, library.Options{NoKeeper: true, Report: a.reportLibrary(a.stderr)})
	if err != nil {
		return result(a.stderr, err)
	}
	return run(cli.LibraryJob{Library: lib, Command: a.inv.Command, Stdin: a.stdin, Stdout: a.stdout, Stderr: a.stderr})
}

// reportLibrary returns what tells the listener about the library's file.
func (a *app) reportLibrary(stderr io.Writer) func(library.Report) {
	return func(r library.Report) {
		a.log.Warn("library", "line", r.Line, "err", r.Err)
		cli.Report(stderr, &source.Error{Line: r.Line, Hint: r.Hint})
	}
}

// openLibrary opens the listener's library; it is closed with the program.
func (a *app) openLibrary(ctx context.Context, o library.Options) (*library.Library, error) {
	path := a.inv.Config.Library.File
	if path == "" {
		path = cli.LibraryPath(os.LookupEnv) // empty without a home, which the library reports
	}
	o.Logger, o.Private = a.log, a.inv.Config.Library.Private
	lib, err := library.Open(ctx, path, o)
	if err == nil {
		a.closers = append(a.closers, lib.Close)
	}
	return lib, err
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

// client takes the same way out, and none with --offline.
func (a *app) client() *http.Client {
	if a.inv.Offline {
		return &http.Client{Transport: &http.Transport{DialContext: hereOnly}}
	}
	return a.route().Client()
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

// testBase names the variable with the address of a fake YouTube, for tests of the program
// as a whole.
const testBase = "ANYAUDIO_TEST_YOUTUBE"

// player starts a player on the sources.
func (a *app) player(all *catalog.Catalog) (*player.Player, error) {
	c := a.inv.Config
	out, err := output.NewOpener(c.Output, a.outputOptions())
	if err != nil {
		return nil, err
	}
	opener, cache, err := a.fetcher(all, func(line string) {
		a.log.Warn(line)
		a.tell(line)
	})
	if err != nil {
		return nil, err
	}
	opener = a.readyOpener(opener, cache)
	opts := player.Options{
		Opener: opener,
		OpenOutput: func(ctx context.Context) (output.Output, error) {
			o, err := out.Open(ctx)
			if err != nil || a.limit == nil {
				return o, err
			}
			return a.limit.Wrap(o), nil
		},
		NoOutputHelp: func(err error) string { return cli.NoOutputHelp(err, os.Getenv) },
		FFmpeg:       ffmpeg(),
		Volume:       c.Volume,
		Loudness:     player.Loudness{Mode: c.Sound.Loudness, Preamp: float64(c.Sound.Preamp)},
		Equalizer:    c.Sound.Equalizer,
		Crossfade:    c.Sound.Crossfade,
		Balance:      float64(c.Sound.Balance) / 100,
		Mono:         c.Sound.Mono,
		Logger:       a.log,
	}
	if a.lib != nil {
		opts.Place = cli.Places(a.lib, a.log)
	}
	p := player.New(opts)
	a.closers = append(a.closers, p.Close)
	if a.ready != nil {
		a.ready.Follow(context.Background(), p)
	}
	if c.Volume == 0 {
		p.SetVolume(0) // in the player's options 0 is the default
	}
	return p, nil
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

// opener opens tracks.
func (a *app) opener(all *catalog.Catalog) (*player.MediaOpener, *source.Cache) {
	// A minute, because yt-dlp may need so long.
	cache := source.NewCache(all, source.CacheOptions{Timeout: time.Minute})
	a.closers = append(a.closers, cache.Close)
	c := a.inv.Config.Stream
	return &player.MediaOpener{
		Resolver: cache, Pool: a.pool,
		Stream: stream.Options{Ahead: c.Ahead, AheadMax: c.AheadMax},
	}, cache
}

// readyOpener opens tracks as well, those at once that were made ready before.
func (a *app) readyOpener(o player.Opener, cache *source.Cache) player.Opener {
	if a.inv.Offline || a.inv.Config.Stream.Ready == 0 {
		return o
	}
	kept := a.kept
	a.ready = ready.New(ready.Options{
		Opener: o, Resolver: cache, Warm: a.pool.Warm, PerHour: a.inv.Config.Stream.Ready, Logger: a.log,
		Skip: func(t source.Track) bool {
			if kept != nil {
				if is, _ := kept.Kept(t); is {
					return true
				}
			}
			return t.Provider == local.Name
		},
	})
	a.closers = append(a.closers, a.ready.Close)
	return a.ready
}

// readyRow makes a row of the interface ready, nil when nothing is.
func (a *app) readyRow() func(source.Track) {
	if a.ready == nil {
		return nil
	}
	return a.ready.Row
}

// fetcher opens tracks as well, and keeps those that are asked for (a.kept) where there is a
// disk to keep them on. The cache is what resolves for it.
func (a *app) fetcher(all *catalog.Catalog, report func(string)) (player.Opener, *source.Cache, error) {
	opener, cache := a.opener(all)
	dir := a.cacheFile("kept")
	if a.disk == nil || dir == "" {
		return opener, cache, nil
	}
	f, err := fetch.New(fetch.Options{
		Dir: dir, Opener: opener, Resolver: cache, Pool: a.pool, Cache: a.disk, Stream: opener.Stream,
		Rate: a.inv.Config.Offline.Rate, MaxBytes: a.inv.Config.Offline.Limit, Offline: a.inv.Offline,
		Here:   onThisMachine,
		Report: report, Logger: a.log,
	})
	if err != nil {
		return nil, nil, err
	}
	a.closers = append(a.closers, f.Close)
	a.kept = f
	return f, cache, nil
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

// offlineKept is what keeps tracks for the interface: nil and not a nil *fetch.Fetcher when there
// is none.
func (a *app) offlineKept() tui.Kept {
	if a.kept == nil {
		return nil
	}
	return a.kept
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

// offline runs a command on what is kept.
func (a *app) offline(ctx context.Context, job cli.LibraryJob, all *catalog.Catalog) int {
	if a.inv.Offline && a.inv.Command == "offline keep" {
		return result(a.stderr, &source.Error{Line: "nothing is fetched while the network is off", Hint: "keep it without --offline"})
	}
	_, _, err := a.fetcher(all, func(line string) { cli.Report(a.stderr, errors.New(line)) })
	if err == nil && a.kept == nil {
		err = errors.New("there is no disk cache to keep anything in: set stream.cache_dir, and stream.cache to more than 0B")
	}
	if err != nil {
		return result(a.stderr, err)
	}
	status := cli.StatusTerminal(a.stdout, a.stderr, false)
	return cli.Offline(ctx, cli.OfflineJob{LibraryJob: job, Catalog: all, Tracks: a.kept, Status: status}, a.inv.Keeping)
}

// suggest runs a command on what is suggested.
func (a *app) suggest(ctx context.Context, job cli.LibraryJob, all *catalog.Catalog) int {
	engine, err := taste.New(taste.Options{Library: job.Library, Relater: all, Logger: a.log})
	if err != nil {
		return result(a.stderr, err)
	}
	return cli.Suggest(ctx, job, engine, a.inv.Suggest)
}

// getJob is what the command get does.
func (a *app) getJob(all *catalog.Catalog) cli.GetJob {
	g := a.inv.Get
	opener, _ := a.opener(all)
	return cli.GetJob{
		Catalog: all, Opener: opener, Details: all, Client: a.client(),
		Args: a.inv.Args, Dir: g.Dir, Template: g.Name, Archive: g.Archive, JSON: g.JSON,
		Stdout: a.stdout, Stderr: a.stderr, Status: cli.StatusTerminal(a.stdout, a.stderr, false),
	}
}

// ffmpeg is the path of an installed ffmpeg, empty for none.
func ffmpeg() string {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return ""
	}
	return path
}

func (a *app) soundOnStdout() bool { return a.inv.Config.Output == "stdout" }

func (a *app) outputOptions() output.Options {
	return output.Options{Buffer: a.inv.Config.OutputBuffer, Stdout: a.stdout, Logger: a.log}
}

// play plays without the interface.
func (a *app) play(ctx context.Context, all *catalog.Catalog) int {
	stderr := a.stderr
	if stderr == io.Writer(os.Stderr) {
		old, restore, err := cli.GuardStderr(a.logFile)
		if err != nil {
			a.log.Warn("standard error is not guarded", "err", err)
		}
		defer restore()
		stderr = old
	}
	p, err := a.player(all)
	if err != nil {
		return result(stderr, err)
	}
	defer p.Close() // before standard error is what it was
	lib, err := a.openLibrary(ctx, library.Options{NoKeeper: true, Report: a.reportLibrary(stderr)})
	if err != nil {
		return result(stderr, err)
	}
	defer cli.Keep(context.WithoutCancel(ctx), p, lib, false, a.log).Stop()
	status := cli.Play(ctx, cli.PlayJob{
		Player: p, Catalog: a.findable(all),
		Args: a.inv.Args, Start: a.inv.Start, Enough: a.limit.Done(),
		Status: cli.StatusTerminal(a.stdout, stderr, a.soundOnStdout()),
		Stderr: stderr,
	})
	if err := p.Err(); err != nil {
		return result(stderr, err)
	}
	return status
}

// screen shows the interface.
func (a *app) screen(ctx context.Context, all *catalog.Catalog) int {
	var screen io.Writer
	if !a.inv.Plain {
		var done func() error
		var err error
		if screen, done, err = cli.OpenScreen(a.stdout, a.soundOnStdout()); err != nil {
			return result(a.stderr, err)
		}
		a.closers = append(a.closers, done)
	}
	p, err := a.player(all)
	if err != nil {
		return result(a.stderr, err)
	}
	life, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // ends with life
		select {
		case <-a.limit.Done():
		case <-p.Failed():
		case <-life.Done():
		}
		cancel()
	}()
	lib := a.lib
	if a.inv.Command == "open" && len(a.inv.Args) == 0 {
		q, err := lib.LoadQueue(ctx)
		if err != nil {
			a.log.Warn("the queue of the last time is not there", "err", err)
		}
		cli.RestoreQueue(p, q)
	}
	keeper := cli.Keep(context.WithoutCancel(ctx), p, lib, true, a.log)
	suggesting := cli.Suggesting(life, p, all.Taste, a.log)
	defer suggesting()
	if a.inv.Config.Autoplay {
		defer cli.Autoplay(life, p, all.Taste, all, a.log)()
	}
	defer cancel() // before those two are waited for
	from := a.findable(all)
	words := cli.AreWords(from, a.inv.Args)
	o := tui.Options{
		Controls: &cli.StartAt{Player: p, Start: a.inv.Start},
		Source:   from,
		Logger:   a.log,
		Library:  lib,
		Notices:  a.news,
		Kept:     a.offlineKept(),
		Taste:    all.Taste,

		QueueEdit:  keeper.Label,
		Ready:      a.readyRow(),
		Keys:       tui.Keys{Preset: a.inv.Config.Keys.Preset, Commands: a.inv.Config.Keys.Commands},
		Theme:      tui.Theme{Name: a.inv.Config.Screen.Theme, Colors: a.inv.Config.Screen.Colors},
		Art:        a.inv.Config.Screen.Art,
		NoMouse:    !a.inv.Config.Screen.Mouse,
		Visualiser: cli.ShowsBars(a.inv.Config.Screen.Visualiser, os.LookupEnv),
		Remote:     a.inv.Config.Remote,

		Query:    strings.Join(a.inv.Args, " "),
		AutoPlay: a.inv.Command == "play" || !words,
	}
	if !words && (len(a.inv.Args) > 1 || a.inv.Args[0] == "-") {
		o.Query, o.Load = "", func(ctx context.Context) (source.Page, error) {
			return cli.Load(ctx, from, a.inv.Args, a.log)
		}
	}
	switch {
	case !a.inv.Plain:
		err = tui.Run(life, o, a.stdin, screen)
	case a.soundOnStdout():
		err = tui.RunPlain(life, o, a.stdin, a.stderr)
	default:
		err = tui.RunPlain(life, o, a.stdin, a.stdout)
	}
	keeper.Stop() // after a quit, a signal or a panic alike
	status := result(a.stderr, errors.Join(err, p.Err()))
	if status == cli.ExitOK && ctx.Err() != nil {
		return cli.ExitInterrupted
	}
	return status
}

func (a *app) doctor(ctx context.Context) int {
	checks := []cli.Check{
		cli.CheckSound(a.outputOptions()),
		cli.CheckNetwork(a.client(), "https://www.youtube.com/"),
		cli.CheckHelpers(time.Now()),
		cli.CheckTerminal(a.stdout, os.LookupEnv, os.Environ()),
		a.inv.CheckConfig(),
	}
	if !a.inv.Online {
		return cli.Doctor(ctx, a.stdout, checks)
	}
	all, err := a.sources(ctx)
	if err != nil {
		return result(a.stderr, err)
	}
	status := cli.Doctor(ctx, a.stdout, checks)
	var rows []cli.OnlineRow
	for _, r := range all.YouTube.Check(ctx) {
		rows = append(rows, cli.OnlineRow(r))
	}
	return max(status, cli.WriteOnline(a.stdout, rows))
}
