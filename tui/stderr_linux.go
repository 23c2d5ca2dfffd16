package tui

import "golang.org/x/sys/unix"

// dupTo is dup2; Linux has no such call on arm64.
func dupTo(from, to int) error { return unix.Dup3(from, to, 0) }
