package output_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"anyaudio/player/output"
)

func TestDevices(t *testing.T) {
	s := startServer(t, "", "", "module-null-sink sink_name=other sink_properties=device.description=Kitchen")
	if err := s.run("pactl", "set-sink-mute", "other", "1"); err != nil {
		t.Fatal(err)
	}
	if err := s.run("pactl", "set-sink-volume", "other", "50%"); err != nil {
		t.Fatal(err)
	}
	for spec, prefix := range map[string]string{
		"auto": "pulse:@", "pulse:@other": "pulse:@", "wav:x": "pulse:@",
		"pulse:" + s.socket: "pulse:unix:" + s.socket + "@",
	} {
		all, err := output.Devices(t.Context(), spec, output.Options{Getenv: s.getenv})
		if err != nil || len(all) < 2 {
			t.Fatalf("%s: %+v, %v", spec, all, err)
		}
		for i, want := range []output.Device{
			{Spec: prefix + "ci", Name: "ci", Default: true, Volume: 1},
			{Spec: prefix + "other", Name: "other", Description: "Kitchen", Volume: 0.5, Muted: true},
		} {
			d := all[i]
			if d.Spec != want.Spec || d.Name != want.Name || d.Default != want.Default || d.Muted != want.Muted ||
				d.Volume < want.Volume-0.01 || d.Volume > want.Volume+0.01 ||
				want.Description != "" && d.Description != want.Description || d.Server != "unix:"+s.socket || d.State == "" {
				t.Errorf("%s: %+v, want %+v", spec, d, want)
			}
			if _, err := output.ParseSpec(d.Spec); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestDevicesWithoutServer(t *testing.T) {
	all, err := output.Devices(t.Context(), "auto", output.Options{Getenv: env("XDG_RUNTIME_DIR", t.TempDir(), "PULSE_SERVER", "/nonexistent")})
	if !errors.Is(err, output.ErrNoOutput) {
		t.Errorf("%+v, %v", all, err)
	}
	for _, d := range all {
		if d.Spec != "oto" {
			t.Errorf("%+v", d)
		}
	}
}

// TestPulseSink plays to the sink that is named and no other, and says what there is when there
// is none of that name.
func TestPulseSink(t *testing.T) {
	s := startServer(t, "", "", "module-null-sink sink_name=other")
	rec := s.record(t, "20") // of ci
	spec := "pulse:unix:" + s.socket + "@other"
	out, err := output.Open(t.Context(), spec, output.Options{Getenv: s.getenv})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	d := &deck{t: t, out: out, gain: 0.5}
	d.fadeIn()
	d.play(9600)
	if err := out.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, _ := rec.stop()
	for _, f := range got {
		if f != 0 {
			t.Fatal("it sounds at the other sink")
		}
	}
	if n := out.Info().Name; !strings.HasSuffix(n, "@other") {
		t.Error(n)
	}
	_, err = output.Open(t.Context(), "pulse:@kitchen", output.Options{Getenv: s.getenv})
	if !errors.Is(err, output.ErrNoOutput) || !strings.Contains(err.Error(), "there is ci, other") || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
	if a := output.Advice(err, s.getenv); len(a) != 1 || !strings.Contains(a[0], "ci, other") {
		t.Errorf("%q", a)
	}
}

// TestOwnSocketOverSSH has the own socket of the machine in an ssh session: it may be
// forwarded, so it gets the large buffer.
func TestOwnSocketOverSSH(t *testing.T) {
	s := startServer(t, "", "")
	far := func(key string) string {
		if key == "SSH_CONNECTION" {
			return "192.0.2.1 50000 198.51.100.7 22"
		}
		return s.getenv(key)
	}
	near := open(t, "auto", output.Options{Getenv: s.getenv}).Info().Buffer
	if b := open(t, "auto", output.Options{Getenv: far}).Info().Buffer; b < 2*near {
		t.Errorf("a buffer of %v, %v without ssh", b, near)
	}
}

// TestForwardedSocket plays at home as soon as the socket is there that Advice told to forward,
// with nothing set.
func TestForwardedSocket(t *testing.T) {
	s := startServer(t, "", "")
	user := filepath.Base(s.dir) // as good as nobody's
	e := env("SSH_CONNECTION", "192.0.2.1 50000 198.51.100.7 22", "USER", user, "XDG_RUNTIME_DIR", t.TempDir())
	op, err := output.NewOpener("pulse", output.Options{Getenv: e})
	if err != nil {
		t.Fatal(err)
	}
	_, err = op.Open(t.Context())
	if !errors.Is(err, output.ErrNoOutput) {
		t.Fatal(err)
	}
	home := forward(t, "/tmp/"+user+".pulse", s.socket)
	if a := output.Advice(err, e); !strings.HasPrefix(a[0], "ssh -R /tmp/"+user+".pulse:") {
		t.Errorf("%q", a)
	}
	out, err := op.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := out.Info().Name; !strings.Contains(n, user) {
		t.Error(n)
	}
	out.Close()
	// A socket that nobody answers at has to be removed, or sshd will not make it again.
	home.Close()
	_, err = op.Open(t.Context())
	if a := output.Advice(err, e); !strings.HasPrefix(a[0], "ssh "+user+"@198.51.100.7 rm -f /tmp/"+user+".pulse; ssh -R ") {
		t.Errorf("%v: %q", err, a)
	}
}
