//go:build race

package effect_test

// underRace makes tests of what one goroutine does alone try less of it: the race detector
// makes them ten times slower and finds nothing there. CI runs them without it too, whole.
const underRace = true
