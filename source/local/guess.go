package local

import (
	"path/filepath"
	"strings"

	"anyaudio/source"
)

// guess says what the names of a file and its folders tell, for what its tags leave open:
// Artist/Album/CD 2/03 - Title.mp3, Artist - Album/03. Title.mp3, Artist - Title.mp3. root
// is the music folder; it and what is above it tell nothing.
func guess(root, path string) tags {
	var t tags
	rel, err := filepath.Rel(root, path)
	if err != nil {
		rel = filepath.Base(path)
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	name := fileTrack(path).Title
	t.number, name = cutTrackNumber(name)
	folders := parts[:len(parts)-1]
	if n := len(folders); n > 0 {
		if disc := discFolder(folders[n-1]); disc > 0 {
			t.disc, folders = disc, folders[:n-1]
		}
	}
	t.title = name
	if artist, title, ok := strings.Cut(name, " - "); ok {
		// 01 - Artist - Title, and Artist - 01 - Title
		if number, rest := cutTrackNumber(title); number > 0 && t.number == 0 {
			t.number, title = number, rest
		}
		t.artist, t.title = source.Clean(artist), source.Clean(title)
	}
	switch n := len(folders); {
	case n >= 2:
		t.album, t.albumArtist = source.Clean(folders[n-1]), source.Clean(folders[n-2])
	case n == 1 && t.artist != "":
		t.album = source.Clean(folders[0])
	case n == 1:
		t.albumArtist = source.Clean(folders[0])
	}
	if artist, album, ok := strings.Cut(t.album, " - "); ok {
		t.albumArtist, t.album = source.Clean(artist), source.Clean(album)
	}
	if t.artist == "" {
		t.artist = t.albumArtist
	}
	return t
}

// cutTrackNumber takes "03 - ", "03. " or "03 " off the front of a name. A number of more
// than three digits is a year, and one that stands alone is the name.
func cutTrackNumber(name string) (int, string) {
	n := 0
	for n < len(name) && isDigit(name[n]) {
		n++
	}
	if n == 0 || n > 3 {
		return 0, name
	}
	rest := strings.TrimLeft(name[n:], ". -_")
	if rest == "" || rest == name[n:] {
		return 0, name
	}
	return leadingNumber(name[:n]), source.Clean(rest)
}

// discFolder is the number of a folder that holds one disc of an album: "CD1", "Disc 2".
func discFolder(name string) int {
	lower := strings.ToLower(name)
	for _, word := range []string{"cd", "disc", "disk"} {
		if rest, ok := strings.CutPrefix(lower, word); ok {
			return leadingNumber(strings.TrimLeft(rest, " -_"))
		}
	}
	return 0
}

// orElse fills in from g what t leaves open. The artist of a folder is no artist of an album
// that the tags name: they know better.
func (t tags) orElse(g tags) tags {
	if t.albumArtist == "" && t.album == "" && t.artist == "" {
		t.albumArtist = g.albumArtist
	}
	if t.title == "" {
		t.title = g.title
		if t.artist == "" {
			t.artist = g.artist
		}
	}
	if t.artist == "" {
		t.artist = t.albumArtist
	}
	if t.artist == "" {
		t.artist = g.artist
	}
	if t.album == "" {
		t.album = g.album
	}
	if t.number == 0 {
		t.number = g.number
	}
	if t.disc == 0 {
		t.disc = g.disc
	}
	return t
}
