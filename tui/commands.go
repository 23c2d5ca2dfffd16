package tui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"anyaudio/player"
	"anyaudio/source"

	tea "charm.land/bubbletea/v2"
)

// Bubble Tea cannot cancel a command: each that may take long has a context, which
// the model cancels when the answer is not wanted any more.

const (
	// lookUpTimeout bounds every question to a source: after that long the listener
	// should hear that nobody answers.
	lookUpTimeout = time.Minute
	// maxCollected bounds how much of a playlist is put into the queue at once.
	maxCollected = 10_000
)

// guard turns a panic in a command into a message, which Update panics with: in the
// program's own goroutine, that is, where the terminal is restored and the stack is
// written before Run returns. A panic elsewhere races with the end of the process.
func guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = panicMsg{fmt.Sprintf("%v\n\n%s", r, debug.Stack())}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = guard(batch[i])
			}
		}
		return msg
	}
}

// subscribeCmd asks for the player's events.
func subscribeCmd(ctx context.Context, c Controls) tea.Cmd {
	return func() tea.Msg { return subscribedMsg{c.Subscribe(ctx)} }
}

// lookUpCmd finds what was typed: as an address or a path where a source knows it
// as one, as words otherwise.
func lookUpCmd(ctx context.Context, lib Library, id uint64, text string) tea.Cmd {
	return func() tea.Msg {
		page, err := lib.Expand(ctx, text)
		exact := !errors.Is(err, source.ErrNotMine)
		if !exact {
			page, err = lib.Search(ctx, source.Query{Words: text})
		}
		return foundMsg{id: id, text: text, page: page, err: err, exact: exact}
	}
}

// homeCmd asks for the front page.
func homeCmd(ctx context.Context, b Browser, id uint64) tea.Cmd {
	return func() tea.Msg {
		page, err := b.Home(ctx)
		return foundMsg{id: id, page: page, err: err}
	}
}

// loadCmd runs Options.Load.
func loadCmd(ctx context.Context, load func(context.Context) (source.Page, error), id uint64, text string) tea.Cmd {
	return func() tea.Msg {
		page, err := load(ctx)
		return foundMsg{id: id, text: text, page: page, err: err, exact: true}
	}
}

// moreFoundCmd asks for a further page of a search.
func moreFoundCmd(ctx context.Context, lib Library, id uint64, q source.Query) tea.Cmd {
	return func() tea.Msg {
		page, err := lib.Search(ctx, q)
		return moreFoundMsg{id: id, page: page, err: err}
	}
}

// listCmd asks for a page of a playlist.
func listCmd(ctx context.Context, lib Library, id uint64, p source.Playlist, page string) tea.Cmd {
	return func() tea.Msg {
		got, err := lib.List(ctx, p, page)
		return listedMsg{id: id, page: got, err: err}
	}
}

// collectCmd fetches a whole playlist, page by page, for the queue. What came before
// an error is kept.
func collectCmd(ctx context.Context, lib Library, p source.Playlist, next bool) tea.Cmd {
	return func() tea.Msg {
		done := collectedMsg{playlist: p, next: next}
		for page := ""; len(done.tracks) < maxCollected; {
			got, err := lib.List(ctx, p, page)
			if err != nil {
				done.err = err
				break
			}
			done.tracks = append(done.tracks, got.Tracks...)
			if page = got.Next; page == "" {
				break
			}
		}
		return done
	}
}

// logCmd writes to the log file, which is I/O like any other.
func logCmd(log *slog.Logger, msg string, err error) tea.Cmd {
	return func() tea.Msg {
		log.Warn(msg, slog.Any("err", source.RedactError(err)))
		return nil
	}
}

// waitForEvent turns the player's next event into a message.
func waitForEvent(events <-chan player.Event) tea.Cmd {
	return func() tea.Msg {
		if e, ok := <-events; ok {
			return eventMsg{e}
		}
		return eventsEndedMsg{}
	}
}
