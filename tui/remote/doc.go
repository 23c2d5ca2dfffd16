// Package remote lets other programs of the same user command the player, over a unix
// socket: a line in is a command as typed after ":", a line out is a reply or an event in
// JSON.
//
//	client --> line --> reader --> turn --> Options.Do --> reply --+
//	                                                               +--> queue --> writer --> client
//	player's events --> Server.Publish --> every subscriber -------+
//
// Replies come in the order of the lines:
//
//	{"ok":true}                     done; "notice" has what the screen says about it
//	{"error":"no command \"plai\""} not done
//
// Two lines are not for the player: "status" is answered with all that is known, in
// "status", and after "subscribe" events come between the replies:
//
//	{"event":"track","title":"Song","artist":"Somebody","duration":245,"index":3,"queue":12}
//	{"event":"state","state":"playing","volume":80}
//	{"event":"position","position":63.2,"duration":245}
//
// # Bounds
//
// A line has at most 4096 bytes, 16 clients may be connected, and 128 lines may wait for a
// client; one that lets more events wait is dropped. Commands of all clients take turns and
// follow each other by 5 ms at least, so that a flood leaves the interface to its listener.
// Who says nothing for 10 minutes and has not subscribed is dropped too.
//
// # Goroutines
//
//	goroutine            started by  ends when               may wait for
//	accept               Listen      Close                   a client
//	reader, one a client accept      the client goes, Close  the client, its turn, Options.Do
//	writer, one a client accept      its reader has ended    the client, 5 s a line at most
//
// None of them is one that the player or the interface waits for.
package remote
