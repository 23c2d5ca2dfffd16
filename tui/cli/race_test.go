//go:build race

package cli_test

// buildFlags makes the program that TestTmux drives look for races as the tests do. The scripts and the
// killed programs are hundreds of short runs, which would take minutes so.
func buildFlags() []string { return []string{"-race"} }
