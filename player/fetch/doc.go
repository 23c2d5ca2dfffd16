// Package fetch keeps tracks on disk, so that they play without a network.
//
//	Keep, Drop ──▶ Fetcher ──▶ index: a file for each track (track, key of its bytes, size)
//	                  │ worker, one track at a time
//	     turn: pause, rate, Pool.Demand ──▶ Stream.ReadAt of what is missing ──▶ stream.Cache
//	                                                                               │
//	player ──▶ Fetcher.Open ──▶ Stream by the key of the index, no resolve ◀────────┘
//
// A Fetcher stands in front of the player's Opener. A track that is kept is found by the
// index, so that neither its source nor the network is asked for what is there; a byte that
// is missing is fetched as usual, or with Options.Offline answered by ErrOffline. Other
// tracks go to Options.Opener.
//
// The worker asks for a quarter of a second at a time and only while no other stream of the
// pool wants bytes: playing comes first. A track that is opened for playing is left to the
// player's stream, which writes to the same item of the cache; the worker takes it up again
// when it is closed.
//
// A file of the index is written to another name and renamed. What it says of progress is for
// showing: which bytes are there, and that they are right, is in the cache's item with sums.
// The items are kept (stream.Cache.Keep), so that the limit of the cache does not touch them.
//
// Measured in virtual time (TestListenerComesFirst): with 50 ms and 1.25 MB/s it uses 83 % of the
// line while nobody plays, and who begins to play then has the first second of sound after 80 ms;
// with 200 ms and 0.25 MB/s 55 % and 470 ms. Of 64 MB in 500 tracks fetched through 50 cuts (TestThroughCuts)
// 3 % were sent twice: what was on its way when the line was cut. What had arrived was never asked for
// again: beside the files came 250 bytes a request, the heads of the replies.
//
// On a disk that is full (TestSmallDisk, a tmpfs) one line says so, what is complete plays, and it goes
// on within half a minute after there is room.
//
// # Goroutines
//
//	goroutine   started by   ends when   may block on
//	worker      New          Close       network (a read, with its context), Resolve, the disk
package fetch
