// Package playlistfile reads and writes playlist files: M3U and M3U8, PLS, XSPF, and plain
// text of "artist - title" lines. It only reads and writes text; which files and addresses
// the entries name is for its callers (source/local for lists on disk and on standard
// input, source/direct for lists on the web) to say, and so is what to do with a list that
// names itself.
//
//	io.Reader ──▶ lines (\n, \r\n, \r; bounded) ──▶ UTF-8 ──▶ M3U, PLS, Text ──▶ Entry
//	          └─▶ encoding/xml (bounded) ───────────────────▶ XSPF ───────────▶ Entry
//
//	[]Entry ──▶ Write ──▶ io.Writer          Entry + found tracks ──▶ Choose ──▶ the one meant
//
// It reads as a stream: memory is bounded by Options.MaxLine whatever the length of the
// input, and whoever has enough stops reading. The exception is PLS, which may name the
// titles after all locations; there Options.MaxBytes is the bound. A list that is longer
// than that is refused where it passes it. It starts no goroutine.
//
// There is no standard for M3U, PLS and text. This follows what players agree on: one
// location on a line; '#' starts a comment, of which #EXTINF is understood; a file that is
// not valid UTF-8 is Windows-1252, the superset of Latin-1 that old players wrote. The tags
// of HTTP Live Streaming (RFC 8216 section 4.3) turn the syntax of M3U into something else,
// a description of one stream in pieces; they are recognised and refused. XSPF has a
// specification (https://www.xspf.org/spec).
package playlistfile
