package taste_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/taste"
)

func track(i int) source.Track {
	return source.Track{Provider: "demo", ID: fmt.Sprint(i), Title: fmt.Sprint("Song ", i), Artist: fmt.Sprint("Artist ", i/10), Duration: 3 * time.Minute}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, o library.Options) *library.Library {
	t.Helper()
	l, err := library.Open(t.Context(), filepath.Join(t.TempDir(), "library.db"), o)
	ok(t, err)
	t.Cleanup(func() { ok(t, l.Close()) })
	return l
}

// A rig is a library with a clock, a source and an engine.
type rig struct {
	t   *testing.T
	lib *library.Library
	now time.Time
	src *related
	*taste.Engine
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, now: time.Date(2026, 6, 10, 20, 0, 0, 0, time.UTC), src: &related{lists: map[string][]source.Track{}}}
	clock := func() time.Time { return r.now }
	r.lib = open(t, library.Options{Now: clock, NoKeeper: true})
	e, err := taste.New(taste.Options{Library: r.lib, Relater: r.src, Now: clock})
	ok(t, err)
	r.Engine = e
	return r
}

// play hears tracks one after the other, a while ago.
func (r *rig) play(ago time.Duration, how library.Outcome, tracks ...source.Track) {
	r.t.Helper()
	now := r.now
	r.now = now.Add(-ago)
	for _, t := range tracks {
		p, err := r.lib.Begin(r.t.Context(), t, "search")
		ok(r.t, err)
		ok(r.t, p.End(r.t.Context(), how, library.Progress{Heard: time.Minute}))
		r.now = r.now.Add(time.Minute)
	}
	r.now = now
}

// suggested are the IDs of n suggestions, and the reasons by ID.
func (r *rig) suggested(n int) (ids string, reasons map[string]string) {
	r.t.Helper()
	some, err := r.Suggest(r.t.Context(), n)
	ok(r.t, err)
	var all []string
	reasons = make(map[string]string)
	for _, s := range some {
		all = append(all, s.Track.ID)
		reasons[s.Track.ID] = s.Reason
	}
	return strings.Join(all, " "), reasons
}

func (r *rig) refresh(want int) {
	r.t.Helper()
	n, err := r.Refresh(r.t.Context())
	ok(r.t, err)
	if n != want {
		r.t.Errorf("%d new answers, want %d", n, want)
	}
}

// related is a source that knows what goes with what.
type related struct {
	lists map[string][]source.Track // by ID
	radio map[string][]source.Track
	err   error
	asked []string
}

func (s *related) Related(ctx context.Context, t source.Track, _ string) (source.Page, error) {
	s.asked = append(s.asked, t.ID)
	if _, ok := ctx.Deadline(); !ok {
		return source.Page{}, errors.New("asked without a bound")
	}
	return source.Page{Tracks: s.lists[t.ID], Next: "more"}, s.err
}

func (s *related) Radio(_ context.Context, t source.Track, _ string) (source.Page, error) {
	return source.Page{Tracks: s.radio[t.ID]}, s.err
}

func tracks(numbers ...int) (all []source.Track) {
	for _, i := range numbers {
		all = append(all, track(i))
	}
	return all
}

func TestNothingForAStranger(t *testing.T) {
	r := newRig(t)
	r.refresh(0)
	if ids, _ := r.suggested(10); ids != "" {
		t.Errorf("suggested %q", ids)
	}
	if _, err := taste.New(taste.Options{}); err == nil {
		t.Error("an engine without a library")
	}
}

// What a provider names for a track that was finished is suggested, and the reason counts.
func TestReasonIsTrue(t *testing.T) {
	r := newRig(t)
	r.src.lists["1"] = tracks(1, 100, 110)
	r.src.lists["92"] = tracks(200)
	r.src.lists["30"] = tracks(210, 310)
	r.src.lists["40"] = tracks(310)
	for _, ago := range []time.Duration{20, 3, 2, 1} {
		r.play(ago*24*time.Hour, library.Finished, track(1))
	}
	r.play(20*24*time.Hour, library.Finished, track(92), track(92))
	r.play(time.Hour, library.Skipped, track(50))
	ok(t, r.lib.Save(t.Context(), tracks(30, 40, 60)...))
	r.refresh(5)
	ids, reasons := r.suggested(20)
	for id, want := range map[string]string{
		"100": "because you finished Song 1 three times this week",
		"200": "because you finished Song 92 twice this month",
		"210": "because you saved Song 30",
		"60":  "you saved it and have not heard it lately",
		"92":  "you finished it twice, last heard 2 weeks ago",
	} {
		if reasons[id] != want {
			t.Errorf("%s: %q, want %q", id, reasons[id], want)
		}
	}
	if strings.Contains(" "+ids+" ", " 50 ") {
		t.Errorf("what was skipped is suggested: %s", ids)
	}
	// The list has them as notes.
	list := taste.ForYou(0)
	page, err := r.List(t.Context(), list, "")
	ok(t, err)
	if len(page.Tracks) != page.Total || page.Tracks[0].Note != reasons[page.Tracks[0].ID] || page.Tracks[0].Note == "" {
		t.Errorf("list %+v", page)
	}
	for _, p := range []source.Playlist{{Provider: taste.Provider, ID: "other"}, {Provider: "other", ID: list.ID}} {
		if _, err := r.List(t.Context(), p, ""); !errors.Is(err, source.ErrNotFound) {
			t.Errorf("list %v: %v", p, err)
		}
	}
}

// How often an artist was searched for is true.
func TestReasonOfASearch(t *testing.T) {
	r := newRig(t)
	for i := range 25 {
		r.src.lists["1"] = append(r.src.lists["1"], track(500+10*i))
	}
	r.src.lists["1"] = append(r.src.lists["1"], track(100))
	now := r.now
	r.now = now.Add(-3 * 24 * time.Hour)
	for range 4 {
		ok(t, r.lib.AddSearch(t.Context(), "Best of Artist 10"))
	}
	r.now = now
	r.play(60*24*time.Hour, library.Finished, track(1))
	r.refresh(1)
	_, reasons := r.suggested(30)
	if want := "because you searched for Artist 10 four times"; reasons["100"] != want {
		t.Errorf("%q, want %q", reasons["100"], want)
	}
}

// So is how often an artist was heard at this part of the day.
func TestReasonOfTheHour(t *testing.T) {
	r := newRig(t)
	r.play(9*24*time.Hour, library.Finished, tracks(100, 100, 100)...)
	r.play(9*24*time.Hour-12*time.Hour, library.Skipped, tracks(100, 100, 100)...)
	r.play(9*24*time.Hour-12*time.Hour, library.Finished, tracks(200, 200, 200)...)
	_, reasons := r.suggested(10)
	if want := "because you finished Artist 10 three times in the evening"; reasons["100"] != want {
		t.Errorf("%q, want %q", reasons["100"], want)
	}
}

// before wants one suggestion before another.
func (r *rig) before(first, second string) {
	r.t.Helper()
	ids, _ := r.suggested(50)
	all := strings.Fields(ids)
	i, j := slices.Index(all, first), slices.Index(all, second)
	if i < 0 || j >= 0 && i > j {
		r.t.Errorf("suggested %s, want %s before %s", ids, first, second)
	}
}

func TestRanking(t *testing.T) {
	for name, make := range map[string]func(r *rig){
		"what was finished often": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(100, 200, 100, 100)...)
		},
		"what was finished lately": func(r *rig) {
			r.play(200*24*time.Hour, library.Finished, tracks(200, 200)...)
			r.play(10*24*time.Hour, library.Finished, tracks(100, 100)...)
		},
		"what was not skipped": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(100, 200, 100, 200)...)
			r.play(190*time.Hour, library.Skipped, tracks(200)...)
			r.play(190*time.Hour, library.BrokenOff, tracks(100)...)
		},
		"what was not just heard": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(100, 200)...)
			r.play(10*time.Hour, library.BrokenOff, tracks(200)...)
		},
		"an artist who is liked": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(1, 101, 102, 103)...)
			r.src.lists["1"] = tracks(200, 100)
		},
		"an artist who is heard at this hour": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(1, 1, 1)...) // at noon
			r.play(9*24*time.Hour, library.Finished, tracks(101, 101, 101)...)
			r.play(9*24*time.Hour-12*time.Hour, library.Finished, tracks(201, 201, 201)...)
			r.src.lists["1"] = tracks(200, 100)
		},
		"an artist who was searched for": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(1)...)
			r.src.lists["1"] = tracks(200, 100)
			ok(r.t, r.lib.AddSearch(r.t.Context(), "ÁRTIST 10 live"))
			ok(r.t, r.lib.AddSearch(r.t.Context(), "best of artist 10"))
			ok(r.t, r.lib.AddSearch(r.t.Context(), "artist 2"))
			ok(r.t, r.lib.AddSearch(r.t.Context(), "artist 20")) // once says little
		},
		"in several lists": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(1, 11, 21)...)
			r.src.lists["1"], r.src.lists["11"], r.src.lists["21"] = tracks(200, 100), tracks(300, 100), tracks(400, 100)
		},
		"what was not shown and ignored": func(r *rig) {
			r.play(200*time.Hour, library.Finished, tracks(1)...)
			r.src.lists["1"] = tracks(200, 100)
			now := r.now
			for i := range 3 {
				r.now = now.Add(-time.Duration(i+2) * 24 * time.Hour)
				ok(r.t, r.Shown(r.t.Context(), track(200)))
			}
			r.now = now
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			make(r)
			_, err := r.Refresh(t.Context())
			ok(t, err)
			r.before("100", "200")
		})
	}
}

// Neighbours differ: of many by one artist the list does not begin with all.
func TestVariety(t *testing.T) {
	r := newRig(t)
	r.play(200*time.Hour, library.Finished, tracks(1, 11)...)
	r.src.lists["1"] = tracks(100, 101, 102, 103, 104)
	r.src.lists["11"] = tracks(200, 201)
	r.refresh(2)
	ids, _ := r.suggested(2)
	if ids != "100 200" && ids != "200 100" {
		t.Errorf("suggested %q, want two artists", ids)
	}
}

// What cannot be played now is not suggested.
func TestPlayable(t *testing.T) {
	r := newRig(t)
	r.play(200*time.Hour, library.Finished, tracks(1, 2)...)
	r.src.lists["1"] = tracks(100, 101)
	r.refresh(2)
	e, err := taste.New(taste.Options{Library: r.lib, Now: func() time.Time { return r.now }, Playable: func(t source.Track) bool { return t.ID == "101" }})
	ok(t, err)
	some, err := e.Suggest(t.Context(), 10)
	ok(t, err)
	if len(some) != 1 || some[0].Track.ID != "101" {
		t.Errorf("suggested %+v", some)
	}
}

// A list that is on the screen does not push its tracks down while it is looked at.
func TestShownStays(t *testing.T) {
	r := newRig(t)
	r.play(200*time.Hour, library.Finished, tracks(1)...)
	r.src.lists["1"] = tracks(100, 110, 120, 130)
	r.refresh(1)
	before, _ := r.suggested(10)
	ok(t, r.Shown(t.Context(), tracks(100, 110)...))
	r.now = r.now.Add(10 * time.Minute)
	if now, _ := r.suggested(10); now != before {
		t.Errorf("suggested %q, then %q", before, now)
	}
	r.now = r.now.Add(24 * time.Hour)
	r.before("120", "100")
}

func TestNeverAndForget(t *testing.T) {
	r := newRig(t)
	r.play(200*time.Hour, library.Finished, tracks(1, 2)...)
	r.src.lists["1"] = tracks(100, 101, 200)
	r.src.lists["2"] = tracks(300)
	r.refresh(2)
	ok(t, r.Never(t.Context(), "ÁRTIST 10"))
	ok(t, r.Forget(t.Context(), track(300)))
	ok(t, r.Forget(t.Context(), track(2)))
	ids, _ := r.suggested(50)
	got := strings.Fields(ids)
	slices.Sort(got)
	if !slices.Equal(got, []string{"1", "200"}) {
		t.Errorf("suggested %q", got)
	}
	plays, _, err := r.lib.History(t.Context(), library.HistoryQuery{})
	ok(t, err)
	if len(plays) != 1 {
		t.Errorf("%d plays are left, want 1", len(plays))
	}
	ok(t, r.Never(t.Context(), "Artist 0")) // nor because of them
	if ids, _ := r.suggested(50); ids != "" {
		t.Errorf("suggested %q", ids)
	}
	ok(t, r.lib.AllowArtist(t.Context(), "artist 0"))
	ok(t, r.lib.AllowArtist(t.Context(), "artist 10"))
	r.before("100", "nothing")
}

func TestContinue(t *testing.T) {
	r := newRig(t)
	r.play(300*time.Hour, library.Finished, tracks(1, 1, 1, 11, 21)...)
	r.src.lists["1"], r.src.lists["11"] = tracks(100, 110, 120), tracks(210, 220, 230)
	r.refresh(3)
	some, err := r.Continue(t.Context(), track(11), tracks(220), 2)
	ok(t, err)
	if len(some) != 2 || some[0].ID != "210" || some[1].ID != "230" || some[0].Note != "goes with Song 11" {
		t.Errorf("goes on with %+v", some)
	}
}

// A question is asked once in some days, eight at a time, and the answers outlast the source.
func TestRefresh(t *testing.T) {
	r := newRig(t)
	for i := range 10 {
		r.play(time.Duration(i+1)*24*time.Hour, library.Finished, track(i))
		r.src.lists[fmt.Sprint(i)] = tracks(100 + 10*i)
	}
	r.refresh(8)
	r.refresh(2)
	r.refresh(0)
	if len(r.src.asked) != 10 || r.src.asked[0] != "0" {
		t.Errorf("asked for %q", r.src.asked)
	}
	r.now = r.now.Add(6 * 24 * time.Hour)
	r.src.err = &source.Error{Line: "no network"}
	if n, err := r.Refresh(t.Context()); n != 0 || err == nil || len(r.src.asked) != 11 {
		t.Errorf("%d answers, %v, asked %d times", n, err, len(r.src.asked))
	}
	r.before("100", "nothing") // offline
	r.lib.SetPrivate(true)
	r.src.err = nil
	r.refresh(0)
}

// Without related tracks there may be a radio; without both the answer is that.
func TestRefreshByRadio(t *testing.T) {
	r := newRig(t)
	r.play(24*time.Hour, library.Finished, track(1))
	r.src.radio = map[string][]source.Track{"1": tracks(1, 100)}
	r.refresh(1)
	r.before("100", "1")
	r.play(time.Hour, library.Finished, track(2))
	r.src.err = &source.Error{Kind: source.ErrUnsupported, Line: "not here"}
	r.refresh(1)
	r.refresh(0)
}
