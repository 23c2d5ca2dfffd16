package app

import (
	"context"
	"os"
	"os/exec"
	"time"

	"anyaudio/player"
	"anyaudio/player/fetch"
	"anyaudio/player/output"
	"anyaudio/player/ready"
	"anyaudio/source"
	"anyaudio/source/catalog"
	"anyaudio/source/local"
	"anyaudio/stream"
	"anyaudio/tui"
	"anyaudio/tui/cli"
)

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

// offlineKept is what keeps tracks for the interface: nil and not a nil *fetch.Fetcher when there
// is none.
func (a *app) offlineKept() tui.Kept {
	if a.kept == nil {
		return nil
	}
	return a.kept
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
