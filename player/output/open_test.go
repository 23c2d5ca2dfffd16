package output_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player/output"
)

func TestParseSpec(t *testing.T) {
	good := map[string]output.Spec{
		"":                     {Kind: "auto"},
		"auto":                 {Kind: "auto"},
		"pulse":                {Kind: "pulse"},
		"pulse:tcp:home:4713":  {Kind: "pulse", Arg: "tcp:home:4713"},
		"pulse:unix:/tmp/me.p": {Kind: "pulse", Arg: "unix:/tmp/me.p"},
		"oto":                  {Kind: "oto"},
		"null":                 {Kind: "null"},
		"stdout":               {Kind: "stdout"},
		"wav:/tmp/a:b.wav":     {Kind: "wav", Arg: "/tmp/a:b.wav"},
		"fifo:/tmp/a":          {Kind: "fifo", Arg: "/tmp/a"},
		"pulse:@x":             {Kind: "pulse", Sink: "x"},
		"pulse:tcp:h:1@a.b-c":  {Kind: "pulse", Arg: "tcp:h:1", Sink: "a.b-c"},
		"pulse:/a@b/c@x":       {Kind: "pulse", Arg: "/a@b/c", Sink: "x"},
	}
	for s, want := range good {
		if got, err := output.ParseSpec(s); got != want || err != nil {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"alsa", "wav", "wav:", "null:1", "oto:hw", "pulse:", "pulse:@", "pulse:/a@", "fifo", "fifo:", "pulse:tcp:", "pulse:unix:x", "pulse:{x", "stdout:f32", "auto:x", "Pulse"} {
		if got, err := output.ParseSpec(s); err == nil {
			t.Errorf("%q is taken as %+v", s, got)
		}
	}
	_, err := output.ParseSpec("alsa")
	for _, k := range []string{"auto", "pulse[:SERVER][@SINK]", "oto", "null", "wav:FILE", "stdout", "fifo:PATH"} {
		if !strings.Contains(err.Error(), k) {
			t.Errorf("%v does not offer %s", err, k)
		}
	}
}

func TestOpenWithoutServer(t *testing.T) {
	dir := t.TempDir()
	start := time.Now()
	for _, spec := range []string{"pulse", "pulse:tcp:127.0.0.1:1", "pulse:/nonexistent"} {
		out, err := output.Open(t.Context(), spec, output.Options{Getenv: env("XDG_RUNTIME_DIR", dir)})
		if out != nil || !errors.Is(err, output.ErrNoOutput) || errors.Is(err, output.ErrLost) {
			t.Errorf("%s: %v, %v", spec, out, err)
		}
	}
	// A server that was named is the only one to be tried.
	out, err := output.Open(t.Context(), "auto", output.Options{Getenv: env("PULSE_SERVER", "unix:"+filepath.Join(dir, "none"))})
	if out != nil || !errors.Is(err, output.ErrNoOutput) || !strings.Contains(err.Error(), "PULSE_SERVER") || strings.Contains(err.Error(), "oto") {
		t.Errorf("%v, %v", out, err)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("that took %v", d)
	}
}

// TestOpenerStays has a server that goes away: auto does not take the device itself.
func TestOpenerStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{t: t, period: 480}
		up := true
		dial := func() (net.Conn, error) {
			if !up {
				return nil, errors.New("nobody there")
			}
			return f.dial()
		}
		op, err := output.NewOpener("auto", output.WithDial(output.Options{Getenv: env("XDG_RUNTIME_DIR", "/run")}, dial))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			out, err := op.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			write(t, out, 4800)
			out.Close()
			up = false
			_, err = op.Open(t.Context())
			if !errors.Is(err, output.ErrNoOutput) || strings.Contains(err.Error(), "oto") {
				t.Errorf("with the server away: %v", err)
			}
			up = true
		}
		time.Sleep(time.Second)
	})
}

// TestOpenEndsWithContext opens a server that says nothing.
func TestOpenEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{t: t, period: 480, mute: true}
		o := output.WithDial(output.Options{Getenv: env()}, f.dial)
		start := time.Now()
		_, err := output.Open(t.Context(), "pulse:tcp:home", o)
		if d := time.Since(start); err == nil || d > 3*time.Second {
			t.Errorf("%v after %v", err, d)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start = time.Now()
		_, err = output.Open(ctx, "pulse:tcp:home", o)
		if d := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || d != time.Second {
			t.Errorf("%v after %v", err, d)
		}
		time.Sleep(time.Second)
	})
}

// TestOpenWrongServer connects to things that are no sound server.
func TestOpenWrongServer(t *testing.T) {
	for _, says := range []string{"SSH-2.0-OpenSSH_9.2p1 Debian\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "", "\x00\x00\x00\x0a\xff\xff\xff\xff"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			if c, err := l.Accept(); err == nil {
				c.Write([]byte(says))
				c.(*net.TCPConn).CloseWrite()
				buf := make([]byte, 1000)
				for {
					if _, err := c.Read(buf); err != nil {
						c.Close()
						return
					}
				}
			}
		}()
		out, err := output.Open(t.Context(), "pulse:tcp:"+l.Addr().String(), output.Options{Getenv: env()})
		if out != nil || !errors.Is(err, output.ErrNoOutput) {
			t.Errorf("%q: %v, %v", says, out, err)
		}
		t.Log(err)
		l.Close()
	}
}

func TestAdvice(t *testing.T) {
	err := errors.New("no")
	if a := output.Advice(nil, env()); a != nil {
		t.Error(a)
	}
	got := output.Advice(err, env("SSH_CONNECTION", "192.0.2.1 50000 198.51.100.7 22", "USER", "ann"))
	want := []string{
		"ssh -R /tmp/ann.pulse:$XDG_RUNTIME_DIR/pulse/native ann@198.51.100.7",
		"PULSE_SERVER=unix:/tmp/ann.pulse anyaudio",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	got = output.Advice(err, env("SSH_CONNECTION", "192.0.2.1 50000 198.51.100.7 2222"))
	if got[0] != "ssh -p 2222 -R /tmp/me.pulse:$XDG_RUNTIME_DIR/pulse/native 198.51.100.7" {
		t.Errorf("%q", got)
	}
	for _, e := range []func(string) string{env(), env("PULSE_SERVER", "tcp:home")} {
		if got := output.Advice(err, e); len(got) != 1 || got[0] == "" {
			t.Errorf("%q", got)
		}
	}
}

// TestAdviceAboutNamedServer: who names a server in the spec is told about that one.
func TestAdviceAboutNamedServer(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "far.pulse")
	_, err := output.Open(t.Context(), "pulse:unix:"+socket, output.Options{Getenv: env()})
	if a := output.Advice(err, env()); len(a) != 1 || !strings.Contains(a[0], "unix:"+socket) || !strings.Contains(a[0], "--output") {
		t.Errorf("%q", a)
	}
	want := []string{
		"ssh -R " + socket + ":$XDG_RUNTIME_DIR/pulse/native ann@198.51.100.7",
		"anyaudio --output pulse:unix:" + socket,
	}
	if a := output.Advice(err, env("SSH_CONNECTION", "192.0.2.1 50000 198.51.100.7 22", "USER", "ann")); !slices.Equal(a, want) {
		t.Errorf("%q", a)
	}
}

func TestAdviceAboutCookies(t *testing.T) {
	f := &fakePulse{t: t, period: 480, deny: true}
	_, err := output.Open(t.Context(), "pulse:tcp:home", output.WithDial(output.Options{Getenv: env()}, f.dial))
	if a := output.Advice(err, env("PULSE_SERVER", "tcp:home")); !errors.Is(err, output.ErrNoOutput) || len(a) != 1 || !strings.Contains(a[0], "cookie") {
		t.Errorf("%v: %q", err, a)
	}
}

func TestProbe(t *testing.T) {
	dir := t.TempDir()
	found := output.Probe(t.Context(), output.Options{Getenv: env("XDG_RUNTIME_DIR", dir)})
	if len(found) == 0 || found[0].What != "sound server unix:"+dir+"/pulse/native" || found[0].OK || found[0].Remedy == "" || found[0].Result == "" {
		t.Errorf("%+v", found)
	}
	for _, f := range found {
		if !f.OK && (f.Remedy == "" || f.Result == "") {
			t.Errorf("%+v", f)
		}
	}
}

func TestProbeServer(t *testing.T) {
	s := startServer(t, "", "")
	found := output.Probe(t.Context(), output.Options{Getenv: s.getenv})
	if !found[0].OK || !strings.Contains(found[0].Result, "ci") {
		t.Errorf("%+v", found)
	}
	for _, f := range found {
		if f.Remedy != "" {
			t.Errorf("a remedy with a server there: %+v", f)
		}
	}
}
