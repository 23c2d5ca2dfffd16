package tui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/playlistfile"
	"anyaudio/tui/listimport"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// A list file becomes a playlist in the background. What has come when it is stopped, when it
// fails or when the program is left becomes the playlist; undo takes that away. The lines that
// are doubtful stay on a sheet until another list is imported.

// importLookedAt is how often the progress is looked at while a list is imported.
const importLookedAt = 250 * time.Millisecond

// importing is the list that is on its way; run is nil when there is none.
type importing struct {
	run  *listimport.Import
	name string // of the playlist
	seen listimport.Progress
}

// lacking are the entries that the last import has left out, and the playlist that lacks them.
type lacking struct {
	id, name string
	missing  []listimport.Missing
	chosen   map[int]bool // which of them have a track by now
}

// importCmd reads a list and finds its tracks. It may take hours.
func importCmd(ctx context.Context, in *listimport.Import, id uint64, path string, format playlistfile.Format) tea.Cmd {
	return func() tea.Msg { return importedMsg{id: id, err: in.RunFile(ctx, path, format)} }
}

// importTimerCmd is one link of the chain of looks at the progress.
func importTimerCmd(id uint64) tea.Cmd {
	return tea.Tick(importLookedAt, func(time.Time) tea.Msg { return importTimerMsg{id} })
}

// doImport makes a playlist of a list file; without one it shows what the last import lacks.
func (m *Model) doImport(c command) (tea.Cmd, error) {
	switch {
	case m.library == nil:
		return m.say(noLibrary), nil
	case m.source == nil:
		return m.fail("there is no source to find tracks with", ""), nil
	case m.importing.run != nil:
		return m.say(m.importStatus()), nil
	case c.arg == "" && len(m.lacking.chosen) < len(m.lacking.missing):
		m.showLacking(0)
		return nil, nil
	case c.arg == "":
		return m.prompt("import "), nil
	}
	path, name := importArgs(c.arg)
	format, ok := playlistfile.FormatOf(path)
	if !ok {
		return nil, errors.New("which list file? its name ends in .m3u, .m3u8, .pls, .xspf or .txt")
	}
	in := listimport.New(m.source, nil)
	m.cancel(importAsked)
	ctx, cancel := context.WithCancel(m.ctx)
	m.requests[importAsked].cancel = cancel
	id := m.requests[importAsked].id
	m.importing, m.lacking = importing{run: in, name: name}, lacking{}
	m.goTo(libraryPage)
	m.focusOn(focusList)
	return tea.Batch(m.say("importing "+text.Clean(name)+" …"), m.showTab(playlistsTab),
		importCmd(ctx, in, id, path, format), importTimerCmd(id)), nil
}

// importArgs reads "PATH" or "PATH as NAME". The path may begin with ~ and stand in quotes; the
// playlist has the name of the file when there is no other.
func importArgs(arg string) (path, name string) {
	path = arg
	if i := strings.LastIndex(arg, " as "); i > 0 {
		before := unquoted(arg[:i])
		if _, ok := playlistfile.FormatOf(before); ok { // else it is a part of the path
			path, name = before, strings.TrimSpace(arg[i+len(" as "):])
		}
	}
	path = atHome(unquoted(path))
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return path, name
}

// unquoted is a path without the quotes that file managers and shells put around it.
func unquoted(s string) string {
	s = strings.TrimSpace(s)
	if n := len(s); n >= 2 && (s[0] == '\'' || s[0] == '"') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}

// importStatus is how far the import is, empty when there is none.
func (m *Model) importStatus() string {
	if m.importing.run == nil {
		return ""
	}
	p := m.importing.seen
	s := text.Clean(m.importing.name) + ": "
	if p.Total == 0 {
		s += "reading the list"
	} else {
		s += text.Number(int64(p.Done)) + " of " + text.Number(int64(p.Total))
	}
	if p.Searching {
		s += " · looking up lines"
	}
	return s + " · " + m.keys.label("back") + " stops"
}

func (m *Model) handleImportTimer(msg importTimerMsg) tea.Cmd {
	if m.importing.run == nil || msg.id != m.requests[importAsked].id {
		return nil
	}
	m.importing.seen = m.importing.run.Progress()
	return importTimerCmd(msg.id)
}

func (m *Model) handleImported(msg importedMsg) tea.Cmd {
	if !m.answered(importAsked, msg.id) || m.importing.run == nil {
		return nil
	}
	name := m.importing.name
	if msg.err == nil {
		return m.endImport("", false)
	}
	log := logCmd(m.log, "import", msg.err)
	line, hint := source.Explain(msg.err)
	p := m.importing.run.Progress()
	if p.Done == 0 {
		m.importing = importing{}
		return tea.Batch(m.fail(line, hint), log)
	}
	line = text.Clean(name) + ": only " + text.Number(int64(p.Done)) + " of " + text.Number(int64(p.Total)) + " came: " + line
	return tea.Batch(m.endImport(line, true), log)
}

// stopImport ends the import under way, and makes the playlist of what has come. It reports
// whether there was one.
func (m *Model) stopImport() (tea.Cmd, bool) {
	if m.importing.run == nil {
		return nil, false
	}
	m.cancel(importAsked)
	p := m.importing.run.Progress()
	return m.endImport("stopped at "+text.Number(int64(p.Done))+" of "+text.Number(int64(p.Total)), false), true
}

// endImport makes the playlist of what has come. why says what ended the import before its end.
func (m *Model) endImport(why string, failed bool) tea.Cmd {
	p, name := m.importing.run.Progress(), m.importing.name
	m.importing = importing{}
	doubtful := 0
	for _, l := range p.Missing {
		if l.Doubtful() {
			doubtful++
		}
	}
	left := len(p.Missing) - doubtful
	if len(p.Tracks)+doubtful == 0 {
		m.lacking = lacking{name: name, missing: p.Missing}
		m.showLackingSoon()
		if why == "" {
			why = text.Clean(name) + ": there is nothing to play in the list"
		}
		return m.show(notice{text: text.Clean(why), failed: failed || p.Total > 0}, failureStays)
	}
	parts := []string{text.Clean(name) + ": " + text.Count(len(p.Tracks), "track")}
	if doubtful > 0 {
		parts = append(parts, text.Count(doubtful, "line")+" doubtful")
	}
	if left > 0 {
		parts = append(parts, text.Count(left, "line")+" left out")
	}
	line := strings.Join(parts, ", ")
	if why != "" {
		line = why + " – " + line
	}
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		id, err := lib.Create(ctx, name, p.Tracks...)
		return edited{line: line, bad: failed, then: func(m *Model) {
			m.lacking = lacking{id: id, name: name, missing: p.Missing, chosen: map[int]bool{}}
			m.showLackingSoon()
		}}, err
	})
}

// showLackingSoon opens the sheet of what the import lacks where the listener waits for it.
func (m *Model) showLackingSoon() {
	if m.page == libraryPage && m.focus == focusList && len(m.lacking.missing) > 0 && !m.leaving {
		m.showLacking(0)
	}
}

// showLacking opens the sheet: each doubtful line with the tracks to choose from, then what was
// left out.
func (m *Model) showLacking(cursor int) {
	l := &m.lacking
	var lines, out []sheetLine
	for i, e := range l.missing {
		if l.chosen[i] {
			continue
		}
		where := "line " + text.Number(int64(e.Line))
		if e.List != "" {
			where = text.Clean(filepath.Base(e.List)) + ", " + where
		}
		where += ": " + text.Clean(e.Text)
		if !e.Doubtful() {
			out = append(out, sheetLine{text: where + " – " + text.Clean(e.Reason)})
			continue
		}
		lines = append(lines, sheetLine{text: where, heading: true})
		for _, t := range e.Candidates {
			lines = append(lines, sheetLine{text: candidate(t), run: func(m *Model) tea.Cmd { return m.chooseLacking(i, t) }})
		}
	}
	title := text.Clean(l.name) + " · which tracks are meant?"
	if len(lines) == 0 {
		title = text.Clean(l.name) + " · left out"
	} else if len(out) > 0 {
		out = slices.Insert(out, 0, sheetLine{text: "Left out", heading: true})
	}
	m.openSheet(sheet{kind: lackingSheet, title: title, lines: append(lines, out...), empty: "nothing is left"})
	m.sheet.cursor = cursor
	m.moveInSheet(0)
}

// candidate is a track to choose.
func candidate(t source.Track) string {
	s := text.Title(t)
	if artist := text.Clean(t.Artist); artist != "" {
		s += " — " + artist
	}
	if t.Duration > 0 {
		s += "  " + text.Clock(t.Duration)
	}
	return s
}

// chooseLacking puts a track where its line stood, and goes on with the lines that are left.
func (m *Model) chooseLacking(i int, t source.Track) tea.Cmd {
	l := &m.lacking
	place := l.missing[i].At
	for other := range l.chosen {
		if other < i {
			place++
		}
	}
	l.chosen[i] = true
	cursor := m.sheet.cursor
	for cursor > 0 && !m.sheet.lines[cursor].heading {
		cursor--
	}
	if len(l.chosen) < len(l.missing) {
		m.showLacking(cursor)
	}
	id, name := l.id, l.name
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		return edited{line: text.Title(t) + " added to " + text.Clean(name)}, lib.Insert(ctx, id, place, t)
	})
}
