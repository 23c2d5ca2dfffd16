// Package app is the program put together: it alone knows the interface, the player, the sources
// and the streams, and gives each what it needs.
//
//	app.go      Run: the command line, the log, and which command it is
//	sources.go  what can be searched and played, and the way out to the network
//	player.go   the player, how it opens tracks, and its output
//	library.go  the listener's library, and commands on it
//	screen.go   the interface, and playing without it
//	doctor.go   what works here
//
// An app is one run; it closes what it has opened in the opposite order. Nothing here is kept
// in package variables, so Run may be called more than once.
package app

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"os"
	"strings"

	"anyaudio/player/fetch"
	"anyaudio/player/ready"
	"anyaudio/source/catalog"
	"anyaudio/source/library"
	"anyaudio/stream"
	"anyaudio/tui"
	"anyaudio/tui/cli"
)

// Run is the whole program: it does what args say and returns the exit status. The interface ends when
// ctx does.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
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
