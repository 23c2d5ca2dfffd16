package local

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"anyaudio/source"
)

// The lists that there always are, as IDs for List, and how the IDs of the others begin: a
// folder's is followed by its path, an artist's by the folded name, an album's by a hash.
const (
	AllID     = "all"
	AlbumsID  = "albums"
	ArtistsID = "artists"

	folderPrefix = "folder:"
	artistPrefix = "artist:"
	albumPrefix  = "album:"
)

// Home gives all music, the albums and the artists as lists, then the music folders; nothing
// when there is no music.
func (m *Music) Home(ctx context.Context) ([]source.Playlist, error) {
	c, err := m.catalog(ctx)
	if err != nil {
		return nil, err
	}
	if len(c.songs) == 0 {
		return nil, nil
	}
	lists := []source.Playlist{
		{Provider: Name, ID: AllID, Title: "All music on this machine", Count: len(c.songs)},
		{Provider: Name, ID: AlbumsID, Title: "Albums on this machine"},
		{Provider: Name, ID: ArtistsID, Title: "Artists on this machine"},
	}
	for _, folder := range c.folders {
		if n := len(c.inFolder(folder)); n > 0 {
			lists = append(lists, folderList(folder, n))
		}
	}
	return lists, nil
}

// List gives the tracks of an album (by disc and number), an artist, a folder (as its files
// are named; subfolders are lists on the first page, and their tracks are in it), or all.
// The lists of albums and artists have lists in them.
func (m *Music) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	c, err := m.catalog(ctx)
	if err != nil {
		return source.Page{}, err
	}
	switch {
	case p.Provider != Name:
	case p.ID == AllID:
		return trackPage(c.songs, page)
	case p.ID == AlbumsID:
		return groupPage(c.albums, page)
	case p.ID == ArtistsID:
		return groupPage(c.artists, page)
	case strings.HasPrefix(p.ID, folderPrefix):
		folder := strings.TrimPrefix(p.ID, folderPrefix)
		if songs := c.inFolder(folder); len(songs) > 0 {
			return folderPage(folder, songs, page)
		}
	default:
		if g := c.byID[p.ID]; g != nil {
			return trackPage(g.songs, page)
		}
	}
	return source.Page{}, &source.Error{
		Kind: source.ErrNotFound, Line: fmt.Sprintf("no such list in the music folders: %q", source.Clean(p.ID)),
		Hint: "its files may have been moved, or be on a disk that is not there",
	}
}

// inFolder gives the songs in a folder and below it.
func (c *catalog) inFolder(folder string) []*song {
	var in []*song
	for _, s := range c.byPath() {
		if under(folder, s.track.ID) {
			in = append(in, s)
		}
	}
	return in
}

func folderPage(folder string, songs []*song, token string) (source.Page, error) {
	page, err := trackPage(songs, token)
	if err != nil || token != "" {
		return page, err
	}
	counts := make(map[string]int)
	var names []string
	for _, s := range songs {
		rel, err := filepath.Rel(folder, s.track.ID)
		if err != nil {
			continue
		}
		name, _, deeper := strings.Cut(rel, string(filepath.Separator))
		if !deeper {
			continue
		}
		if counts[name]++; counts[name] == 1 {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, naturalCompare)
	for _, name := range names {
		page.Playlists = append(page.Playlists, folderList(filepath.Join(folder, name), counts[name]))
	}
	return page, nil
}

func folderList(path string, count int) source.Playlist {
	title := source.Clean(filepath.Base(path))
	if title == "" {
		title = "(folder)"
	}
	return source.Playlist{Provider: Name, ID: folderPrefix + path, Title: title, Count: count, Link: path}
}
