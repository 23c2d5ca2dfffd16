// Package youtubetest is a YouTube for tests: a real HTTP server that speaks the protocol,
// serves real files, fails in the ways YouTube does, and looks closely at what it is asked.
//
//	client ──▶ API listener ──▶ check of the request ──▶ search, browse, next, player, ...
//	   │                             │ violations            │ addresses that only this
//	   │                             ▼                       ▼ fake has signed
//	   └─────▶ media listener ──▶ check ──▶ videoplayback: bounded ranges of a file
//
// What a careful client never does is a violation; Start fails the test for each. The
// answers mix old and new shapes of renderers, and have some between them that nobody
// knows.
//
//	f := youtubetest.Default()
//	s := youtubetest.Start(t, f)
//	p, err := youtube.New(youtube.Options{Bases: youtube.At(s.URL)})
//
// A program that is tested as a whole is pointed at Server.URL by whatever variable it
// has for that; package main of such a test may use Serve. Only tests may import this.
//
// # Goroutines
//
//	goroutine          started by        ends when            may block on
//	http.Server (2)    Start, Serve      Server.Close,        its listener
//	                                     which waits
package youtubetest
