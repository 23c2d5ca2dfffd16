// Package remux writes the sound of a file into a plain file of its own, with its tags,
// and leaves the packets of the codec as they are.
//
//	WebM with Opus --> webm.Demuxer --> packets --> pages of Ogg, OpusHead, OpusTags --> .opus
//	MP4, M4A       --> moov: udta/meta/ilst made anew, offsets moved --> all else as it is --> .m4a
//	anything else  --> copied byte for byte
//
// Ogg/Opus follows RFC 3533 and RFC 7845: the pre-skip is that of the codec's head, granule
// positions count what the packets say they hold, and the one at the end is less by what the
// WebM file has discarded (DiscardPadding of the last packet, RFC 9559 section 5.1.3.5.7).
//
// Known limits: padding discarded in the middle of a WebM file has no place in Ogg and is
// heard; a fragmented MP4 file whose fragments name absolute places stays without tags; an
// MP4 header of more than 64 MiB is not rewritten.
//
// The package starts no goroutine.
package remux
