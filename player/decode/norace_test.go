//go:build !race

package decode_test

// underRace is false: tests try everything.
const underRace = false
