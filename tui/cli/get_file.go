package cli

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"anyaudio/player"
	"anyaudio/player/remux"
	"anyaudio/source"
)

const (
	partExt = ".part" // what has come so far
	tempExt = ".tmp"  // what is made of it
)

// file gets one track and returns the name of its file.
func (g *getting) file(ctx context.Context, f nameFields) (string, error) {
	path, err := g.place(f)
	if err != nil {
		return path, err
	}
	in, err := g.Opener.Open(ctx, f.track)
	if err != nil {
		return "", err
	}
	defer in.Close()
	in.SetContext(ctx)
	part, err := openPart(path, in, f.track)
	if err != nil {
		return "", err
	}
	defer part.Close()
	g.show.begin(f.track, in, part)
	err = part.fetch(in)
	g.show.end()
	if err != nil {
		return "", err
	}
	name, r, err := g.finish(path, part, in, g.tags(ctx, f.track))
	if err != nil {
		return "", err
	}
	g.show.event(getEvent{Event: "done", File: name, Bytes: part.size.Load(), Tagged: r.Tagged}.of(f.track))
	return name, nil
}

// A part is the file of what has come so far.
type part struct {
	*os.File
	size counter64
}

// openPart opens the file for what in gives, at its end when it holds the beginning of the
// same bytes: the name carries a digest of what tells them apart. Where the source cannot
// tell it begins anew.
func openPart(path string, in player.Input, t source.Track) (*part, error) {
	m := mediaOf(in)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d", t.Key(), m.Identity, m.Size))
	name := path + "." + hex.EncodeToString(sum[:4]) + partExt
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	p := &part{File: f}
	at, err := f.Seek(0, io.SeekEnd)
	if err == nil && (m.Identity == "" || m.Size > 0 && at > m.Size) {
		at, err = 0, errors.Join(f.Truncate(0), seek(f, 0))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	p.size.Store(at)
	return p, nil
}

func seek(s io.Seeker, off int64) error {
	_, err := s.Seek(off, io.SeekStart)
	return err
}

// mediaOf is what the source said of an input.
func mediaOf(in player.Input) source.Media {
	if m, ok := in.(interface{ Media() source.Media }); ok {
		return m.Media()
	}
	return source.Media{}
}

// fetch reads in to its end.
func (p *part) fetch(in player.Input) error {
	if n := p.size.Load(); n > 0 {
		if n == max(in.Size(), mediaOf(in).Size) {
			return nil
		}
		if err := seek(in, n); err != nil {
			return err
		}
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := in.Read(buf)
		if n > 0 {
			m, err := p.Write(buf[:n])
			p.size.Add(int64(m))
			if err != nil {
				return err
			}
		}
		if err == io.EOF {
			return p.whole(in.Size())
		}
		if err != nil {
			return err
		}
	}
}

// whole compares what has come with what was announced.
func (p *part) whole(size int64) error {
	switch n := p.size.Load(); {
	case size >= 0 && n != size:
		return fmt.Errorf("%d bytes of %d: %w", n, size, io.ErrUnexpectedEOF)
	case n == 0:
		return fmt.Errorf("an empty file: %w", io.ErrUnexpectedEOF)
	}
	return nil
}

// finish writes the file under its own name, which it gets when it is whole.
func (g *getting) finish(path string, p *part, in player.Input, tags remux.Tags) (name string, r remux.Result, err error) {
	temp := strings.TrimSuffix(p.Name(), partExt) + tempExt
	out, err := os.Create(temp)
	if err != nil {
		return "", r, err
	}
	defer func() {
		if err != nil {
			out.Close()
			os.Remove(temp)
		}
	}()
	w := bufio.NewWriterSize(out, 256<<10)
	if r, err = remux.Write(w, p.File, p.size.Load(), tags, fallbackExt(mediaOf(in), in.Hint())); err != nil {
		return "", r, err
	}
	if err = errors.Join(w.Flush(), out.Sync(), out.Close()); err != nil {
		return "", r, err
	}
	name = path + r.Ext
	if err = os.Rename(temp, name); err != nil {
		return "", r, err
	}
	p.Close()
	removeParts(path)
	return name, r, nil
}

// removeParts removes what was fetched for a place, also for other addresses of the track.
func removeParts(path string) {
	dir, base := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(dir + "."))
	if err != nil {
		return
	}
	for _, e := range entries {
		digest, ok := strings.CutPrefix(e.Name(), base+".")
		digest, isPart := strings.CutSuffix(digest, partExt)
		digest, isTemp := strings.CutSuffix(digest, tempExt) // of a run that was killed
		if _, err := hex.DecodeString(digest); ok && isPart != isTemp && err == nil && len(digest) == 8 {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// fallbackExt is the extension that the source promises, for bytes that do not tell.
func fallbackExt(m source.Media, hint string) string {
	for _, s := range []string{m.Path, hint} {
		if ext := strings.ToLower(filepath.Ext(s)); slices.Contains(extensions, ext) {
			return ext
		}
	}
	typ, _, _ := strings.Cut(m.Type, ";")
	for _, ext := range extensions {
		if t := source.TypeByName(ext); t != "" && t == strings.TrimSpace(typ) {
			return ext
		}
	}
	return ""
}

// tags are what is known of a track, with its page asked for chapters and a picture. Without
// an answer the file does without them.
func (g *getting) tags(ctx context.Context, t source.Track) remux.Tags {
	tags := remux.Tags{Title: t.Title, Artist: t.Artist, Album: t.Album, Link: t.Link}
	if g.Details == nil {
		return tags
	}
	d, err := g.Details.Details(ctx, t)
	if err != nil {
		return tags
	}
	for _, c := range d.Chapters {
		tags.Chapters = append(tags.Chapters, remux.Chapter{Start: c.Start, Title: c.Title})
	}
	tags.Cover = g.cover(ctx, d.Thumbnails)
	return tags
}

// cover fetches the largest picture of a kind that files can carry.
func (g *getting) cover(ctx context.Context, all []source.Thumbnail) []byte {
	const tries = 3
	for i := len(all) - 1; i >= max(0, len(all)-tries) && g.Client != nil; i-- {
		b, err := g.picture(ctx, all[i].URL)
		if kind := http.DetectContentType(b); err == nil && (kind == "image/jpeg" || kind == "image/png") {
			return b
		}
	}
	return nil
}

func (g *getting) picture(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	reply, err := g.Client.Do(req)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, errors.New("status " + strconv.Itoa(reply.StatusCode))
	}
	const most = 4 << 20
	return io.ReadAll(io.LimitReader(reply.Body, most))
}
