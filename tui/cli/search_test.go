package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"anyaudio/source"

	"github.com/charmbracelet/x/ansi"
)

// found is a FilterSearcher that finds what it holds.
type found struct {
	page source.Page
	err  error
}

func (f found) Search(context.Context, source.Query) (source.Page, error) { return f.page, f.err }

func results3() source.Page {
	return source.Page{
		Tracks: []source.Track{
			{Provider: "demo", ID: "a", Title: "Night\x1b]0;x\a Train <b>", Artist: "Band", Duration: 225 * time.Second, Link: "https://example.org/a"},
			{Provider: "demo", ID: "b", Title: strings.Repeat("東京", 30), Artist: strings.Repeat("x", 50), Live: true, Link: "https://example.org/" + strings.Repeat("b", 40)},
		},
		Playlists: []source.Playlist{{Provider: "demo", ID: "p", Title: "Evening", Owner: "me", Count: 12}},
	}
}

func (f found) Filters() []source.Filter { return []source.Filter{source.FilterSongs} }

func (f found) SearchBy(context.Context, source.Filter, source.Query) (source.Page, error) {
	return f.page, f.err
}

func TestSearchTable(t *testing.T) {
	for _, width := range []int{20, 40, 80, 200} {
		var b bytes.Buffer
		if err := writeTable(&b, results3(), width); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(lines) != 3 || strings.ContainsAny(b.String(), "\x1b\a") {
			t.Errorf("width %d: %q", width, b.String())
		}
		for _, line := range lines {
			if w := ansi.StringWidth(line); width >= 40 && w > width {
				t.Errorf("width %d: line of %d columns: %q", width, w, line)
			}
		}
		for _, want := range []string{"3:45", "live", "12 tracks", "Night"} {
			if width >= 80 && !strings.Contains(b.String(), want) {
				t.Errorf("width %d: no %q in\n%s", width, want, &b)
			}
		}
	}
}

func TestSearchTabs(t *testing.T) {
	var out, errs bytes.Buffer
	status := Search(t.Context(), found{page: results3()}, []string{"x"}, "", false, &out, &errs)
	lines := strings.Split(out.String(), "\n")
	if status != ExitOK || len(lines) != 4 || strings.Count(out.String(), "\t") != 12 || errs.Len() > 0 {
		t.Errorf("status %d, stdout %q, stderr %q", status, &out, &errs)
	}
}

func TestSearchJSON(t *testing.T) {
	var out, errs bytes.Buffer
	if status := Search(t.Context(), found{page: results3()}, []string{"x"}, "", true, &out, &errs); status != ExitOK {
		t.Fatal(status, errs.String())
	}
	var types []string
	for line := range strings.Lines(out.String()) {
		var r result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		types = append(types, r.Type+" "+r.ID)
		if r.ID == "a" && (r.Duration != 225 || r.Title != "Night\x1b]0;x\a Train <b>" || r.Source != "demo") {
			t.Errorf("track a = %+v", r)
		}
	}
	if got := strings.Join(types, ", "); got != "track a, track b, playlist p" {
		t.Error(got)
	}
}

func TestSearchNothing(t *testing.T) {
	for _, c := range []struct {
		found found
		want  string
	}{
		{found{}, "anyaudio: nothing found for \"a b\": try other words, or give a URL or the path of a file\n"},
		{found{err: errors.New("the server is on fire")}, "anyaudio: the server is on fire\n"},
	} {
		var out, errs bytes.Buffer
		status := Search(t.Context(), c.found, []string{"a", "b"}, "songs", true, &out, &errs)
		if status != ExitFailed || out.Len() > 0 || errs.String() != c.want {
			t.Errorf("status %d, stdout %q, stderr %q, want %q", status, &out, &errs, c.want)
		}
	}
}
