package output

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"sync"
	"time"
)

// A wavOutput writes a WAV file, s16le 48 kHz stereo, as fast as sound comes. It has
// no clock: all that is written counts as heard.
//
// The header's sizes stand at 0xFFFFFFFF, "until the end of the file", until Close
// fills them in; so the file of a program that was killed plays too, and so does one
// that has grown over 4 GiB (6 hours), and what went into a pipe, where they stay.
type wavOutput struct {
	name string
	pipe bool // there is no way back to the header

	mu   sync.Mutex
	f    *os.File
	w    *bufio.Writer
	buf  []byte
	size int64 // bytes of sound
	err  error
}

const wavHeader = 44

func openWAV(ctx context.Context, name string) (Output, error) {
	f, err := createWAV(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("wav: %w", err)
	}
	_, err = f.Seek(0, io.SeekCurrent)
	o := &wavOutput{name: name, pipe: err != nil, f: f, w: bufio.NewWriterSize(f, 64<<10)}
	if _, err := f.Write(appendHeader(nil, math.MaxUint32)); err != nil {
		f.Close()
		return nil, fmt.Errorf("wav: %w", err)
	}
	return o, nil
}

// createWAV opens the file. For the reader of a FIFO it waits as long as ctx allows.
func createWAV(ctx context.Context, name string) (*os.File, error) {
	if info, err := os.Stat(name); err == nil && info.Mode().Type() == fs.ModeNamedPipe {
		return openWriter(ctx, name)
	}
	return os.Create(name)
}

// appendHeader appends the header of a file with n bytes of sound
// (Multimedia Programming Interface and Data Specifications 1.0, "WAVE").
func appendHeader(b []byte, n int64) []byte {
	size := func(n int64) uint32 { return uint32(min(n, math.MaxUint32)) }
	const frame = 2 * Channels
	b = append(b, "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, size(n+wavHeader-8))
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // PCM
	b = binary.LittleEndian.AppendUint16(b, Channels)
	b = binary.LittleEndian.AppendUint32(b, Rate)
	b = binary.LittleEndian.AppendUint32(b, Rate*frame)
	b = binary.LittleEndian.AppendUint16(b, frame)
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = append(b, "data"...)
	return binary.LittleEndian.AppendUint32(b, size(n))
}

// Write is Output.Write. Its errors are final: opening the file again would empty it.
func (o *wavOutput) Write(ctx context.Context, s []float32) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n := len(s) / Channels
	o.buf = appendS16(o.buf[:0], s[:n*Channels])
	if _, err := o.w.Write(o.buf); err != nil {
		o.err = fmt.Errorf("wav: %w", err)
		return 0, o.err
	}
	o.size += int64(len(o.buf))
	return n, nil
}

// Rewind is Output.Rewind: what was written is in the file.
func (o *wavOutput) Rewind(int) (int, error) { return 0, o.failure() }

// Pause is Output.Pause. There is no device to stop.
func (o *wavOutput) Pause(bool) error { return o.failure() }

// Drain is Output.Drain: it writes what is buffered.
func (o *wavOutput) Drain(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		if err := o.w.Flush(); err != nil {
			o.err = fmt.Errorf("wav: %w", err)
		}
	}
	return o.err
}

// Delay is Output.Delay.
func (o *wavOutput) Delay() time.Duration { return 0 }

// Info is Output.Info.
func (o *wavOutput) Info() Info { return Info{Name: "wav " + o.name} }

// Close is Output.Close: it completes the file.
func (o *wavOutput) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.f == nil {
		return nil
	}
	err := o.w.Flush()
	if !o.pipe {
		if _, e := o.f.WriteAt(appendHeader(nil, o.size), 0); err == nil {
			err = e
		}
	}
	if e := o.f.Close(); err == nil {
		err = e
	}
	o.f, o.err = nil, closedError("wav")
	if err != nil {
		return fmt.Errorf("wav: %w", err)
	}
	return nil
}

func (o *wavOutput) failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}
