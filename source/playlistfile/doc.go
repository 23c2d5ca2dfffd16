// Package playlistfile reads playlist files: M3U and M3U8. It only reads text; which
// files and addresses the entries name is for its callers (source/local for lists on
// disk and on standard input, source/direct for lists on the web) to say.
//
//	io.Reader ──▶ lines (\n, \r\n, \r; bounded) ──▶ UTF-8 ──▶ #EXTINF + location ──▶ Entry
//
// It reads as a stream: memory is bounded by Options.MaxLine whatever the length of the
// input, and whoever has enough stops reading. It starts no goroutine.
//
// There is no standard for M3U. This follows what players agree on: one location on a
// line; '#' starts a comment, of which #EXTINF is understood; a file that is not valid
// UTF-8 is Windows-1252, the superset of Latin-1 that old players wrote. The tags of
// HTTP Live Streaming (RFC 8216 section 4.3) turn the same syntax into something else,
// a description of one stream in pieces; they are recognised and refused.
package playlistfile
