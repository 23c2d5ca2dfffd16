package local_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/local"
)

func writeBench(b *testing.B, path, text string) {
	b.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

func TestStdin(t *testing.T) {
	dir := tree(t, "a.mp3", "sub/1.opus", "sub/2.opus")
	write(t, dir, "list.m3u", "a.mp3\n")
	in := "sub\nlist.m3u\na.mp3\nhttps://h/x.webm\n"
	for name, r := range map[string]io.Reader{
		"whole": strings.NewReader(in), "by byte": iotest.OneByteReader(strings.NewReader(in)),
		"end with data": iotest.DataErrReader(strings.NewReader(in)),
	} {
		p := local.New(local.Options{Dir: dir, Stdin: r})
		page, err := p.Expand(t.Context(), "-")
		if err != nil || names(dir, page) != "sub/1.opus sub/2.opus a.mp3 a.mp3 https://h/x.webm" {
			t.Errorf("%s: %s, %v", name, names(dir, page), err)
		}
		_, err = p.Expand(t.Context(), "-")
		wantExplained(t, err, source.ErrNotFound, "the list on standard input has been read already")
	}
}

func TestStdinRefusals(t *testing.T) {
	_, err := local.New(local.Options{Stdin: strings.NewReader("\n# nothing\n")}).Expand(t.Context(), "-")
	wantExplained(t, err, source.ErrNotFound, `nothing to play in the list "standard input"`)

	_, err = local.New(local.Options{Stdin: strings.NewReader("a.mp3\n<html>\nb\x00")}).Expand(t.Context(), "-")
	if line, _ := source.Explain(err); line != "standard input: line 3: not text" {
		t.Errorf("explained as %q", line)
	}

	broken := errors.New("disk on fire")
	_, err = local.New(local.Options{Stdin: iotest.ErrReader(broken)}).Expand(t.Context(), "-")
	if line, hint := source.Explain(err); !errors.Is(err, broken) || line != `cannot read "standard input"` || hint == "" {
		t.Errorf("error %v, explained as %q, %q", err, line, hint)
	}

	_, err = local.New(local.Options{}).Expand(t.Context(), "-")
	if !errors.Is(err, source.ErrNotMine) {
		t.Errorf("no standard input: %v, want ErrNotMine", err)
	}
}

// Somebody waits at a terminal that gives nothing, and presses Ctrl+C.
func TestStdinBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		p := local.New(local.Options{Dir: "/", Stdin: r})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		go func() { _, _ = io.WriteString(w, "a.mp3\nb.m") }()
		_, err := p.Expand(ctx, "-")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the context's", err)
		}
		if d := time.Since(start); d != time.Minute {
			t.Errorf("returned after %s", d)
		}
		// The copier ends with the read that it is in, and takes nothing more.
		if _, err := io.WriteString(w, "c"); err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
}
