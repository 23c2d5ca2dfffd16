package tui

import (
	"slices"

	"anyaudio/source"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// The verbs that work on the list in front of the listener.

func (m *Model) list() *listModel { return &m.lists[m.page] }

func (m *Model) pageRows() int {
	if m.page == detailsPage || m.page == sheetPage {
		return max(m.layout.list-1, 1)
	}
	return m.list().Page()
}

func (m *Model) halfPage() int { return max(m.pageRows()/2, 1) }

func (m *Model) moveCursor(n int) tea.Cmd {
	if m.page == helpPage {
		m.moveInHelp(n)
		return nil
	}
	if m.page == detailsPage {
		m.moveInDetails(n)
		return nil
	}
	if m.page == sheetPage {
		m.moveInSheet(n)
		return nil
	}
	m.list().MoveBy(n)
	return m.fetchMore()
}

func (m *Model) doTop(c command) (tea.Cmd, error) {
	return m.goToRow(c.times() - 1), nil
}

func (m *Model) doBottom(c command) (tea.Cmd, error) {
	if c.count > 0 {
		return m.goToRow(c.count - 1), nil
	}
	return m.goToRow(1 << 30), nil
}

func (m *Model) goToRow(i int) tea.Cmd {
	if m.page == helpPage {
		m.moveInHelp(i - m.help.cursor)
		return nil
	}
	if m.page == detailsPage {
		m.moveInDetails(i - m.details.cursor)
		return nil
	}
	if m.page == sheetPage {
		m.moveInSheet(i - m.sheet.cursor)
		return nil
	}
	m.list().MoveTo(i)
	return m.fetchMore()
}

// doPlay plays the row, or opens it when it is a playlist. In a playlist the rows
// below it follow; in search results, which are a list of choices, they do not.
func (m *Model) doPlay(c command) (tea.Cmd, error) {
	switch m.page {
	case helpPage:
		return m.runHelp(), nil
	case detailsPage:
		return m.doDetailsEnter(), nil
	case sheetPage:
		return m.doSheetEnter(), nil
	}
	at := m.list().Cursor()
	row, ok := m.list().Selected()
	if rows, marked := m.chosenRows(c); marked {
		m.used(marked)
		return m.playTracks(tracksOf(rows)), nil
	}
	switch {
	case !ok:
		return m.lookUpAgain(), nil
	case row.Playlist != nil:
		return m.openPlaylist(*row.Playlist, false), nil
	case m.page == searchPage && m.found.front && at == m.front.resumes:
		return m.goOn(), nil
	case row.Track.Live:
		return m.sayLive(), nil
	case m.page == queuePage:
		m.controls.PlayEntry(m.queue[at].ID)
		return nil, nil
	case m.page == playlistPage && !m.opened.isLike():
		return m.playFrom(at), nil
	case m.page == libraryPage && m.holdings.tab != historyTab:
		return m.playTracks(tracksOf(m.rowsFrom(at, maxListed))), nil
	}
	return m.playTrack(row.Track), nil
}

// playTracks plays the first of the tracks, and the others after it.
func (m *Model) playTracks(tracks []source.Track) tea.Cmd {
	tracks = slices.DeleteFunc(tracks, func(t source.Track) bool { return t.Live })
	if len(tracks) == 0 {
		return m.sayLive()
	}
	m.playNow(m.pageName(), tracks...)
	return nil
}

// playTrack plays one track, and leaves what plays alone when that cannot be.
func (m *Model) playTrack(t source.Track) tea.Cmd {
	if t.Live {
		return m.sayLive()
	}
	m.playNow(m.pageName(), t)
	return nil
}

// sayLive is the answer to whatever would put a live stream into the queue.
func (m *Model) sayLive() tea.Cmd { return m.say("live streams cannot be played yet") }

// lookUpAgain is Enter where a search or a list has failed or was stopped.
func (m *Model) lookUpAgain() tea.Cmd {
	if m.page == playlistPage && m.opened.open() && (m.source != nil || m.library != nil) && !m.opened.busy && !m.opened.asked {
		m.opened.failed = ""
		return m.askForPage()
	}
	if m.page != searchPage || m.found.busy || m.found.text == "" || (m.found.asked && m.found.failed == "") {
		return nil
	}
	if m.filter == 0 {
		return m.lookUp(m.found.text)
	}
	return m.searchFiltered(m.found.text)
}

// doCopy puts the link of the row into the clipboard of the terminal, over SSH too (OSC 52).
// Terminals do not say whether they did.
func (m *Model) doCopy(c command) (tea.Cmd, error) {
	link := ""
	if t, ok := m.chosen(c); ok {
		link = t.Link
	}
	if row, ok := m.list().Selected(); ok && row.Playlist != nil && c.arg == "" {
		link = row.Playlist.Link
	}
	if link = text.Clean(link); link == "" {
		return m.say("there is no link to copy"), nil
	}
	return tea.Batch(tea.SetClipboard(link), m.say("copied "+link)), nil
}

func (m *Model) doAdd(c command) (tea.Cmd, error)      { return m.enqueue(c, false), nil }
func (m *Model) doPlayNext(c command) (tea.Cmd, error) { return m.enqueue(c, true), nil }

// enqueue puts the row, or as many rows as counted, into the queue.
func (m *Model) enqueue(c command, next bool) tea.Cmd {
	if m.page == detailsPage {
		return m.enqueueTracks([]source.Track{m.details.got.Track}, next)
	}
	at := m.list().Cursor()
	rows, marked := m.chosenRows(c)
	m.used(marked)
	switch {
	case len(rows) == 0:
		return nil
	case m.page == queuePage && !marked:
		m.moveInQueue(at, next)
		return nil
	case !marked && rows[0].Playlist != nil:
		return m.collect(*rows[0].Playlist, next)
	}
	cmds := []tea.Cmd{m.enqueueRows(rows, next)}
	if !marked {
		m.list().MoveBy(c.times())
		cmds = append(cmds, m.fetchMore())
	}
	return tea.Batch(cmds...)
}

// enqueueRows puts rows into the queue: the tracks at once, playlists as they come.
func (m *Model) enqueueRows(rows []tracklist.Row, next bool) tea.Cmd {
	var cmds []tea.Cmd
	for _, r := range rows {
		if r.Playlist != nil {
			cmds = append(cmds, m.collect(*r.Playlist, next))
		}
	}
	tracks := slices.DeleteFunc(tracksOf(rows), func(t source.Track) bool { return t.Live })
	if len(tracks) > 0 || len(cmds) == 0 {
		cmds = append([]tea.Cmd{m.enqueueTracks(tracks, next)}, cmds...)
	}
	return tea.Batch(cmds...)
}

// enqueueTracks puts tracks into the queue, and says so.
func (m *Model) enqueueTracks(tracks []source.Track, next bool) tea.Cmd {
	if len(tracks) == 0 || (len(tracks) == 1 && tracks[0].Live) {
		return m.sayLive()
	}
	m.put(tracks, next)
	return m.say(added(tracks, next))
}

func (m *Model) put(tracks []source.Track, next bool) {
	if next {
		m.playNext(m.pageName(), tracks...)
	} else {
		m.addTracks(m.pageName(), tracks...)
	}
}

// added says what has been put into the queue.
func added(tracks []source.Track, next bool) string {
	what, play := text.Count(len(tracks), "track"), " play next"
	if len(tracks) == 1 {
		what, play = text.Title(tracks[0]), " plays next"
	}
	if next {
		return what + play
	}
	return what + " added to the queue"
}
