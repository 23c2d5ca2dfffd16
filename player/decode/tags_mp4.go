package decode

import (
	"strings"

	"anyaudio/player/mp4"
)

// mp4Tags takes over what the header says, which has been read anyway.
func mp4Tags(demux *mp4.Demuxer) Tags {
	t := Tags{Title: demux.Text("\xa9nam"), Artist: demux.Text("\xa9ART"), Album: demux.Text("\xa9alb")}
	for _, name := range []string{"replaygain_track_gain", "replaygain_album_gain", "replaygain_track_peak", "replaygain_album_peak"} {
		t.set(strings.ToUpper(name), demux.Text(name))
	}
	for _, c := range demux.Chapters() {
		t.Chapters = append(t.Chapters, Chapter{Title: c.Title, Start: c.Start})
	}
	return t
}
