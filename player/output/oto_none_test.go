//go:build !linux || nooto

package output_test

func otoScene(string) int { return 0 }
