// Package catalog puts all sources together: what can be searched, listed, opened and
// resolved.
//
//	YouTube ─┐
//	demo    ─┤
//	URLs    ─┼─▶ source.Registry ─▶ Catalog ─▶ interface, player
//	files   ─┘        (by name)      Home
//
// The package starts no goroutines; those of the demo's origin and of the music folders end when the
// Catalog is closed.
package catalog

import (
	"context"
	"errors"
	"log/slog"

	"anyaudio/source"
	"anyaudio/source/demo"
	"anyaudio/source/direct"
	"anyaudio/source/library"
	"anyaudio/source/local"
	"anyaudio/source/taste"
	"anyaudio/source/youtube"
)

// Demo is the name of the demo among the sources.
const Demo = "demo"

// Auto as Options.Searched stands for all sources but the demo.
const Auto = "auto"

// Options are those of the sources; the zero value means the defaults.
type Options struct {
	// Searched is the one source that words are looked up in. Default Auto: the demo is found
	// when it is asked for, and does not get between real results.
	Searched string

	YouTube youtube.Options
	Direct  direct.Options
	Demo    demo.Options
	Local   local.Options

	// Library is where suggestions come from; nil for none. It stays the caller's.
	Library *library.Library
	// Playable tells what may be suggested, when there is no network: nothing is asked for then.
	// nil for everything.
	Playable func(source.Track) bool
	// Logger gets what a listener need not see. Default: nothing is logged.
	Logger *slog.Logger
}

// A Catalog is a source.Registry of everything, with a front page. Its methods may be called
// from any goroutine. Close it after use.
type Catalog struct {
	*source.Registry
	// YouTube is among the sources, for a check of its own.
	YouTube *youtube.Provider
	// Taste suggests from what was heard; nil without a library.
	Taste *taste.Engine
	demo  *demo.Demo
	music *local.Music
}

// Open puts the sources together. Nothing is asked yet. The error is a *source.Error about an
// option.
func Open(o Options) (*Catalog, error) {
	tube, err := youtube.New(o.YouTube)
	if err != nil {
		return nil, err
	}
	d, err := demo.Start(o.Demo)
	if err != nil {
		return nil, err
	}
	all := source.NewRegistry()
	all.Add(youtube.Name, tube)
	all.Add(Demo, d)
	all.Add("url", direct.New(o.Direct))
	music := local.Open(o.Local) // nothing is begun without folders
	if len(o.Local.Folders) > 0 {
		all.Add(local.Name, music)
	} else {
		all.Add(local.Name, music.Provider) // which cannot be searched
	}
	engine, err := addLibrary(all, o)
	if err != nil {
		return nil, errors.Join(err, d.Close(), music.Close())
	}
	searched := []string{o.Searched}
	if o.Searched == "" || o.Searched == Auto {
		searched = []string{youtube.Name}
		if len(o.Local.Folders) > 0 {
			searched = []string{local.Name, youtube.Name} // one's own comes first
		}
	}
	if all, err = all.Only(searched...); err != nil {
		return nil, errors.Join(err, d.Close(), music.Close())
	}
	return &Catalog{Registry: all, YouTube: tube, Taste: engine, demo: d, music: music}, nil
}

// addLibrary adds the lists of the library and of what it suggests.
func addLibrary(all *source.Registry, o Options) (*taste.Engine, error) {
	if o.Library == nil {
		return nil, nil
	}
	t := taste.Options{Library: o.Library, Relater: all, Playable: o.Playable, Logger: o.Logger}
	if o.Playable != nil {
		t.Relater = nil
	}
	engine, err := taste.New(t)
	if err != nil {
		return nil, err
	}
	all.Add(library.Provider, lists{o.Library})
	all.Add(taste.Provider, engine)
	return engine, nil
}

// lists is a Lister and nothing else: what the library has heard of is not searched with the
// sources, which have it too.
type lists struct{ source.Lister }

// homeLists is the part of the front page that needs the network.
const homeLists = "lists"

// Home is what is shown before the first search, in two parts: for an empty page the pieces of
// the demo, which are here whatever the network does, then for its Next the lists of the
// sources. An error may come together with what could be had.
func (c *Catalog) Home(ctx context.Context, page string) (source.Page, error) {
	if page == homeLists {
		lists, err := c.Registry.Home(ctx)
		return source.Page{Playlists: lists}, err
	}
	here, err := c.demo.Search(ctx, source.Query{})
	here.Next = homeLists
	return here, err
}

// Ready waits until the music folders have been looked at, when nothing is known of them yet:
// for a search that is over before the first look would be.
func (c *Catalog) Ready(ctx context.Context) {
	if c.music.Status().Tracks == 0 {
		_, _ = c.music.Rescan(ctx) // what could not be read is in the log
	}
}

// Close closes the sources and waits for their goroutines.
func (c *Catalog) Close() error { return errors.Join(c.music.Close(), c.demo.Close()) }
