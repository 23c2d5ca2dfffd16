package resolver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

const (
	maxOutput = 16 << 20 // a video has 1 MB
	maxErrors = 64 << 10
	// killDelay is how long the pipes of a process that has ended are waited for.
	killDelay = time.Second
)

// run starts the program, waits for it and returns what it printed. When ctx ends, it and
// all that it has started is killed.
func (h *helper) run(ctx context.Context, path string, timeout time.Duration, args []string) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	runCtx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd := exec.CommandContext(runCtx, path, args...)
	out := &limited{max: maxOutput, stop: cancel}
	errs := &tail{max: maxErrors}
	cmd.Stdout, cmd.Stderr = out, errs
	cmd.Env = append(os.Environ(), "PYTHONUNBUFFERED=1", "PYTHONIOENCODING=utf-8", "LC_ALL=C.UTF-8")
	cmd.WaitDelay = killDelay
	ownGroup(cmd)
	err := cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		// It has ended well, and something that it left behind still holds its pipes.
		_ = cmd.Cancel()
		err = nil
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.full:
		return nil, ErrHelper.Fail("", fmt.Errorf("yt-dlp: more than %d bytes of output", maxOutput))
	case runCtx.Err() != nil:
		return nil, ErrHelper.Fail(fmt.Sprintf("no answer within %s", timeout), runCtx.Err())
	case err != nil:
		return nil, judgeHelper(errs.String(), err)
	}
	return out.b.Bytes(), nil
}

// limited keeps what is written up to a limit, and stops the writer there.
type limited struct {
	b    bytes.Buffer
	max  int
	full bool
	stop func()
}

func (l *limited) Write(p []byte) (int, error) {
	if l.b.Len()+len(p) > l.max {
		l.full = true
		l.stop()
		return 0, errors.New("too much output")
	}
	return l.b.Write(p)
}

// tail keeps the end of what is written.
type tail struct {
	b   []byte
	max int
}

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if over := len(t.b) - t.max; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string { return string(t.b) }

// judgeHelper turns what yt-dlp wrote to standard error into the error of its kind.
func judgeHelper(text string, err error) error {
	line := source.RedactText(errorLine(text)) // it may hold the address of a proxy or of media
	cause := fmt.Errorf("yt-dlp: %w: %s", err, source.Clean(line))
	if e, ok := errors.AsType[*exec.ExitError](err); ok && e.ExitCode() == 2 && containsAny(text, "no such option") {
		return ErrOldHelper.Fail("", cause)
	}
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return ErrNoHelper.Fail("it cannot be started", cause)
	}
	if containsAny(text, "http error 429", "too many requests") {
		return innertube.ErrRateLimited.Fail("", cause)
	}
	if containsAny(text, "failed to resolve", "timed out", "connection refused", "certificate_verify_failed",
		"network is unreachable", "name resolution", "unable to connect to proxy") {
		return innertube.ErrNetwork.Fail("", cause)
	}
	if containsAny(text, "requested format is not available", "only images are available") {
		return innertube.ErrNoURL.Fail("", cause)
	}
	if containsAny(text, "http error 403") {
		return innertube.ErrGated.Fail("", cause)
	}
	if kind, detail := (status{code: "ERROR", reason: line}).kind(); kind != innertube.ErrRefused {
		return kind.Fail(upcomingOnly(kind, detail), cause)
	}
	return ErrHelper.Fail(helperDetail(line), cause)
}

// upcomingOnly leaves out details that hold more than the reason.
func upcomingOnly(kind *innertube.Kind, detail string) string {
	if kind != innertube.ErrUpcoming {
		return detail
	}
	if i := strings.LastIndex(detail, ": "); i >= 0 {
		return detail[i+2:]
	}
	return detail
}

// errorLine is the last line that begins with ERROR, or the last one.
func errorLine(text string) string {
	last := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && (strings.HasPrefix(line, "ERROR:") || !strings.HasPrefix(last, "ERROR:")) {
			last = line
		}
	}
	return last
}

// helperDetail is as much of the line as is fit for a listener.
func helperDetail(line string) string {
	line = strings.TrimPrefix(line, "ERROR: ")
	if strings.Contains(line, "://") || len(line) > 120 {
		return ""
	}
	return line
}
