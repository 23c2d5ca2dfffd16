//go:build !race

package cli_test

func buildFlags() []string { return nil }
