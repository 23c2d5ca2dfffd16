//go:build !race

package pack_test

// underRace is false: nothing is left out.
const underRace = false
