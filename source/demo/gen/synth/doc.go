// Package synth makes the sound of the demo's pieces: instruments, drums, effects
// and the mastering, all by arithmetic, nothing sampled.
//
//	Note -> Instrument.Play -> track bus -> Effects -> pan, gain -> mix -> Master
//	                                  \-> Echo, Reverb -----------/
//
// Everything here is a function of its input and of the seed in the Note: the same
// score gives the same samples on the same kind of processor. Nothing depends on the
// absolute time of a note, so that a part of a piece sounds the same wherever it
// stands: modulations start with their note, or turn a whole number of times a bar.
//
// It is used by the generator and its tests only; the player never links it.
package synth
