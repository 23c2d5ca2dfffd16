//go:build !race

package score_test

// underRace is false: nothing is left out.
const underRace = false
