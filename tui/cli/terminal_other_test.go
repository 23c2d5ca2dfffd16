//go:build !linux

package cli_test

import "github.com/rogpeppe/go-internal/testscript"

// onTerminal is the command terminal; scripts ask for [linux] before they use it.
func onTerminal(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("no pseudo-terminals here")
}
