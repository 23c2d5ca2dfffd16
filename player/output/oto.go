//go:build !nooto

package output

import (
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"
)

// oto keeps three buffers of 100 ms in a row: our ring, its player's, the
// device's. The player's must not be smaller than what the device takes at once (half
// of its own), or silence gets into the sound.
const (
	otoRing   = Rate / 10
	otoPlayer = Rate / 10
	otoDevice = 100 * time.Millisecond
	otoFrame  = 4 * Channels // bytes

	// otoMore is how much longer than oto's buffer a device may hold the sound: ALSA's
	// way to a sound server does by some 40 ms.
	otoMore = 60 * time.Millisecond
)

// hasOto says that this build has oto.
const hasOto = true

// otoContext is the process's one oto context. It cannot be a part of an Output or
// an Opener: oto makes one context per process, ever, also when that one failed, and
// cannot close it. Nobody else in this program uses oto.
var otoContext struct {
	once  sync.Once
	ctx   *oto.Context
	ready <-chan struct{}
	err   error
}

// An otoOutput plays through ALSA (by dlopen), CoreAudio or WASAPI; on Linux oto
// tries PulseAudio before ALSA. The device pulls: oto's goroutine calls Read, which
// takes from the ring what Write has put there.
//
// A Rewind takes back what is in the ring, no more: to empty oto's player at the right
// frame it would have to be stopped first, and a device that asks in that moment
// gets silence in the middle of the sound.
//
// libasound prints to file descriptor 2 when it finds no card: the program must have
// that redirected while it has a screen to keep.
type otoOutput struct {
	player *oto.Player
	room   chan struct{} // a token: the device took sound
	dead   chan struct{} // closed when err is set
	wg     sync.WaitGroup

	flow   sync.Mutex // held while the player is stopped or started
	ending bool       // stop when all is heard
	still  bool       // stopped

	mu    sync.Mutex // guards below
	ring  [otoRing * Channels]float32
	wrote int64     // frames put into the ring and not taken back
	read  int64     // frames taken out
	took  time.Time // when the last was taken out
	ahead int64     // how many were in oto's player then, it included
	wants time.Time // since when the device could have taken something
	err   error
	held  time.Duration // Delay when err was set
}

// openOto opens the device. Its errors do not wrap ErrLost.
func openOto(ctx context.Context, o Options) (Output, error) {
	g := &otoContext
	g.once.Do(func() {
		g.ctx, g.ready, g.err = oto.NewContext(&oto.NewContextOptions{
			SampleRate:      Rate,
			ChannelCount:    Channels,
			Format:          oto.FormatFloat32LE,
			BufferSize:      otoDevice,
			ApplicationName: o.appName(),
		})
	})
	if g.err != nil {
		return nil, g.err
	}
	select {
	case <-g.ready:
	case <-time.After(openTimeout):
		return nil, fmt.Errorf("oto: the device is not ready after %v", openTimeout)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := g.ctx.Err(); err != nil {
		return nil, fmt.Errorf("%w (this stays until the program is started again)", err)
	}
	out := &otoOutput{room: make(chan struct{}, 1), dead: make(chan struct{}), took: time.Now()}
	out.player = g.ctx.NewPlayer(out)
	out.player.SetBufferSize(otoPlayer * otoFrame)
	out.player.Play()
	out.wg.Go(func() { out.watch(o.logger()) })
	return out, nil
}

// Read gives oto's goroutine what is in the ring. It never waits: oto comes back after
// a millisecond.
func (o *otoOutput) Read(p []byte) (int, error) {
	buffered := int64(o.player.BufferedSize() / otoFrame)
	o.mu.Lock()
	n := int(min(int64(len(p)/otoFrame), o.wrote-o.read))
	b := p[:0]
	for i := range n {
		at := int((o.read + int64(i)) % otoRing * Channels)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(o.ring[at]))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(o.ring[at+1]))
	}
	if n > 0 {
		o.read += int64(n)
		o.took, o.ahead = time.Now(), buffered+int64(n)
		o.wants = o.took
	}
	o.mu.Unlock()
	if n > 0 {
		token(o.room)
	}
	return n * otoFrame, nil
}

// Write is Output.Write.
func (o *otoOutput) Write(ctx context.Context, s []float32) (int, error) {
	if err := o.Pause(false); err != nil {
		return 0, err
	}
	n := len(s) / Channels
	for done := 0; done < n; {
		m, err := o.put(ctx, s[done*Channels:n*Channels])
		if err != nil {
			return done, err
		}
		done += m
	}
	return n, nil
}

// put puts what fits into the ring, and waits when nothing does.
func (o *otoOutput) put(ctx context.Context, s []float32) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := otoContext.ctx.Err(); err != nil {
		o.fail(fmt.Errorf("oto: %w: %w", ErrLost, err))
	}
	o.mu.Lock()
	err := o.err
	n := int(min(int64(len(s)/Channels), otoRing-(o.wrote-o.read)))
	for i := range n {
		at := int((o.wrote + int64(i)) % otoRing * Channels)
		copy(o.ring[at:at+Channels], s[i*Channels:])
	}
	if o.wrote == o.read {
		o.wants = time.Now()
	}
	o.wrote += int64(n)
	o.mu.Unlock()
	if err != nil || n > 0 {
		return n, err
	}
	select {
	case <-o.room:
	case <-o.dead:
	case <-ctx.Done():
	}
	return 0, nil
}

// Rewind is Output.Rewind.
func (o *otoOutput) Rewind(limit int) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	n := min(int64(max(limit, 0)), o.wrote-o.read)
	o.wrote -= n
	return int(n), nil
}

// Pause is Output.Pause. The player is stopped; oto's device goes on with silence,
// because stopping it (Suspend) may block for as long as the device is stuck.
func (o *otoOutput) Pause(paused bool) error {
	o.flow.Lock()
	defer o.flow.Unlock()
	o.ending = paused && !o.still
	if !paused && o.still {
		o.still = false
		o.mu.Lock()
		o.wants = time.Now()
		o.mu.Unlock()
		o.player.Play()
	}
	return o.failure()
}

// stop stops the player if the sound is to end and has been heard. It returns
// whether the player is at rest.
func (o *otoOutput) stop() bool {
	o.flow.Lock()
	defer o.flow.Unlock()
	if o.ending && o.Delay() == 0 {
		o.ending, o.still = false, true
		o.player.Pause()
	}
	return o.still
}

// watch stops the player at the end of the sound, and finds out about a device that
// has gone: oto says so in some cases, and in others just takes nothing any more.
func (o *otoOutput) watch(log *slog.Logger) {
	defer contain(log, func(err error) { o.fail(fmt.Errorf("oto: %w: %w", ErrLost, err)) })
	tick := time.NewTicker(otoDevice)
	defer tick.Stop()
	for {
		select {
		case <-o.dead:
			return
		case <-tick.C:
		}
		if err := otoContext.ctx.Err(); err != nil {
			o.fail(fmt.Errorf("oto: %w: %w", ErrLost, err))
			return
		}
		still := o.stop()
		o.mu.Lock()
		stuck := !still && o.wrote > o.read && time.Since(o.wants) > frozen
		o.mu.Unlock()
		if stuck {
			o.fail(fmt.Errorf("oto: %w: the device took nothing for %v", ErrLost, frozen))
			return
		}
	}
}

// Drain is Output.Drain. It waits a little longer than Delay says.
func (o *otoOutput) Drain(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for more := otoMore; ; {
		select {
		case <-timer.C:
		case <-o.dead:
		case <-ctx.Done():
			return ctx.Err()
		}
		o.mu.Lock()
		d, err := o.delay(), o.err
		o.mu.Unlock()
		switch {
		case err != nil || d == 0 && more == 0:
			return err
		case d == 0:
			d, more = more, 0
		}
		timer.Reset(d)
	}
}

// Delay is Output.Delay. It takes two short locks, ours and oto's. It may be wrong by
// some 40 ms, because nothing asks the device.
func (o *otoOutput) Delay() time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.delay()
}

// delay is Delay with mu held: the ring, and what was beyond it when it was last
// read, less the time since.
func (o *otoOutput) delay() time.Duration {
	if o.err != nil {
		return o.held
	}
	d := Duration(o.wrote - o.read)
	if o.ahead > 0 {
		d += max(0, Duration(o.ahead)+otoDevice-time.Since(o.took))
	}
	return d
}

// Info is Output.Info.
func (o *otoOutput) Info() Info {
	return Info{Name: "oto", Buffer: Duration(otoRing+otoPlayer) + otoDevice, RealTime: true}
}

// Close is Output.Close. The context stays for the next output.
func (o *otoOutput) Close() error {
	o.fail(closedError("oto"))
	o.player.PauseAndStopReading()
	o.wg.Wait()
	return nil
}

// fail sets the error that every method answers. Only that of Close replaces
// another.
func (o *otoOutput) fail(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		o.held = o.delay()
		close(o.dead)
	} else if !isClosed(err) {
		return
	}
	o.err = err
}

func (o *otoOutput) failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}
