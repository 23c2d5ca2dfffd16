//go:build !windows

package cli

// console is the controlling terminal of the process.
const console = "/dev/tty"
