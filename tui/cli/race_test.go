//go:build race

package cli_test

// buildFlags makes the program that the scripts run look for races as the tests do.
func buildFlags() []string { return []string{"-race"} }
