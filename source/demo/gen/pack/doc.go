// Package pack turns the songs into the files that the demo embeds: parts.bin, all
// Opus packets once, and catalogue.json, which says in what order they make pieces.
//
//	songs -> render (with what went before) -> encode -> segments -> parts.bin
//	     \-> forms -------------------------------------------------> catalogue.json
//
// # Joins
//
// A part of a song follows different parts at different places of the form, and the
// tails of what went before sound into its beginning. So a part that has several
// predecessors is kept as one body and a head per predecessor; a head is as long as it
// takes until the two renderings are the same to within Alike. Every segment is
// encoded after a second of what goes before it. Its first packet is coded without
// prediction from the packet before (CELT intra energy, no pitch filter), its last one without
// the pitch filter, so a decoder needs nothing from the packet before a join but
// the 2.5 ms overlap, in which both sides carry the same sound.
package pack
