package output_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// needTool skips the test when a program is missing, but not in CI.
func needTool(t *testing.T, names ...string) {
	t.Helper()
	for _, n := range names {
		if _, err := exec.LookPath(n); err == nil {
			continue
		}
		if os.Getenv("ANYAUDIO_CI") != "" {
			t.Fatalf("tool %s required in CI", n)
		}
		t.Skipf("no %s", n)
	}
}

// A soundServer is a private PulseAudio with one null sink "ci". The sink keeps
// float samples as they are, so that what is recorded can be compared bit by bit.
type soundServer struct {
	dir, socket string
	env         []string
	cmd         *exec.Cmd
	once        sync.Once // of its end
	log         bytes.Buffer
}

// startServer starts a server in dir (a new one when empty); sink holds more
// arguments of the null sink, "norewinds=1" when empty. OUTPUT_TEST_SERVER names the runtime directory of a server
// that runs already, with a sink "ci", to be used instead.
func startServer(t *testing.T, dir, sink string, modules ...string) *soundServer {
	t.Helper()
	needTool(t, "pulseaudio", "parec", "pactl")
	if d := os.Getenv("OUTPUT_TEST_SERVER"); d != "" {
		s := &soundServer{dir: d, socket: filepath.Join(d, "pulse", "native")}
		s.env = append(os.Environ(), "HOME="+d, "XDG_RUNTIME_DIR="+d, "PULSE_SERVER=unix:"+s.socket)
		return s
	}
	if dir == "" {
		d, err := os.MkdirTemp("", "anyaudio-pulse") // short: a socket's path has 108 bytes
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(d) })
		dir = d
	}
	s := &soundServer{dir: dir, socket: filepath.Join(dir, "pulse", "native")}
	os.MkdirAll(filepath.Join(dir, "pulse"), 0o700)
	for _, kv := range os.Environ() {
		if key, _, _ := strings.Cut(kv, "="); !strings.HasPrefix(key, "PULSE_") && key != "DISPLAY" && key != "DBUS_SESSION_BUS_ADDRESS" {
			s.env = append(s.env, kv)
		}
	}
	s.env = append(s.env, "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "PULSE_SERVER=unix:"+s.socket)
	args := []string{
		"-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes", "--log-level=warning",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket=" + s.socket,
		"-L", "module-null-sink sink_name=ci rate=48000 channels=2 format=float32le " + cmp.Or(sink, "norewinds=1"),
	}
	for _, m := range modules {
		args = append(args, "-L", m)
	}
	s.cmd = exec.Command("pulseaudio", args...)
	s.cmd.Env = s.env
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	for range 100 {
		if s.run("pactl", "info") == nil {
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no sound server: %s", s.log.String())
	return nil
}

func (s *soundServer) run(name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Env = s.env
	return c.Run()
}

func (s *soundServer) kill() {
	s.once.Do(func() {
		s.cmd.Process.Kill()
		s.cmd.Wait()
	})
}

// getenv is the environment of a program that plays on this server.
func (s *soundServer) getenv(key string) string {
	return map[string]string{"XDG_RUNTIME_DIR": s.dir, "HOME": s.dir}[key]
}

// A recording is what a sink played, from the start of the recorder.
type recording struct {
	cmd *exec.Cmd
	wg  sync.WaitGroup

	mu     sync.Mutex
	frames []float32 // left channel
	stamps []arrival // in order
}

type arrival struct {
	frames int // in the recording by then
	at     time.Time
}

// record starts to record the sink; it returns when sound (silence) comes in.
func (s *soundServer) record(t *testing.T, ms string) *recording {
	t.Helper()
	r := &recording{cmd: exec.Command("parec", "-d", "ci.monitor", "--raw", "--rate=48000", "--channels=2",
		"--format=float32le", "--latency-msec="+ms)}
	r.cmd.Env = s.env
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	r.wg.Go(func() {
		defer r.cmd.Wait()
		buf, rest := make([]byte, 64<<10), 0
		for once := true; ; once = false {
			n, err := out.Read(buf[rest:])
			if err != nil {
				return
			}
			now := time.Now()
			n += rest
			r.mu.Lock()
			for i := 0; i+8 <= n; i += 8 {
				r.frames = append(r.frames, math.Float32frombits(binary.LittleEndian.Uint32(buf[i:])))
			}
			r.stamps = append(r.stamps, arrival{len(r.frames), now})
			r.mu.Unlock()
			rest = copy(buf, buf[n-n%8:n])
			if once {
				close(started)
			}
		}
	})
	t.Cleanup(func() { r.cmd.Process.Kill(); r.wg.Wait() })
	select {
	case <-started:
	case <-time.After(10 * time.Second):
		t.Fatal("the recorder hears nothing")
	}
	return r
}

// stop ends the recording and returns its left channel and the times of arrival.
func (r *recording) stop() ([]float32, []arrival) {
	r.cmd.Process.Kill()
	r.wg.Wait()
	return r.frames, r.stamps
}

// heardAt returns when the frame came in.
func heardAt(stamps []arrival, frame int) time.Time {
	for _, s := range stamps {
		if s.frames > frame {
			return s.at
		}
	}
	return time.Time{}
}

// clicks counts the places where x is not a smooth tone of w radians a frame:
// there the second difference is not that of a sine.
func clicks(x []float32, w, limit float64) (n int, most float64) {
	c := 2 * math.Cos(w)
	last := -1000
	for i := 2; i < len(x); i++ {
		d := math.Abs(float64(x[i]) - c*float64(x[i-1]) + float64(x[i-2]))
		most = max(most, d)
		if d > limit && i-last > 100 {
			n++
			last = i
		}
	}
	return n, most
}
