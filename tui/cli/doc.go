// Package cli is the program without its screen: the command line, the
// configuration, and the subcommands that print and end.
//
//	args, environment, config.toml
//	        |
//	      Parse --------> Invocation{Command, Words, Config, ...}
//	                              |
//	                            main: builds stream, source, player, output
//	                              |
//	       tui.Run   or   Play  Search  Doctor  ConfigCommand  Version
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
//	goroutine     started by    ends when                           may block on
//	track finder  Play          all tracks are found or Play        the sources (network), the
//	                            returns, which waits for it         loop of Play
//	check         Doctor        it is done, at the latest after     what it looks at (network,
//	                            10 s; Doctor waits for it           helper programs)
package cli
