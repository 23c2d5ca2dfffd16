// Command record keeps what a PulseAudio monitor plays, with the time of every piece.
//
//	record SOURCE DIR
//
// It writes DIR/rec.f32 (left channel, float32 at 48 kHz), DIR/right.f32 and DIR/stamps, a
// line "FRAME UNIXNANO" for each piece: frames before FRAME had arrived by then. The
// earliest arrivals of a stretch tell when a frame was played, to within the piece
// (5 ms) and always on the late side, so a measured latency is never too good.
// It ends, with everything written, at SIGTERM.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: record SOURCE DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

func run(source, dir string) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	stamps, err := os.Create(filepath.Join(dir, "stamps"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stamps.Close()) }()
	var files [2]*bufio.Writer
	for i, name := range []string{"rec.f32", "right.f32"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		files[i] = bufio.NewWriterSize(f, 1<<20)
		defer func() { err = errors.Join(err, files[i].Flush(), f.Close()) }()
	}
	parec := exec.CommandContext(ctx, "parec", "-d", source, "--raw", "--rate=48000", "--channels=2",
		"--format=float32le", "--latency-msec=5")
	parec.Stderr = os.Stderr
	pcm, err := parec.StdoutPipe()
	if err != nil {
		return err
	}
	if err := parec.Start(); err != nil {
		return err
	}
	if err := copyFrames(files, stamps, pcm); err != nil {
		return err
	}
	if err := parec.Wait(); ctx.Err() == nil {
		return fmt.Errorf("parec ended by itself: %v", err)
	}
	return nil
}

// copyFrames splits the channels of pcm until it ends. The stamps are not buffered: the first
// of them tells the driver that the recording has begun.
func copyFrames(files [2]*bufio.Writer, stamps io.Writer, pcm io.Reader) error {
	buf := make([]byte, 1<<16)
	held, frames := 0, 0
	for {
		n, err := pcm.Read(buf[held:])
		now := time.Now().UnixNano()
		if err != nil {
			return nil // killed: the recording ends here
		}
		n += held
		whole := n / 8 * 8
		for i := 0; i < whole; i += 8 {
			if _, err := files[0].Write(buf[i : i+4]); err != nil {
				return err
			}
			if _, err := files[1].Write(buf[i+4 : i+8]); err != nil {
				return err
			}
		}
		held = copy(buf, buf[whole:n])
		frames += whole / 8
		if _, err := fmt.Fprintln(stamps, frames, now); err != nil {
			return err
		}
	}
}
