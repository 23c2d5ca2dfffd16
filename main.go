// Command anyaudio plays music in the terminal.
package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/source/demo"
	"anyaudio/source/direct"
	"anyaudio/source/local"
	"anyaudio/stream"
	"anyaudio/stream/origintest"
	"anyaudio/tui"
	"anyaudio/tui/cli"
)

func main() {
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
	slog.SetDefault(log)

	ctx, stop := cli.Signals(ctx)
	defer stop()
	a := &app{inv: inv, log: log, logFile: logFile, stdin: stdin, stdout: stdout, stderr: stderr}
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

	limit   *cli.Limit     // of play --for, nil for none
	closers []func() error // in the order of opening
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
	if a.inv.Command == "demo" {
		a.inv.Config.Source = demoName
	}
	catalog, err := a.sources()
	if err != nil {
		cli.Report(a.stderr, err)
		return cli.ExitUsage // there is no such source
	}
	if a.inv.Command == "search" {
		return cli.Search(ctx, catalog, a.inv.Args, a.inv.JSON, a.stdout, a.stderr)
	}
	if a.inv.For > 0 {
		a.limit = cli.NewLimit(a.inv.For)
	}
	if a.soundOnStdout() {
		cli.SoundOnStdout()
	}
	if a.inv.NoUI {
		return a.play(ctx, catalog)
	}
	return a.screen(ctx, catalog)
}

// sources puts together what can be searched and played.
func (a *app) sources() (library, error) {
	o := demo.Options{Logger: a.log}
	if link := (origintest.Link{RTT: a.inv.RTT, Bandwidth: a.inv.Bandwidth}); link != (origintest.Link{}) {
		o.WrapListener = func(l net.Listener) net.Listener { return origintest.Shape(l, link) }
	}
	d, err := demo.Start(o)
	if err != nil {
		return library{}, err
	}
	a.closers = append(a.closers, d.Close)
	all := source.NewRegistry()
	all.Add(demoName, d)
	all.Add("url", direct.New(direct.Options{}))
	all.Add(local.Name, local.New(local.Options{Stdin: a.stdin}))
	if name := a.inv.Config.Source; name != "auto" {
		if all, err = all.Only(name); err != nil {
			return library{}, err
		}
	}
	return library{all, d}, nil
}

const demoName = "demo"

// A library is all sources, with the demo on its front page.
type library struct {
	*source.Registry
	demo *demo.Demo
}

// Home is what is shown before the first search.
func (l library) Home(ctx context.Context) (source.Page, error) {
	return l.demo.Search(ctx, source.Query{})
}

// player starts a player on the sources.
func (a *app) player(catalog library) (*player.Player, error) {
	c := a.inv.Config
	out, err := output.NewOpener(c.Output, a.outputOptions())
	if err != nil {
		return nil, err
	}
	cache := source.NewCache(catalog, source.CacheOptions{})
	a.closers = append(a.closers, cache.Close)
	kept := stream.PoolOptions{Memory: c.Stream.Memory, Logger: a.log}
	if dir := c.Stream.Dir(); dir != "" {
		kept.Cache = stream.NewCache(stream.CacheOptions{Dir: dir, MaxBytes: c.Stream.Cache, Logger: a.log})
	}
	pool := stream.NewPool(kept)
	a.closers = append(a.closers, pool.Close)
	p := player.New(player.Options{
		Opener: &player.MediaOpener{
			Resolver: cache,
			Pool:     pool,
			Stream:   stream.Options{Ahead: c.Stream.Ahead, AheadMax: c.Stream.AheadMax},
		},
		OpenOutput: func(ctx context.Context) (output.Output, error) {
			o, err := out.Open(ctx)
			if err != nil || a.limit == nil {
				return o, err
			}
			return a.limit.Wrap(o), nil
		},
		NoOutputHelp: func(err error) string { return cli.NoOutputHelp(err, os.Getenv) },
		Volume:       c.Volume,
		Logger:       a.log,
	})
	a.closers = append(a.closers, p.Close)
	if c.Volume == 0 {
		p.SetVolume(0) // in the player's options 0 is the default
	}
	return p, nil
}

func (a *app) soundOnStdout() bool { return a.inv.Config.Output == "stdout" }

func (a *app) outputOptions() output.Options {
	return output.Options{Buffer: a.inv.Config.OutputBuffer, Stdout: a.stdout, Logger: a.log}
}

// play plays without the interface.
func (a *app) play(ctx context.Context, catalog library) int {
	stderr := a.stderr
	if stderr == io.Writer(os.Stderr) {
		old, restore, err := cli.GuardStderr(a.logFile)
		if err != nil {
			a.log.Warn("standard error is not guarded", "err", err)
		}
		defer restore()
		stderr = old
	}
	p, err := a.player(catalog)
	if err != nil {
		return result(stderr, err)
	}
	defer p.Close() // before standard error is what it was
	return cli.Play(ctx, cli.PlayJob{
		Player: p, Catalog: catalog,
		Args: a.inv.Args, Start: a.inv.Start, Enough: a.limit.Done(),
		Status: cli.StatusTerminal(a.stdout, stderr, a.soundOnStdout()),
		Stderr: stderr,
	})
}

// screen shows the interface.
func (a *app) screen(ctx context.Context, catalog library) int {
	screen, done, err := cli.OpenScreen(a.stdout, a.soundOnStdout())
	if err != nil {
		return result(a.stderr, err)
	}
	a.closers = append(a.closers, done)
	p, err := a.player(catalog)
	if err != nil {
		return result(a.stderr, err)
	}
	life, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // ends with life
		select {
		case <-a.limit.Done():
			cancel()
		case <-life.Done():
		}
	}()
	path := cli.SessionPath(os.LookupEnv)
	if a.inv.Command == "open" && len(a.inv.Args) == 0 {
		a.restore(p, path)
	}
	save := func() {
		if err := cli.SessionOf(p).Save(path); err != nil {
			a.log.Warn("session is not saved", "err", err)
		}
	}
	words := cli.AreWords(catalog, a.inv.Args)
	o := tui.Options{
		Controls: &cli.StartAt{Player: p, Start: a.inv.Start},
		Source:   catalog,
		Logger:   a.log,
		Query:    strings.Join(a.inv.Args, " "),
		AutoPlay: a.inv.Command == "play" || !words,

		OnSuspend: save,
	}
	if !words && (len(a.inv.Args) > 1 || a.inv.Args[0] == "-") {
		o.Query, o.Load = "", func(ctx context.Context) (source.Page, error) {
			return cli.Load(ctx, catalog, a.inv.Args, a.log)
		}
	}
	err = tui.Run(life, o, a.stdin, screen)
	save() // after a quit, a signal or a panic alike
	status := result(a.stderr, err)
	if status == cli.ExitOK && ctx.Err() != nil {
		return cli.ExitInterrupted
	}
	return status
}

// restore takes up the queue of the last session.
func (a *app) restore(p *player.Player, path string) {
	s, err := cli.LoadSession(path)
	if err != nil {
		a.log.Warn("no session", "err", err)
	}
	s.Restore(p)
}

func (a *app) doctor(ctx context.Context) int {
	return cli.Doctor(ctx, a.stdout, []cli.Check{
		cli.CheckSound(a.outputOptions()),
		cli.CheckNetwork(&http.Client{}, "https://www.youtube.com/"),
		cli.CheckHelpers(time.Now()),
		cli.CheckTerminal(a.stdout, os.LookupEnv, os.Environ()),
		a.inv.CheckConfig(),
	})
}
