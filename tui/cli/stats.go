package cli

import (
	"context"
	"io"

	"anyaudio/source/library"
	"anyaudio/tui/recap"
)

// StatsArgs are the arguments of the command "stats".
type StatsArgs struct {
	Week  bool `xor:"span" help:"The last 7 days."`
	Month bool `xor:"span" help:"The last 30 days."`
	Year  bool `xor:"span" help:"The last 12 months."`
	JSON  bool `name:"json" help:"Answer in JSON."`
}

// span is the time that is asked for.
func (a *StatsArgs) span() library.Span {
	switch {
	case a.Week:
		return library.Week
	case a.Month:
		return library.Month
	case a.Year:
		return library.Year
	}
	return library.Ever
}

// Stats tells what was heard, how much and when, with bars, and returns the exit status.
func Stats(ctx context.Context, job LibraryJob, args *StatsArgs) int {
	span := args.span()
	r, err := job.Library.Recap(ctx, span)
	if err == nil && args.JSON {
		return job.result(ctx, job.answer(true, r, ""))
	}
	if err == nil {
		width := terminalWidth(job.Stdout)
		if width == 0 {
			width = 80
		}
		_, err = io.WriteString(job.Stdout, recap.Text(r, span, min(width, 100)))
	}
	return job.result(ctx, err)
}
