//go:build !race

package stream_test

// underRace is false: tests try everything.
const underRace = false
