package output_test

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"anyaudio/player/output"
)

func TestWAV(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.wav")
	out := open(t, "wav:"+name, output.Options{})
	in := []float32{
		0, 1, -1, 0.5, -0.5, 1.5, -1.5, 1.0 / 32768, 0.6 / 32768, 0.4 / 32768, -0.6 / 32768, float32(math.NaN()),
		float32(math.Inf(1)), float32(math.Inf(-1)), 32766.6 / 32768, -32767.6 / 32768,
	}
	want := []int16{0, 32767, -32768, 16384, -16384, 32767, -32768, 1, 1, 0, -1, 0, 32767, -32768, 32767, -32768}
	if n, err := out.Write(t.Context(), in); n != len(in)/2 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := out.Rewind(10); n != 0 || err != nil {
		t.Error(n, err)
	}
	if out.Delay() != 0 || out.Info().RealTime {
		t.Error("a file has no delay and no clock")
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Write(t.Context(), in); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) != 44+2*len(want) || binary.LittleEndian.Uint32(b[4:]) != uint32(len(b)-8) || binary.LittleEndian.Uint32(b[40:]) != uint32(2*len(want)) {
		t.Fatalf("%d bytes, header % x", len(b), b[:min(44, len(b))])
	}
	for i, w := range want {
		if v := int16(binary.LittleEndian.Uint16(b[44+2*i:])); v != w {
			t.Errorf("%v became %d, want %d", in[i], v, w)
		}
	}
}

// TestWAVOfAKilledProgram reads a file that was never closed, with programs that
// others use.
func TestWAVOfAKilledProgram(t *testing.T) {
	needTool(t, "sox", "ffprobe")
	name := filepath.Join(t.TempDir(), "a.wav")
	out := open(t, "wav:"+name, output.Options{})
	write(t, out, 48000)
	if err := out.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, closed := range []bool{false, true} {
		if closed {
			out.Close()
		}
		b, err := exec.Command("sox", name, "-n", "stat").CombinedOutput()
		if err != nil || !strings.Contains(string(b), "Length (seconds):      1.000000") {
			t.Errorf("closed %v: sox: %v %s", closed, err, b)
		}
		b, err = exec.Command("ffmpeg", "-v", "error", "-i", name, "-f", "s16le", "-").Output()
		if err != nil || len(b) != 48000*4 {
			t.Errorf("closed %v: ffmpeg: %v, %d bytes", closed, err, len(b))
		}
	}
}

func TestWAVNeedsADirectory(t *testing.T) {
	out, err := output.Open(t.Context(), "wav:"+filepath.Join(t.TempDir(), "no", "a.wav"), output.Options{})
	if err == nil || out != nil || errors.Is(err, output.ErrNoOutput) {
		t.Errorf("%v, %v", out, err)
	}
}

func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Log("this system has no /dev/full; nothing tested")
		return
	}
	out, err := output.Open(t.Context(), "wav:/dev/full", output.Options{})
	if err == nil {
		_, err = out.Write(t.Context(), block(100000))
		out.Close()
	}
	if err == nil || errors.Is(err, output.ErrLost) {
		t.Errorf("a full disk: %v", err)
	}
}
