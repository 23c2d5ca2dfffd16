package tui

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/art"
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
	libraryPage
	queuePage
	detailsPage
	sheetPage
	helpPage
	pages
)

// focus says where the keys go.
type focus int

const (
	focusBox     focus = iota // the search box
	focusList                 // the page
	focusCommand              // the command line
	focusHelp                 // what the help is narrowed by
	focusFind                 // what the list is narrowed by
)

type listModel = tracklist.Model

// Model is the root of the interface, a tea.Model. Use New, and Close when the
// program has ended.
type Model struct {
	// immutable after New
	controls   Controls
	source     Library          // nil if there is none
	library    *library.Library // nil if there is none
	offline    Kept             // nil if there is none
	taste      Taster           // nil if there is none
	log        *slog.Logger
	ctx        context.Context
	cancelAll  context.CancelFunc
	onSuspend  func()
	canSuspend func() bool
	keys       keyMap
	noMouse    bool
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

	// what has been typed towards a command
	counting   bool
	count      int
	prefix     string // first key of a sequence
	asked      question
	leaving    bool // quits when the edits under way are done
	typedSince bool // in the box, since the last look-up

	help  helper
	mouse mouse

	// questions to the source
	requests     [askedKinds]request
	nextID       uint64
	found        shelf
	front        front
	holdings     holdings
	sheet        sheet
	importing    importing
	lacking      lacking
	heard        heard
	writing      []source.Track      // what goes into the playlist that is being chosen,
	writingLists []string            // and the lists that do
	saved        map[rowKey]struct{} // which tracks are saved; replaced, never changed
	keeping      keeping
	private      bool
	marks        [pages]map[rowKey]struct{}
	lastSeek     lastSeek
	statsAge     int // ticks since the figures were drawn
	bars         visualiser
	rest         rest
	queueEdits   func(label string)
	news         <-chan string   // nil for none
	edits        []edit          // the first one runs
	filters      []source.Filter // that the source knows, nil for none
	filter       int             // the one in front
	kept         []kept          // for each filter, when another one is in front
	opened       shelf
	feeds        feeds
	queueFrom    queueFrom
	radio        radio
	details      details
	art          artwork
	suggest      suggestions
	completion   completion // of the command line
	finding      finding
	pendingText  string // what is being looked up
	autoPlay     bool
	playOpened   bool

	// what is drawn
	styles    styles
	theme     Theme
	shown     Theme // theme, or the one that is being chosen
	dark      bool
	layout    layout
	lists     [pages]listModel
	side      listModel
	box       searchbox.Model
	line      searchbox.Model // the command line
	finder    searchbox.Model // of the library page
	strip     nowplaying.Model
	notice    notice
	upper     string // the screen above the strip, as drawn after the last Update
	lower     string // and below it
	clickable []spot // in the last row, for the mouse
}

var _ tea.Model = (*Model)(nil)

// New returns the interface for a tea.Program. It panics without Controls.
func New(o Options) *Model {
	if o.Controls == nil {
		panic("tui: Options.Controls is nil")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if _, ok := o.Logger.Handler().(*LogRing); !ok {
		o.Logger = slog.New(NewLogRing(o.Logger.Handler()))
	}
	m := &Model{
		controls: o.Controls, source: o.Source, library: o.Library, offline: o.Kept, taste: o.Taste, news: o.Notices, queueEdits: o.QueueEdit, log: o.Logger, onSuspend: o.OnSuspend,
		canSuspend: canSuspend, verbs: newVerbs(),
		autoPlay: o.AutoPlay, dark: true,
	}
	m.ctx, m.cancelAll = context.WithCancel(context.Background())
	m.theme, m.shown = o.Theme, o.Theme
	m.styles = newStyles(m.theme.palette(m.dark), ansi.WcWidth)
	for i := range m.lists {
		m.lists[i] = tracklist.New(m.styles.list)
	}
	m.lists[queuePage].SetNumbered(true)
	m.side = tracklist.New(m.styles.list)
	m.side.SetPassive(true)
	m.box = searchbox.New(m.styles.box, "❯ ", "words, a URL or a path")
	m.line = searchbox.New(m.styles.box, ":", "")
	m.finder = searchbox.New(m.styles.box, "/", "letters of title, artist or album")
	m.help.box = searchbox.New(m.styles.box, "? ", "type what you want to do")
	m.filters = filtersOf(o.Source)
	m.resetFilters()
	m.suggest.at = -1
	m.strip = nowplaying.New(m.styles.strip)
	m.bars = newVisualiser(o.Visualiser, m.styles)
	m.rest.ready = o.Ready
	m.state = player.State{Index: -1}
	m.box.SetValue(o.Query)
	m.focusOn(focusBox)
	var mistakes []string
	m.keys, mistakes = o.Keys.build(m.verbs)
	mistakes = append(mistakes, o.Theme.Check()...)
	m.noMouse = o.NoMouse
	m.art = artwork{mode: cmp.Or(o.Art, "auto"), turn: make(chan struct{}, 1), id: art.NewImageID(rand.Uint32())}
	m.start = starting(o, mistakes)
	return m
}

// starting returns what is asked for first, after a line about what the options have wrong.
func starting(o Options, mistakes []string) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		if len(mistakes) > 0 {
			return tea.Batch(m.fail(oneLine(mistakes), ""), starting(o, nil)(m))
		}
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
func (m *Model) Init() tea.Cmd {
	return tea.Batch(subscribeCmd(m.ctx, m.controls), waitForNews(m.ctx, m.news), tea.RequestBackgroundColor)
}

// Close ends what the model has under way: the subscription to the player and all
// questions to the source. It may be called more than once, from any goroutine.
func (m *Model) Close() { m.cancelAll() }

// restyle takes over another background or measure.
func (m *Model) restyle() {
	s := m.styles
	for i := range m.lists {
		m.lists[i].SetStyles(s.list)
	}
	m.side.SetStyles(s.list)
	m.box.SetStyles(s.box)
	m.line.SetStyles(s.box)
	m.help.box.SetStyles(s.box)
	m.finder.SetStyles(s.box)
	m.strip.SetStyles(s.strip)
	m.bars.picture.SetStyle(s.bars)
	m.layOutDetails()
}

// resize gives every part its cells.
func (m *Model) resize(width, height int) {
	m.layout = newLayout(width, height, m.hasBars())
	m.art.terminal.cols, m.art.terminal.rows = width, height
	for i := range m.lists {
		m.lists[i].SetSize(m.listWidth(), m.layout.list)
	}
	m.box.SetWidth(width)
	m.line.SetWidth(width)
	m.finder.SetWidth(width)
	m.strip.SetWidth(width)
	m.bars.picture.SetWidth(width)
	m.help.box.SetWidth(width)
	m.moveInHelp(0)
	m.layOutDetails()
}

// listWidth is that of the page in front: the queue has no pane beside it.
func (m *Model) listWidth() int {
	if m.page == queuePage || m.layout.side == 0 {
		return m.layout.width
	}
	return m.layout.width - m.layout.side - 1
}
