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

// lookUpTimeout bounds every question to a source: after that long the listener should
// hear that nobody answers.
const lookUpTimeout = time.Minute

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

// loadCmd runs Options.Load.
func loadCmd(ctx context.Context, load func(context.Context) (source.Page, error), id uint64, text string) tea.Cmd {
	return func() tea.Msg {
		page, err := load(ctx)
		return foundMsg{id: id, text: text, page: page, err: err, exact: true}
	}
}

// search asks for results of one kind.
func search(ctx context.Context, lib Library, f source.Filter, q source.Query) (source.Page, error) {
	if by, ok := lib.(source.FilterSearcher); ok && f != source.FilterNone {
		return by.SearchBy(ctx, f, q)
	}
	return lib.Search(ctx, q)
}

// searchCmd looks the same words up with another filter.
func searchCmd(ctx context.Context, lib Library, id uint64, f source.Filter, words string) tea.Cmd {
	return func() tea.Msg {
		page, err := search(ctx, lib, f, source.Query{Words: words})
		return foundMsg{id: id, text: words, page: page, err: err, limited: true}
	}
}

// moreFoundCmd asks for a further page of a search.
func moreFoundCmd(ctx context.Context, lib Library, id uint64, f source.Filter, q source.Query) tea.Cmd {
	return func() tea.Msg {
		page, err := search(ctx, lib, f, q)
		return moreFoundMsg{id: id, page: page, err: err}
	}
}

// logCmd writes to the log file, which is I/O like any other.
func logCmd(log *slog.Logger, msg string, err error) tea.Cmd {
	return func() tea.Msg {
		log.Warn(msg, slog.Any("err", source.RedactError(err)))
		return nil
	}
}

// waitForNews turns the next line from elsewhere into a message; nil ends it.
func waitForNews(ctx context.Context, news <-chan string) tea.Cmd {
	if news == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case line, ok := <-news:
			if ok {
				return newsMsg{line}
			}
		case <-ctx.Done():
		}
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
