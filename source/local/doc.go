// Package local plays what is on this machine: files, folders, lists (M3U, PLS, XSPF) and a
// list of lines on standard input.
//
//	song.opus, ~/x.flac, file:///x ──▶ the one track
//	Music/ ──▶ walk: natural order, audio extensions, bounded ──▶ a track for each file
//	list.m3u ──▶ playlistfile ──▶ each entry: file, folder, list (again), URL
//	- ──▶ Options.Stdin ──▶ playlistfile ──▶ the same
//
//	Track ──▶ Resolve: one stat ──▶ Media{Path, Size, Identity}
//
// [New] does this and no more. [Open] keeps an index of music folders besides, so that they
// are searched and listed like any other source:
//
//	folders ──▶ walk ──▶ size and time as in the index? ──▶ the record of before
//	             │         no: 4 readers ──▶ tags, or what the names tell ──▶ new record
//	  fsnotify ──┘                                   │
//	  (or a timer)                                   ▼
//	index file ◀── written whole, put in place ◀── records ──▶ catalog (immutable)
//	                                                              │
//	words ──▶ Search, SearchBy: letter pairs, then every word ◀───┤
//	"all", "albums", "artists", "album:", "artist:", "folder:" ◀──┘ List, Home
//
//	Track ──▶ Cover: picture in the file, or cover.jpg, folder.png ... beside it
//
// A search waits for the index file, some tenths of a second after the start, and never for
// a look at the folders: it finds what is known so far. The index file holds only facts
// (path, size, time, tags); what is guessed from names and how things are grouped is made
// anew at each start. Tags of ID3 and MP4 are read by dhowden/tag, with bounds on bytes and
// steps and its panics contained; Vorbis comments and FLAC blocks are read here, since it
// allocates whatever length a picture claims.
//
// Folders are watched on Linux and Windows. When the limit of watches is reached, and on
// other systems, they are looked at each Options.Every; changes that another machine makes
// on a network drive are noticed by Rescan or at the next start. A system call that
// hangs on such a drive cannot be interrupted, and Close waits for it.
//
// 20,000 files, on two cores that others were using too (load 7 to 12), by
// go test -run xxx -bench . -benchtime 5x ./source/local:
//
//	first look, index written    145 µs a file, 2.9 s
//	start with an index          Open 27 µs; index read and folders looked at twice 0.8 s
//	search                       0.3 to 1.1 ms; 8.4 ms for one letter that is in all
//
// Its tracks carry the provider name "file" and the absolute path as id. Symbolic links
// are not resolved in it: the name that the listener uses is the one that lasts.
// Entries of a list that are URLs become tracks of source/direct, without asking the
// network. An entry that cannot be played stays in the list, with Track.Note
// "unplayable"; an entry whose file is missing is found out when it is played.
//
// # Goroutines
//
//	goroutine     started by    ends when                           may block on
//	stdin copier  Expand("-")   standard input ends or fails, or    reading standard input
//	                            Expand has returned and the read
//	                            under way returns
//	keeper        Open, with    Music.Close, which waits            disk; walker and readers
//	              folders
//	walker        keeper, for   the folders have been walked, or    disk; readers
//	              each look     Close
//	4 readers     keeper, for   the walker has ended, or Close      disk; keeper
//	              each look
//	look's end    keeper, for   walker and readers have ended       these
//	              each look
//	watcher       keeper        keeper ends, or the limit of        fsnotify
//	                            watches is reached
//
// fsnotify has a goroutine of its own, which ends with the watcher.
//
// A read of a terminal or pipe cannot be interrupted. So that a cancelled Expand
// returns at once all the same, nobody waits for the copier.
package local
