package cli

import (
	"fmt"
	"io"
	"time"

	"anyaudio/source"
)

// An OnlineRow is what came of asking YouTube in one way.
type OnlineRow struct {
	// Resolver and Client are who was asked, and as whom.
	Resolver, Client string
	Took             time.Duration
	// Result is a few words, also when it went well.
	Result string
	// Remedy is the first thing to try, empty when nothing is wrong.
	Remedy string
	Err    error
}

// WriteOnline writes the rows as a table. The status is ExitFailed when nothing can be found, or
// nothing can be played by any way: one that works is enough.
func WriteOnline(w io.Writer, rows []OnlineRow) int {
	fmt.Fprintf(w, "\n%-12s%-18s%8s  %s\n", "resolver", "client", "time", "result")
	found, plays := false, false
	for i, r := range rows {
		if i == 0 {
			found = r.Err == nil
		} else {
			plays = plays || r.Err == nil
		}
		fmt.Fprintf(w, "%-12s%-18s%8s  %s\n", r.Resolver, r.Client, r.Took.Round(time.Millisecond), source.Clean(r.Result))
		if r.Remedy != "" {
			fmt.Fprintf(w, "%40s-> %s\n", "", source.Clean(r.Remedy))
		}
	}
	if found && plays {
		return ExitOK
	}
	return ExitFailed
}
