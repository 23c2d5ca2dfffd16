// Package stream reads a file at an HTTP origin as if it were here: an
// io.ReadSeeker and io.ReaderAt over bounded range requests, as near to the
// physical limit as a reader can be, and never wrong.
//
//	View ─ Read, Seek, ReadAt, Aim          Cache: sparse file + index of sums
//	  │ waits for bytes, wakes the engine      ▲ saver      │ load
//	Stream: store (16 KiB pages, range sets) ──┴────────────┘
//	  ▲ bytes as they arrive
//	engine: what is wanted, what is in flight ─► windows (≤ 2 requests)
//	  │ address expired, refused                   │ GET bytes=a-b, reply checked
//	Resolve                                      Pool: connections (≤ 3 a host), estimates
//
// A program has one Pool. Open returns a Stream at once; its Views do the reading.
// Nothing is asked of the network before a view needs a byte. Bytes that are here
// are never asked for again, errors belong to the byte that is missing: what lies
// before it can still be read. Only what an origin means ends a stream (a 404,
// another file in the place of this one, a web page in its place, a fresh address that
// is refused); whatever a network does is waited for, as Stats tells, until
// somebody closes the view, the stream or a context.
//
// # Requests
//
// Every request is a GET of a bounded range, since media hosts refuse or throttle
// anything else. The first window of a run is small, each further one doubles the
// run, a seek elsewhere begins anew; an Aim makes one window of what a demuxer
// knows it will need. A reply is compared with the request and with the replies
// before it ahead of its first byte being used.
//
//	knob                       value                        reason
//	first window               4 s of sound, 64-256 KiB     head, index and first sound in one reply
//	largest window             2 min of sound, 1-3 MiB      94 % of the bandwidth at 50 ms, below what hosts throttle
//	read-ahead                 max(30 s, as long as heard)  a skip wastes no more than was used, or 30 s
//	low mark                   1/3 of that                  few, large requests, idle connections between them
//	reading on                 16 KiB                       a probe is not followed by read-ahead
//	read through               rate x time to first byte    a request costs as much; 128 KiB before it is known
//	drain                      rate x 2 round trips, 64 KiB what a new connection costs
//	memory                     4 min of sound, 2-8 MiB      read and unread; a window is asked for when there is room
//	memory of a pool           16 MiB                       shared by its streams
//	memory of a saved stream   2 MiB                        the rest is read from disk
//	requests, connections      2, 3 a host                  play and seek, and a spare connection that is warm
//	connect, TLS               3 s, 5 s                     a SYN is repeated after 1 and 3 s
//	head of a reply            3 x p95, 1.5-8 s             doubled with each failure in a row
//	silence of a body          4 s, 2 s when waited for
//	slow body                  < 1/4 of the sound for 5 s   only when waited for; then 10, 20 ... s
//	pauses between tries       1/4 s doubling to 2 s        5 s where the origin is busy; Retry-After up to 1 min
//	refresh                    min(5 min, 1/10) ahead       by the wall clock, 1/10 of the lifetime seen
//	burst of seeks             20 ms after the last         a lone seek starts at once
//
// HTTP/1.1 is used unless PoolOptions.HTTP2 is set: an HTTP/2 connection carries the
// rest of a cancelled reply before the next one, and is found dead only by pings.
//
// # Goroutines
//
//	goroutine        started by                ends when                         may block on
//	engine           first need of a byte      Close, end of the context         its wake-up channel and timer
//	window           engine, 2 at most         its range is here, failed or cut  the network; a whole file also on readers
//	resolver         engine, 1 at most         Resolve returns (20 s)            Resolve
//	saver            opening a cached item     Close, after 100 ms of flushing   the disk
//	warm             engine, Pool.Warm         its dial has begun                net/http
//	net/http's own   requests                  Pool.Close, idle for 90 s         the network
//
// The first four belong to their Stream, whose Close cancels them and waits; warm belongs
// to the Pool. A Read waits in the goroutine of its caller, without the lock.
//
// # Proof
//
// TestFaults has a row for each of 92 things that origins, networks, clocks and
// disks do. One does not apply: 30, the same head with other bytes, could only be
// seen by fetching present bytes again. On 2026-11-23 it ran 200 times without a
// failure. TestProperty reads at random through random
// faults and compares with a slice. TestTable holds these against their limits, in virtual time
// over TLS, for round trips of 10, 50 and 200 ms and bandwidths of 0.25, 1.25 and
// 12.5 MB/s; here at 50 ms and 1.25 MB/s (H: bytes on the wire, handshake and heads included):
//
//	what                                             limit       ours
//	first 24 KiB, cold, H 26920                      181.11 ms   172.90 ms
//	first 24 KiB, warmed, H 24912                     77.92 ms    70.04 ms
//	first 24 KiB, prefetched or from disk                 2 ms        0 ms, no request
//	seek while a large body is in flight              61.00 ms    51.74 ms, 1 request
//	last of 400 seeks in 2 s                          81.00 ms    68.62 ms, 2 requests in all
//	403 to 20 views, new host, resolve 300 ms        513.11 ms   507.84 ms, 1 resolve
//	black-holed connections, HTTP/1.1                  2.65 s      1.65 s
//	black-holed connections, HTTP/2                    6 s         5.38 s
//	outage of 10, 30, 120 s with 3 s more ahead        no gap      no gap
//	starved, after the network's return                2.25 s      2.05 s at the most
//	requests for 4 minutes at 129 kbit/s              10           8
//	bytes 10 s into an hour at 160 kbit/s              1 MB        0.56 MB
//	memory in an hour at 128 kbit/s                    4 MiB       3.5 MiB
//	memory in a day at 952 kbit/s                      8 MiB       7.5 MiB
//
// What is not covered: real TCP (no congestion control in virtual time), a real
// media host, HTTP/3; an origin that ignores ranges keeps its one body open while
// the listener pauses, since it could only be had again from the start.
package stream
