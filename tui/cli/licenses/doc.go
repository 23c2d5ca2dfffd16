// Package licenses holds the notices that must go with the program: the licence of
// every module that may be linked into it, collected from the module cache by the
// generator in gen and committed as notices.txt.
//
// When a test says that a module has no notice, run
//
//	go generate ./tui/cli/licenses
//
// and read the licence of what is new before it is committed.
package licenses

//go:generate go run ./gen
