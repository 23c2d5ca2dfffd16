package youtubetest

import (
	_ "embed"
	"time"
)

//go:embed testdata/tone.webm
var tone []byte

// Tone is a WebM file of ten seconds of Opus. The caller must not write to it.
func Tone() []byte { return tone }

// Default is a fake with some of everything: songs with "song" in their titles, a live
// stream, a video that has not begun, lists of several lengths, an album and artists.
//
//	aaaaaaaaaa1 to 9   songs                  PLshort      3 songs, one deleted
//	livelivelive's id  liveliveliv            PLlong       5,000
//	upcoming           upcominggg1            OLAK5uy_...  the album as a list
//	MPREb_aaaaaaaaaaa  the album              UC...        artists a (list) and b (page only)
func Default() *Fake {
	f := &Fake{
		Videos:  make(map[string]*Video),
		Lists:   make(map[string]*List),
		Albums:  make(map[string]*Album),
		Artists: make(map[string]*Artist),
	}
	var songs []string
	for i, name := range []string{"First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth"} {
		id := "aaaaaaaaaa" + string(rune('1'+i))
		songs = append(songs, id)
		f.Videos[id] = &Video{
			ID: id, Title: name + " Song", Artist: "Invented Artist", Album: "Invented Album", AlbumID: "MPREb_aaaaaaaaaaa",
			ChannelID: "UCaaaaaaaaaaaaaaaaaaaaaa", Duration: time.Duration(200+i) * time.Second, Views: int64(i+1) * 1_234_567,
			Description: "A song.\nSung by nobody.",
			Files:       []*File{{Itag: 251, Data: tone, BitRate: 48_000}},
		}
	}
	f.Videos["liveliveliv"] = &Video{ID: "liveliveliv", Title: "Radio 24/7", Artist: "Some Channel", ChannelID: "UCcccccccccccccccccccccc", Live: true}
	f.Videos["upcominggg1"] = &Video{ID: "upcominggg1", Title: "Premiere", Artist: "Some Channel", ChannelID: "UCcccccccccccccccccccccc", Upcoming: true}
	f.Videos["deletedddd1"] = &Video{ID: "deletedddd1", Title: "[Deleted video]", Deleted: true}
	for _, l := range []*List{
		{ID: "PLshortshortshort1", Title: "Short Mixtape", Owner: "Some Channel", Videos: songs[:3]},
		{ID: "PLholeholeholehol1", Title: "Mixtape with a Hole", Owner: "Some Channel", Videos: []string{songs[0], "deletedddd1", songs[1]}},
		{ID: "PLlonglonglonglon1", Title: "Long Mixtape", Owner: "Some Channel", Count: 5000},
		{ID: "PLallofartistaaaa1", Title: "All Songs", Owner: "Invented Artist", Videos: songs},
		{ID: "OLAK5uy_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Title: "Invented Album", Owner: "Invented Artist", Videos: songs[:4]},
		{ID: "PLprivateprivate11", Title: "Private", Private: true},
		{ID: "UUcccccccccccccccccccccc", Title: "Uploads from Some Channel", Owner: "Some Channel", Videos: songs[3:6]},
	} {
		f.Lists[l.ID] = l
	}
	f.Albums["MPREb_aaaaaaaaaaa"] = &Album{ID: "MPREb_aaaaaaaaaaa", Title: "Invented Album", Artist: "Invented Artist", Year: "2017", Videos: songs[:4]}
	for _, a := range []*Artist{
		{ID: "UCaaaaaaaaaaaaaaaaaaaaaa", Name: "Invented Artist", Songs: "PLallofartistaaaa1", Videos: songs[:2]},
		{ID: "UCbbbbbbbbbbbbbbbbbbbbbb", Name: "Other Artist", Videos: songs[2:4]},
	} {
		f.Artists[a.ID] = a
	}
	return f
}
