package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// The library page: what the listener has saved and heard, and their playlists.

// libraryTab is a list of the library page.
type libraryTab int

const (
	savedTab libraryTab = iota
	playlistsTab
	historyTab
	offlineTab
	libraryTabs
)

// historyShown is how many plays the history has on the page. What is older is found with
// "anyaudio library".
const historyShown = 2_000

func (t libraryTab) String() string {
	return [...]string{"saved", "playlists", "history", "offline"}[t]
}

// orders are the words for how saved tracks are sorted.
var orders = [...]string{"newest first", "by title", "by artist", "most played first"}

// holdings are what the library page shows.
type holdings struct {
	tab     libraryTab
	order   library.Order
	shelves [libraryTabs]holding
}

// holding is a tab.
type holding struct {
	rows   []tracklist.Row
	filter *library.Filter // of the rows
	only   []int           // the rows that match, nil for all
	find   string          // what they match
	place  tracklist.Place
	asked  bool // there has been an answer
	busy   bool
	failed string
}

// tabCmd reads a tab, and which tracks are saved when saved is set.
func tabCmd(ctx context.Context, lib *library.Library, kept Kept, id uint64, tab libraryTab, order library.Order) tea.Cmd {
	return func() tea.Msg {
		msg := tabMsg{id: id, tab: tab}
		if tab == offlineTab && kept != nil {
			msg.rows = keptRows(kept.Snapshot())
		} else {
			msg.rows, msg.err = readTab(ctx, lib, tab, order, time.Now())
		}
		msg.filter = library.NewFilter(rowTracks(msg.rows))
		if tab == savedTab && msg.err == nil {
			msg.saved = keysOf(msg.rows)
		}
		return msg
	}
}

// savedCmd reads which tracks are saved.
func savedCmd(ctx context.Context, lib *library.Library) tea.Cmd {
	return func() tea.Msg {
		rows, err := readTab(ctx, lib, savedTab, library.ByRecent, time.Time{})
		return savedMsg{saved: keysOf(rows), private: lib.Private(), err: err}
	}
}

func keysOf(rows []tracklist.Row) map[rowKey]struct{} {
	keys := make(map[rowKey]struct{}, len(rows))
	for _, r := range rows {
		keys[keyOf(r)] = struct{}{}
	}
	return keys
}

func readTab(ctx context.Context, lib *library.Library, tab libraryTab, order library.Order, now time.Time) (rows []tracklist.Row, err error) {
	switch tab {
	case savedTab:
		saved, err := lib.Saved(ctx, order)
		for _, s := range saved {
			rows = append(rows, tracklist.Row{Track: s.Track})
		}
		return rows, err
	case playlistsTab:
		lists, err := lib.Playlists(ctx)
		for _, l := range lists {
			rows = append(rows, tracklist.Row{Playlist: playlistOf(l)})
		}
		return rows, err
	case historyTab:
		plays, _, err := lib.History(ctx, library.HistoryQuery{Limit: historyShown})
		for _, p := range plays {
			note := text.Ago(now.Sub(p.Started))
			if p.Outcome == library.Skipped {
				note += ", skipped"
			}
			rows = append(rows, tracklist.Row{Track: p.Track, Note: note})
		}
		return rows, err
	}
	tracks, err := lib.Offline(ctx)
	return trackRows(tracks), err
}

// playlistOf is a playlist as a row has it: what it has to do with one of a provider stands
// where others have their owner.
func playlistOf(l library.Playlist) *source.Playlist {
	p := l.Source()
	switch l.Kind {
	case library.Frozen:
		p.Owner = "copy"
	case library.Live:
		p.Owner = "live link"
	}
	return &p
}

// noLibrary is said by what needs one.
const noLibrary = "there is no library here: nothing is saved or kept"

// holding is the tab in front.
func (m *Model) holding() *holding { return &m.holdings.shelves[m.holdings.tab] }

func (m *Model) doLibrary(c command) (tea.Cmd, error) {
	if m.library == nil {
		return m.say(noLibrary), nil
	}
	to := m.holdings.tab
	if c.arg != "" {
		to = -1
		for t := range libraryTabs {
			if t.String() == c.arg {
				to = t
			}
		}
		if to < 0 {
			return nil, fmt.Errorf("library saved, playlists, history or offline, not %q", c.arg)
		}
	}
	m.goTo(libraryPage)
	return m.showTab(to), nil
}

// showTab brings a tab to the front and reads it, anew when it was there before.
func (m *Model) showTab(tab libraryTab) tea.Cmd {
	list := &m.lists[libraryPage]
	if tab != m.holdings.tab {
		m.holding().place = list.Place()
		m.holdings.tab = tab
		m.unmark(libraryPage)
		m.showCurrent()
		list.Restore(m.holding().place)
	}
	return m.readTab()
}

// readTab reads the tab in front.
func (m *Model) readTab() tea.Cmd {
	ctx, id := m.ask(libraryAsked)
	m.holding().busy = true
	return tabCmd(ctx, m.library, m.offline, id, m.holdings.tab, m.holdings.order)
}

func (m *Model) handleTab(msg tabMsg) tea.Cmd {
	if !m.answered(libraryAsked, msg.id) {
		return nil
	}
	h := &m.holdings.shelves[msg.tab]
	h.busy, h.failed = false, ""
	if msg.err != nil {
		line, hint := source.Explain(msg.err)
		h.failed = text.Clean(line)
		return tea.Batch(m.fail(line, hint), logCmd(m.log, "library", msg.err))
	}
	h.asked, h.rows, h.filter = true, msg.rows, msg.filter
	h.narrow(h.find)
	if msg.saved != nil {
		m.saved = msg.saved
	}
	m.showCurrent()
	return nil
}

func (m *Model) handleSaved(msg savedMsg) tea.Cmd {
	if msg.err != nil {
		return logCmd(m.log, "library", msg.err)
	}
	m.saved, m.private = msg.saved, msg.private
	m.showCurrent()
	return nil
}

// narrow leaves the rows that match.
func (h *holding) narrow(find string) {
	h.find, h.only = find, nil
	if find != "" && h.filter != nil {
		h.only = h.filter.Match(find)
		if h.only == nil {
			h.only = []int{}
		}
	}
}

// tabItems are the rows of the tab in front.
func (m *Model) tabItems() tracklist.Items {
	h := m.holding()
	return shelfItems{signed: m.signs(libraryPage), rows: h.rows, only: h.only}
}

// tabRowOfLibrary is the line of tabs.
func (m *Model) tabRowOfLibrary(width int) string {
	names := make([]string, libraryTabs)
	for t := range libraryTabs {
		names[t] = t.String()
	}
	return m.tabRow(names, int(m.holdings.tab), width)
}

// stepTab is "filter next" and "filter prev" on the library page.
func (m *Model) stepTab(step int) tea.Cmd {
	n := int(libraryTabs)
	return m.showTab(libraryTab(((int(m.holdings.tab)+step)%n + n) % n))
}

func (m *Model) libraryHeading() string {
	h := m.holding()
	if coming := m.importStatus(); coming != "" {
		return "Library · " + coming
	}
	parts := []string{"Library"}
	what := "track"
	if m.holdings.tab == playlistsTab {
		what = "playlist"
	} else if m.holdings.tab == historyTab {
		what = "play"
	}
	switch n := len(h.rows); {
	case h.only != nil:
		parts = append(parts, text.Number(int64(len(h.only)))+" of "+text.Count(n, what)+" for “"+text.Clean(h.find)+"”")
	case n > 0:
		parts = append(parts, text.Count(n, what))
	}
	if m.holdings.tab == offlineTab {
		parts = append(parts, m.keeping.progress()...)
	}
	if m.holdings.tab == savedTab && len(h.rows) > 1 {
		parts = append(parts, orders[m.holdings.order])
	}
	if n := len(m.marks[libraryPage]); n > 0 {
		parts = append(parts, text.Number(int64(n))+" marked")
	}
	return strings.Join(parts, " · ")
}

// emptyTab is what stands in a tab without rows.
func (m *Model) emptyTab() []string {
	h := m.holding()
	switch {
	case h.failed != "":
		return []string{h.failed, m.keys.label("library") + " tries again"}
	case !h.asked:
		return []string{"loading …"}
	case h.find != "":
		return []string{"nothing matches “" + text.Clean(h.find) + "”", m.keys.label("back") + " shows all"}
	}
	switch m.holdings.tab {
	case savedTab:
		return []string{"Nothing is saved yet.", "In a list, " + m.keys.label("save") + " saves a track; again takes it out."}
	case playlistsTab:
		return []string{"There are no playlists yet.", "In a list, " + m.keys.label("write") + " puts tracks into one, an old or a new one.", m.keys.label("command") + "import PATH makes one of a list file."}
	case historyTab:
		if m.private {
			return []string{"Nothing has been recorded.", "Private mode is on: " + m.keys.label("private") + " ends it."}
		}
		return []string{"Nothing has been heard yet."}
	}
	return []string{"No track is kept offline.", "In a list, " + m.keys.label("offline") + " keeps a track to play without a network."}
}

// doSort sorts the saved tracks: the next order, or the one named.
func (m *Model) doSort(c command) (tea.Cmd, error) {
	words := []string{"recent", "title", "artist", "plays"}
	next := (int(m.holdings.order) + 1) % len(words)
	if c.arg != "" {
		if next = slices.Index(words, c.arg); next < 0 {
			return nil, fmt.Errorf("sort by %s, not %q", strings.Join(words, ", "), c.arg)
		}
	}
	if m.page != libraryPage || m.holdings.tab != savedTab {
		return m.say("saved tracks can be sorted – " + m.keys.label("library saved") + " shows them"), nil
	}
	m.holdings.order = library.Order(next)
	m.lists[libraryPage].Restore(tracklist.Place{})
	return tea.Batch(m.say("saved tracks: "+orders[next]), m.readTab()), nil
}
