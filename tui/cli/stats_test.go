package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/recap"

	"github.com/charmbracelet/x/ansi"
)

// heardLibrary has plays of two years at a fixed clock.
func heardLibrary(t *testing.T) *library.Library {
	t.Helper()
	now := time.Time{}
	lib, err := library.Open(t.Context(), filepath.Join(t.TempDir(), "library.db"), library.Options{Now: func() time.Time { return now }, NoKeeper: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lib.Close() })
	play := func(at time.Time, n int, heard time.Duration, how library.Outcome) {
		now = at
		p, err := lib.Begin(t.Context(), source.Track{Provider: "demo", ID: fmt.Sprint(n), Title: fmt.Sprintf("Long \x1b[31mSong %d", n), Artist: fmt.Sprintf("東京 Band %d", n%3)}, "")
		if err == nil {
			err = p.End(t.Context(), how, library.Progress{Heard: heard})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func(year int, month time.Month, day, hour int) time.Time {
		return time.Date(year, month, day, hour, 15, 0, 0, time.Local)
	}
	play(at(2025, 1, 9, 22), 9, 3*time.Minute, library.Finished)
	for day := range 40 {
		play(at(2026, 3, 1+day, 8+day%12), day%5, time.Duration(3+day)*time.Minute, library.Finished)
		play(at(2026, 3, 1+day, 21), day%7, 20*time.Second, library.Skipped)
	}
	for i := range 4 {
		play(at(2026, 4, 11, 9+i), 20+i/2, time.Hour, library.Finished)
	}
	now = at(2026, 4, 12, 12)
	return lib
}

func stats(t *testing.T, lib *library.Library, args StatsArgs) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := Stats(t.Context(), LibraryJob{Library: lib, Stdout: &out, Stderr: &errs}, &args); status != ExitOK || errs.Len() > 0 {
		t.Fatalf("status %d: %s", status, &errs)
	}
	return out.String()
}

func TestStatsText(t *testing.T) {
	lib := heardLibrary(t)
	for _, c := range []struct {
		args StatsArgs
		file string
	}{
		{StatsArgs{Week: true}, "testdata/stats/week.txt"},
		{StatsArgs{}, "testdata/stats/ever.txt"},
	} {
		want, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if got := stats(t, lib, c.args); got != string(want) {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	for args, want := range map[StatsArgs]string{{Month: true}: "\n9 Mar  ", {Year: true}: "\nMar 2026 "} {
		if got := stats(t, lib, args); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestStatsFit(t *testing.T) {
	lib := heardLibrary(t)
	for _, span := range []library.Span{library.Ever, library.Week, library.Month, library.Year} {
		r, err := lib.Recap(t.Context(), span)
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{20, 40, 80, 100} {
			text := recap.Text(r, span, width)
			for line := range strings.Lines(text) {
				if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > width {
					t.Errorf("%d columns of %d: %q", w, width, line)
				}
			}
			if strings.Contains(text, "\x1b") {
				t.Error("an escape sequence got through")
			}
		}
	}
}

func TestStatsJSON(t *testing.T) {
	var r library.Recap
	if err := json.Unmarshal([]byte(stats(t, heardLibrary(t), StatsArgs{Week: true, JSON: true})), &r); err != nil {
		t.Fatal(err)
	}
	if r.Plays != 12 || len(r.Parts) != 7 || len(r.TopTracks) != 6 || r.Current != 1 {
		t.Errorf("recap %+v", r)
	}
}

func TestStatsOfNothing(t *testing.T) {
	lib, err := library.Open(t.Context(), library.Memory, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := stats(t, lib, StatsArgs{Year: true}); got != "The last 12 months: nothing was played.\n" {
		t.Errorf("got %q", got)
	}
	if err := lib.Close(); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	if status := Stats(t.Context(), LibraryJob{Library: lib, Stderr: &errs}, &StatsArgs{}); status != ExitFailed || errs.Len() == 0 {
		t.Errorf("status %d, %q", status, &errs)
	}
}
