package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source/library"
)

// A victim is the program with a home of its own, and what it has said that it has kept.
type victim struct {
	t     *testing.T
	home  string
	r     *rand.Rand
	saved map[string]bool // by title; false for one that was taken out
	lists map[string]int  // tracks, by the name of the playlist
	round int
}

func (v *victim) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(v.t.Context(), program, args...)
	cmd.Env = append(os.Environ(), "HOME="+v.home, "USERPROFILE="+v.home, "XDG_DATA_HOME="+filepath.Join(v.home, "data"),
		"XDG_CACHE_HOME="+filepath.Join(v.home, "cache"), "XDG_CONFIG_HOME="+filepath.Join(v.home, "config"),
		"ANYAUDIO_OUTPUT=null", "ANYAUDIO_SOURCE=demo")
	return cmd
}

// TestProgramIsKilled kills the program at random moments while it plays and writes, or while it
// imports, over and over with the same library. After each time all that it had said that it
// keeps is there, an import is there whole or not at all, and the file is sound.
func TestProgramIsKilled(t *testing.T) {
	rounds := 20
	if os.Getenv("ANYAUDIO_SOAK") != "" {
		rounds = 200
	}
	buildProgram(t)
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	v := &victim{t: t, home: t.TempDir(), r: rand.New(rand.NewPCG(seed, 0)), saved: map[string]bool{}, lists: map[string]int{}}
	kept := 0
	for v.round = range rounds {
		imported := ""
		if v.round%4 == 3 {
			imported = v.killImport()
		} else {
			v.killInterface()
		}
		kept += v.check(imported)
		if t.Failed() {
			t.Fatalf("round %d", v.round)
		}
	}
	t.Logf("%d tracks in playlists, %d tracks saved, %d of %d imports came to their end", v.listed(), len(v.saved), kept, rounds/4)
}

func (v *victim) listed() (n int) {
	for _, l := range v.lists {
		n += l
	}
	return n
}

// killInterface saves tracks and writes a playlist, one after the other, until it is killed.
func (v *victim) killInterface() {
	t := v.t
	cmd := v.command("--plain")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// One that hangs ends here, with too little confirmed.
	defer time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }).Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "1") { // a row of the front page, whichever
	}
	name := fmt.Sprint("Round ", v.round)
	last := 1 + v.r.IntN(30)
	// A pipe to one that is dead says so at the end.
	_, _ = io.WriteString(in, "row 12\nplay\nnew "+name+"\n")
	for n := 0; lines.Scan(); {
		if !v.heard(lines.Text(), name) {
			continue
		}
		row := 1 + v.r.IntN(20) // some are headings and playlists
		what := []string{"save", "save", "write " + name, "add\nwrite " + name}[v.r.IntN(4)]
		_, _ = fmt.Fprintf(in, "row %d\n%s\n", row, what)
		if n++; n == last {
			time.AfterFunc(time.Duration(v.r.Int64N(int64(10*time.Millisecond))), func() { _ = cmd.Process.Kill() })
			// What it says until it is dead counts.
		}
	}
	_ = cmd.Wait() // it was killed
	if _, ok := v.lists[name]; !ok {
		t.Errorf("round %d: it has confirmed nothing", v.round)
	}
}

// heard takes down a line that confirms an edit, and reports whether the line is an answer.
func (v *victim) heard(line, name string) bool {
	if title, ok := strings.CutPrefix(line, "saved "); ok {
		v.saved[title] = true
	} else if title, ok := strings.CutSuffix(line, " taken out of the saved tracks"); ok {
		v.saved[title] = false
	} else if title, ok := strings.CutSuffix(line, " added to "+name); ok {
		n := 1
		_, _ = fmt.Sscanf(title, "%d tracks", &n) // one has no number
		v.lists[name] += n
	} else if line == "new playlist "+name {
		v.lists[name] = 0
	} else {
		return strings.HasPrefix(line, "choose ") || strings.HasPrefix(line, "error: ")
	}
	return true
}

// killImport imports a long list and kills the program somewhere in between.
func (v *victim) killImport() (name string) {
	t := v.t
	name = fmt.Sprint("Import ", v.round)
	var list strings.Builder
	for i := range importLines {
		fmt.Fprintf(&list, "song%d.mp3\n", i%50)
	}
	file := filepath.Join(v.home, "list.m3u")
	err := os.WriteFile(file, []byte(list.String()), 0o600)
	for i := range 50 {
		err = errors.Join(err, os.WriteFile(filepath.Join(v.home, fmt.Sprintf("song%d.mp3", i)), []byte("x"), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := v.command("playlist", "import", "--name", name, file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(time.Duration(v.r.Int64N(int64(400*time.Millisecond))), func() { _ = cmd.Process.Kill() })
	if cmd.Wait() == nil {
		v.lists[name] = importLines
	}
	return name
}

const importLines = 500

// check compares what there is with what was confirmed, and counts imports that are there.
func (v *victim) check(imported string) (kept int) {
	t := v.t
	lib := v.export()
	v.checkSaved(lib)
	counts := map[string]int{}
	for _, p := range lib.Playlists {
		counts[p.Name] = len(p.Tracks)
		if p.Name == imported && len(p.Tracks) != importLines {
			t.Errorf("round %d: %d entries of the import are there, want all %d or none", v.round, len(p.Tracks), importLines)
		}
	}
	for name, want := range v.lists {
		n, ok := counts[name]
		if name == fmt.Sprint("Round ", v.round) && n > want {
			v.lists[name] = n // what was added last may have come without a word
		} else if !ok || n != want {
			t.Errorf("round %d: %s has %d tracks, %d were confirmed", v.round, name, n, want)
		}
	}
	// These are written beside what is confirmed; after some rounds one of them has come to it.
	if v.round > 5 && (lib.Queue == nil || len(lib.Queue.Tracks) == 0 || len(lib.Plays) == 0) {
		t.Errorf("round %d: no queue or no play is there", v.round)
	}
	if counts[imported] > 0 {
		return 1
	}
	return 0
}

// export opens the library, as the next start would, checks the file and gives what is in it.
func (v *victim) export() (doc library.Export) {
	t := v.t
	lib, err := library.Open(t.Context(), filepath.Join(v.home, "data", "anyaudio", "library.db"), library.Options{
		NoKeeper: true, Report: func(r library.Report) { t.Errorf("round %d: report %q: %v", v.round, r.Line, r.Err) },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	if found, err := lib.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("round %d: check: %v, %q", v.round, err, found)
	}
	var b bytes.Buffer
	if err := errors.Join(lib.Export(t.Context(), &b), json.Unmarshal(b.Bytes(), &doc)); err != nil {
		t.Fatal(err)
	}
	return doc
}

// checkSaved allows for one save without a word, which is from then on what is expected.
func (v *victim) checkSaved(lib library.Export) {
	is := map[string]bool{}
	for _, s := range lib.Saved {
		is[lib.Tracks[s.Track].Title] = true
	}
	var wrong []string
	for _, track := range lib.Tracks {
		if is[track.Title] != v.saved[track.Title] {
			wrong = append(wrong, track.Title)
			v.saved[track.Title] = is[track.Title]
		}
	}
	if len(wrong) > 1 || len(wrong) == 1 && v.round%4 == 3 {
		v.t.Errorf("round %d: %q are not saved as was confirmed", v.round, wrong)
	}
}
