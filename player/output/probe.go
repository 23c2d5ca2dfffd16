package output

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/jfreymuth/pulse/proto"
)

// A Finding is one thing that Probe looked at.
type Finding struct {
	What   string // "sound server unix:/run/user/1000/pulse/native"
	Result string // "PulseAudio 16.1, plays on alsa_output.pci"
	OK     bool
	// Remedy is one line of what to do, empty when OK.
	Remedy string
}

// Probe looks at what could play sound here, and plays nothing: each sound server that
// "auto" would try, and on Linux the ALSA library and the sound cards. It does not
// open oto, which can be opened once in a process.
func Probe(ctx context.Context, o Options) []Finding {
	var found []Finding
	servers, _, err := findServers("", o)
	if err != nil {
		found = append(found, Finding{What: "PULSE_SERVER", Result: err.Error(), Remedy: "correct or unset PULSE_SERVER"})
	}
	answered := false
	for _, s := range servers {
		f := probeServer(ctx, s, o)
		answered = answered || f.OK
		found = append(found, f)
	}
	if runtime.GOOS == "linux" {
		found = append(found, probeALSA(), probeCards())
	}
	if answered { // the others are not needed then
		for i := range found {
			found[i].Remedy = ""
		}
	}
	return found
}

func probeServer(ctx context.Context, s server, o Options) Finding {
	f := Finding{What: "sound server " + s.String()}
	ses, err := login(ctx, s, o)
	if err == nil {
		defer ses.close()
		var info proto.GetServerInfoReply
		if info, err = ses.defaultSink(); err == nil {
			f.Result = fmt.Sprintf("%s %s, plays on %s", info.PackageName, info.PackageVersion, info.DefaultSinkName)
			f.OK = true
			return f
		}
	}
	f.Result = err.Error()
	f.Remedy = strings.Join(Advice(err, o.getenv), " and then here ")
	return f
}

// probeALSA looks for the library that oto loads at run time.
func probeALSA() Finding {
	f := Finding{What: "ALSA library"}
	for _, dir := range []string{"/usr/lib/*-linux-gnu*", "/lib/*-linux-gnu*", "/usr/lib64", "/lib64", "/usr/lib", "/lib", "/usr/local/lib"} {
		if m, _ := filepath.Glob(filepath.Join(dir, "libasound.so.2")); len(m) > 0 {
			f.Result, f.OK = m[0], true
			return f
		}
	}
	f.Result = "libasound.so.2 is in none of the usual places"
	f.Remedy = "install it (Debian: libasound2) if sound is to go to a card without a sound server"
	return f
}

// probeCards reads the kernel's list of sound cards, two lines each.
func probeCards() Finding {
	f := Finding{What: "sound cards"}
	b, err := os.ReadFile("/proc/asound/cards")
	if err != nil || !strings.Contains(string(b), "]:") {
		f.Result, f.Remedy = "none", "without a card sound can only go to a sound server elsewhere (PULSE_SERVER)"
		return f
	}
	var names []string
	for line := range strings.Lines(string(b)) {
		if _, name, ok := strings.Cut(line, "]:"); ok {
			names = append(names, strings.TrimSpace(name))
		}
	}
	f.Result, f.OK = strings.Join(names, ", "), true
	return f
}
