//go:build race

package stream_test

// underRace leaves out most bandwidths of the table: with the race detector it takes a minute, and
// it is the same code for all of them. CI runs it without too, whole.
const underRace = true
