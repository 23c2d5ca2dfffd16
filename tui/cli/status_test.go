package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

func TestStatusText(t *testing.T) {
	st := player.State{Generation: 2, Status: player.Playing, Duration: 225 * time.Second, QueueLen: 1}
	st.Entry.Track = source.Track{Title: "Night\x1b[31m Train", Artist: "The\nBand"}
	pr := player.Progress{Generation: 2, Position: 83 * time.Second}
	if got, want := statusText(st, pr), "1:23 / 3:45  Night[31m Train - The Band"; strings.ReplaceAll(got, "  ", " ") != strings.ReplaceAll(want, "  ", " ") {
		t.Errorf("got %q, want %q", got, want)
	}
	st.Status, st.QueueLen, st.Index, st.Duration, st.Generation = player.Buffering, 9, 1, 0, 3
	if got := statusText(st, pr); !strings.HasPrefix(got, "0:00  ") || !strings.HasSuffix(got, "  (2/9, buffering)") {
		t.Errorf("got %q", got)
	}
}

// The line stays within the width, is drawn only when it changes, leaves nothing of a longer
// one before it, and is gone after clear.
func TestStatusLine(t *testing.T) {
	var b bytes.Buffer
	s := newStatusLine(&b)
	s.width = func() int { return 20 }
	var st player.State
	var pr player.Progress
	st.Status = player.Playing
	st.Entry.Track.Title = "東京 long title that does not fit"
	s.show(st, pr)
	st.Entry.Track.Title = "short"
	s.show(st, pr)
	s.show(st, pr)
	s.clear()
	s.clear()
	want := "\r0:00  東京 long ti…" + "\r0:00  short        " + "\r           \r"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
}
