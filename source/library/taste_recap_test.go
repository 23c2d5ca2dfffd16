package library_test

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata" // a bare system has none

	"anyaudio/source/library"
)

// diary is a library whose plays are at given times.
type diary struct {
	t   *testing.T
	lib *library.Library
	now time.Time
}

func newDiary(t *testing.T) *diary {
	d := &diary{t: t}
	d.lib = open(t, newPath(t), library.Options{Now: func() time.Time { return d.now }, NoKeeper: true})
	return d
}

func (d *diary) play(at time.Time, n int, how library.Outcome) {
	d.t.Helper()
	d.now = at
	p := must(d.lib.Begin(d.t.Context(), track(n), ""))(d.t)
	ok(d.t, p.End(d.t.Context(), how, library.Progress{Heard: 10 * time.Minute}))
}

func TestRecap(t *testing.T) {
	// Clocks went forward on 29 March 2026 in this zone: that day has 23 hours.
	zone, err := time.LoadLocation("Europe/Berlin")
	ok(t, err)
	d := newDiary(t)
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 30, 0, 0, zone)
	}
	d.play(at(1, 1, 0), 1, library.Finished)
	for day := 27; day <= 31; day++ {
		d.play(at(3, day, 23), 2, library.Finished)
	}
	d.play(at(4, 1, 8), 3, library.Skipped)
	d.play(at(4, 1, 9), 3, library.Finished)
	d.play(at(4, 1, 10), 1, library.BrokenOff)
	d.now = at(4, 2, 12)

	r := must(d.lib.Recap(t.Context(), library.Week))(t)
	if !r.From.Equal(time.Date(2026, 3, 27, 0, 0, 0, 0, zone)) || len(r.Parts) != 7 || r.Parts[6].Heard != 0 || r.Parts[5].Heard != 30*time.Minute ||
		r.Parts[2].Heard != 10*time.Minute {
		t.Errorf("parts %v from %v", r.Parts, r.From)
	}
	if r.Plays != 8 || r.Finished != 6 || r.Skipped != 1 || r.Heard != 80*time.Minute || r.Tracks != 3 || r.Artists != 3 || r.Hours[23] != 50*time.Minute {
		t.Errorf("recap %+v", r)
	}
	if r.Days != 6 || r.Longest != 6 || !r.LongestFrom.Equal(r.From) || r.Current != 6 {
		t.Errorf("%d days, %d from %v, now %d", r.Days, r.Longest, r.LongestFrom, r.Current)
	}
	if got := recapNames(r.TopTracks); got != "2: 5, 1: 1, 3: 1, " && got != "2: 5, 3: 1, 1: 1, " {
		t.Errorf("tops %q", got)
	}
	if len(r.TopArtists) != 3 || r.TopArtists[0].Artist != "Artist 2" || r.TopArtists[0].Plays != 5 {
		t.Errorf("top artists %+v", r.TopArtists)
	}
	if got := recapNames(r.Firsts); r.NewTracks != 2 || r.NewArtists != 2 || got != "2: 5, 3: 1, " {
		t.Errorf("%d new, %q", r.NewTracks, got)
	}
	if r.First == nil || r.First.Track.ID != "1" || !r.First.First.Equal(at(1, 1, 0)) {
		t.Errorf("first %+v", r.First)
	}
	for span, want := range map[library.Span]string{library.Month: "[Mar 2 Mar 9 Mar 16 Mar 23 Mar 30]", library.Ever: "[Jan 1]"} {
		r := must(d.lib.Recap(t.Context(), span))(t)
		var parts []string
		for _, p := range r.Parts {
			parts = append(parts, p.From.Format("Jan 2"))
		}
		if fmt.Sprint(parts) != want {
			t.Errorf("parts %v, want %s", parts, want)
		}
	}
	if r := must(d.lib.Recap(t.Context(), library.Year))(t); len(r.Parts) != 13 || r.NewTracks != 3 || r.Plays != 9 {
		t.Errorf("year %+v", r)
	}
	d.now = at(4, 9, 12)
	if r := must(d.lib.Recap(t.Context(), library.Week))(t); r.Plays != 0 || r.Current != 0 || r.Longest != 0 || len(r.Parts) != 7 {
		t.Errorf("a week of silence: %+v", r)
	}
}

func TestRecapOfNothing(t *testing.T) {
	d := newDiary(t)
	d.now = time.Date(2026, 4, 1, 1, 0, 0, 0, time.UTC)
	if r := must(d.lib.Recap(t.Context(), library.Ever))(t); r.Plays != 0 || r.First != nil || r.Parts == nil || len(r.Parts) != 0 || r.TopTracks == nil {
		t.Errorf("recap %+v", r)
	}
}

func recapNames(tracks []library.RecapTrack) (s string) {
	for _, t := range tracks {
		s += fmt.Sprintf("%s: %d, ", t.Track.ID, t.Plays)
	}
	return s
}
