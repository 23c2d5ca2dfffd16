// Package resolver finds where the bytes of a YouTube video's sound are. There are
// several ways, since each of them stops working now and then.
//
//	id ──▶ Chain ──▶ way 1: own InnerTube client, one for each identity of the table
//	         │       way 2: an installed yt-dlp, as a process
//	         │       way 3: the module kkdai/youtube, over our transport
//	         │       way 4: InnerTube again, for the file with sound and picture (itag 18)
//	         │            │ Answer{formats}          │ error of one Kind
//	         │            ▼                          ▼
//	         │       choose by quality ──▶ Media     about the track: ends the chain
//	         │                                       about the way: the next one, if it can help
//	         └─ health: ways that were refused are left alone for a while
//
// Nothing is tried blindly: a private video is private for every way, and who is being
// rate limited does not go on asking. Which failures lead on to which ways is written in
// policy.go.
//
// Addresses are used as they came, byte for byte. They are bound to the address of this
// machine, so the media must be fetched through the same proxy and over the same version of
// IP as the answers; all ways get the same setting.
//
// # Goroutines
//
//	goroutine     started by         ends when                        may block on
//	os/exec's     way 2              the process has ended; it is     the process's pipes
//	copiers                          killed with its group when the
//	                                 context ends
//
// A [Chain] may be used from any goroutine and holds nothing that needs closing.
package resolver
