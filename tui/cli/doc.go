// Package cli is the program without its screen: the command line, the
// configuration, and the subcommands that print and end.
//
//	args, environment, config.toml
//	        |
//	      Parse --------> Invocation{Command, Words, Config, ...}
//	                              |
//	                            main: builds stream, source, player, output
//	                              |
//	       tui.Run   or   Play  Search  Doctor  PrintConfig  Version
//
// The package knows what a track and a player event are and nothing of how they
// come about: main hands the concrete player and sources to the subcommands
// through the small interfaces declared beside each of them. It keeps no state.
//
// # Exit status
//
// 0 is success, 1 a failure that is described in one line on standard error, 2 a
// wrong command line or configuration, 130 the end by a signal.
//
// # Goroutines
//
//	goroutine          started by     ends when               may block on
//	player events      Play           Play returns            the player's channel
//	doctor's checks    Doctor         each check's time-out   the thing it checks
package cli
