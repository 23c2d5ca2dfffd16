package tui

import (
	"context"
	"log/slog"

	"anyaudio/player"
	"anyaudio/tui/nowplaying"
	"anyaudio/tui/searchbox"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// page is what the upper part of the screen shows.
type page int

const (
	searchPage page = iota
	playlistPage
	queuePage
	helpPage
	pages
)

// focus says where the keys go.
type focus int

const (
	focusBox     focus = iota // the search box
	focusList                 // the page
	focusCommand              // the command line
)

type listModel = tracklist.Model

// Model is the root of the interface, a tea.Model. Use New, and Close when the
// program has ended.
type Model struct {
	// immutable after New
	controls   Controls
	source     Library // nil if there is none
	log        *slog.Logger
	ctx        context.Context
	cancelAll  context.CancelFunc
	onSuspend  func()
	canSuspend func() bool
	keys       keyMap
	verbs      verbs
	start      func(m *Model) tea.Cmd

	// what the player has told us
	events <-chan player.Event
	state  player.State
	queue  []player.Entry
	tick   ticker
	seek   seeker

	// where the listener is
	page        page
	trail       []stop // places to go back to
	focus       focus
	focusBefore focus // of the command line
	helpTop     int   // first line of the help seen

	// what has been typed towards a command
	counting bool
	count    int
	prefix   string // first key of a sequence
	askedToClear,
	typedSince bool // in the box, since the last look-up

	// questions to the source
	requests    [askedKinds]request
	nextID      uint64
	found       shelf
	opened      shelf
	pendingText string // what is being looked up
	autoPlay    bool
	playOpened  bool

	// what is drawn
	styles styles
	dark   bool
	layout layout
	lists  [pages]listModel
	side   listModel
	box    searchbox.Model
	line   searchbox.Model // the command line
	strip  nowplaying.Model
	notice notice
	upper  string // the screen above the strip, as drawn after the last Update
	lower  string // and below it
}

var _ tea.Model = Model{}

// New returns the interface for a tea.Program. It panics without Controls.
func New(o Options) Model {
	if o.Controls == nil {
		panic("tui: Options.Controls is nil")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	m := Model{
		controls: o.Controls, source: o.Source, log: o.Logger, onSuspend: o.OnSuspend,
		canSuspend: canSuspend, keys: newKeyMap(defaultSections()), verbs: newVerbs(),
		autoPlay: o.AutoPlay, dark: true,
	}
	m.ctx, m.cancelAll = context.WithCancel(context.Background())
	m.styles = newStyles(m.dark, ansi.WcWidth)
	for i := range m.lists {
		m.lists[i] = tracklist.New(m.styles.list)
	}
	m.lists[queuePage].SetNumbered(true)
	m.side = tracklist.New(m.styles.list)
	m.side.SetPassive(true)
	m.box = searchbox.New(m.styles.box, "❯ ", "words, a URL or a path")
	m.line = searchbox.New(m.styles.box, ":", "")
	m.strip = nowplaying.New(m.styles.strip)
	m.state = player.State{Index: -1}
	m.box.SetValue(o.Query)
	m.focusOn(focusBox)
	m.start = starting(o)
	return m
}

// starting returns what is asked for first.
func starting(o Options) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		switch {
		case o.Load != nil:
			ctx, id := m.ask(searchAsked)
			m.found.busy, m.pendingText = true, o.Query
			return loadCmd(ctx, o.Load, id, o.Query)
		case o.Query != "":
			return m.lookUp(o.Query)
		}
		return m.goHome()
	}
}

// Init asks the player for its events and the terminal for its background.
func (m Model) Init() tea.Cmd {
	return tea.Batch(subscribeCmd(m.ctx, m.controls), tea.RequestBackgroundColor)
}

// Close ends what the model has under way: the subscription to the player and all
// questions to the source. It may be called more than once, on any copy.
func (m Model) Close() { m.cancelAll() }

// restyle takes over another background or measure.
func (m *Model) restyle() {
	s := m.styles
	for i := range m.lists {
		m.lists[i].SetStyles(s.list)
	}
	m.side.SetStyles(s.list)
	m.box.SetStyles(s.box)
	m.line.SetStyles(s.box)
	m.strip.SetStyles(s.strip)
}

// resize gives every part its cells.
func (m *Model) resize(width, height int) {
	m.layout = newLayout(width, height)
	for i := range m.lists {
		m.lists[i].SetSize(m.listWidth(), m.layout.list)
	}
	m.box.SetWidth(width)
	m.line.SetWidth(width)
	m.strip.SetWidth(width)
	m.scrollHelp(0)
}

// listWidth is that of the page in front: the queue has no pane beside it.
func (m *Model) listWidth() int {
	if m.page == queuePage || m.layout.side == 0 {
		return m.layout.width
	}
	return m.layout.width - m.layout.side - 1
}
