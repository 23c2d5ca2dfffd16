// Package recap writes what was heard in a week, a month, a year or ever, with bar charts, as
// the command "stats" prints it and the interface shows it.
package recap

import (
	"fmt"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"

	"github.com/charmbracelet/x/ansi"
)

// Name is what a span is called: "The last 7 days".
func Name(span library.Span) string {
	switch span {
	case library.Week:
		return "The last 7 days"
	case library.Month:
		return "The last 30 days"
	case library.Year:
		return "The last 12 months"
	}
	return "Ever"
}

// Text is what was heard in a span, in lines of width columns at the most, at least 20. It is
// clean text with line feeds.
func Text(r library.Recap, span library.Span, width int) string {
	p := page{width: max(width, 20)}
	name := Name(span)
	if r.Plays == 0 {
		p.line("%s: nothing was played.", name)
		p.first(r)
		return p.b.String()
	}
	p.line("%s: %s heard", name, hours(r.Heard))
	p.line("%s of %s by %s, %d finished, %d skipped", text.Count(r.Plays, "play"), text.Count(r.Tracks, "track"), text.Count(r.Artists, "artist"), r.Finished, r.Skipped)
	p.parts(r, span)
	p.tops(r)
	p.clock(r.Hours)
	p.days(r)
	p.news(r, span)
	p.first(r)
	return p.b.String()
}

// A page collects lines that fit.
type page struct {
	b     strings.Builder
	width int
}

func (p *page) line(format string, args ...any) {
	p.b.WriteString(ansi.Truncate(strings.TrimRight(fmt.Sprintf(format, args...), " "), p.width, "…") + "\n")
}

func (p *page) heading(title string) { p.line("\n%s", title) }

// A bar is one line of a chart. What it counts is written in amount, and text after it.
type bar struct {
	label, amount, text string
	value               float64
}

// chart writes bars of a common scale: label, bar, amount and, when there is any, text.
func (p *page) chart(bars []bar) {
	labels, amounts, most, texts := 0, 0, 0.0, false
	for _, b := range bars {
		labels, amounts = max(labels, ansi.StringWidth(b.label)), max(amounts, ansi.StringWidth(b.amount))
		most, texts = max(most, b.value), texts || b.text != ""
	}
	room := p.width - labels - amounts - 2
	if texts {
		room = min(room/3, 20) // the names matter more
	}
	room = max(room, 1)
	for _, b := range bars {
		drawn := strokes(b.value, most, room)
		if texts {
			p.line("%*s %s%s %s", amounts, b.amount, drawn, strings.Repeat(" ", room-ansi.StringWidth(drawn)), b.text)
			continue
		}
		if drawn != "" {
			drawn += " "
		}
		p.line("%s%s %s%s", b.label, strings.Repeat(" ", labels-ansi.StringWidth(b.label)), drawn, b.amount)
	}
}

// strokes is a bar of room columns for the most, in steps of an eighth; whatever is not 0 is
// seen.
func strokes(value, most float64, room int) string {
	if value <= 0 || most <= 0 {
		return ""
	}
	eighths := max(int(value/most*float64(room)*8+0.5), 1)
	s := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		s += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return s
}

// parts is what was heard day by day, week by week, month by month or year by year.
func (p *page) parts(r library.Recap, span library.Span) {
	layout := map[library.Span]string{library.Week: "Mon 2 Jan", library.Month: "2 Jan", library.Year: "Jan 2006", library.Ever: "2006"}[span]
	var bars []bar
	for _, part := range r.Parts {
		bars = append(bars, bar{label: part.From.Format(layout), amount: hours(part.Heard), value: float64(part.Heard)})
	}
	title := map[library.Span]string{library.Week: "Day by day", library.Month: "Week by week", library.Year: "Month by month", library.Ever: "Year by year"}[span]
	p.heading(title)
	p.chart(bars)
}

func (p *page) tops(r library.Recap) {
	var tracks, artists []bar
	for _, t := range r.TopTracks {
		tracks = append(tracks, bar{amount: fmt.Sprint(t.Plays), text: trackLine(t.Track), value: float64(t.Plays)})
	}
	for _, a := range r.TopArtists {
		artists = append(artists, bar{amount: fmt.Sprint(a.Plays), text: source.Clean(a.Artist), value: float64(a.Plays)})
	}
	if len(tracks) > 0 {
		p.heading("Top tracks, by plays")
		p.chart(tracks)
	}
	if len(artists) > 0 {
		p.heading("Top artists, by plays")
		p.chart(artists)
	}
}

// clock is the day in one line, a column for each hour.
func (p *page) clock(heard [24]time.Duration) {
	most := time.Duration(0)
	for _, d := range heard {
		most = max(most, d)
	}
	if most == 0 {
		return
	}
	line, levels := "", []rune("▁▂▃▄▅▆▇█")
	for _, d := range heard {
		if d == 0 {
			line += " "
			continue
		}
		line += string(levels[int(int64(d)*7/int64(most))])
	}
	p.heading("Hour by hour")
	p.line("%s", line)
	p.line("0     6     12    18")
}

func (p *page) days(r library.Recap) {
	p.heading("Days")
	p.line("music on %s", text.Count(r.Days, "day"))
	if r.Longest > 1 {
		p.line("longest streak: %d days, from %s", r.Longest, r.LongestFrom.Format("2 Jan 2006"))
	}
	if r.Current > 1 {
		p.line("%d days in a row now", r.Current)
	}
}

// firsts bounds the new tracks that are named.
const firsts = 5

// news is what was heard for the first time. Of ever that would be everything.
func (p *page) news(r library.Recap, span library.Span) {
	if span == library.Ever || r.NewTracks == 0 {
		return
	}
	p.heading(fmt.Sprintf("Heard for the first time: %s, %s", text.Count(r.NewTracks, "track"), text.Count(r.NewArtists, "artist")))
	for _, t := range r.Firsts[:min(firsts, len(r.Firsts))] {
		p.line("%s  %s, %s", t.First.Format("2 Jan"), trackLine(t.Track), text.Count(t.Plays, "play"))
	}
}

func (p *page) first(r library.Recap) {
	if r.First != nil {
		p.heading("The very first: " + r.First.First.Format("2 Jan 2006") + ", " + trackLine(r.First.Track))
	}
}

// hours is a length of time as one says it: "1 h 20 min".
func hours(d time.Duration) string {
	minutes := int64(d.Round(time.Minute) / time.Minute)
	switch {
	case minutes == 0 && d > 0:
		return "<1 min"
	case minutes < 60:
		return fmt.Sprint(minutes, " min")
	case minutes < 100*60:
		return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
	}
	return fmt.Sprint(minutes/60, " h")
}

// trackLine is a track in a few words.
func trackLine(t source.Track) string {
	if t.Artist == "" {
		return source.Clean(t.Title)
	}
	return source.Clean(t.Title) + " — " + source.Clean(t.Artist)
}
