package tui

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"anyaudio/player"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// chapterAgain is how far into a chapter "chapter prev" still goes to the one before, as
// "prev" does with tracks.
const chapterAgain = 3 * time.Second

// chapters are those of the track that plays, by where they start.
func (m *Model) chapters() []player.Chapter {
	if m.state.Tags == nil || !m.strip.HasTrack() {
		return nil
	}
	return slices.SortedStableFunc(slices.Values(m.state.Tags.Chapters), func(a, b player.Chapter) int {
		return cmp.Compare(a.Start, b.Start)
	})
}

// doChapter goes to the next or the previous chapter, or to one by its number.
func (m *Model) doChapter(c command) (tea.Cmd, error) {
	all := m.chapters()
	if len(all) == 0 {
		return m.say("what plays has no chapters"), nil
	}
	at := chapterAt(all, m.seekBase())
	switch c.arg {
	case "next":
		if at == len(all)-1 {
			return m.say("this is the last chapter"), nil
		}
		at = min(at+c.times(), len(all)-1)
	case "prev":
		if at >= 0 && m.seekBase()-all[at].Start > chapterAgain {
			at++
		}
		at = max(at-c.times(), 0)
	default:
		n, _, err := parseAmount(c.arg)
		if err != nil || n < 1 || n > len(all) {
			return nil, fmt.Errorf("chapter next, prev, or 1 to %d, not %q", len(all), c.arg)
		}
		at = n - 1
	}
	line := fmt.Sprintf("chapter %d of %d", at+1, len(all))
	if title := text.Clean(all[at].Title); title != "" {
		line += ": " + title
	}
	return tea.Batch(m.seekTo(all[at].Start), m.say(line)), nil
}

// chapterAt is the chapter of a place, -1 before the first.
func chapterAt(all []player.Chapter, pos time.Duration) int {
	at := -1
	for i, c := range all {
		if c.Start <= pos {
			at = i
		}
	}
	return at
}
