package catalogue

import (
	"strings"

	"anyaudio/source"
)

// header is what stands above a list.
type header struct {
	Title, Owner string
	Total        int
	// Album and Artist hold for all tracks of an album.
	Album, Artist string
}

// readHeader takes the first of each that is there; which one that is changes often.
func readHeader(id string, n node) header {
	music := n.First(
		"contents.twoColumnBrowseResultsRenderer.tabs.0.tabRenderer.content.sectionListRenderer.contents.0.musicResponsiveHeaderRenderer",
		"contents.twoColumnBrowseResultsRenderer.tabs.0.tabRenderer.content.sectionListRenderer.contents.0.musicEditablePlaylistDetailHeaderRenderer.header.musicResponsiveHeaderRenderer",
	)
	h := header{Title: text(n,
		"header.playlistHeaderRenderer.title", "header.pageHeaderRenderer.pageTitle",
		"metadata.playlistMetadataRenderer.title", "microformat.microformatDataRenderer.title",
		"sidebar.playlistSidebarRenderer.items.0.playlistSidebarPrimaryInfoRenderer.title",
		"header.musicImmersiveHeaderRenderer.title", "header.musicVisualHeaderRenderer.title",
	)}
	h.Owner = text(n,
		"header.playlistHeaderRenderer.ownerText",
		"sidebar.playlistSidebarRenderer.items.1.playlistSidebarSecondaryInfoRenderer.videoOwner.videoOwnerRenderer.title",
	)
	if music.Exists() {
		h.Title = music.At("title").Text()
		h.Owner = text(music, "straplineTextOne", "facepile.avatarStackViewModel.text")
	}
	h.Total = total(n, music)
	if strings.HasPrefix(id, "MPREb_") || strings.HasPrefix(id, "OLAK5uy_") {
		h.Album, h.Artist = source.Clean(h.Title), source.Clean(artistName(h.Owner))
	}
	return h
}

func text(n node, paths ...string) string {
	for _, p := range paths {
		if s := n.At(p).Text(); s != "" {
			return s
		}
	}
	return ""
}

// total looks for "102 videos" and the like where it has been seen.
func total(n, music node) int {
	texts := []string{
		n.At("header.playlistHeaderRenderer.numVideosText").Text(),
		n.At("sidebar.playlistSidebarRenderer.items.0.playlistSidebarPrimaryInfoRenderer.stats.0").Text(),
	}
	for _, run := range music.At("secondSubtitle.runs").List() {
		texts = append(texts, run.At("text").Str())
	}
	rows := n.At("header.pageHeaderRenderer.content.pageHeaderViewModel.metadata.contentMetadataViewModel.metadataRows")
	for _, row := range rows.List() {
		for _, part := range row.At("metadataParts").List() {
			texts = append(texts, part.At("text").Text())
		}
	}
	for _, s := range texts {
		m := countForm.FindStringSubmatch(strings.TrimSpace(s))
		if m == nil || !strings.HasPrefix(strings.ToLower(m[3]), "video") && !strings.HasPrefix(m[3], "song") && !strings.HasPrefix(m[3], "track") {
			continue
		}
		if c := parseCount(s); c > 0 && c < 1<<20 {
			return int(c)
		}
	}
	return 0
}
