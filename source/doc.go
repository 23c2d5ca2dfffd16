// Package source says what can be played and where its bytes are. It makes no
// sound and draws nothing: player turns a Track into sound, tui shows it.
//
//	words ──▶ Registry.Search ──▶ every Searcher at once ──▶ Page (tracks, playlists)
//	URL, path, "-" ──▶ Registry.ExpandAll ──▶ first Opener that knows it ──▶ Page
//	playlist ──▶ Registry.List ──▶ the Lister that gave it ──▶ Page, page by page
//
//	Track ──▶ Cache.Resolve ──▶ Registry.Resolve ──▶ the track's Resolver ──▶ Media
//	           one flight a track, kept until shortly before it expires
//
// A [Track] lasts and may be saved; a [Media] is short-lived and may not. Between
// the two lies the lazy step: a track is resolved when it is about to play, never
// for a whole list.
//
// # Providers
//
// A provider is a value that offers any of the four small interfaces [Searcher],
// [Lister], [Resolver] and [Opener]; each lives in a package below this one (local,
// direct, demo, ...). What they promise is written at the interfaces and checked by
// the suite in sourcetest. A [Registry] puts several together and offers the same
// interfaces itself. All of them may be used by several goroutines at once.
//
// # Errors
//
// Providers return an [*Error]: one line for the listener, the next step, and one
// of the sentinels (ErrNotFound, ...) for programs. [Explain] turns any error into
// the two lines that the command line and the screen show. No error text holds a
// query string or a password of a URL.
//
// # Goroutines
//
//	goroutine          started by            ends when                        may block on
//	flight             Cache.Resolve,        the resolver returns: at the     the resolver (network,
//	                   Cache.Refresh         latest after Options.Timeout,    helper processes)
//	                                         when nobody waits any more, or
//	                                         at Cache.Close, which waits
//	search             Registry.Each,        its provider returns; Each and   the provider (network)
//	                   Registry.Search       Search wait for all of theirs
//
// Package local has one more, for a list on standard input.
package source
