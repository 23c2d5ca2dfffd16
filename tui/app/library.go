package app

import (
	"context"
	"errors"
	"io"
	"os"

	"anyaudio/source"
	"anyaudio/source/catalog"
	"anyaudio/source/library"
	"anyaudio/source/taste"
	"anyaudio/tui/cli"
)

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
