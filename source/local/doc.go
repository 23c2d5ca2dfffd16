// Package local plays what is on this machine: files, folders, M3U lists and a list
// on standard input.
//
//	song.opus, ~/x.flac, file:///x ──▶ the one track
//	Music/ ──▶ walk: natural order, audio extensions, bounded ──▶ a track for each file
//	list.m3u ──▶ playlistfile ──▶ each entry: file, folder, list (again), URL
//	- ──▶ Options.Stdin ──▶ playlistfile ──▶ the same
//
//	Track ──▶ Resolve: one stat ──▶ Media{Path, Size, Identity}
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
//
// A read of a terminal or pipe cannot be interrupted. So that a cancelled Expand
// returns at once all the same, nobody waits for the copier.
package local
