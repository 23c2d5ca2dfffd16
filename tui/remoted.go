package tui

import (
	"context"
	"errors"
	"slices"
	"time"

	"anyaudio/player"
	"anyaudio/tui/remote"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The remote control: lines of package remote become messages, so that they change the model
// where keys do, and the player's events become lines.

// positionEvery is how often subscribers are told where the sound is.
const positionEvery = time.Second

// remoteMsg is a line from a client (listenRemote). Its answer never waits for the client.
type remoteMsg struct {
	line   string
	answer chan<- remoteAnswer // with room for it
}

// remoteAnswer is what the screen says about a command.
type remoteAnswer struct {
	line   string
	failed bool
}

func (m *Model) handleRemote(msg remoteMsg) tea.Cmd {
	if m.events == nil { // somebody was quicker than the player's first event
		m.setQueue(m.controls.Queue())
		m.setState(m.controls.State())
	}
	before := m.notice.gen
	cmd := m.fromAfar(msg.line)
	var a remoteAnswer
	if m.notice.gen != before {
		a = remoteAnswer{m.notice.text, m.notice.failed}
	}
	msg.answer <- a
	return cmd
}

// fromAfar runs a command of somebody who may not see the screen: those that are about a
// text field or the terminal are refused.
func (m *Model) fromAfar(line string) tea.Cmd {
	c, err := parseCommand(line)
	if err == nil && (c.name == "suspend" || slices.Contains(keyOnly(), c.name)) {
		return m.fail(c.name+" works at the terminal only", "")
	}
	return m.do(line, 0)
}

// listenRemote starts the remote control. send gives a message to the program, and returns
// when that has ended. The returned function ends it, and waits.
func listenRemote(path string, send func(tea.Msg), o Options) (stop func(), err error) {
	subscribed := make(chan struct{}, 1)
	s, err := remote.Listen(path, remote.Options{
		Do:     func(ctx context.Context, line string) (string, error) { return sendLine(ctx, send, line) },
		Status: func() remote.Event { return statusOf(o.Controls.State(), o.Controls.Progress()) },
		Subscribed: func() {
			select {
			case subscribed <- struct{}{}:
			default:
			}
		},
		Logger: o.Logger,
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		publish(ctx, s, o.Controls, subscribed)
	}()
	return func() {
		cancel()
		<-done
		if err := s.Close(); err != nil && o.Logger != nil {
			o.Logger.Warn("remote control", "err", err)
		}
	}, nil
}

// sendLine gives a line to the program and waits for what it says. The program's end is an
// end of the wait: send returns then, and ctx is done soon after.
func sendLine(ctx context.Context, send func(tea.Msg), line string) (string, error) {
	answer := make(chan remoteAnswer, 1)
	send(remoteMsg{line, answer})
	var a remoteAnswer
	select {
	case a = <-answer:
	case <-ctx.Done():
		select {
		case a = <-answer: // "quit" is both
		default:
			return "", errors.New("the player is ending")
		}
	}
	if a.failed {
		return "", errors.New(a.line)
	}
	return a.line, nil
}

// publish turns the player's events into those of the remote control, and asks for the
// position while somebody wants to know and time passes.
func publish(ctx context.Context, s *remote.Server, c Controls, subscribed <-chan struct{}) {
	events := c.Subscribe(ctx)
	var last player.State
	for {
		var tick <-chan time.Time
		if last.Status == player.Playing && s.Subscribers() > 0 {
			tick = time.After(positionEvery)
		}
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			if e, ok := e.(player.StateChanged); ok {
				publishState(s, last, e.State)
				last = e.State
			}
		case <-tick:
			s.Publish(positionOf(c.Progress()))
		case <-subscribed:
			last = c.State()
		case <-ctx.Done():
			return
		}
	}
}

// publishState tells of the track when it is another one, and of the rest.
func publishState(s *remote.Server, last, now player.State) {
	if now.Generation != last.Generation || now.Entry.ID != last.Entry.ID {
		s.Publish(trackOf(now))
	}
	s.Publish(stateOf(now))
}

func trackOf(s player.State) remote.Event {
	e := remote.Event{Kind: "track", Queue: s.QueueLen, Index: s.Index + 1, Duration: s.Duration.Seconds()}
	if s.Entry.ID != 0 {
		e.Title, e.Artist, e.Album = text.Title(s.Entry.Track), text.Clean(s.Entry.Track.Artist), text.Clean(s.Entry.Track.Album)
	}
	if e.Duration == 0 {
		e.Duration = s.Entry.Track.Duration.Seconds()
	}
	return e
}

func stateOf(s player.State) remote.Event {
	return remote.Event{
		Kind: "state", State: s.Status.String(), Volume: &s.Volume, Muted: s.Muted,
		Shuffle: s.Shuffle, Repeat: s.Repeat.String(), Error: text.Clean(s.Err),
	}
}

func positionOf(p player.Progress) remote.Event {
	at := p.Position.Round(10 * time.Millisecond).Seconds()
	return remote.Event{Kind: "position", Position: &at, Duration: p.Duration.Seconds()}
}

// statusOf is all of it in one.
func statusOf(s player.State, p player.Progress) remote.Event {
	e, st := trackOf(s), stateOf(s)
	e.Kind, e.State, e.Volume, e.Muted, e.Shuffle, e.Repeat, e.Error = "", st.State, st.Volume, st.Muted, st.Shuffle, st.Repeat, st.Error
	if p.Generation == s.Generation {
		e.Position = positionOf(p).Position
	}
	return e
}
