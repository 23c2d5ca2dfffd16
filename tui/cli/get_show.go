package cli

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"anyaudio/player"
	"anyaudio/source"

	"github.com/charmbracelet/x/ansi"
)

// counter64 is read by the goroutine that shows it.
type counter64 = atomic.Int64

// A getEvent is a line of get --json; names are not changed once released.
type getEvent struct {
	Event  string `json:"event"` // "begin", "progress", "done", "skipped" or "failed"
	Source string `json:"source,omitempty"`
	ID     string `json:"id,omitempty"`
	Title  string `json:"title,omitempty"`
	File   string `json:"file,omitempty"`
	Bytes  int64  `json:"bytes,omitempty"` // fetched so far
	Size   int64  `json:"size,omitempty"`  // of the source, 0 when unknown
	Rate   int64  `json:"rate,omitempty"`  // bytes a second, of the last second
	Tagged bool   `json:"tagged,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func (e getEvent) of(t source.Track) getEvent {
	e.Source, e.ID, e.Title = t.Provider, t.ID, t.Title
	return e
}

// A getShow tells what Get does: on a terminal, or in lines.
type getShow struct {
	job  GetJob
	line *statusLine
	json *json.Encoder // nil without --json

	mu   sync.Mutex // guards line and json while the goroutine runs
	stop chan struct{}
	wg   sync.WaitGroup
}

func newGetShow(job GetJob) *getShow {
	s := &getShow{job: job, line: newStatusLine(job.Status)}
	if job.JSON {
		s.json = json.NewEncoder(job.Stdout)
		s.json.SetEscapeHTML(false)
		s.line.w = nil
	}
	return s
}

// event tells what has happened.
func (s *getShow) event(e getEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.json != nil {
		s.json.Encode(e)
		if e.Event == "failed" {
			report(s.job.Stderr, e.Reason)
		}
		return
	}
	s.line.clear()
	switch e.Event {
	case "done":
		fmt.Fprintln(s.job.Stdout, source.Clean(e.File))
	case "failed":
		if e.Title != "" {
			e.Reason = fmt.Sprintf("%q: %s", source.Clean(e.Title), e.Reason)
		}
		report(s.job.Stderr, e.Reason)
	}
}

// begin shows the progress of a track until end.
func (s *getShow) begin(t source.Track, in player.Input, p *part) {
	e := getEvent{Event: "begin", Bytes: p.size.Load(), Size: max(in.Size(), mediaOf(in).Size, 0)}.of(t)
	if s.json != nil {
		s.event(e)
	}
	s.stop = make(chan struct{})
	s.wg.Go(func() { s.run(e, in, p) })
}

// run draws twice a second. What it reads of in and p may be read from any goroutine.
func (s *getShow) run(e getEvent, in player.Input, p *part) {
	const period = time.Second / 2
	tick := time.NewTicker(period)
	defer tick.Stop()
	e.Event = "progress"
	last := e.Bytes
	for n := 1; ; n++ {
		select {
		case <-s.stop:
			return
		case <-tick.C:
		}
		e.Bytes, e.Reason = p.size.Load(), ""
		e.Size = max(e.Size, in.Size(), 0)
		if err := in.Trouble(); err != nil {
			e.Reason = player.Explain(err)
		}
		if n%2 == 0 {
			e.Rate = max(0, e.Bytes-last)
			last = e.Bytes
		}
		s.mu.Lock()
		switch {
		case s.json == nil && s.line.w != nil:
			s.line.draw(e.text())
		case s.json != nil && n%2 == 0:
			s.json.Encode(e)
		}
		s.mu.Unlock()
	}
}

// end waits until nothing more is drawn.
func (s *getShow) end() {
	close(s.stop)
	s.wg.Wait()
}

func (s *getShow) close() {
	s.line.clear()
}

// text is "42 %  1.3 MB/s  Title", or what is in the way.
func (e getEvent) text() string {
	what := fmt.Sprintf("%.1f MB", float64(e.Bytes)/1e6)
	if e.Size > 0 {
		what = fmt.Sprintf("%3d %%", 100*e.Bytes/e.Size)
	}
	if e.Reason != "" {
		return what + "  " + e.Reason
	}
	return fmt.Sprintf("%s  %.1f MB/s  %s", what, float64(e.Rate)/1e6, source.Clean(e.Title))
}

// draw writes text over what the line has shown.
func (s *statusLine) draw(text string) {
	text = ansi.Truncate(text, max(s.width()-1, 1), "…")
	fmt.Fprintf(s.w, "\r%s%s", text, s.blank(text))
	s.shown = text
}
