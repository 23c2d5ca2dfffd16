// Package art draws a picture into cells of a terminal.
//
//	bytes ─▶ Decode ─▶ Picture ─▶ Fit ─▶ Blocks        cells, on any terminal with colours
//	         bounded    small          ├─▶ Placeholders  cells, with Kitty sent before them
//	                                   └─▶ Filler        cells, with Sixel sent after them
//
// A renderer of cells keeps what it has drawn and writes only what has changed. Half-blocks are
// cells like any other. So are kitty's placeholders: the terminal puts the picture, which it has
// been given under a number, wherever they are. A sixel picture is none: it lies over cells until
// something is written there. Filler are cells that the renderer has no reason to write
// again, so that the picture may stay; who sends it knows when they move.
//
// The package has no state and starts no goroutines; everything may be called from any. All of
// it takes time, up to some tens of milliseconds: not in the goroutine that draws.
package art
