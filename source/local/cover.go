package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anyaudio/source"
)

var _ source.Coverer = (*Provider)(nil)

// maxCover is the size, in bytes, of the largest picture that is given out.
const maxCover = 10 << 20

// Cover gives the picture in the file, the front cover if there are several, or else the
// one beside it: cover, folder, front or album, .jpg, .jpeg, .png, .webp or .gif, in the
// folder of the file or, for a folder of one disc, the one above. Pictures of more than
// 10 MB are left out. It reads the disk: not for the goroutine that draws.
func (p *Provider) Cover(ctx context.Context, t source.Track) (source.Cover, error) {
	media, err := p.Resolve(ctx, t)
	if err != nil {
		return source.Cover{}, err
	}
	if data := embedded(media.Path); data != nil {
		if c, ok := newCover(data); ok {
			return c, nil
		}
	}
	dir := filepath.Dir(media.Path)
	for _, dir := range slices.Compact([]string{dir, albumFolder(media.Path)}) {
		if err := ctx.Err(); err != nil {
			return source.Cover{}, err
		}
		if c, ok := beside(dir); ok {
			return c, nil
		}
	}
	return source.Cover{}, &source.Error{
		Kind: source.ErrNotFound, Line: fmt.Sprintf("no cover for %q", media.Path),
		Hint: "put a cover.jpg into its folder",
	}
}

// embedded is the best picture in a file, nil for none.
func embedded(path string) []byte {
	f, err := openRegular(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	var pics []picture
	// Damage after the picture does not concern it.
	_, _ = readTags(f, &pics)
	best := slices.IndexFunc(pics, func(p picture) bool { return p.front })
	if best < 0 && len(pics) > 0 {
		best = 0
	}
	if best < 0 {
		return nil
	}
	return pics[best].data
}

func newCover(data []byte) (source.Cover, bool) {
	c, ok := source.CoverOf(data)
	return c, ok && len(data) <= maxCover
}

// beside finds the picture of a folder.
func beside(dir string) (source.Cover, bool) {
	entries, err := os.ReadDir(dir)
	if err != nil && len(entries) == 0 {
		return source.Cover{}, false
	}
	var found []string
	for _, e := range entries {
		if coverRank(e.Name()) >= 0 {
			found = append(found, e.Name())
		}
	}
	slices.SortStableFunc(found, func(a, b string) int { return coverRank(a) - coverRank(b) })
	for _, name := range found {
		data, err := readPicture(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		if c, ok := newCover(data); ok {
			return c, true
		}
	}
	return source.Cover{}, false
}

// coverRank is the place of a name among those of covers, negative for another name.
func coverRank(name string) int {
	name = strings.ToLower(name)
	ext := slices.Index([]string{".jpg", ".jpeg", ".png", ".webp", ".gif"}, filepath.Ext(name))
	base := slices.Index([]string{"cover", "folder", "front", "album"}, strings.TrimSuffix(name, filepath.Ext(name)))
	if ext < 0 || base < 0 {
		return -1
	}
	return base*5 + ext
}

var errCoverTooLarge = errors.New("picture too large")

func readPicture(path string) ([]byte, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var data bytes.Buffer
	if _, err := data.ReadFrom(io.LimitReader(f, maxCover+1)); err != nil {
		return nil, err
	}
	if data.Len() > maxCover {
		return nil, errCoverTooLarge
	}
	return data.Bytes(), nil
}
