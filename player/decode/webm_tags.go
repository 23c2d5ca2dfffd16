package decode

import (
	"cmp"
	"strings"

	"anyaudio/player/webm"
)

// Levels of a Matroska tag: what it is about.
const (
	ofAlbum = 50
	ofTrack = 30
)

// webmTags gives the tags of a WebM or Matroska file their names. Tags without a level,
// as ffmpeg writes them, are taken for those of the track.
func webmTags(demux *webm.Demuxer) Tags {
	c := comments{tags: Tags{Title: demux.Info().Title}}
	album, artist := "", ""
	for _, t := range demux.Tags() {
		key := strings.ToUpper(t.Name)
		switch {
		case t.Level == ofAlbum && key == "TITLE":
			album = cmp.Or(album, t.Value)
		case t.Level == ofAlbum && key == "ARTIST":
			artist = cmp.Or(artist, t.Value)
		case t.Level <= ofTrack || t.Level == ofAlbum:
			c.set(key, t.Value)
		}
	}
	tags := c.finish()
	tags.Album, tags.Artist = cmp.Or(tags.Album, album), cmp.Or(tags.Artist, artist)
	for _, ch := range demux.Chapters() {
		tags.Chapters = append(tags.Chapters, Chapter{Title: ch.Title, Start: ch.Start})
	}
	return tags
}
