// Package songs holds the pieces of the demo, one a file, written for it. Each has its
// own key, time, tempo, instruments and form; All lists them in the order of the
// catalogue.
package songs
