package output_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player/output"
)

func open(t *testing.T, spec string, o output.Options) output.Output {
	t.Helper()
	out, err := output.Open(t.Context(), spec, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	return out
}

// block is n frames of sound.
func block(n int) []float32 { return make([]float32, n*output.Channels) }

func write(t *testing.T, out output.Output, n int) {
	t.Helper()
	if got, err := out.Write(t.Context(), block(n)); got != n || err != nil {
		t.Fatalf("Write took %d of %d frames: %v", got, n, err)
	}
}

func TestNullPlaysInRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := open(t, "null", output.Options{})
		start := time.Now()
		for range 500 {
			write(t, out, 960)
		}
		if err := out.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d < 10*time.Second || d > 10*time.Second+time.Microsecond {
			t.Errorf("10 s of sound took %v", d)
		}
		if i := out.Info(); !i.Silent || !i.RealTime || i.Buffer != 250*time.Millisecond {
			t.Errorf("%+v", i)
		}
	})
}

func TestNullRewindTakesAllThatIsNotHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := open(t, "null", output.Options{})
		write(t, out, 9600)
		time.Sleep(30 * time.Millisecond)
		if d := out.Delay(); d != 170*time.Millisecond {
			t.Errorf("Delay %v", d)
		}
		if n, err := out.Rewind(100); n != 100 || err != nil {
			t.Errorf("Rewind(100) is %d, %v", n, err)
		}
		if n, _ := out.Rewind(1 << 30); n != 9600-1440-100 {
			t.Errorf("Rewind took %d frames", n)
		}
		if d := out.Delay(); d != 0 {
			t.Errorf("Delay %v after all was taken back", d)
		}
		time.Sleep(time.Second) // the clock stands
		write(t, out, 4800)
		if d := out.Delay(); d != 100*time.Millisecond {
			t.Errorf("Delay %v", d)
		}
	})
}

func TestNullWriteEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := open(t, "null", output.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		n, err := out.Write(ctx, block(100000))
		if n < 57000 || n > 60000 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Write took %d frames in a second: %v", n, err)
		}
		time.AfterFunc(100*time.Millisecond, func() { out.Close() })
		if _, err := out.Write(t.Context(), block(100000)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("Write after Close: %v", err)
		}
		if _, err := out.Rewind(1); !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
		d := out.Delay()
		time.Sleep(time.Second)
		if out.Delay() != d {
			t.Errorf("Delay goes on after Close")
		}
		if err := out.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestStdoutIsPaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got bytes.Buffer
		out := open(t, "stdout", output.Options{Stdout: &got, StdoutDelay: 50 * time.Millisecond})
		s := block(48000 * 3)
		for i := range s {
			s[i] = float32(i%100) / 32768
		}
		start := time.Now()
		if n, err := out.Write(t.Context(), s); n != 48000*3 || err != nil {
			t.Fatal(n, err)
		}
		if d := time.Since(start); d < 2700*time.Millisecond || d > 2850*time.Millisecond {
			t.Errorf("3 s were sent in %v, want a lead of 200 ms", d)
		}
		if n, err := out.Rewind(1000); n != 0 || err != nil {
			t.Errorf("Rewind: %d, %v", n, err)
		}
		if err := out.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d < 3050*time.Millisecond || d > 3051*time.Millisecond {
			t.Errorf("3 s and 50 ms were heard after %v", d)
		}
		out.Close()
		b := got.Bytes()
		if len(b) != len(s)*2 {
			t.Fatalf("%d bytes for %d samples", len(b), len(s))
		}
		for i := range s {
			if v := int16(binary.LittleEndian.Uint16(b[2*i:])); int(v) != i%100 {
				t.Fatalf("sample %d is %d", i, v)
			}
		}
	})
}

// A brokenPipe takes some bytes and then says that the reader has gone.
type brokenPipe struct{ left int }

func (p *brokenPipe) Write(b []byte) (int, error) {
	if p.left -= len(b); p.left < 0 {
		return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
	}
	return len(b), nil
}

func TestStdoutReaderGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := open(t, "stdout", output.Options{Stdout: &brokenPipe{100000}})
		var err error
		for err == nil {
			_, err = out.Write(t.Context(), block(960))
		}
		if !errors.Is(err, io.ErrClosedPipe) || errors.Is(err, output.ErrLost) {
			t.Error(err)
		}
	})
}

// TestStdoutFull has a reader that stops reading: contexts end, and Close comes back.
func TestStdoutFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		out := open(t, "stdout", output.Options{Stdout: w})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		n, err := out.Write(ctx, block(48000))
		if !errors.Is(err, context.DeadlineExceeded) || n > 9600 {
			t.Errorf("%d frames, %v", n, err)
		}
		start := time.Now()
		out.Close()
		if d := time.Since(start); d > 200*time.Millisecond {
			t.Errorf("Close took %v", d)
		}
		r.Close()
	})
}

func TestStdoutNeedsAWriter(t *testing.T) {
	if out, err := output.Open(t.Context(), "stdout", output.Options{}); err == nil || out != nil {
		t.Errorf("%v, %v", out, err)
	}
}
