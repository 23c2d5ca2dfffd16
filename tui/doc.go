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
// The visualiser, when it is on, has room and there is a track, has a chain of its own, twelve times a second
// while sound is heard and until its bars are at rest (visualiser.go). It asks the player
// for the last 85 ms that were heard, so it shows neither what is decoded ahead nor what is
// muted. Without it nobody asks and nothing is kept.
//
// A row that has been highlighted for 0.4 s is told of once (rest.go), so that somebody may make its
// track ready for being played.
//
// # The picture
//
// The picture of a track (artwork.go) is fetched, decoded and drawn in a command, for the
// cells that the page has for it. Half-blocks and the placeholders of kitty graphics are text
// for the renderer; a sixel picture lies over cells, and is sent again when the renderer
// has written these anew (artterminal.go).
//
// # Who owns which state
//
// The player owns the queue, the volume and the modes; the model has a copy that events
// replace whole. Where a key's effect is certain the copy is changed at once, so that
// the next key works on what is seen. The position is never kept: it is asked for.
//
// # Lists and the queue
//
// A playlist is shown as soon as its first page is there; the others follow one at a time,
// and a page is drawn before the next is asked for (opened.go). A list on its way into the
// queue is a feed (feed.go): feeds run one after the other, and the pages of one whose list
// is on the screen are shown too, so that none is asked for twice. Results of a search
// come as far as the listener scrolls (ask.go); each filter keeps its own (filter.go).
//
// # The listener's library
//
// What is heard, saved and listed is read and changed in commands. Edits run one after the
// other in the order of the keys (edits.go); what the next key works on is changed in the
// model at once, and read anew when the last of them is done, so that a refused edit is
// seen to be undone. Quitting waits for them, two seconds at the most. The queue is kept
// by somebody else, who is told the name of each edit first (undo.go).
//
// Suggestions are asked for with the listener's part of the front page, and remembered as
// shown when they come to it (taste.go). What is kept to play without a network is looked at
// once a second while anything is fetched, and not at all otherwise (kept.go).
//
// A list file is imported by one command for the whole of it (importing.go, package listimport),
// whose progress is looked at four times a second; Esc, a failure and quitting make the playlist
// of what has come.
//
// # Goroutines
//
//	goroutine            started by      ends when             may wait for
//	Program, renderer    Run             the program ends      the terminal
//	one per command      Bubble Tea      its function returns  sources, time, the next event
//	signals              Run             Run returns           a signal, the context
//	standard error       Run             Run returns           the pipe that is fd 2 meanwhile
//	remote events        Run             Run returns           the player's next event, a second
//
// RunPlain, which does without Bubble Tea, has a goroutine for each command too, and one that
// reads its input.
//
// Package remote has its own, which give lines to the program as messages.
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
