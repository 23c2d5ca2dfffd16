// Package effect holds the signal processing of the player: an equaliser, a true-peak
// limiter and a time stretcher. They know nothing of tracks, rings and outputs.
//
//	decoder ─▶ Stretcher ─▶ ring ─▶ Equalizer ─▶ gain ─▶ Limiter ─▶ fades, volume ─▶ output
//
// All of them work on stereo at 48 kHz, allocate nothing after they were made, start no
// goroutines, and belong to the goroutine that uses them. Each gives its input back bit
// for bit where it has nothing to do: the Equalizer when flat, the Limiter below its
// ceiling; at speed 1 a Stretcher is left out.
package effect

// Rate is the only sample rate of this package, in frames per second.
const Rate = 48000
