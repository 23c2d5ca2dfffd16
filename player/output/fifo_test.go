//go:build unix

package output_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/player/output"

	"golang.org/x/sys/unix"
)

// reader opens the FIFO for reading as soon as it is there, and reads n bytes.
func reader(t *testing.T, path string, n int) <-chan []byte {
	t.Helper()
	got := make(chan []byte, 1)
	go func() {
		defer close(got)
		for range 500 {
			if _, err := os.Stat(path); err == nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		f, err := os.Open(path) // waits for the writer
		if err != nil {
			t.Error(err)
			return
		}
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, int64(n)))
		if err != nil {
			t.Error(err)
		}
		got <- b
	}()
	return got
}

// TestFIFO makes the FIFO, is read from the first frame on, loses the reader, and finds
// the next.
func TestFIFO(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pcm")
	op, err := output.NewOpener("fifo:"+path, output.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for turn := range 2 {
		const frames = 4800
		got := reader(t, path, 4*frames)
		out, err := op.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if i := out.Info(); !i.RealTime || !strings.Contains(i.Name, path) {
			t.Errorf("%+v", i)
		}
		s := block(frames)
		for i := range s {
			s[i] = float32(i%1000) / 32768
		}
		if n, err := out.Write(t.Context(), s); n != frames || err != nil {
			t.Fatal(n, err)
		}
		b := <-got
		if len(b) != 4*frames {
			t.Fatalf("turn %d: the reader got %d bytes", turn, len(b))
		}
		for i := range s {
			if v := int16(binary.LittleEndian.Uint16(b[2*i:])); int(v) != i%1000 {
				t.Fatalf("turn %d: sample %d is %d", turn, i, v)
			}
		}
		for err == nil { // the reader has gone
			_, err = out.Write(t.Context(), block(960))
		}
		if !errors.Is(err, output.ErrLost) {
			t.Errorf("without a reader Write says %v", err)
		}
		if err := out.Close(); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestFIFOWithoutReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pcm")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := output.Open(ctx, "fifo:"+path, output.Options{})
	if d := time.Since(start); err == nil || d > time.Second {
		t.Errorf("%v after %v", err, d)
	}
	_, err = output.Open(t.Context(), "fifo:"+path, output.Options{})
	if d := time.Since(start); !errors.Is(err, output.ErrNoOutput) || d > 5*time.Second {
		t.Errorf("%v after %v", err, d)
	}
	far := env("SSH_CONNECTION", "192.0.2.1 50000 198.51.100.7 2222")
	for _, e := range []func(string) string{env(), far} {
		if a := output.Advice(err, e); len(a) != 1 || !strings.Contains(a[0], "pacat --raw --format=s16le") || !strings.Contains(a[0], path) {
			t.Errorf("%q", a)
		}
	}
	if a := output.Advice(err, far); !strings.Contains(a[0], "ssh -p 2222 198.51.100.7 cat "+path+" | pacat") {
		t.Errorf("%q", a)
	}
	if err := os.WriteFile(path+"x", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = output.Open(t.Context(), "fifo:"+path+"x", output.Options{}); err == nil || errors.Is(err, output.ErrNoOutput) {
		t.Errorf("a file that is no FIFO: %v", err)
	}
}

// TestFIFOStuck has a reader that stops reading: contexts end, and Close comes back.
func TestFIFOStuck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pcm")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out, err := output.Open(t.Context(), "fifo:"+path, output.Options{Buffer: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if n, err := out.Write(ctx, block(480000)); !errors.Is(err, context.DeadlineExceeded) || n > 100000 {
		t.Errorf("%d frames, %v", n, err)
	}
	start := time.Now()
	out.Close()
	if d := time.Since(start); d > time.Second {
		t.Errorf("Close took %v", d)
	}
}

// TestWAVIntoPipe writes where the header cannot be completed.
func TestWAVIntoPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if out, err := output.Open(ctx, "wav:"+path, output.Options{}); err == nil {
		t.Errorf("without a reader it opens %v", out)
	}
	got := reader(t, path, 1<<20)
	out := open(t, "wav:"+path, output.Options{})
	write(t, out, 4800)
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	b := <-got
	if len(b) != 44+4*4800 || binary.LittleEndian.Uint32(b[40:]) != math.MaxUint32 {
		t.Errorf("%d bytes: % x", len(b), b[:min(44, len(b))])
	}
}
