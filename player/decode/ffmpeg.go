package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"time"
)

const (
	// ffmpegRate is what ffmpeg is asked for.
	ffmpegRate = 48000
	// ffmpegGrid is the grid on which ffmpeg starts: hundredths of a second are whole
	// frames at every usual rate, so that its resampler gives the same samples
	// wherever it starts.
	ffmpegGrid = ffmpegRate / 100
	// ffmpegLead is dropped after a seek: the codec and the resampler settle in it.
	ffmpegLead = 10 * ffmpegGrid
)

// errEncrypted is what ffmpeg cannot play either.
var errEncrypted = fmt.Errorf("%w: the sound is encrypted", ErrUnsupported)

// An ffmpegTrack lets an installed ffmpeg decode:
//
//	Input --> loopback (HTTP with ranges, 127.0.0.1) --> ffmpeg --> pipe --> Read
//
// ffmpeg is started at the first frame and again at each seek. It must be closed.
type ffmpegTrack struct {
	program string
	server  *loopback
	run     *ffmpegRun // nil when there is none
	format  Format
	tags    Tags
	length  int64 // as ffmpeg estimates it, -1 when it does not
	end     int64 // -1 until it has been reached
	gain    float32

	frame  int64 // the next that Read gives
	skip   int64 // frames to drop before it
	buf    []byte
	n      int   // bytes in buf
	over   error // what ended the sound, until the next seek
	closed bool
}

// openFFmpeg lets the program at the given path decode in. what names the format.
func openFFmpeg(in Input, program, what string) (Decoder, error) {
	server, err := newLoopback(in)
	if err != nil {
		return nil, err
	}
	t := &ffmpegTrack{program: program, server: server, end: -1, gain: 1, buf: make([]byte, 32<<10)}
	if err := t.open(what); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

func (t *ffmpegTrack) open(what string) error {
	if err := t.start(0); err != nil {
		return err
	}
	info := t.run.wait()
	t.format = Format{Container: what, Codec: info.codec, Rate: ffmpegRate, Channels: info.channels, BitRate: info.bitRate}
	t.tags, t.length = info.tags, -1
	if info.duration > 0 {
		t.length = int64(info.duration.Seconds()*ffmpegRate + 0.5)
	}
	if info.channels == 1 {
		t.gain = math.Sqrt2 // ffmpeg gives each side half the power
	}
	if err := t.fill(); err == nil || err != io.EOF && !errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%s: %w: ffmpeg cannot read it: %s", what, ErrUnsupported, info.complaint)
}

func (t *ffmpegTrack) Format() Format { return t.format }

// Tags are those that ffmpeg prints.
func (t *ffmpegTrack) Tags() Tags { return t.tags.clone() }

// Len is good to a hundredth of a second until the end has been reached.
func (t *ffmpegTrack) Len() int64 {
	if t.end >= 0 {
		return t.end
	}
	return t.length
}

func (t *ffmpegTrack) Read(p []float32) (int, error) {
	if len(p) < 2 {
		return 0, nil
	}
	if t.over != nil {
		return 0, t.over
	}
	if t.run != nil && t.server.failed(t.run.token) != nil && t.n < 8 {
		t.stop() // it failed while nobody read: this call tries again
	}
	if t.run == nil {
		if err := t.start(t.frame); err != nil {
			return 0, err
		}
	}
	for {
		if err := t.fill(); err == io.EOF || errors.Is(err, ErrDamaged) {
			t.finish(err)
			return 0, err
		} else if err != nil {
			return 0, err
		}
		have := int64(t.n / 8)
		if have > t.skip {
			break
		}
		t.drop(have)
		t.skip -= have
	}
	t.drop(t.skip)
	t.skip = 0
	n := min(len(p)/2, t.n/8)
	for i := range 2 * n {
		p[i] = t.gain * finite(math.Float32frombits(binary.LittleEndian.Uint32(t.buf[4*i:])))
	}
	t.drop(int64(n))
	t.frame += int64(n)
	return n, nil
}

// finish notes the end of the sound.
func (t *ffmpegTrack) finish(err error) {
	t.frame = max(0, t.frame-t.skip)
	t.skip, t.over = 0, err
	if err == io.EOF {
		t.end = t.frame
	}
}

// drop takes n frames off the front of buf.
func (t *ffmpegTrack) drop(n int64) { t.n = copy(t.buf, t.buf[8*n:t.n]) }

// fill waits for a frame in buf. When ffmpeg has ended because the input failed, it gives
// that error.
func (t *ffmpegTrack) fill() error {
	for t.n < 8 {
		n, err := t.run.out.Read(t.buf[t.n:])
		t.n += n
		if t.n >= 8 {
			return nil
		}
		if err != nil {
			failed := t.server.failed(t.run.token)
			if failed != nil {
				t.stop()
				return failed
			}
			return t.run.ended()
		}
	}
	return nil
}

func (t *ffmpegTrack) SeekFrame(frame int64) (int64, error) {
	frame = max(0, frame)
	if n := t.Len(); n >= 0 && (t.end >= 0 || frame > n+ffmpegRate) {
		frame = min(frame, n)
	}
	t.stop()
	t.frame = frame
	if err := t.start(frame); err != nil {
		return 0, err
	}
	for t.skip > 0 { // so that a place behind the end is found out
		if err := t.fill(); err == io.EOF {
			t.finish(err)
			break
		} else if err != nil {
			return 0, err
		}
		n := min(t.skip, int64(t.n/8))
		t.drop(n)
		t.skip -= n
	}
	return t.frame, nil
}

// start starts ffmpeg so that the next frame is the given one.
func (t *ffmpegTrack) start(frame int64) error {
	if t.closed {
		return os.ErrClosed
	}
	from := max(0, frame-ffmpegLead) / ffmpegGrid * ffmpegGrid
	run, err := startFFmpeg(t.program, t.server, time.Duration(from/ffmpegGrid)*10*time.Millisecond)
	if err != nil {
		return err
	}
	t.run, t.frame, t.skip, t.n, t.over = run, frame, frame-from, 0, nil
	return nil
}

// stop ends ffmpeg, if it runs.
func (t *ffmpegTrack) stop() {
	if t.run != nil {
		t.run.stop()
		t.run, t.n = nil, 0
	}
}

// Close ends ffmpeg and waits until nothing uses the Input any more, which may
// take as long as a Read of that. Reading goes no further.
func (t *ffmpegTrack) Close() error {
	t.closed = true
	t.stop()
	return t.server.close()
}

// foreign says whether ffmpeg is worth a try after the error of an open.
func foreign(err error) bool {
	return errors.Is(err, ErrUnsupported) && !errors.Is(err, errEncrypted)
}

var _ io.Closer = (*ffmpegTrack)(nil)
