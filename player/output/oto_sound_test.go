//go:build linux && !nooto

package output_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anyaudio/player/output"
)

// A process has one oto context, so each scene runs in a process of its own: this
// test program with OUTPUT_TEST_OTO set. It prints what it finds.

// runOto runs a scene with ALSA's default device going to server ("" for none at all),
// and oto's own way to PulseAudio to pulse.
func runOto(t *testing.T, s *soundServer, scene, alsa, pulse string) *exec.Cmd {
	t.Helper()
	conf := filepath.Join(t.TempDir(), "asound.conf")
	text := "# no device\n"
	if alsa != "" {
		if m, _ := filepath.Glob("/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so"); len(m) == 0 {
			if os.Getenv("ANYAUDIO_CI") != "" {
				t.Fatal("libasound2-plugins required in CI")
			}
			t.Skip("no libasound2-plugins")
		}
		text = fmt.Sprintf("pcm.!default { type pulse server %q }\n", alsa)
	}
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(s.env, "OUTPUT_TEST_OTO="+scene, "ALSA_CONFIG_PATH="+conf, "PULSE_SERVER="+pulse)
	return c
}

// otoScene is what the other process does.
func otoScene(scene string) int {
	ctx := context.Background()
	out, err := output.Open(ctx, "oto", output.Options{})
	if err != nil {
		fmt.Println("open:", err, errors.Is(err, output.ErrNoOutput))
		if scene == "none" {
			return 0
		}
		return 1
	}
	d := &deck{t: &testing.T{}, out: out, gain: 0.5}
	switch scene {
	case "seeks":
		d.fadeIn()
		for range 5 {
			d.play(20000)
			start := time.Now()
			d.seek()
			fmt.Println("seek:", len(d.plan), time.Since(start) < 150*time.Millisecond)
		}
		d.play(20000)
		d.fadeOut()
		out.Drain(ctx)
		fmt.Println("plan:", len(d.plan), out.Delay())
	case "again":
		d.play(24000)
		out.Drain(ctx)
		out.Pause(true)
		time.Sleep(300 * time.Millisecond)
		d.play(24000)
		out.Close()
		if out, err = output.Open(ctx, "oto", output.Options{}); err != nil {
			fmt.Println("again:", err)
			return 1
		}
		d.out = out
		d.play(24000)
		out.Drain(ctx)
	case "lost":
		fmt.Println("ready")
		for err == nil {
			_, err = out.Write(ctx, block(960))
		}
		fmt.Println("lost:", err, errors.Is(err, output.ErrLost))
	}
	out.Close()
	return 0
}

func TestOtoSound(t *testing.T) {
	s := startServer(t, "", "")
	own := "unix:" + s.socket
	for name, way := range map[string][2]string{"alsa": {own, "unix:/nonexistent"}, "pulse": {"", own}} {
		t.Run(name, func(t *testing.T) {
			attempt(t, func() error {
				rec := s.record(t, "5")
				b, err := runOto(t, s, "seeks", way[0], way[1]).CombinedOutput()
				if err != nil {
					return fmt.Errorf("%w: %s", err, b)
				}
				time.Sleep(100 * time.Millisecond)
				got, _ := rec.stop()
				n, most := clicks(got, toneW, 0.0015)
				first := slices.IndexFunc(got, func(f float32) bool { return f != 0 })
				last := len(got)
				for last > 0 && got[last-1] == 0 {
					last--
				}
				t.Logf("%d frames, %d clicks (%v)\n%s", last-first, n, most, b)
				if !strings.Contains(string(b), fmt.Sprintf("plan: %d 0s", last-first)) {
					return errors.New("not as many frames as written")
				}
				if n > 0 {
					return fmt.Errorf("%d clicks", n)
				}
				return nil
			})
		})
	}
}

func TestOtoAgain(t *testing.T) {
	s := startServer(t, "", "")
	b, err := runOto(t, s, "again", "unix:"+s.socket, "unix:/nonexistent").CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, b)
	}
}

func TestOtoLost(t *testing.T) {
	s := startServer(t, "", "")
	c := runOto(t, s, "lost", "unix:"+s.socket, "unix:/nonexistent")
	time.AfterFunc(1500*time.Millisecond, s.kill)
	b, err := c.CombinedOutput()
	if err != nil || !strings.Contains(string(b), "lost: ") || !strings.Contains(string(b), " true\n") {
		t.Errorf("%v: %s", err, b)
	}
	t.Logf("%s", b)
}

func TestOtoWithoutDevice(t *testing.T) {
	s := startServer(t, "", "")
	start := time.Now()
	b, err := runOto(t, s, "none", "", "unix:/nonexistent").CombinedOutput()
	if err != nil || !strings.Contains(string(b), "open: no sound output: ") || !strings.Contains(string(b), " true\n") || time.Since(start) > 5*time.Second {
		t.Errorf("%v: %s", err, b)
	}
}
