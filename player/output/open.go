package output

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// ErrNoOutput is wrapped by the errors of Open when no device can be opened now.
// Advice says what a listener can do.
var ErrNoOutput = errors.New("no sound output")

// A Spec says which output to open.
type Spec struct {
	Kind string // auto, pulse, oto, null, wav, stdout or fifo
	Arg  string // the server of pulse (may be empty), the file of wav and fifo
	Sink string // the sink of pulse, empty for the server's default
}

const kinds = "auto, pulse[:SERVER][@SINK], oto, null, wav:FILE, stdout, fifo:PATH"

// ParseSpec reads an output's name as a listener writes it:
//
//	auto            pulse if a server answers, else oto (also the empty string)
//	pulse           the PulseAudio or PipeWire server of PULSE_SERVER or of this machine
//	pulse:SERVER    that server, written as in PULSE_SERVER
//	pulse:@SINK     the sink of that name there; also pulse:SERVER@SINK (the last @ counts)
//	oto             ALSA, CoreAudio or WASAPI
//	null            silence in real time
//	wav:FILE        a file, as fast as it decodes
//	stdout          raw samples, s16le 48 kHz stereo, in real time
//	fifo:PATH       the same into a named pipe, for as long as somebody reads it
//
// Its errors list what there is.
func ParseSpec(s string) (Spec, error) {
	kind, arg, has := strings.Cut(s, ":")
	switch kind {
	case "", "auto":
		kind = "auto"
	case "pulse":
		server, sink, chosen := cutLast(arg, "@")
		if chosen && sink == "" {
			return Spec{}, fmt.Errorf("output %q: which sink? `anyaudio devices` lists them", s)
		}
		if has && (server != "" || !chosen) {
			if _, err := parseServers(server, machineNames()...); err != nil {
				return Spec{}, fmt.Errorf("output %q: %w", s, err)
			}
		}
		return Spec{Kind: kind, Arg: server, Sink: sink}, nil
	case "wav", "fifo":
		if arg == "" {
			return Spec{}, fmt.Errorf("output %q: which file? (there is %s)", s, kinds)
		}
		return Spec{Kind: kind, Arg: arg}, nil
	case "oto", "null", "stdout":
	default:
		return Spec{}, fmt.Errorf("output %q is none of %s", s, kinds)
	}
	if has {
		return Spec{}, fmt.Errorf("output %q: %s takes nothing after it (there is %s)", s, kind, kinds)
	}
	return Spec{Kind: kind}, nil
}

// cutLast is strings.Cut at the last separator.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// Open opens the output that spec names. It takes seconds at most, ends with ctx, and
// may be called again after an error. A device that is not there makes an error
// that wraps ErrNoOutput; a wrong spec or a file that cannot be made does not.
//
// To open again after a loss use an Opener.
func Open(ctx context.Context, spec string, o Options) (Output, error) {
	op, err := NewOpener(spec, o)
	if err != nil {
		return nil, err
	}
	return op.Open(ctx)
}

// An Opener opens the same output again and again. Once "auto" has found a sound
// server it stays with it: a server that is away for a second comes back, and
// would find its device taken by oto.
type Opener struct {
	spec Spec
	o    Options

	mu  sync.Mutex
	was string // the kind that auto settled for
}

// NewOpener returns an Opener for spec, which ParseSpec describes.
func NewOpener(spec string, o Options) (*Opener, error) {
	s, err := ParseSpec(spec)
	if err != nil {
		return nil, err
	}
	return &Opener{spec: s, o: o}, nil
}

// Open opens the output as the function Open does. Any goroutine may call it.
func (op *Opener) Open(ctx context.Context) (Output, error) {
	switch op.spec.Kind {
	case "pulse":
		return op.pulse(ctx)
	case "oto":
		out, err := openOto(ctx, op.o)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoOutput, err)
		}
		return out, nil
	case "null":
		return openNull(op.o), nil
	case "wav":
		return openWAV(ctx, op.spec.Arg)
	case "stdout":
		return openStdout(op.o)
	case "fifo":
		return openFIFO(ctx, op.spec.Arg, op.o)
	}
	return op.auto(ctx)
}

// pulse opens the server of the spec or the environment.
func (op *Opener) pulse(ctx context.Context) (Output, error) {
	servers, named, err := findServers(op.spec.Arg, op.o)
	if err == nil {
		var out *pulseOutput
		if out, err = openPulse(ctx, servers, op.spec.Sink, op.o); err == nil {
			return out, nil
		}
	}
	switch {
	case op.spec.Arg != "":
		err = &noServer{op.spec.Arg, err}
	case named:
		err = fmt.Errorf("PULSE_SERVER is set, so no other device is tried: %w", err)
	}
	return nil, fmt.Errorf("%w: %w", ErrNoOutput, err)
}

// A noServer is why the server that the spec names is no output now.
type noServer struct {
	name string
	err  error
}

func (e *noServer) Error() string { return e.err.Error() }
func (e *noServer) Unwrap() error { return e.err }

func (op *Opener) auto(ctx context.Context) (Output, error) {
	op.mu.Lock()
	defer op.mu.Unlock()
	out, err := op.pulse(ctx)
	if err == nil {
		op.was = "pulse"
		return out, nil
	}
	// Sound on another machine than the one that was named is worse than none.
	if op.o.getenv("PULSE_SERVER") != "" || op.was == "pulse" || ctx.Err() != nil {
		return nil, err
	}
	out, err2 := openOto(ctx, op.o)
	if err2 != nil {
		return nil, fmt.Errorf("%w; %w", err, err2)
	}
	op.was = "oto"
	return out, nil
}
