package cli

import (
	"context"
	"io"
	"sync"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

// A Player is what play asks of the player. *player.Player is one.
type Player interface {
	PlayFrom(pos time.Duration, tracks ...source.Track)
	Add(tracks ...source.Track)
	Next()
	SetPaused(on bool)
	Subscribe(ctx context.Context) <-chan player.Event
	Progress() player.Progress
}

// A PlayJob is what Play needs.
type PlayJob struct {
	Player  Player
	Catalog Catalog
	// Args are words, URLs and paths.
	Args []string
	// Start is where to begin in the first track.
	Start time.Duration
	// Enough, when it is closed, ends the playing; nil for never.
	Enough <-chan struct{}
	// Status is the terminal that gets the status line, nil for none.
	Status io.Writer
	// Stderr gets a line for each thing that cannot be played.
	Stderr io.Writer
}

const (
	// statusPeriod is how often the status line is drawn while it changes.
	statusPeriod = 250 * time.Millisecond
	// patience is how long the first sound may be waited for when the network says
	// why there is none. The player would go on for ever, which is right in the middle of
	// a concert and wrong for a mistyped address.
	patience = 10 * time.Second
)

// Play plays everything that the arguments stand for, without an interface, and returns
// the exit status when the last of it was heard or ctx has ended. What cannot be
// played is reported and stepped over.
func Play(ctx context.Context, job PlayJob) int {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	p := playing{job: job, status: newStatusLine(job.Status), batches: make(chan batch)}
	defer p.status.clear()
	wg.Go(func() { p.look(ctx) })
	return p.run(ctx)
}

// A batch is some tracks to be played, or a reason why there are none.
type batch struct {
	tracks []source.Track
	err    error
}

// playing is the state of one Play.
type playing struct {
	job     PlayJob
	status  *statusLine
	batches chan batch // closed when there are no more

	begun  bool // something has been handed to the player
	more   bool // batches is open
	state  player.State
	told   string // the last reason that was reported
	notice string
	failed bool
	bad    uint64 // the entry that failed last
	over   bool   // going on makes no sense

	heard    bool      // there has been sound
	troubled time.Time // since when bytes do not come, zero when they do
}

// look finds the tracks and ends with ctx.
func (p *playing) look(ctx context.Context) {
	defer close(p.batches)
	for tracks, err := range find(ctx, p.job.Catalog, p.job.Args) {
		select {
		case p.batches <- batch{tracks, err}:
		case <-ctx.Done():
			return
		}
	}
}

// run is the loop; it is left at the end of everything.
func (p *playing) run(ctx context.Context) int {
	events := p.job.Player.Subscribe(ctx)
	tick := time.NewTicker(statusPeriod)
	defer tick.Stop()
	batches := p.batches
	p.more = true
	for !p.over && (p.more || p.begun && !p.ended()) {
		select {
		case <-ctx.Done():
			return ExitInterrupted
		case <-p.job.Enough:
			return p.result()
		case b, ok := <-batches:
			if !ok {
				p.more, batches = false, nil
				break
			}
			p.take(b)
		case e, ok := <-events:
			if !ok { // with the player, or with ctx, which has no say in a select
				p.over = true
				break
			}
			p.handle(e)
		case <-tick.C:
			pr := p.job.Player.Progress()
			p.watch(pr.Trouble, time.Now())
			p.status.show(p.state, pr)
		}
	}
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	return p.result()
}

func (p *playing) result() int {
	if p.failed {
		return ExitFailed
	}
	return ExitOK
}

// ended tells whether the player has come to the end of its queue.
func (p *playing) ended() bool { return p.state.Status == player.Stopped && p.state.QueueLen > 0 }

// take hands a batch to the player.
func (p *playing) take(b batch) {
	switch {
	case b.err != nil:
		p.report(player.Explain(b.err))
	case len(b.tracks) == 0:
	case !p.begun:
		p.begun = true
		p.job.Player.PlayFrom(p.job.Start, b.tracks...)
	case p.ended():
		p.state.Status = player.Loading // until the player says so itself
		p.job.Player.Add(b.tracks...)
		p.job.Player.SetPaused(false)
	default:
		p.job.Player.Add(b.tracks...)
	}
}

// handle deals with an event.
func (p *playing) handle(e player.Event) {
	switch e := e.(type) {
	case player.TrackFailed:
		p.bad = e.Entry.ID
		p.over = p.over || e.Entry.ID == 0 && p.state.QueueLen == 0 // refused, with nothing beside it
		p.told = player.Explain(e.Err)
		p.report(p.title(e.Entry) + ": " + p.told)
	case player.StateChanged:
		p.change(e.State)
	}
}

// change takes over the player's state.
func (p *playing) change(st player.State) {
	p.state = st
	p.heard = p.heard || st.Status == player.Playing
	if st.Notice != p.notice {
		p.notice = st.Notice
		if st.Notice != "" {
			p.status.clear()
			report(p.job.Stderr, st.Notice)
		}
	}
	switch {
	case st.Status == player.Paused && st.Entry.ID == p.bad:
		p.over = true // what keeps this one from playing (the network, the source) will keep all others
	case st.Status == player.Paused:
		// Three failures in a row, and nobody is here to say whether to go on: every
		// bad input shall get its line.
		p.job.Player.SetPaused(false)
	case p.ended() && st.Err != "" && st.Err != p.told:
		p.report(st.Err) // it was not a track that failed
	}
}

// watch reports why bytes do not come, and gives up a track that no sound has been heard
// before.
func (p *playing) watch(trouble string, now time.Time) {
	waiting := p.state.Status == player.Loading || p.state.Status == player.Buffering
	if trouble == "" || !waiting {
		p.troubled = time.Time{}
		return
	}
	if p.troubled.IsZero() {
		p.troubled = now
	}
	if text := p.title(p.state.Entry) + ": " + trouble; text != p.told {
		p.told = text
		p.status.clear()
		report(p.job.Stderr, text)
	}
	if !p.heard && now.Sub(p.troubled) >= patience {
		p.failed, p.troubled = true, time.Time{}
		p.job.Player.Next()
	}
}

// title is what an entry is called in a report.
func (p *playing) title(e player.Entry) string {
	if e.Track.Title == "" {
		return source.Clean(source.Redact(e.Track.Link))
	}
	return source.Clean(e.Track.Title)
}

// report says why something is not played.
func (p *playing) report(text string) {
	p.failed = true
	p.status.clear()
	report(p.job.Stderr, text)
}
