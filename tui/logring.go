package tui

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

const (
	// ringSize is how many records a LogRing keeps.
	ringSize = 200
	// maxRecord bounds the text of one, in bytes.
	maxRecord = 4 << 10
)

// A LogRing is a slog.Handler that hands everything on and keeps the last warnings and
// errors, which the page of errors shows. It may be used from any goroutine.
type LogRing struct {
	next   slog.Handler
	prefix string // of the attributes' names
	attrs  string // those of the logger
	ring   *ring
}

// ring is shared by all handlers that come from one.
type ring struct {
	mu      sync.Mutex // guards records; nothing waits under it
	records []logged   // the oldest first
}

// logged is a record as it is shown.
type logged struct {
	at   time.Time
	line string // the message
	rest string // its attributes, the chain of an error among them
}

// NewLogRing returns a LogRing before next.
func NewLogRing(next slog.Handler) *LogRing { return &LogRing{next: next, ring: &ring{}} }

// Enabled is true for warnings and errors, and for whatever next wants.
func (l *LogRing) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn || l.next.Enabled(ctx, level)
}

// Handle keeps a warning or an error, and hands any record on.
func (l *LogRing) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		var b strings.Builder
		b.WriteString(l.attrs)
		r.Attrs(func(a slog.Attr) bool {
			writeAttr(&b, l.prefix, a)
			return b.Len() < maxRecord
		})
		l.ring.add(logged{at: r.Time, line: redacted(r.Message), rest: b.String()})
	}
	if !l.next.Enabled(ctx, r.Level) {
		return nil
	}
	return l.next.Handle(ctx, r)
}

// WithAttrs is that of slog.Handler.
func (l *LogRing) WithAttrs(attrs []slog.Attr) slog.Handler {
	var b strings.Builder
	b.WriteString(l.attrs)
	for _, a := range attrs {
		writeAttr(&b, l.prefix, a)
	}
	return &LogRing{next: l.next.WithAttrs(attrs), prefix: l.prefix, attrs: b.String(), ring: l.ring}
}

// WithGroup is that of slog.Handler.
func (l *LogRing) WithGroup(name string) slog.Handler {
	return &LogRing{next: l.next.WithGroup(name), prefix: l.prefix + name + ".", attrs: l.attrs, ring: l.ring}
}

// writeAttr appends an attribute; an error needs no name.
func writeAttr(b *strings.Builder, prefix string, a slog.Attr) {
	v := redacted(a.Value.Resolve().String())
	if b.Len() > 0 {
		b.WriteString(" · ")
	}
	if a.Key != "err" {
		b.WriteString(prefix + a.Key + " ")
	}
	b.WriteString(v)
}

// redacted is a text without what may be a key in its addresses, cut where it is too long.
func redacted(s string) string {
	words := strings.Fields(s[:min(len(s), maxRecord)])
	for i, w := range words {
		if strings.Contains(w, "://") {
			words[i] = source.Redact(w)
		}
	}
	return strings.Join(words, " ")
}

func (r *ring) add(l logged) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.records) >= ringSize {
		r.records = slices.Delete(r.records, 0, len(r.records)-ringSize+1)
	}
	r.records = append(r.records, l)
}

func (r *ring) all() []logged {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.records)
}

// doErrors shows what went wrong so far.
func (m *Model) doErrors(command) (tea.Cmd, error) {
	m.openSheet(sheet{kind: logSheet, title: "What went wrong · the last first", empty: "nothing so far"})
	return nil, nil
}

// errorLines are the records, the last first, each wrapped.
func (m *Model) errorLines() (lines []sheetLine) {
	width := max(m.listWidth()-3, 1)
	for _, r := range slices.Backward(m.log.Handler().(*LogRing).ring.all()) {
		lines = append(lines, sheetLine{text: r.at.Local().Format("15:04:05") + "  " + text.Clean(r.line)})
		for _, l := range text.Wrap(m.styles.measure, text.Clean(r.rest), width-2) {
			lines = append(lines, sheetLine{text: "  " + l})
		}
	}
	return lines
}
