package tui

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

// maxCaught bounds what is kept of standard error for after the interface.
const maxCaught = 64 << 10

// lastWords is how long restore waits for what is still in the pipe.
const lastWords = 100 * time.Millisecond

// stderrCatcher takes what is written to file descriptor 2 while the screen is ours.
// Sound libraries write there ("ALSA lib pcm.c: ..."), which would tear the screen.
// A nil catcher does nothing.
type stderrCatcher struct {
	saved *os.File // the terminal that standard error was
	write *os.File // the pipe's end that it is now
	read  *os.File // our end of the pipe
	done  sync.WaitGroup

	mu     sync.Mutex // guards caught
	caught bytes.Buffer
}

// catchStderr redirects standard error to the log, if it is a terminal; to a file
// or a pipe it does no harm. The text of a crash of the Go runtime still goes to the
// terminal.
func catchStderr(log *slog.Logger) (*stderrCatcher, error) {
	if !stderrIsTerminal() {
		return nil, nil
	}
	saved, err := dupStderr()
	if err != nil {
		return nil, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		saved.Close()
		return nil, err
	}
	c := &stderrCatcher{saved: saved, write: w, read: r}
	if err := debug.SetCrashOutput(saved, debug.CrashOptions{}); err != nil {
		log.Warn("a crash will not show on the terminal", "err", err)
	}
	if err := setStderr(w); err != nil {
		c.closeAll()
		r.Close()
		return nil, err
	}
	c.done.Go(func() { c.pump(log) })
	return c, nil
}

// pump logs line by line until restore closes the pipe.
func (c *stderrCatcher) pump(log *slog.Logger) {
	defer c.read.Close()
	lines := bufio.NewScanner(c.read)
	for lines.Scan() {
		c.mu.Lock()
		if c.caught.Len() < maxCaught {
			c.caught.Write(lines.Bytes())
			c.caught.WriteByte('\n')
		}
		c.mu.Unlock()
		log.Warn("standard error", "line", lines.Text())
	}
	_, _ = io.Copy(io.Discard, c.read) // a line too long for the scanner must not block its writer
}

// restore gives standard error its terminal back and returns what was written in the
// meantime, at most 64 KiB of it.
func (c *stderrCatcher) restore() string {
	if c == nil {
		return ""
	}
	_ = setStderr(c.saved)
	c.closeAll()
	// A child process may hold the other end open for as long as it lives.
	_ = c.read.SetReadDeadline(time.Now().Add(lastWords))
	c.done.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.caught.String()
}

func (c *stderrCatcher) closeAll() {
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	c.write.Close()
	c.saved.Close()
}
