//go:build race

package taste

// underRace leaves out of the evaluation what takes long with the race detector.
const underRace = true
