package output

import (
	"context"
	"fmt"
	"os"
	"time"
)

// readerWait is how long opening a FIFO waits for a reader, and readerLook how often it
// looks: whoever starts the reader right after the player hears the first frame.
const (
	readerWait = 2 * time.Second
	readerLook = 50 * time.Millisecond
)

// A noReader is why the FIFO of that path is no output now. It becomes one when somebody
// reads it.
type noReader string

func (e noReader) Error() string { return "nobody reads the FIFO " + string(e) }

// A fifoOutput writes to a named pipe what stdout writes to its own: raw samples, s16le
// 48 kHz stereo, at most a lead ahead of the clock.
//
// A FIFO without a reader is a device that is not there: Open answers ErrNoOutput,
// writing ErrLost, and whoever opens it again finds the next reader. So nothing ever waits
// in a system call for one, and the player's place in the song is kept in between.
type fifoOutput struct {
	*pipeOutput
	f *os.File
}

// openFIFO makes the FIFO if there is none (it stays when the program ends) and
// opens it as soon as somebody reads it.
func openFIFO(ctx context.Context, path string, o Options) (Output, error) {
	if err := makeFIFO(path); err != nil {
		return nil, fmt.Errorf("fifo: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, readerWait, noReader(path))
	defer cancel()
	f, err := openWriter(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoOutput, err)
	}
	return &fifoOutput{newPipe("fifo "+path, f, ErrLost, o), f}, nil
}

// openWriter opens a FIFO for writing as soon as it has a reader, or ctx ends.
func openWriter(ctx context.Context, path string) (*os.File, error) {
	tick := time.NewTicker(readerLook)
	defer tick.Stop()
	for {
		f, wait, err := tryFIFO(path)
		if !wait {
			return f, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// Close is Output.Close. What the reader has not taken by then it may still take.
func (o *fifoOutput) Close() error {
	o.pipeOutput.Close()
	o.f.Close()
	return nil
}
