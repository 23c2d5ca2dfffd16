package tui

import (
	"fmt"
	"slices"
	"strings"

	"anyaudio/source"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// A search can be limited to one kind of result. Each kind keeps what it has found for
// the same words, and where the listener was in it.

// kept is one kind of result while another is in front.
type kept struct {
	shelf shelf
	place tracklist.Place
}

// filtersOf are the filters that a library knows: the usual search, those that have the
// same meaning everywhere, its own. It is nil when there is nothing to choose from.
func filtersOf(lib Library) []source.Filter {
	by, ok := lib.(source.FilterSearcher)
	if !ok {
		return nil
	}
	known := by.Filters()
	filters := []source.Filter{source.FilterNone}
	for _, f := range []source.Filter{
		source.FilterSongs, source.FilterVideos, source.FilterAlbums, source.FilterArtists, source.FilterPlaylists,
	} {
		if slices.Contains(known, f) {
			filters = append(filters, f)
		}
	}
	for _, f := range known {
		if !slices.Contains(filters, f) {
			filters = append(filters, f)
		}
	}
	if len(filters) == 1 {
		return nil
	}
	return filters
}

// filterName is how a tab and the command line call a filter.
func filterName(f source.Filter) string {
	if f == source.FilterNone {
		return "all"
	}
	return text.Clean(string(f))
}

// resetFilters forgets what was found for other words.
func (m *Model) resetFilters() {
	m.filter = 0
	m.kept = make([]kept, len(m.filters))
}

// filtered reports whether what is found can be limited: words were looked up.
func (m *Model) filtered() bool {
	return len(m.filters) > 0 && m.found.text != "" && !m.found.exact
}

func (m *Model) doFilter(c command) (tea.Cmd, error) {
	if m.showing(heardSheet) {
		if step := map[string]int{"next": c.times(), "prev": -c.times()}[c.arg]; step != 0 {
			return m.stepHeard(step), nil
		}
	}
	if m.page == libraryPage {
		if step := map[string]int{"next": c.times(), "prev": -c.times()}[c.arg]; step != 0 {
			return m.stepTab(step), nil
		}
	}
	switch {
	case len(m.filters) == 0:
		return m.say("this source finds all kinds at once"), nil
	case !m.filtered():
		return m.say("search for words first, then choose what kind"), nil
	}
	if m.pendingText != "" && m.pendingText != m.found.text {
		return m.say("wait for what is being searched for, or stop it with " + m.keys.label("back")), nil
	}
	n := len(m.filters)
	step := map[string]int{"next": c.times(), "prev": -c.times()}[c.arg]
	switch {
	case step != 0 && m.page != searchPage:
		return m.say("the kinds are those of search results"), nil
	case step != 0:
		return m.showFilter(((m.filter+step)%n + n) % n), nil
	}
	var names []string
	for i, f := range m.filters {
		if filterName(f) == c.arg {
			m.goTo(searchPage)
			return m.showFilter(i), nil
		}
		names = append(names, filterName(f))
	}
	return nil, fmt.Errorf("filter next, prev, %s", strings.Join(names, ", "))
}

// showFilter changes to a kind of result: what it had, or else a new search.
func (m *Model) showFilter(i int) tea.Cmd {
	if i == m.filter {
		return nil
	}
	words := m.found.text
	m.cancel(searchAsked)
	m.found.busy, m.pendingText = false, ""
	m.kept[m.filter] = kept{m.found, m.lists[searchPage].Place()}
	m.filter = i
	back := m.kept[i]
	m.found = back.shelf
	m.unmark(searchPage)
	m.showCurrent()
	m.lists[searchPage].Restore(back.place)
	if m.found.asked {
		return m.fetchMore()
	}
	return m.searchFiltered(words)
}

// searchFiltered looks words up with the filter in front.
func (m *Model) searchFiltered(words string) tea.Cmd {
	ctx, id := m.ask(searchAsked)
	m.found = shelf{text: words, busy: true}
	m.pendingText = words
	m.showCurrent()
	return searchCmd(ctx, m.source, id, m.searchBy(), words)
}

// searchBy is the search of the filter in front.
func (m *Model) searchBy() source.Filter {
	if m.filter < len(m.filters) {
		return m.filters[m.filter]
	}
	return source.FilterNone
}

// filterRow is the line of the filters.
func (m *Model) filterRow(width int) string {
	names := make([]string, len(m.filters))
	for i, f := range m.filters {
		names[i] = filterName(f)
	}
	return m.tabRow(names, m.filter, width)
}

// tabRow is a line of tabs, the one in front in brackets. Where not all have room
// it begins later, so that the one in front is seen, and ‹ and › stand for the others.
func (m *Model) tabRow(names []string, front, width int) string {
	cells := func(i int) int { return text.Width(m.styles.measure, names[i]) + 3 }
	// Up to the tab i the row may use these cells: behind the last one there is no ›, and
	// the blank after it may be cut.
	room := func(i int) int {
		if i == len(names)-1 {
			return width + 1
		}
		return width - 1
	}
	first := front
	for used := 1 + cells(first); first > 0; first-- {
		if used += cells(first - 1); used > room(front) {
			break
		}
	}
	var b strings.Builder
	more := " "
	if first > 0 {
		more = "‹"
	}
	b.WriteString(m.styles.tab.Styled(more))
	used := 1
	for i := first; i < len(names); i++ {
		if used += cells(i); used > room(i) {
			b.WriteString(m.styles.tab.Styled("›"))
			break
		}
		if i > first {
			b.WriteByte(' ')
		}
		name := names[i]
		if i == front {
			b.WriteString(m.styles.tabOpen.Styled("[" + name + "]"))
		} else {
			b.WriteString(m.styles.tab.Styled(" " + name + " "))
		}
	}
	return b.String()
}
