// Package text makes foreign text fit to be drawn in terminal cells.
//
// Titles come from strangers. They may hold escape sequences, line breaks,
// direction overrides, emoji that no two terminals measure alike, and they may be
// as long as they please. Everything the interface draws that it did not write
// itself goes through [Clean] once and is then cut by cells, never by bytes:
//
//	foreign title --> Clean --> Cut or Fit (by the renderer's measure) --> cells
//
// The functions are pure and may be called from anywhere.
package text
