package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/taste"
	"anyaudio/tui/cli"
)

// goesWith is a source that has two tracks like each one.
type goesWith struct{ err error }

func (g goesWith) Related(_ context.Context, t source.Track, _ string) (source.Page, error) {
	return source.Page{Tracks: []source.Track{keptTrack(t.ID+"1", "Like "+t.Title, "Odd Pair"), keptTrack(t.ID+"2", "More like "+t.Title, "Others")}}, g.err
}

func (g goesWith) Radio(context.Context, source.Track, string) (source.Page, error) {
	return source.Page{}, g.err
}

// TestSuggestCommands prints what is suggested with its reasons, and takes tracks and artists out.
func TestSuggestCommands(t *testing.T) {
	lib, err := library.Open(t.Context(), library.Memory, library.Options{NoKeeper: true})
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	var out, complaints bytes.Buffer
	run := func(from source.Relater, command string, change func(*cli.SuggestArgs)) (int, string) {
		t.Helper()
		engine, err := taste.New(taste.Options{Library: lib, Relater: from})
		if err != nil {
			t.Fatal(err)
		}
		out.Reset()
		complaints.Reset()
		var args cli.SuggestArgs
		args.List.N = 30
		if change != nil {
			change(&args)
		}
		status := cli.Suggest(t.Context(), cli.LibraryJob{Library: lib, Command: "suggest " + command, Stdout: &out, Stderr: &complaints}, engine, &args)
		return status, out.String()
	}
	refresh := func(a *cli.SuggestArgs) { a.List.Refresh = true }
	if status, _ := run(goesWith{}, "list", refresh); status != cli.ExitFailed || !strings.Contains(complaints.String(), "nothing to suggest yet") {
		t.Errorf("of nothing: %d, %s", status, &complaints)
	}
	p, err := lib.Begin(t.Context(), keptTrack("a", "Night Train", "Band"), "")
	if err == nil {
		err = p.End(t.Context(), library.Finished, library.Progress{})
	}
	if err != nil {
		t.Fatal(err)
	}
	if status, text := run(goesWith{}, "list", refresh); status != cli.ExitOK || !strings.Contains(text, "Like Night Train — Odd Pair  (because you finished Night Train once this week)\n") {
		t.Errorf("%d\n%s", status, text)
	}
	status, text := run(goesWith{errors.New("no network")}, "list", func(a *cli.SuggestArgs) { a.JSON, a.List.N = true, 1 })
	var line map[string]string
	if err := json.Unmarshal([]byte(text), &line); err != nil || status != cli.ExitOK || line["reason"] == "" || line["link"] == "" {
		t.Errorf("%d, %v\n%s", status, err, text)
	}
	if status, text := run(goesWith{}, "never", nil); status != cli.ExitFailed || text != "" {
		t.Errorf("never nobody: %d, %q", status, text)
	}
	run(goesWith{}, "never", func(a *cli.SuggestArgs) { a.Never.Artist = []string{"odd", "PAIR"} })
	if _, text := run(goesWith{}, "list", nil); strings.Contains(text, "Odd Pair") || !strings.Contains(text, "More like") {
		t.Errorf("after never\n%s", text)
	}
	if _, text := run(goesWith{}, "allow", nil); text != "odd PAIR\n" {
		t.Errorf("never are %q", text)
	}
	run(goesWith{}, "allow", func(a *cli.SuggestArgs) { a.Allow.Artist = []string{"Odd Pair"} })
	if status, text := run(goesWith{}, "forget", func(a *cli.SuggestArgs) { a.Forget.Words = []string{"more", "like"} }); status != cli.ExitOK || !strings.HasSuffix(text, ": 1\n") {
		t.Errorf("forget: %d, %q", status, text)
	}
	if _, text := run(goesWith{}, "list", nil); !strings.Contains(text, "Odd Pair") || strings.Contains(text, "More like") {
		t.Errorf("after forget\n%s", text)
	}
	if status, _ := run(goesWith{}, "forget", func(a *cli.SuggestArgs) { a.Forget.Words = []string{"zzz"} }); status != cli.ExitFailed {
		t.Error("forgot what is not there")
	}
}
