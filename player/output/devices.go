package output

import (
	"context"
	"fmt"
	"runtime"

	"github.com/jfreymuth/pulse/proto"
)

// A Device is a place where sound can come out.
type Device struct {
	// Spec is what ParseSpec takes to play there.
	Spec string
	// Server is the sound server, such as "unix:/run/user/1000/pulse/native"; empty for oto.
	Server string
	// Name is the server's name for the sink; Description is made for people.
	Name, Description string
	// State is "running", "idle" or "suspended", empty when it is not known.
	State string
	// Default is set for the one that is played to when none is chosen.
	Default bool
	// Volume is that of the device itself as a part of full, by PulseAudio's (cubic)
	// scale; Muted says that nothing is heard there. Of oto's device neither is known.
	Volume float64
	Muted  bool
}

// Devices lists the sinks of the sound server that the spec would play on ("auto" and all
// but "pulse..." stand for the usual one), and what oto can play to. It plays nothing. The
// error, that no server answers, comes together with what there is elsewhere.
func Devices(ctx context.Context, spec string, o Options) ([]Device, error) {
	s, err := ParseSpec(spec)
	if err != nil {
		return nil, err
	}
	arg := ""
	if s.Kind == "pulse" {
		arg = s.Arg
	}
	all, err := sinkDevices(ctx, arg, o)
	if d, ok := systemDevice(); ok {
		d.Default = len(all) == 0
		all = append(all, d)
	}
	return all, err
}

// sinkDevices lists the sinks of the first server that lets us in.
func sinkDevices(ctx context.Context, arg string, o Options) ([]Device, error) {
	servers, _, err := findServers(arg, o)
	if err != nil {
		return nil, err
	}
	ses, err := connect(ctx, servers, o)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoOutput, err)
	}
	defer ses.close()
	info, err := ses.defaultSink()
	var sinks []sink
	if err == nil {
		sinks, err = ses.sinks(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoOutput, ses.server, err)
	}
	prefix := "pulse:@"
	if arg != "" {
		prefix = "pulse:" + ses.server.String() + "@"
	}
	var all []Device
	for _, k := range sinks {
		all = append(all, Device{
			Spec: prefix + k.name, Server: ses.server.String(),
			Name: k.name, Description: k.description, State: k.stateName(),
			Default: k.name == info.DefaultSinkName,
			Volume:  float64(k.volume) / float64(proto.VolumeNorm), Muted: k.muted,
		})
	}
	return all, nil
}

// systemDevice is the one device that oto plays to, if there is any.
func systemDevice() (Device, bool) {
	d := Device{Spec: "oto", Name: "oto"}
	switch runtime.GOOS {
	case "linux":
		cards := probeCards()
		d.Description = "ALSA's default device (" + cards.Result + ")"
		return d, hasOto && cards.OK && probeALSA().OK
	case "darwin":
		d.Description = "the default output of CoreAudio"
	case "windows":
		d.Description = "the default output of WASAPI"
	}
	return d, hasOto
}
