// Package player plays a queue of tracks: it opens them, decodes them, and gives
// the sound to an output.
//
//	Opener ─ Input ─ decode.Open ─ decode.Resample ─▶ ring ─▶ fade ─▶ volume ─▶ Output
//	└───────────── decode goroutine ──────────────┘   └──── sound goroutine ─────────┘
//	   waits for the network, never for the ear         waits for the ear, never for
//	                                                    the network
//	                     ▲ jobs          notes │  ▲ wishes
//	                     └───────────── loop ◀─┘──┘ ◀─ commands      ─▶ events
//
// Everything that may wait for bytes is before the ring, so that a pause, a fade or
// a change of volume, which happen after it, are heard at once whatever the network does.
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
// is heard the position is the target.
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
package player
