// Package score writes music down and has it played.
//
// A Song is tracks (an instrument and its place in the mix), parts (some bars, written
// by a function) and a form (the parts in order, some of them often). Parts are
// rendered one after another on the same tracks, so that tails, echoes and held notes
// of one part sound on into the next: Mix takes the parts of a stretch of the form.
//
//	text -> Writer -> events -> Instrument -> bus -> mix
//
// The notation is text with one token a step: "c5 - e5 . | g5" plays c5 for two steps,
// e5 for one, rests for one. A bar line is checked. See Writer.Line, Chords and
// Writer.Drums.
package score
