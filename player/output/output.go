package output

import (
	"context"
	"errors"
	"time"
)

// Every output is opened once, in this format: interleaved float32 stereo at
// 48 kHz, full scale at +-1.
const (
	Rate     = 48000 // frames per second
	Channels = 2
)

// Frames returns how many frames last d, rounded down.
func Frames(d time.Duration) int { return int(d * Rate / time.Second) }

// Duration returns how long n frames last.
func Duration(n int64) time.Duration { return time.Duration(n) * time.Second / Rate }

// An Output takes sound and plays it. One goroutine, the sound goroutine, calls
// everything but Delay and Close, which any goroutine may call at any time.
//
// Errors that wrap ErrLost mean that the device or its server has gone: Close this
// output and open another. After Close every method answers an error wrapping
// os.ErrClosed and returns promptly, a blocked Write included.
type Output interface {
	// Write plays the interleaved frames of p after those written before. It
	// blocks for room and so paces the player. When ctx ends first it returns
	// ctx.Err() with the number of frames (not samples) that were taken.
	Write(ctx context.Context, p []float32) (frames int, err error)

	// Rewind takes back the frames at the end of what was written that can still be
	// taken back, at most limit of them, and reports how many: the next Write takes
	// their place, sample for sample, with no gap and nothing doubled. What is so near to
	// the ear that it cannot be replaced any more (some milliseconds) stays. An output
	// that cannot take anything back returns 0.
	//
	// Pause, seek, volume and every fade are built on this: take back the
	// future, render it again with the fade in it, write it.
	Rewind(limit int) (frames int, err error)

	// Pause(true) lets what was written play out and then stops the device, so
	// that a paused player costs nothing; the caller has ended its sound in a fade
	// before. Pause(false) goes on with the next Write.
	Pause(paused bool) error

	// Drain waits until everything written has been heard, or ctx ends.
	Drain(ctx context.Context) error

	// Delay is how much of what was written is not heard yet: the position
	// of the ear is the number of frames written and not taken back, less this.
	// It never blocks. After a loss it stays at what will never be heard.
	Delay() time.Duration

	// Info describes the output. It never blocks.
	Info() Info

	// Close ends the sound at once, frees the device and makes a blocked call
	// return. It may be called twice.
	Close() error
}

// Info describes an open output.
type Info struct {
	// Name is what a listener reads, such as "pulse unix:/run/user/1000/pulse/native".
	Name string
	// Buffer is how much sound the output holds when it is full.
	Buffer time.Duration
	// Silent is true when nothing can be heard (the null clock).
	Silent bool
	// RealTime is false for an output that takes sound as fast as it is decoded (wav).
	RealTime bool
}

// ErrLost is wrapped by the errors of an output whose device or server has gone.
var ErrLost = errors.New("sound output lost")
