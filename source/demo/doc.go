// Package demo is a source that needs no network: a catalogue of our own music, and an
// origin in the same process that serves it as a video site would.
package demo
