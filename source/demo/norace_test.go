//go:build !race

package demo_test

// underRace is false: nothing is left out.
const underRace = false
