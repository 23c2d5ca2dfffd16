package cli_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"anyaudio/player/decode"

	"github.com/rogpeppe/go-internal/testscript"
)

// program is the program under test, built for the tests of the whole.
var program string

// buildProgram builds it into a folder of the test, with flags such as buildFlags.
func buildProgram(t *testing.T, flags ...string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "anyaudio")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	args := append([]string{"build", "-o", program}, flags...)
	if out, err := exec.Command("go", append(args, "../..")...).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
}

// TestScripts runs the scripts in testdata with the built binary. Besides the commands of
// testscript they have:
//
//	terminal FILE PROGRAM ARGS...   runs the program on a terminal of 80x24 and puts all
//	                                that it writes there into FILE; before FILE may stand
//	                                -status N, and any number of -after TEXT (default: when
//	                                there is an interface) and -type KEYS
//	status N PROGRAM ARGS...        exec that wants this exit status
//	tone FILE SECONDS               makes a WAV file
//	frames FILE N                   wants a WAV file of N frames
//	size FILE N                     wants a file of N bytes
//	cut FILE N                      leaves the first N bytes of a file
//	fakeyoutube, revoke, refuse, players, seconds, samesound: see youtube_test.go
func TestScripts(t *testing.T) {
	buildProgram(t)
	for _, shell := range []string{"bash", "zsh", "fish"} { // without it its part of a script is left out
		if _, err := exec.LookPath(shell); err != nil && os.Getenv("ANYAUDIO_CI") != "" {
			t.Error(err)
		}
	}
	origin := httptest.NewServer(http.HandlerFunc(serve))
	t.Cleanup(origin.Close) // the scripts run when TestScripts has returned
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Deadline:            time.Now().Add(5 * time.Minute),
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			if err := os.Mkdir(home, 0o755); err != nil {
				return err
			}
			env.Setenv("HOME", home)
			env.Setenv("USERPROFILE", home)
			for _, name := range []string{"XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "PULSE_SERVER"} {
				env.Setenv(name, "")
			}
			env.Setenv("PATH", filepath.Dir(program)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("TERM", "xterm-256color")
			env.Setenv("LANG", "C.UTF-8")
			env.Setenv("ORIGIN", origin.URL)
			env.Setenv("ANYAUDIO_SOURCE", "demo") // nobody out there is asked
			env.Setenv("APP", filepath.Dir(program))
			env.Values[fakeKey{}] = &tube{players: make(map[string]int)}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"terminal": onTerminal,
			"status":   withStatus,
			"tone":     makeTone,
			"frames":   countFrames,
			"size":     fileSize,
			"cut":      cutFile,

			"fakeyoutube": startYouTube,
			"stopyoutube": stopYouTube,
			"revoke":      revoke,
			"refuse":      refuse,
			"players":     wantPlayers,
			"seconds":     wantSeconds,
			"samesound":   sameSound,
		},
		Condition: func(cond string) (bool, error) { return cond == "aac" && decode.AAC, nil },
	})
}

// serve is an origin with everything that an address can lead to.
func serve(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/page.webm":
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!DOCTYPE html><title>Not music</title>")
	case "/empty.webm":
		w.Header().Set("Content-Type", "audio/webm")
	case "/noise.webm":
		fmt.Fprint(w, strings.Repeat("this is no sound ", 1000))
	case "/cut.wav":
		http.ServeContent(w, r, "cut.wav", modified, strings.NewReader(string(tone(1)[:100_000])))
	case "/tone.wav":
		http.ServeContent(w, r, "tone.wav", modified, strings.NewReader(string(tone(1))))
	default:
		http.NotFound(w, r)
	}
}

// withStatus is the command status.
func withStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM ARGS...")
	}
	got := 0
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s\n%s", got, args[0], ts.ReadFile("stderr"))
	}
}

// command makes a command in the script's folder and environment.
func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	if args[0] == "anyaudio" {
		args[0] = program
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{
		"HOME", "PATH", "TERM", "LANG", "TMPDIR", "NO_PROXY", "ANYAUDIO_OUTPUT", "ANYAUDIO_LOG", "ANYAUDIO_SOURCE",
		"ANYAUDIO_TEST_YOUTUBE", "ANYAUDIO_YOUTUBE_RESOLVERS", "ANYAUDIO_STREAM_CACHE",
	} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	return cmd
}

// fileSize is the command size.
func fileSize(ts *testscript.TestScript, _ bool, args []string) {
	st, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := strconv.FormatInt(st.Size(), 10); got != args[1] {
		ts.Fatalf("%s: %s bytes, want %s", args[0], got, args[1])
	}
}

// cutFile is the command cut.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}
