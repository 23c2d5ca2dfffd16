package songs

import (
	"strings"

	"anyaudio/source/demo/gen/pack"
)

// Mix is the piece of over an hour: the long forms of all the others, end to end.
func Mix() pack.Piece {
	return pack.Piece{ID: "the-long-way-home", Title: "The Long Way Home (One-Hour Mix)", Artist: "The AnyAudio House Band", Album: "The Long Way Home"}
}

// Playlists returns a playlist for each album, in the order of All, and one of everything.
func Playlists() []pack.PlaylistInfo {
	var out []pack.PlaylistInfo
	everything := pack.PlaylistInfo{ID: "everything", Title: "Everything, Then the Long Way Home"}
	at := map[string]int{}
	for _, s := range All() {
		i, ok := at[s.Album]
		if !ok {
			i = len(out)
			at[s.Album] = i
			out = append(out, pack.PlaylistInfo{ID: slug(s.Album), Title: s.Album})
		}
		out[i].Pieces = append(out[i].Pieces, s.ID)
		everything.Pieces = append(everything.Pieces, s.ID)
	}
	everything.Pieces = append(everything.Pieces, Mix().ID)
	return append(out, everything)
}

func slug(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
