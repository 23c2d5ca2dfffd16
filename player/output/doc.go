// Package output plays sound: one small interface, Output, and six ways behind it.
// Open picks one by name; an Opener opens it again after a loss; Devices lists what there is.
//
//	sound goroutine                                  the machine's or the network's
//	Write  ──> pulse:  packets ──> wire ──> server's queue ──> sink ──> ear
//	       ──> oto:    ring    ──> oto's player ──> device          ──> ear
//	       ──> stdout: clock   ──> writer ──> pipe ──> receiver     ──> ear
//	       ──> fifo:   clock   ──> writer ──> FIFO ──> receiver     ──> ear
//	       ──> null:   clock
//	       ──> wav:    file
//
//	            holds      Rewind takes back         heard after a change
//	pulse       400 ms     to 5-15 ms from the sink  15 ms (1 s far away: half a round trip more)
//	oto         300 ms     its ring, 100 ms          200 ms
//	null        250 ms     all that is not heard     at once
//	stdout      200 ms     nothing                   when the receiver has played what it has
//	fifo        200 ms     nothing                   the same
//	wav         -          nothing                   -
//
// # Goroutines
//
//	goroutine       started by   ends when                    may block on
//	pulse monitor   Open         Close, or the server is lost a timer, a write (10 s)
//	proto readLoop  Open         the connection is closed     a read
//	oto watch       Open         Close, or the device is lost a timer
//	oto's own       first Open   never: one context a process the device
//	stdout writer   Open         Close (waits 100 ms for it)  the pipe
//	fifo writer     Open         Close                        the FIFO, for a reader that is there
//
// A panic in one of ours is the loss of the output; see contain. What proto and oto do on their own is theirs.
//
// # Fades
//
// Everything that a listener changes is heard at once and without a click, because
// what is to come can be taken back: Rewind says how many frames at the end have
// not reached the device, the caller renders them again with a fade in them, and Write
// puts them there. For this to hold the caller must
//
//   - fade what it wrote at that place, which need not be what plays now;
//   - write it soon, within some 2 ms, and
//   - go on in the same Write with 20 ms or more if there is sound to go on with: what is
//     shorter than 15 ms counts as an end, and gets silence behind it.
//
// # How pulse takes back
//
// A stream on a PulseAudio or PipeWire server has a queue with a write index, which
// only we move, and a read index, which the sink moves in steps of its period. A sound
// packet may move the write index back before it is put in (its header has an offset,
// PA_SEEK_RELATIVE; proto only writes 0 there, so wire puts it in). What is written
// over is not heard; what lies behind is not, because the server stops at the write
// index. No flush is needed, and the credit stays right: the server counts the
// frames between the two places as asked for.
//
// The one question is how near to the sink one may cut. Every 1/4 s, and around each cut,
// we ask for the read index (GetPlaybackLatency, without waiting). Of those readings
// the highest, on a line that rises with time, is where the sink can be at most; see
// timeline: a reading is where the sink was when its question arrived, so the way there
// and its jitter are in it, and how long the answer took does not matter. From there 6 ms
// are kept (8 through a network). The answer to
// a question that goes out right before the packet shows if that was too little: then
// the distance grows. If the caller, or the machine, took so long that the place has gone
// before the packet is sent, it is mended: the old sound stays a little longer and
// the new is faded in over it, at its own place; see mend. Stats has the counts.
//
// The sink holds 10 ms (20 ms far away) and the queue the rest, so cutting never needs a
// sink that can rewind. A local server asks for nearly half of the queue at once, 5 times a
// second, one far away at each period; see newPulse.
//
// # Position
//
// Delay is what was written less what is heard: the read index, less what the sink says
// is between it and the ear, extrapolated since the last reading.
//
// # Sound over SSH
//
// A server that is not known to be this machine's own gets 1 s of buffer, 16 bits and a
// period of 20 ms: one at a TCP address, one that was named and is not at the usual place, and in
// an ssh session every one, since the usual place may be forwarded too. With SSH_CONNECTION set and
// PULSE_SERVER not, the socket that Advice tells to forward is tried before all others. What
// opens an output again and again, as the player does, so takes it up as soon as it is there.
//
// A FIFO without a reader is a device that is not there: Open waits 2 s for one and says
// ErrNoOutput, and a reader who goes makes it ErrLost.
//
// # Volume
//
// The volume is the caller's, through Rewind: heard as soon as any change, in a ramp, and
// the same on every output. A server has one for each stream as well, which a mixer shows and the
// server remembers for the program's name; it is left alone, and comes on top. It changes in one
// step: 21 changes of it in a steady tone were 21 clicks (second difference 0.20, where
// 0.0015 is heard as one).
//
// # Measured
//
// On Debian 12, 2 cores, no sound card, November 2026, at a load of 0.5 to 2. The tests
// play a tone into a null sink of a private PulseAudio 16.1 (period 10 ms), take back at
// random times, end in 5 ms of raised cosine, begin a tone of another phase and level
// in 5 ms, and compare the recording (parec, 5 ms, float) with what was meant bit by
// bit. A click is |x[n] - 2cos(w)x[n-1] + x[n-2]| > 0.0015; these fades reach 0.0004.
//
//	                                    changes  wrong  clicks  change to new sound heard
//	                                             frames         median   9 of 10  most
//	local                               11       0      0       14.9 ms  15.0     15.0
//	pause and resume                    12       0      0       15.6 ms  35.0     35.9
//	TCP, 16 bits, round trip 0          27       0      0       19.9 ms  20.1     20.2
//	TCP, 50 ms and up to 20 ms jitter   21       0      0       51.7 ms  53.0     55.1
//	TCP, 150 ms and up to 60 ms         23       0      0        121 ms   125      126
//	TCP, 300 ms and up to 120 ms        23       0      0        230 ms   231      232
//	PipeWire 0.3.65 (before)            49       0      0       16.0 ms  21.3     21.4
//	PipeWire, pause and resume (before) 35       0      0       10.4 ms  42.6     53.7
//
// (Half of the jitter is each way's. PipeWire was measured when cuts were placed by round
// trips, which was later; since then 10 s of steady sound and 6 seeks on it were looked at by
// hand: no gap.) The built player in a terminal, from the
// key to the sound at the far end, 8 seeks each, with a pause, no gap and no click in any of it
// (.ci/sound/far, at a load of 3 to 15 with real-time priority):
//
//	round trip 50 ms, up to 20 ms jitter    58 ms   limit  85
//	150 ms, up to 60 ms                    128 ms   limit 135
//	300 ms, up to 60 ms                    205 ms   limit 210
//
// Through OpenSSH at a round trip of 50 ms (.ci/sound/ssh, load 5, real-time priority): a key typed
// there 49 ms, typed here 72 ms, through a FIFO 220 ms. The connection killed and made again: sound
// 2.6 s after ssh was started, some 20 ms from where it was cut off.
//
// Outages with the player on top (go test -v -run TestPlayerSound): sound again after the cause
// had gone, and how far from where it was heard last:
//
//	server killed and started again     0.8 s    1 ms
//	sink removed and made again         0.9 s    1 ms
//	sink suspended and resumed          5 ms     5 ms
//	link frozen for 4 s                 3 ms     0 ms
//	link frozen for 11 s (a loss)       9 ms     0 ms
//
// The position that the player shows was 1 to 10 ms behind the recording locally, 3 to 13 ms at
// a round trip of 150 ms.
//
// The time includes the fade of the old sound and the recorder's delay. The position by
// Delay was within 1.3 ms of the recording (PipeWire: 5 ms, it tells its delay once a
// period). The whole player takes 1.1 % of a core while it plays (2.9 % when a local server asked
// at each period) and 0.02 % while it is paused; a Write of 20 ms takes 2 µs and allocates nothing.
//
// With a load of 4 to 14 on the same machine about one run in five was spoilt: the
// process, the proxy or the server stood still for 5 to 300 ms, and the server ran dry
// or a cut came late. On PipeWire longer runs had gaps of one graph cycle (256 frames) in
// the middle of a tone, and some just after a resume: 0 to 3 in 30 s without any change,
// where pacat had as many, and more with changes (up to 17 in 30 s with 175 seeks). The
// two runs above are the ones of 10 s that had none.
//
// # Known weaknesses
//
//   - No sound card was there to try: nothing here has been heard through ALSA,
//     Bluetooth or USB, on macOS or on Windows.
//   - A sink of 10 ms makes a server wake up 100 times a second while it plays.
//     Options.Period is there if that is too much.
//   - libpulse also reads client.conf, X11 properties and PULSE_SINK, and starts a server
//     that does not run. This does not.
//   - A server that stands still for less than 10 s, or is cut off, is taken to play on
//     in the meantime: the position is ahead by up to what it held.
//   - Frames that a server takes while a change is on its way longer than any before are
//     lost to the change: it begins late, with a click, and Stats.Late counts it.
//   - oto: a change is heard after 200 ms, Delay is right to some 40 ms, a pause leaves
//     the device running on silence, and a device that has gone stays away until the
//     program is started again. Where it finds a PulseAudio server it plays there through
//     a client that can print to standard output. ALSA prints to file descriptor 2 when
//     it finds no card; the program must redirect that while it has a screen to keep.
//   - stdout, fifo: what the receiver holds is not known; Options.StdoutDelay is added. A
//     reader that stops reading without going away makes Write wait for as long.
//   - A network that is worse than it was for the last 8 s makes a cut late, in a click; a single
//     hold-up is not remembered. With even jitter of J a change takes half a round trip, J of one
//     way and 20 ms: more than 60 ms over half a round trip from a J of 40 ms on.
//   - A stream that was muted in a mixer stays muted, as the server remembers it. Nothing here
//     says so.
package output
