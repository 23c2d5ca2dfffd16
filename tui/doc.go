// Package tui is the interface in the terminal: one Bubble Tea program over a player
// and a library of sources.
//
//	keys --> keyMap --> command --> verbs --> Controls (post and return)   player
//	                                   |
//	                                   +----> tea.Cmd ----> Library        sources
//	                                             |
//	frame <-- View <-- draw <-- Update <-- message <-- events, answers, timers
//
// # Rules of the loop
//
// Nothing in Update, View or a component waits: what may take time is a command
// (commands.go) that answers with a message (messages.go). A question to a source has a
// context, which is cancelled when another takes its place, and an id, so that
// an answer that comes all the same is dropped (ask.go). Calls to Controls return at
// once and may be made directly.
//
// A message is routed in this order: keys, then the terminal (size, background), then
// the player's events and timers, then answers. Every key is a command string and goes
// through the same table as the command line (dispatch.go); the help and the hints are
// made from the key map.
//
// Where the root owns a component it calls its methods; components know neither the
// player nor each other and draw what they were given.
//
// # What moves by itself
//
// The position is asked for on one tick chain, four times a second while there is sound
// or should be, and not at all otherwise (events.go). A tick redraws the strip only;
// the rest of the screen is kept as drawn after the last other message. The renderer is
// put to sleep between messages (pace.go). With nothing playing the program wakes
// once a second and writes nothing.
//
// # Who owns which state
//
// The player owns the queue, the volume and the modes; the model has a copy that events
// replace whole. Where a key's effect is certain the copy is changed at once, so that
// the next key works on what is seen. The position is never kept: it is asked for.
//
// # Goroutines
//
//	goroutine            started by      ends when             may wait for
//	Program, renderer    Run             the program ends      the terminal
//	one per command      Bubble Tea      its function returns  sources, time, the next event
//	signals              Run             Run returns           a signal, the context
//	standard error       Run             Run returns           the pipe that is fd 2 meanwhile
//
// Bubble Tea cannot end a command. Those that wait for a source or an event are given a
// context that Close cancels; a source that does not heed it keeps one goroutine for as
// long as it blocks, and nothing else.
//
// # Text
//
// Whatever comes from outside goes through package text before it is drawn, and is
// measured in cells as the renderer does at that moment: by code point, or by grapheme
// cluster once the terminal says that it knows them (mode 2027). Right-to-left text is
// left in logical order, as terminals with and without bidi support expect it; direction
// controls are removed, so a title cannot turn its neighbours round.
package tui
