package output_test

import (
	"io"
	"path/filepath"
	"testing"
	"time"

	"anyaudio/player/output"
)

// takers are outputs that take some seconds of sound without waiting.
func takers(tb testing.TB) map[string]output.Output {
	tb.Helper()
	outs := map[string]output.Output{"pulse": output.PulseSinkhole()}
	for name, spec := range map[string]string{"null": "null", "stdout": "stdout", "wav": "wav:" + filepath.Join(tb.TempDir(), "a.wav")} {
		out, err := output.Open(tb.Context(), spec, output.Options{Buffer: 10 * time.Second, Stdout: io.Discard})
		if err != nil {
			tb.Fatal(err)
		}
		outs[name] = out
	}
	for _, out := range outs {
		tb.Cleanup(func() { out.Close() })
	}
	return outs
}

func TestWriteDoesNotAllocate(t *testing.T) {
	s := block(960)
	for name, out := range takers(t) {
		n := testing.AllocsPerRun(100, func() {
			if _, err := out.Write(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			out.Delay()
		})
		if n != 0 {
			t.Errorf("%s: %v allocations a block", name, n)
		}
	}
}

// BenchmarkWrite writes blocks of 20 ms; 1 % of a core is 200 µs for one.
func BenchmarkWrite(b *testing.B) {
	s := block(960)
	for i := range s {
		s[i] = float32(i%200)/100 - 1
	}
	for name, out := range takers(b) {
		if name == "null" || name == "stdout" {
			continue // they would wait
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(960 * 4 * output.Channels)
			for b.Loop() {
				if _, err := out.Write(b.Context(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
