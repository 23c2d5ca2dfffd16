// Package ready makes tracks ready before they are wanted, so that they sound at once.
//
//	the cursor rests on a row ─▶ Row ─▶ resolve ─▶ warm a connection to the host
//	a track plays, calmly ──▶ Follow ─▶ resolve, open, first window of what comes next
//	                                                  │
//	player ─▶ Open ── what was opened ahead, else ────┴──▶ Opener
//
// A Row costs one resolve and one connection, no byte of the media: whoever opens the track
// finds the one in the source.Cache, or joins it there, and the other in the stream.Pool. What
// comes next in the queue is opened, and its first window read; Open hands that over.
//
// # What it may cost
//
// So many tracks in an hour (Options.PerHour), each counted once, and as many again of the queue;
// a list that is scrolled through costs nothing, because only a row that is rested on is made ready,
// and one at a time: the next one ends what is under way. What comes next is opened when its track
// has been next for 3 s and the one that plays has 8 s in hand, so that it takes nothing from
// that. Tracks that need no network are passed over (Options.Skip).
//
// A connection is kept for 90 s by stream.Pool, and for as long as the host likes (often 60 to 75 s);
// after that the resolve alone is saved.
//
// # Goroutines
//
//	goroutine   started by   ends when                  may block on
//	row         Row          resolved, another, Close   Resolver
//	follow      Follow       its ctx, or Close          the player's next event, a timer
//	open        follow       read, not next, Close      Opener, the network
//
// # Measured
//
// In virtual time, with TLS, a resolve of 300 ms, and four minutes of WebM Opus from 1.25 MB/s over
// connections that begin slowly (go test ./player/ready -run Enter -v):
//
//	RTT       cold     a row that is ready    1.3 RTT + 60 ms    what comes next
//	 20 ms    367 ms    24 ms                  86 ms               6 ms
//	 50 ms    457 ms    54 ms                 125 ms               6 ms
//	100 ms    607 ms   104 ms                 190 ms               6 ms
//	200 ms    907 ms   204 ms                 320 ms               6 ms
//
// A file that needs more than 14 KB before its first sound takes a second round trip, since a
// connection that has been idle begins slowly: an hour of WebM, for its table of cues.
package ready
