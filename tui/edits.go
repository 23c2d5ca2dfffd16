package tui

import (
	"context"
	"errors"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/taste"

	tea "charm.land/bubbletea/v2"
)

// Edits of the library run one after the other, in the order of the keys, each in a
// command. What the listener sees of the library is read anew after each.

// quitWait is how long edits under way are waited for at the end.
const quitWait = 2 * time.Second

// edit is a change of the library.
type edit struct {
	what string // for the log
	run  func(ctx context.Context, lib *library.Library) (edited, error)
}

// edited is what an edit has done.
type edited struct {
	line  string         // for the listener; empty says nothing
	bad   bool           // the line is about something that went wrong
	then  func(*Model)   // what follows in the model, nil for nothing
	queue *library.Queue // the queue that the player is to take over, nil for none
	gone  string         // the ID of a playlist that exists no more
}

// editCmd makes an edit.
func editCmd(ctx context.Context, lib *library.Library, e edit) tea.Cmd {
	return func() tea.Msg {
		done, err := e.run(ctx, lib)
		return editedMsg{what: e.what, edited: done, err: err}
	}
}

// edit makes an edit, after those under way.
func (m *Model) edit(what string, run func(ctx context.Context, lib *library.Library) (edited, error)) tea.Cmd {
	if m.library == nil {
		return m.say(noLibrary)
	}
	m.lastSeek = lastSeek{}
	m.edits = append(m.edits, edit{what, run})
	if len(m.edits) > 1 {
		return nil
	}
	return editCmd(m.ctx, m.library, m.edits[0])
}

func (m *Model) handleEdited(msg editedMsg) tea.Cmd {
	m.edits = m.edits[1:]
	var cmds []tea.Cmd
	if len(m.edits) > 0 {
		cmds = append(cmds, editCmd(m.ctx, m.library, m.edits[0]))
	} else if m.leaving {
		return m.quit()
	}
	switch {
	case errors.Is(msg.err, library.ErrNothing):
		cmds = append(cmds, m.say(msg.err.Error()))
	case msg.err != nil:
		cmds = append(cmds, m.explain(msg.what, msg.err))
	default:
		if msg.edited.queue != nil {
			m.takeQueue(*msg.edited.queue)
		}
	}
	if msg.err == nil && msg.edited.line != "" {
		if msg.edited.bad {
			cmds = append(cmds, m.fail(msg.edited.line, ""))
		} else {
			cmds = append(cmds, m.say(msg.edited.line))
		}
	}
	if msg.err == nil && msg.edited.then != nil {
		msg.edited.then(m)
	}
	if msg.edited.gone != "" && msg.err == nil && m.opened.is(source.Playlist{Provider: library.Provider, ID: msg.edited.gone}) {
		m.opened = shelf{}
		m.showCurrent()
		if m.page == playlistPage {
			cmds = append(cmds, m.returnTo(m.wayBack()))
		}
	}
	if len(m.edits) == 0 { // else what is seen is ahead of the library
		cmds = append(cmds, savedCmd(m.ctx, m.library), m.refresh(), m.askKept())
	}
	return tea.Batch(cmds...)
}

// refresh reads anew what is seen of the library.
func (m *Model) refresh() tea.Cmd {
	switch {
	case m.page == searchPage && m.found.front && m.taste != nil:
		return m.askOwnFront()
	case m.page == libraryPage:
		return m.readTab()
	case m.page == playlistPage && (m.opened.playlist.Provider == library.Provider || m.opened.playlist.Provider == taste.Provider) && !m.feeds.feeding(m.opened):
		return m.readAgain()
	}
	return nil
}

// readAgain reads the open playlist of the library, or of what is suggested, anew; what is seen stays till then.
func (m *Model) readAgain() tea.Cmd {
	ctx, id := m.ask(listAsked)
	m.opened.busy = true
	m.opened.again = true
	return listCmd(ctx, m.lister(m.opened.playlist), id, m.opened.playlist, "")
}

func (m *Model) doQuit(command) (tea.Cmd, error) {
	stop, _ := m.stopImport()
	if len(m.edits) == 0 || m.leaving {
		return m.quit(), nil
	}
	m.leaving = true
	return tea.Batch(stop, tea.Tick(quitWait, func(time.Time) tea.Msg { return leaveMsg{} })), nil
}

// quit ends the program.
func (m *Model) quit() tea.Cmd {
	m.Close()
	m.art.drawn.id = 0
	if drop := m.dropArt(); drop != nil {
		return tea.Sequence(drop, tea.Quit)
	}
	return tea.Quit
}
