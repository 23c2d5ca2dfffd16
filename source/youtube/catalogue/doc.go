// Package catalogue finds things at YouTube and YouTube Music: search, lists, what is
// related, charts, details. It needs no stream addresses, so that it goes on working when
// those cannot be had.
//
//	words, id ──▶ question ──▶ innertube.Client ──▶ JSON tree
//	                                                  │ walk: sections, shelves, wrappers
//	                 cursor (Page.Next) ◀── continuation ┤
//	                 source.Track, source.Playlist ◀── one reader for each renderer
//	                 counted by name ◀── renderers nobody knows
//
// Renderers come in an old and a new shape side by side for months. The walk takes
// whatever it knows from wherever it stands, and counts the rest ([Catalogue.Unknown]).
//
// Everything is read as English text, which is asked for. A [Catalogue] may be used from
// any goroutine, starts none, and holds nothing that needs closing.
package catalogue
