package local

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"anyaudio/source"
)

// A catalog is what is known at one moment, in the order of lists: by artist, album, disc,
// number. It is not changed once it is made.
type catalog struct {
	folders []string
	songs   []*song
	albums  []*group // in the order of their artists and names
	artists []*group
	byID    map[string]*group // albums and artists

	byPath func() []*song // made when it is first wanted
}

// A song is a record as it is shown and searched.
type song struct {
	track        source.Track
	text         text
	sortArtist   string // folded, of the album
	sortAlbum    string
	disc, number int

	albumID string
	albumBy string   // the artist of the album, when the tags or folders name one
	artists []credit // of the song and of the album
}

// A credit names an artist.
type credit struct{ id, name string }

// A group is an album or an artist.
type group struct {
	list  source.Playlist
	text  text
	order string
	songs []*song
	// various is set when the songs name different artists, and no artist of the album.
	various bool
}

// newCatalog puts the records in order. They belong to the keeper goroutine, which calls it.
func newCatalog(folders []string, records map[string]*record) *catalog {
	c := &catalog{folders: folders, byID: make(map[string]*group)}
	for _, r := range records {
		if r.away {
			continue
		}
		if r.song == nil {
			r.song = newSong(r)
		}
		c.songs = append(c.songs, r.song)
	}
	slices.SortFunc(c.songs, compareSongs)
	for _, s := range c.songs {
		c.addToAlbum(s)
		c.addToArtists(s)
	}
	c.finish()
	c.byPath = sync.OnceValue(func() []*song {
		sorted := slices.Clone(c.songs)
		slices.SortFunc(sorted, func(a, b *song) int { return comparePaths(a.track.ID, b.track.ID) })
		return sorted
	})
	return c
}

func compareSongs(a, b *song) int {
	if c := cmp.Or(strings.Compare(a.sortArtist, b.sortArtist), naturalCompare(a.sortAlbum, b.sortAlbum),
		strings.Compare(a.albumID, b.albumID), cmp.Compare(a.disc, b.disc), cmp.Compare(a.number, b.number)); c != 0 {
		return c
	}
	return comparePaths(a.track.ID, b.track.ID)
}

// comparePaths puts what is in a folder together, as a walk through the folders does.
func comparePaths(a, b string) int {
	separator := string(filepath.Separator)
	x, y := a, b
	for {
		first, rest, more := strings.Cut(x, separator)
		second, others, moreOthers := strings.Cut(y, separator)
		if first != second {
			return naturalCompare(first, second)
		}
		if !more || !moreOthers {
			return cmp.Compare(len(a), len(b))
		}
		x, y = rest, others
	}
}

// newSong makes the song of a record. All texts in it are clean: the index file may say
// anything.
func newSong(r *record) *song {
	t := r.tags.orElse(guess(r.root, r.path))
	s := &song{track: fileTrack(r.path), disc: max(t.disc, 1), number: t.number}
	if title := source.Clean(t.title); title != "" {
		s.track.Title = title
	}
	s.track.Artist, s.track.Album = source.Clean(t.artist), source.Clean(t.album)
	s.track.Duration = t.duration
	s.albumBy = source.Clean(t.albumArtist)
	name := strings.TrimSuffix(filepath.Base(r.path), filepath.Ext(r.path))
	artist, by := fold(s.track.Artist), fold(s.albumBy)
	s.sortAlbum, s.sortArtist = fold(s.track.Album), cmp.Or(by, artist)
	s.text = newText(fold(s.track.Title), artist, s.sortAlbum, fold(name))
	if artist != "" {
		s.artists = append(s.artists, credit{artistPrefix + artist, s.track.Artist})
	}
	if by != "" && by != artist {
		s.artists = append(s.artists, credit{artistPrefix + by, s.albumBy})
	}
	if s.track.Album != "" {
		// Without an artist of the album, those of one name in one folder are one: several
		// artists may have made it, and there are many "Greatest Hits".
		sum := sha256.Sum256([]byte(s.sortAlbum + "\x00" + cmp.Or(by, albumFolder(r.path))))
		s.albumID = albumPrefix + hex.EncodeToString(sum[:8])
	}
	return s
}

// albumFolder is the folder of a file, without one for each disc.
func albumFolder(path string) string {
	dir := filepath.Dir(path)
	if discFolder(filepath.Base(dir)) > 0 {
		dir = filepath.Dir(dir)
	}
	return dir
}

func (c *catalog) addToAlbum(s *song) {
	if s.albumID == "" {
		return
	}
	g := c.byID[s.albumID]
	if g == nil {
		owner := cmp.Or(s.albumBy, s.track.Artist)
		g = &group{list: source.Playlist{Provider: Name, ID: s.albumID, Title: s.track.Album, Owner: owner}}
		c.byID[s.albumID] = g
		c.albums = append(c.albums, g)
	}
	g.various = g.various || s.albumBy == "" && g.list.Owner != s.track.Artist
	g.songs = append(g.songs, s)
}

func (c *catalog) addToArtists(s *song) {
	for _, by := range s.artists {
		g := c.byID[by.id]
		if g == nil {
			g = &group{list: source.Playlist{Provider: Name, ID: by.id, Title: by.name}}
			c.byID[by.id] = g
			c.artists = append(c.artists, g)
		}
		g.songs = append(g.songs, s)
	}
}

// variousArtists is the owner of an album that many have made.
const variousArtists = "various artists"

// finish counts, and puts the groups in order.
func (c *catalog) finish() {
	for _, g := range c.albums {
		if g.various {
			g.list.Owner = variousArtists
		}
		slices.SortFunc(g.songs, compareInAlbum)
		g.finish(g.list.Owner)
	}
	for _, g := range c.artists {
		g.finish("")
	}
	slices.SortFunc(c.albums, compareGroups)
	slices.SortFunc(c.artists, compareGroups)
}

func compareInAlbum(a, b *song) int {
	return cmp.Or(cmp.Compare(a.disc, b.disc), cmp.Compare(a.number, b.number), comparePaths(a.track.ID, b.track.ID))
}

func (g *group) finish(by string) {
	g.list.Count = len(g.songs)
	title, by := fold(g.list.Title), fold(by)
	g.text = newText(title, by, "", "")
	g.order = by + "\x00" + title
}

func compareGroups(a, b *group) int {
	return cmp.Or(naturalCompare(a.order, b.order), strings.Compare(a.list.ID, b.list.ID))
}
