package sourcetest

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"anyaudio/source"
)

// checkPage judges what a provider has given.
func (s *suite) checkPage(p source.Page) error {
	var errs []error
	for i, t := range p.Tracks {
		if err := s.checkTrack(t); err != nil {
			errs = append(errs, fmt.Errorf("track %d (%q): %w", i, t.Title, err))
		}
	}
	for i, l := range p.Playlists {
		if err := s.checkPlaylist(l); err != nil {
			errs = append(errs, fmt.Errorf("playlist %d (%q): %w", i, l.Title, err))
		}
	}
	if p.Total < 0 {
		errs = append(errs, fmt.Errorf("total %d", p.Total))
	}
	return errors.Join(errs...)
}

func (s *suite) checkTrack(t source.Track) error {
	switch {
	case t.Provider != s.c.Name:
		return fmt.Errorf("provider %q, want %q", t.Provider, s.c.Name)
	case t.ID == "":
		return errors.New("no id")
	case t.Title == "":
		return errors.New("no title")
	case t.Duration < 0:
		return fmt.Errorf("duration %s", t.Duration)
	}
	if err := s.checkTexts(t.Title, t.Artist, t.Album, t.Note); err != nil {
		return err
	}
	return s.checkLink(t.Link)
}

func (s *suite) checkPlaylist(p source.Playlist) error {
	switch {
	case p.Provider != s.c.Name:
		return fmt.Errorf("provider %q, want %q", p.Provider, s.c.Name)
	case p.ID == "":
		return errors.New("no id")
	case p.Title == "":
		return errors.New("no title")
	case p.Count < 0:
		return fmt.Errorf("count %d", p.Count)
	}
	if err := s.checkTexts(p.Title, p.Owner); err != nil {
		return err
	}
	return s.checkLink(p.Link)
}

// checkTexts wants text that can be put on a terminal as it is.
func (s *suite) checkTexts(texts ...string) error {
	for _, text := range texts {
		if text != source.Clean(text) {
			return fmt.Errorf("text %q is not clean (source.Clean)", text)
		}
		if err := s.checkSecrets(text); err != nil {
			return err
		}
	}
	return nil
}

// signatures are parameters that sign a URL, or say how long it lasts, at the hosts
// in use.
var signatures = []string{
	"expire", "expires", "sig", "lsig", "signature", "token", "key", "x-amz-signature", "x-goog-signature",
}

func (s *suite) checkLink(link string) error {
	if err := s.checkSecrets(link); err != nil {
		return fmt.Errorf("link: %w", err)
	}
	if !strings.Contains(link, "://") {
		return nil // none, or a path
	}
	u, err := url.Parse(link)
	if err != nil {
		return errors.New("the link does not parse")
	}
	if u.User != nil {
		return fmt.Errorf("the link holds a user name: %s", source.Redact(link))
	}
	for name := range u.Query() {
		if slices.Contains(signatures, strings.ToLower(name)) {
			return fmt.Errorf("the link is signed (%s=): %s", name, source.Redact(link))
		}
	}
	return nil
}

func (s *suite) checkSecrets(text string) error {
	for _, secret := range s.c.Secrets {
		if strings.Contains(text, secret) {
			return errors.New("a secret is shown (one of Case.Secrets)")
		}
	}
	return nil
}

// checkError judges the words of an error: house style, and no secret in it.
func (s *suite) checkError(err error) error {
	line, hint := source.Explain(err)
	for _, text := range []string{err.Error(), line, hint} {
		if text == "" {
			return fmt.Errorf("error %q: no text, or no line or hint from source.Explain (%q, %q)", err, line, hint)
		}
		if strings.ContainsFunc(text, unicode.IsControl) {
			return fmt.Errorf("error %q is not one line of plain text", text)
		}
		if first := []rune(text)[0]; unicode.IsUpper(first) && !unicode.IsUpper([]rune(text + "  ")[1]) {
			return fmt.Errorf("error %q is not lower-case", text)
		}
		if secretErr := s.checkSecrets(text); secretErr != nil {
			return secretErr
		}
	}
	return nil
}

// checkMedia judges where a track's bytes are said to be.
func (s *suite) checkMedia(t source.Track, m source.Media) error {
	switch {
	case m.URL == "" && m.Path == "":
		return errors.New("neither URL nor path")
	case m.URL != "" && m.Path != "":
		return errors.New("both URL and path")
	case m.Path != "" && !filepath.IsAbs(m.Path):
		return fmt.Errorf("the path %q is not absolute", m.Path)
	case m.BitRate < 0:
		return fmt.Errorf("bit rate %d", m.BitRate)
	case !m.Expires.IsZero() && m.URL == t.Link:
		return errors.New("the link is a URL that expires")
	}
	if m.URL != "" {
		u, err := url.Parse(m.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return errors.New("the URL is not http or https")
		}
	}
	if err := s.checkSecrets(m.Reason); err != nil {
		return fmt.Errorf("reason: %w", err)
	}
	return nil
}

// keys are the identities of a page's tracks and playlists, in order.
func keys(p source.Page) []string {
	var all []string
	for _, t := range p.Tracks {
		all = append(all, t.Key())
	}
	for _, l := range p.Playlists {
		all = append(all, "playlist "+l.Provider+":"+l.ID)
	}
	return all
}
