//go:build unix

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"anyaudio/tui/cli"

	"golang.org/x/sys/unix"
)

// TestGuardHelper is no test: it is the process that TestGuardStderr runs.
func TestGuardHelper(t *testing.T) {
	name := os.Getenv("GUARD_LOG")
	if name == "" {
		return
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	say := func(text string) { unix.Write(2, []byte(text+"\n")) } // as a C library does
	say("before")
	old, restore, err := cli.GuardStderr(f)
	if err != nil {
		t.Fatal(err)
	}
	f.Close() // the guard has a descriptor of its own
	say("during")
	fmt.Fprintln(old, "an error of ours")
	fmt.Fprintln(os.Stderr, "during, from Go")
	if os.Getenv("GUARD_PANIC") != "" {
		go panic("guarded panic")
		select {}
	}
	restore()
	restore()
	say("after")
	os.Exit(0)
}

// What is written to descriptor 2 goes to the log while the guard stands, and to the old
// place before and after. A panic's trace can be read in the old place.
func TestGuardStderr(t *testing.T) {
	for _, panics := range []bool{false, true} {
		log := filepath.Join(t.TempDir(), "log")
		cmd := exec.Command(os.Args[0], "-test.run=^TestGuardHelper$")
		cmd.Env = append(os.Environ(), "GUARD_LOG="+log, "GOTRACEBACK=single")
		if panics {
			cmd.Env = append(cmd.Env, "GUARD_PANIC=1")
		}
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if err := cmd.Run(); (err != nil) != panics {
			t.Fatalf("panic %v: %v\n%s", panics, err, &stderr)
		}
		logged, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(logged), "during\nduring, from Go\n") {
			t.Errorf("panic %v: log has %q", panics, logged)
		}
		if panics {
			if got := stderr.String(); !strings.HasPrefix(got, "before\n") || !strings.Contains(got, "panic: guarded panic") {
				t.Errorf("stderr with a panic: %q", got)
			}
		} else if stderr.String() != "before\nan error of ours\nafter\n" || string(logged) != "during\nduring, from Go\n" {
			t.Errorf("stderr %q, log %q", &stderr, logged)
		}
	}
}

// Without a log everything goes nowhere.
func TestGuardNowhere(t *testing.T) {
	old, restore, err := cli.GuardStderr(nil)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(os.Stderr, "TestGuardNowhere: this must not be seen")
	if _, err := old.Stat(); err != nil {
		t.Error(err)
	}
	restore()
}
