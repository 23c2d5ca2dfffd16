// Package player plays a queue of tracks: it opens them, decodes them, and gives
// the sound to an output.
//
//	Opener ─ Input ─ decode.Open ─ Resample ─ speed, crossfade ─▶ ring ─▶ shape ─▶ fades ─▶ mix ─▶ Output
//	└──────────────────── decode goroutine ───────────────────┘   └─────── sound goroutine ──────────┘
//	   waits for the network, never for the ear                     waits for the ear, never for
//	                                                                the network
//	                          ▲ jobs          notes │  ▲ wishes
//	                          └───────────── loop ◀─┘──┘ ◀─ commands      ─▶ events
//
// Everything that may wait for bytes is before the ring, so that a pause, a fade or
// a change of volume, which happen after it, are heard at once whatever the network does.
// After it are shape (equaliser, loudness, limiter), the fades, and mix (volume, balance,
// mono): see graph. With everything at its default they give the decoder's samples bit for bit.
//
// # Goroutines
//
//	goroutine   started by  ends when          may block on
//	loop        New         Close              commands and notes only; it owns the state
//	decode      New         Close, after its   resolving, opening, reading, room in the ring;
//	                        inputs are closed  each job has a context that the next one ends
//	sound       New         Close, after a     Output calls, frames in the ring
//	                        fade of 5 ms
//	outputs     New         Close              opening an output, the time between two tries
//	closer      decode      Input.Close has    Input.Close
//	                        returned
//	subscriber  Subscribe   its ctx, or Close  its receiver; the loop never waits for it
//
// A panic in one of them ends them all; Failed and Err tell the program, which has the
// terminal still in its hands. A panic of a decoder is a damaged file and no more.
//
// # Position
//
// The ring numbers its frames for the life of the player. The timeline says which
// frame of which track lies at which number: a segment for each unbroken run. What
// is heard is the number last written to the output less the output's Delay; so a
// track becomes the current one when it is heard, though it was decoded seconds before,
// and tracks follow each other in the ring without a gap.
//
// A jump (a seek, another track) begins an epoch: the timeline is emptied, the decode
// goroutine's work is interrupted and begun anew at the target, the sound
// goroutine fades out and goes on where the new epoch's first segment lies. Until that
// is heard the position is the target. A track that nobody sent to a place begins where
// Options.Place says, which the decode goroutine asks once it is open.
//
// Who wants to see the sound asks for the frames before that place (Heard). They are kept as they
// leave the graph, only while somebody asks (tap).
//
// # Joins
//
// At the output's rate a track's first frame follows the last one of the track before. At any other
// rate, tracks of the same rate are resampled as if they were one: the last frames before the join (0.7 ms at
// 44.1 kHz) and the first ones behind it are made of both, and the second track lies a part of a frame later
// than alone; resampled by themselves a tone of 3 kHz would jump by up to a third of its height there. See joint. Where the
// rates differ, the speed is not 1 or the next track is not open in time, each is made by itself.
//
// # Loudness, equaliser, limiter
//
// The gain of a track belongs to its segment and is looked up by ring position: at a join it
// changes between two samples, however far ahead the next track was decoded; when the
// listener changes the mode, all segments go over in a ramp of 5 ms. Equaliser and limiter have a
// memory; when a place is rendered again, or they are switched on, they first run
// through the half second before it. The limiter runs only while something may raise
// the sound: a gain above 1, an equaliser, a crossfade. It looks 5 ms ahead in the ring, so
// that it delays nothing, and keeps true peaks below -1 dB.
//
// # Speed and crossfade
//
// Both are made before the ring, where a frame of the ring need not be a frame of the track:
// a segment knows its speed. After the ring every count of written frames, and so
// rewinding and position, would have to know it. The price is that the ring holds seconds
// made with the old setting: a change decodes anew from the position heard, as a seek does,
// with its fade of 5 ms.
//
// For a crossfade the last frames of a track are held back until it is known what
// follows, then mixed with its beginning, or written as they are. The mixed sound is
// the next track's segment, so that one is shown from there on. Exact are the frame where it begins
// (the length the file states less the crossfade), the equal-power curve, and everything outside
// it. When the next track takes longer to open than the ring lasts (4 s), the sound waits for it
// before the crossfade.
//
// # Fades
//
// Sound that has been written and not heard is taken back (Output.Rewind), a ramp
// of 5 ms is set at that place of the ring, and the place is rendered again: one way
// for pause, seek, volume, shortage and quitting. The ramps are functions of the
// ring position, so rendering twice gives the same samples. Only a track's own beginning
// and end are left as they are.
//
// # Shortage
//
// When the ring runs dry the player waits on what the output still holds (250 ms or
// more); only when 40 ms are left does it fade out, report Buffering once, and begin
// again with 1 s in the ring, 2 s if that happens twice in a minute.
//
// # Measured
//
// In virtual time, at an RTT of 80 ms and 1 MB/s with TCP's slow start, in files of an hour of
// which nothing is known but the type (go test -run 'EveryFormat|Unbuffered|ColdOpen' -v); a
// connection is without TLS, which would add a round trip to the open:
//
//	                open: sound after, requests, KiB    ten seeks, the worst of each
//	WebM Opus              242 ms    1     42                175 ms    1     42
//	WebM Vorbis            243 ms    1     42                167 ms    1     42
//	Ogg Opus               243 ms    1     42                405 ms    2     78
//	Ogg Vorbis             169 ms    1     14                170 ms    1     42
//	MP3 CBR                169 ms    1     14                 89 ms    1     14
//	MP3 VBR (Xing)         170 ms    1     14                 93 ms    1     14
//	FLAC                   172 ms    1     14                243 ms    1     86
//	FLAC, SEEKTABLE        244 ms    1     42                326 ms    2    104
//	WAV                    246 ms    1     42                166 ms    1     81
//	ADTS                   164 ms    1     14                 86 ms    1     14
//	M4A                  1,143 ms    3    681                 83 ms    1     14
//	M4A, moov last       1,063 ms    2    684                 83 ms    1     14
//	M4A, fragments         170 ms    1     14                256 ms    2     89
//
// The tables of an M4A of an hour are 680 KB, which are read whole.
// Thirty unbuffered seeks in the WebM: sound after 166 ms in the median and 172 ms at worst, after 42 KiB;
// the same from an origin that throttles open and large requests, since there are none.
// Cold opens of four minutes, H bytes needed, against (2 + f(H) - 1) R + H/B:
//
//	Ogg Opus      H 16,222   256 ms   sound after 243 ms
//	Ogg Vorbis    H  8,208   168 ms               169 ms
//	FLAC          H 11,315   171 ms               172 ms
//	M4A fragments H  4,854   165 ms               167 ms
//
// Opus at 128 kb/s from the file to the output takes 0.21 % of a core and 3.3 allocations for a
// second of sound, WAV 0.09 % and 2.3; the bare output takes less than 0.001 %
// (go test -run '^$' -bench PlayOpus -cpu 1).
package player
