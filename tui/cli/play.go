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
	PlayNow(tracks ...source.Track)
	Add(tracks ...source.Track)
	SetPaused(on bool)
	SeekTo(pos time.Duration)
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

// statusPeriod is how often the status line is drawn while it changes.
const statusPeriod = 250 * time.Millisecond

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
	for p.more || p.begun && !p.ended() {
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
			if !ok {
				return p.result()
			}
			p.handle(e)
		case <-tick.C:
			p.status.show(p.state, p.job.Player.Progress())
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
		p.job.Player.PlayNow(b.tracks...)
		if p.job.Start > 0 {
			p.job.Player.SeekTo(p.job.Start)
		}
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
		title := e.Entry.Track.Title
		if title == "" {
			title = e.Entry.Track.Link
		}
		p.told = player.Explain(e.Err)
		p.report(source.Clean(title) + ": " + p.told)
	case player.StateChanged:
		p.change(e.State)
	}
}

// change takes over the player's state.
func (p *playing) change(st player.State) {
	p.state = st
	if st.Notice != p.notice {
		p.notice = st.Notice
		if st.Notice != "" {
			p.status.clear()
			report(p.job.Stderr, st.Notice)
		}
	}
	switch {
	case st.Status == player.Paused:
		// Three failures in a row, and nobody is here to say whether to go on: every
		// bad input shall get its line.
		p.job.Player.SetPaused(false)
	case p.ended() && st.Err != "" && st.Err != p.told:
		p.report(st.Err) // it was not a track that failed
	}
}

// report says why something is not played.
func (p *playing) report(text string) {
	p.failed = true
	p.status.clear()
	report(p.job.Stderr, text)
}
