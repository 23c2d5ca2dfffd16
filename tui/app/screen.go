package app

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"anyaudio/source"
	"anyaudio/source/catalog"
	"anyaudio/source/library"
	"anyaudio/tui"
	"anyaudio/tui/cli"
)

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
