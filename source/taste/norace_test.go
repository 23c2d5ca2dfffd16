//go:build !race

package taste

const underRace = false
