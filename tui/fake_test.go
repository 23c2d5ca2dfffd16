package tui_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

// fakePlayer is Controls with a queue, a clock and no sound. It notes what it was
// asked, and answers with events as the player does.
type fakePlayer struct {
	mu       sync.Mutex
	calls    []string
	state    player.State
	queue    []player.Entry
	lastID   uint64
	heard    time.Duration // position at since
	since    time.Time
	buffered []player.Span
	ahead    time.Duration
	subs     []*fakeSub
	silent   bool // no events
	deaf     bool // does nothing that it is asked
	// sounds makes the frames that Heard gives while playing, nil for a tone of 1 kHz; looks
	// counts its calls
	sounds func(mono []float32)
	looks  int
	// figures are its Stats
	figures func(p *fakePlayer) player.Stats
	// kept is told of the queue after each call, as one that keeps it is; nil for none
	kept func(tracks []source.Track, index int)
}

type fakeSub struct {
	mu      sync.Mutex
	pending []player.Event
	wake    chan struct{}
}

func newFakePlayer() *fakePlayer {
	return &fakePlayer{
		state: player.State{Index: -1, Volume: 80, Output: "pulse"}, lastID: 100,
		buffered: []player.Span{{From: 0, To: .5}}, ahead: 34 * time.Second,
	}
}

// act notes a call, changes the state under the lock and tells the subscribers.
func (p *fakePlayer) act(call string, f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.deaf {
		return
	}
	p.calls = append(p.calls, call)
	f()
	p.tell()
	if p.kept != nil {
		var tracks []source.Track
		for _, e := range p.queue {
			tracks = append(tracks, e.Track)
		}
		p.kept(tracks, p.state.Index)
	}
}

func (p *fakePlayer) tell() {
	p.state.Index, p.state.QueueLen = -1, len(p.queue)
	for i, e := range p.queue {
		if e.ID == p.state.Entry.ID {
			p.state.Index = i
		}
	}
	if !p.silent {
		p.emit(player.QueueChanged{Queue: slices.Clone(p.queue)}, player.StateChanged{State: p.state})
	}
}

func (p *fakePlayer) emit(events ...player.Event) {
	for _, s := range p.subs {
		s.mu.Lock()
		s.pending = append(s.pending, events...)
		s.mu.Unlock()
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
}

func (p *fakePlayer) Subscribe(ctx context.Context) <-chan player.Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := &fakeSub{wake: make(chan struct{}, 1)}
	p.subs = append(p.subs, s)
	c := make(chan player.Event)
	go func() {
		defer close(c)
		for {
			s.mu.Lock()
			pending := s.pending
			s.pending = nil
			s.mu.Unlock()
			for _, e := range pending {
				select {
				case c <- e:
				case <-ctx.Done():
					return
				}
			}
			if len(pending) > 0 {
				continue
			}
			select {
			case <-s.wake:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

func (p *fakePlayer) entries(tracks []source.Track) (entries []player.Entry) {
	for _, t := range tracks {
		p.lastID++
		entries = append(entries, player.Entry{ID: p.lastID, Track: t})
	}
	return entries
}

func titles(tracks []source.Track) string {
	var s []string
	for _, t := range tracks {
		s = append(s, t.Title)
	}
	if len(s) > 3 {
		s = append(s[:3], fmt.Sprint("+", len(tracks)-3))
	}
	return strings.Join(s, ",")
}

func (p *fakePlayer) startEntry(e player.Entry) {
	p.state.Generation++
	p.state.Status, p.state.Entry, p.state.Duration = player.Playing, e, e.Track.Duration
	p.state.Format = "opus 48 kHz stereo"
	p.heard, p.since = 0, time.Now()
}

func (p *fakePlayer) PlayNow(tracks ...source.Track) {
	p.act("PlayNow "+titles(tracks), func() {
		e := p.entries(tracks)
		p.queue = slices.Insert(p.queue, p.state.Index+1, e...)
		p.startEntry(e[0])
	})
}

func (p *fakePlayer) PlayNext(tracks ...source.Track) {
	p.act("PlayNext "+titles(tracks), func() { p.queue = slices.Insert(p.queue, p.state.Index+1, p.entries(tracks)...) })
}

func (p *fakePlayer) Add(tracks ...source.Track) {
	p.act("Add "+titles(tracks), func() { p.queue = append(p.queue, p.entries(tracks)...) })
}

func (p *fakePlayer) PlayEntry(id uint64) {
	p.act(fmt.Sprint("PlayEntry ", id), func() {
		if i := slices.IndexFunc(p.queue, func(e player.Entry) bool { return e.ID == id }); i >= 0 {
			p.startEntry(p.queue[i])
		}
	})
}

func (p *fakePlayer) Remove(ids ...uint64) {
	p.act(fmt.Sprint("Remove ", ids), func() {
		p.queue = slices.DeleteFunc(slices.Clone(p.queue), func(e player.Entry) bool { return slices.Contains(ids, e.ID) })
	})
}

func (p *fakePlayer) Move(id uint64, to int) {
	p.act(fmt.Sprintf("Move %d to %d", id, to), func() {
		i := slices.IndexFunc(p.queue, func(e player.Entry) bool { return e.ID == id })
		if i < 0 {
			return
		}
		e := p.queue[i]
		p.queue = slices.Delete(slices.Clone(p.queue), i, i+1)
		p.queue = slices.Insert(p.queue, min(max(to, 0), len(p.queue)), e)
	})
}

func (p *fakePlayer) Clear() {
	p.act("Clear", func() { p.queue = nil; p.state.Status, p.state.Entry = player.Stopped, player.Entry{} })
}

func (p *fakePlayer) SetQueue(tracks []source.Track, index int) {
	p.act(fmt.Sprintf("SetQueue %s at %d", titles(tracks), index), func() {
		e := p.entries(tracks)
		if index < len(e) && e[index].Track.Key() == p.state.Entry.Track.Key() {
			e[index] = p.state.Entry
		}
		p.queue = e
	})
}

func (p *fakePlayer) step(n int) {
	if i := p.state.Index + n; i >= 0 && i < len(p.queue) {
		p.startEntry(p.queue[i])
	}
}

func (p *fakePlayer) Next() { p.act("Next", func() { p.step(1) }) }
func (p *fakePlayer) Prev() { p.act("Prev", func() { p.step(-1) }) }

func (p *fakePlayer) TogglePause() {
	p.act("TogglePause", func() {
		pos := p.position()
		switch p.state.Status {
		case player.Playing:
			p.state.Status = player.Paused
		case player.Paused:
			p.state.Status = player.Playing
		}
		p.heard, p.since = pos, time.Now()
	})
}

func (p *fakePlayer) SeekTo(pos time.Duration) {
	p.act("SeekTo "+pos.Truncate(time.Second).String(), func() { p.heard, p.since = pos, time.Now() })
}

func (p *fakePlayer) SeekBy(d time.Duration) {
	p.act("SeekBy "+d.String(), func() { p.heard, p.since = p.position()+d, time.Now() })
}

func (p *fakePlayer) SeekFraction(f float64) {
	p.act(fmt.Sprint("SeekFraction ", f), func() {})
}

func (p *fakePlayer) SetVolume(percent int) {
	p.act(fmt.Sprint("SetVolume ", percent), func() { p.state.Volume, p.state.Muted = percent, false })
}
func (p *fakePlayer) ToggleMute() { p.act("ToggleMute", func() { p.state.Muted = !p.state.Muted }) }

// SetShuffle turns round what follows the current entry: no order is as random.
func (p *fakePlayer) SetShuffle(on bool) {
	p.act(fmt.Sprint("SetShuffle ", on), func() {
		if p.state.Shuffle != on {
			p.queue = slices.Clone(p.queue)
			slices.Reverse(p.queue[min(p.state.Index+1, len(p.queue)):])
		}
		p.state.Shuffle = on
	})
}

func (p *fakePlayer) SetRepeat(r player.Repeat) {
	p.act("SetRepeat "+r.String(), func() { p.state.Repeat = r })
}

func (p *fakePlayer) SetSpeed(x float64) {
	p.act(fmt.Sprint("SetSpeed ", x), func() { p.state.Speed = x })
}

func (p *fakePlayer) SetLoudness(mode player.LoudnessMode, preamp float64) {
	p.act(fmt.Sprint("SetLoudness ", mode, " ", preamp), func() { p.state.Loudness = player.Loudness{Mode: mode, Preamp: preamp} })
}

func (p *fakePlayer) SetEqualizer(e player.Equalizer) {
	p.act("SetEqualizer", func() { p.state.Equalizer = e })
}

func (p *fakePlayer) SetCrossfade(d time.Duration) {
	p.act("SetCrossfade "+d.String(), func() { p.state.Crossfade = d })
}

func (p *fakePlayer) SetBalance(b float64) {
	p.act(fmt.Sprint("SetBalance ", b), func() { p.state.Balance = b })
}

func (p *fakePlayer) SetMono(on bool) {
	p.act(fmt.Sprint("SetMono ", on), func() { p.state.Mono = on })
}

func (p *fakePlayer) SleepAfter(d time.Duration) {
	p.act("SleepAfter "+d.String(), func() { p.state.Sleep = player.Sleep{At: time.Now().Add(d)} })
}

func (p *fakePlayer) SleepAtEnd() {
	p.act("SleepAtEnd", func() { p.state.Sleep = player.Sleep{AtEnd: true} })
}

func (p *fakePlayer) CancelSleep() { p.act("CancelSleep", func() { p.state.Sleep = player.Sleep{} }) }

func (p *fakePlayer) sleepLeft() time.Duration {
	if p.state.Sleep.At.IsZero() {
		return 0
	}
	return max(time.Until(p.state.Sleep.At), 0)
}

func (p *fakePlayer) position() time.Duration {
	pos := p.heard
	if p.state.Status == player.Playing {
		pos += time.Since(p.since)
	}
	if p.state.Duration > 0 {
		pos = min(pos, p.state.Duration)
	}
	return pos
}

func (p *fakePlayer) Progress() player.Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	return player.Progress{
		Generation: p.state.Generation, Position: p.position(), Duration: p.state.Duration,
		Buffered: p.buffered, Ahead: p.ahead, Sleep: p.sleepLeft(),
	}
}

func (p *fakePlayer) State() player.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

func (p *fakePlayer) Queue() []player.Entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.queue)
}

func (p *fakePlayer) Heard(mono []float32) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looks++
	switch {
	case p.state.Status != player.Playing:
		clear(mono)
		return false
	case p.sounds != nil:
		p.sounds(mono)
	default:
		sine(mono, 1000)
	}
	return true
}

func sine(mono []float32, hz float64) {
	for i := range mono {
		mono[i] = float32(.5 * math.Sin(2*math.Pi*hz*float64(i)/48_000))
	}
}

func (p *fakePlayer) Stats() player.Stats {
	if p.figures == nil {
		return player.Stats{}
	}
	return p.figures(p)
}

// asked returns the calls since the last asked.
func (p *fakePlayer) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.calls
	p.calls = nil
	return c
}

// fakeSource answers from a function per question, at once unless told otherwise.
type fakeSource struct {
	search func(context.Context, source.Query) (source.Page, error)
	list   func(context.Context, source.Playlist, string) (source.Page, error)
	expand func(context.Context, string) (source.Page, error)
	home   func(context.Context) (source.Page, error)
	// homeMore is what follows on the front page, nil for nothing
	homeMore func(context.Context) (source.Page, error)
}

func (s fakeSource) Search(ctx context.Context, q source.Query) (source.Page, error) {
	return s.search(ctx, q)
}

func (s fakeSource) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	return s.list(ctx, p, page)
}

func (s fakeSource) Expand(ctx context.Context, arg string) (source.Page, error) {
	return s.expand(ctx, arg)
}

func (s fakeSource) Home(ctx context.Context, page string) (source.Page, error) {
	if page == "more" {
		return s.homeMore(ctx)
	}
	got, err := s.home(ctx)
	if s.homeMore != nil {
		got.Next = "more"
	}
	return got, err
}

// catalogue is a source with something for every question: five results for any
// words (two pages of 30 for "many", none for "nothing", an error for "broken"), a
// playlist of 12, one track for a URL.
func catalogue() fakeSource {
	return fakeSource{
		search: func(_ context.Context, q source.Query) (source.Page, error) {
			switch q.Words {
			case "nothing":
				return source.Page{}, nil
			case "broken":
				return source.Page{}, &source.Error{Kind: source.ErrRateLimited, Line: "the source is tired"}
			case "many":
				if q.Page == "" {
					return source.Page{Tracks: songs("Many", 30), Next: "2"}, nil
				}
				return source.Page{Tracks: songs("More", 30)}, nil
			}
			return source.Page{
				Tracks:    songs(q.Words, 4),
				Playlists: []source.Playlist{evening},
			}, nil
		},
		list: func(_ context.Context, p source.Playlist, page string) (source.Page, error) {
			if p.ID == "broken" {
				return source.Page{}, errors.New("the playlist is gone")
			}
			return source.Page{Tracks: songs(p.Title, 12)}, nil
		},
		expand: func(_ context.Context, arg string) (source.Page, error) {
			switch {
			case strings.HasSuffix(arg, "/album"):
				return source.Page{Tracks: songs("Album", 8)}, nil
			case strings.HasSuffix(arg, "/playlist"):
				return source.Page{Playlists: []source.Playlist{evening}}, nil
			case strings.HasPrefix(arg, "https://") || strings.HasPrefix(arg, "/"):
				return source.Page{Tracks: songs("Linked", 1)}, nil
			}
			return source.Page{}, source.ErrNotMine
		},
		home: func(context.Context) (source.Page, error) {
			return source.Page{Playlists: []source.Playlist{evening, {ID: "morning", Title: "Morning", Count: 9}}, Tracks: songs("Popular", 3)}, nil
		},
	}
}

var evening = source.Playlist{Provider: "fake", ID: "evening", Title: "Evening", Owner: "demo", Count: 12}

func songs(name string, n int) []source.Track {
	t := make([]source.Track, n)
	for i := range t {
		t[i] = source.Track{
			Provider: "fake", ID: fmt.Sprintf("%s-%d", name, i+1), Title: fmt.Sprintf("%s song %d", name, i+1),
			Artist: "The Artist", Album: "The Album", Duration: time.Duration(180+7*i) * time.Second,
		}
	}
	return t
}
