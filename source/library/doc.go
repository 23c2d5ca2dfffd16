// Package library keeps what the listener hears, saves and queues, on this machine only: one
// SQLite file with plays, searches, saved tracks, playlists, queues, offline marks, positions
// of long tracks and a log of edits.
//
//	        Begin, Save, Append, SaveQueue, ...        Saved, History, List, Search, ...
//	                     │                                        │
//	Progress ─▶ note ─▶ writer (1/s) ─▶ write: BEGIN IMMEDIATE    read: 2 connections
//	                     │                   │                    │
//	                     └───────────────────┴──▶ library.db ◀────┘  + -wal, -shm
//	                                                │  ▲
//	                            VACUUM INTO, daily  ▼  │  when damaged
//	                                       backups/library-<time>.db (5)
//
//	tracks ◀── plays      when, from where, how far, how it ended
//	       ◀── saved      when
//	       ◀── offline    marks
//	       ◀── positions  where a track of more than 20 min was left
//	       ◀── entries ──▶ playlists   own, frozen copy, live link
//	                   └─▶ queues      place, position, modes; one for each running player
//	       ◀── related    what the provider named as like it
//	searches              words, how often
//	shown                 suggestions that were on the screen, how often
//	never                 artists and tracks that are not suggested
//	commands              edits with both sides, for Undo and Redo
//
// # Edits
//
// An edit of saved tracks, playlists or the queue is a list of changes, and a change holds
// what was before and what is after. The same code makes it, takes it back and makes it
// again; when the before side is not what is there, it is refused (ErrChanged) rather than
// guessed. A change of a list is a splice: a place, the tracks that go, those that come. The
// log keeps 200 edits, also across restarts. A list of a provider that has changed
// (Refresh), marks, and forgetting are no edits.
//
// # What is there after a kill
//
// Whatever a method has returned without an error. A play loses at most its last second of
// progress, since that is written once a second. The journal is a write-ahead log with
// synchronous=NORMAL: a commit is in the hands of the system before it is confirmed, so the
// death of the process takes nothing. The loss of power may take the commits of the last
// moments, which are not waited for on the disk, but cannot damage the file.
//
// # What can go wrong with the file
//
// Several processes may use it at once. Writers take turns and wait up to 10 s for each
// other. Each player has its own queue; who loads one takes it over, and the other goes on
// with a copy (LoadQueue).
//
// A damaged file is set aside under a dated name and the newest good backup takes its place:
// at Open, when the check in the background finds it, or when a query comes across it. Other
// processes notice before their next query that the file is another one. A file of a newer
// version, or of another program, is left alone. Where there is no file, or it may not be
// written, the library works in memory, with what could be read. Options.Report hears of each
// in one line, and once when writing begins to fail. A failed write changes nothing.
//
// Forgetting overwrites: the pages are cleared (secure_delete), the log is emptied, and the
// backups make way for a new one. While other processes read, the log is emptied later. With
// a track or an artist go the searches that name them; with a span of time the edits of that
// time, the queues that nobody sees, and tracks that nothing refers to any more. What
// providers have named as like another track (related) is not looked through.
//
// # Schema
//
// PRAGMA user_version counts the steps in migrations, which run forward only, all in one
// transaction. A released step is never changed; testdata/v<n>.db is a file as version n
// left it, and the test brings each up to date.
//
// # Goroutines
//
//	goroutine   started by   ends when                            may block on
//	writer      Open         Close; writes the last progress      the disk, other writers (10 s)
//	keeper      Open         check and backup are done, or Close  the disk
//
// # Measured
//
// With 20,000 saved tracks and 100,000 plays, on 2 shared cores of an AMD EPYC, linux/amd64,
// Go 1.26 (go test -run '^$' -bench . ./source/library):
//
//	open and load a queue of 100     4.3 ms
//	a key in the filter              0.2 to 4 ms, 34 ms once to prepare it
//	save or unsave a track           0.4 ms
//	begin and end a play             0.7 ms
//	note a progress                  0.2 µs, no allocation
//	all saved tracks                 130 to 220 ms
//	first page of the history        0.6 ms, with rare words 160 ms
//	search                           21 ms
//	insert into 10,000 entries       34 ms
//	the place in a queue of 100      0.7 ms
//	the place in one of 20,000       2 ms, about 0.8 s to save it first
//	statistics                       270 ms
//	backup                           86 ms
//	what suggestions are made from   25 to 45 ms
//	recap                            510 ms with a load of 10
//
// With six other jobs on the two cores (load 13) a key in the filter took up to 30 ms of wall
// time, opening 4.7 ms.
package library
