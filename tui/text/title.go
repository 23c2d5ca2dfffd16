package text

import "anyaudio/source"

// Title returns the track's title, clean, or what stands for it when it has none.
// Never its ID: that of a bare URL is the whole URL, with whatever key is in it.
func Title(t source.Track) string {
	if s := Clean(t.Title); s != "" {
		return s
	}
	if s := Clean(source.Redact(t.Link)); s != "" {
		return s
	}
	return "untitled"
}
