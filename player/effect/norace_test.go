//go:build !race

package effect_test

// underRace is false: tests try everything.
const underRace = false
