package library_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"anyaudio/source/library"
)

// childEnv makes the test binary one of the programs below, for tests that need another
// process: one that can be killed, or that writes at the same time.
const childEnv = "ANYAUDIO_LIBRARY_CHILD"

func TestMain(m *testing.M) {
	args := strings.Split(os.Getenv(childEnv), "\n")
	if len(args) < 2 {
		os.Exit(m.Run())
	}
	if err := child(args[0], args[1], args[2:]); err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
}

func child(name, path string, args []string) error {
	switch name {
	case "stranger":
		return stranger(path)
	case "full":
		return onFullDisk(path)
	}
	l, err := library.Open(background, path, library.Options{
		NoKeeper: name == "saves",
		Report:   func(r library.Report) { fmt.Println("report", r.Line, r.Err) },
	})
	if err != nil {
		return err
	}
	from, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	switch name {
	case "victim":
		return victim(l, from)
	case "saves":
		for i := from; i < from+100; i++ {
			if err := l.Save(background, track(i)); err != nil {
				return err
			}
		}
		return l.Close()
	}
	return fmt.Errorf("no program %q", name)
}

// victim writes until it is killed, and says of every write that it is confirmed. It plays
// all the time, with a position that is the time since the play began.
func victim(l *library.Library, from int) error {
	list, err := l.Create(background, fmt.Sprint("From ", from))
	if err != nil {
		return err
	}
	fmt.Println("list", list)
	play, err := l.Begin(background, track(from), "victim")
	if err != nil {
		return err
	}
	start := time.Now()
	fmt.Println("play", from)
	for i := from; ; i++ {
		at := time.Since(start)
		play.Progress(library.Progress{Position: at, Heard: at})
		fmt.Println("heard", at.Milliseconds())
		if err := l.Append(background, list, track(i)); err != nil {
			return err
		}
		fmt.Println("append", i)
		if err := l.Save(background, track(i)); err != nil {
			return err
		}
		fmt.Println("save", i)
		if i%5 == 0 {
			if err := l.SaveQueue(background, library.Queue{Tracks: tracks(i, i+5)}, "edit"); err != nil {
				return err
			}
			fmt.Println("queue", i)
		}
		if i%7 == 0 {
			if err := l.Save(background, track(-i)); err != nil {
				return err
			}
			if _, err := l.Undo(background); err != nil {
				return err
			}
			if _, err := l.Redo(background); err != nil {
				return err
			}
		}
	}
}

// start starts one of the programs and gives its output line by line.
func start(t *testing.T, args ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd, out := prepareChild(t, args...)
	ok(t, cmd.Start())
	return cmd, out
}

// prepareChild is start without starting it.
func prepareChild(t *testing.T, args ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	exe := must(os.Executable())(t)
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), childEnv+"="+strings.Join(args, "\n"))
	cmd.Stderr = os.Stderr
	out := must(cmd.StdoutPipe())(t)
	return cmd, bufio.NewScanner(out)
}

// stranger is a program of a user who may not write the file, and perhaps not read it.
func stranger(path string) error {
	if err := becomeNobody(); err != nil {
		return err
	}
	return reportAndSave(path)
}

// reportAndSave opens a library that cannot be written, saves a track, and says what is saved.
func reportAndSave(path string) error {
	l, err := library.Open(background, path, library.Options{Report: func(r library.Report) { fmt.Println("report", r.Line) }})
	if err != nil {
		return err
	}
	if err := l.Save(background, track(9)); err != nil {
		return err
	}
	saved, err := l.Saved(background, library.ByRecent)
	for _, s := range saved {
		fmt.Println("saved", s.Track.ID)
	}
	return errors.Join(err, l.Close())
}
