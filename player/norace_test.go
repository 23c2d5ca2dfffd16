//go:build !race

package player_test

// underRace is false: tests try everything.
const underRace = false
