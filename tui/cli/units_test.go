package cli_test

import (
	"testing"
	"time"

	"anyaudio/tui/cli"
)

func TestParseTime(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"1:23":    83 * time.Second,
		"83s":     83 * time.Second,
		"83":      83 * time.Second,
		"1h2m":    62 * time.Minute,
		"1:02:03": time.Hour + 2*time.Minute + 3*time.Second,
		"90:00":   90 * time.Minute,
		"0:00":    0,
		"0":       0,
		"1:23.5":  83*time.Second + 500*time.Millisecond,
		"2.5":     2500 * time.Millisecond,
		"80ms":    80 * time.Millisecond,
		" 1:05 ":  65 * time.Second,
	} {
		got, err := cli.ParseTime(text)
		if err != nil || got != want {
			t.Errorf("ParseTime(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", " ", "x", "-3", "+3", "1:-3", "1:60", "1:60:00", "1:2:3:4", ":30", "1:", "1::2", "1.5:00", "5x", "1e3",
		"9999999999h", "99999999999999999999", "2147483647:59:59", "1:2s", ".", "1:.", "NaN", "inf",
	} {
		if got, err := cli.ParseTime(text); err == nil {
			t.Errorf("ParseTime(%q) = %v, want an error", text, got)
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"0":       0,
		"4096":    4096,
		"17B":     17,
		"500KB":   500_000,
		"1MB":     1_000_000,
		"1mb":     1_000_000,
		"1.5 MB":  1_500_000,
		"64MiB":   64 << 20,
		"2g":      2_000_000_000,
		"1GiB":    1 << 30,
		"500kib":  500 << 10,
		" 300KB ": 300_000,
	} {
		got, err := cli.ParseSize(text)
		if err != nil || got != want {
			t.Errorf("ParseSize(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "MB", "-1", "1TB", "1MBB", "1 2", "1e5", "1..2", "10EB", "99999999999GB", "1MB/s", "NaN"} {
		if got, err := cli.ParseSize(text); err == nil {
			t.Errorf("ParseSize(%q) = %v, want an error", text, got)
		}
	}
	if got, err := cli.ParseRate("500KB/s"); err != nil || got != 500_000 {
		t.Errorf("ParseRate(500KB/s) = %v, %v", got, err)
	}
}

func TestFormatSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0B", 1: "1B", 1000: "1KB", 1024: "1KiB", 500_000: "500KB", 64 << 20: "64MiB", 1500: "1500B", 3_000_000_000: "3GB"} {
		if got := cli.FormatSize(n); got != want {
			t.Errorf("FormatSize(%d) = %q, want %q", n, got, want)
		}
	}
}

// FuzzParseTime: what is accepted is not negative, and written out it is read back
// to the second.
func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"1:23", "83s", "83", "1h2m", "1:02:03", "1:23.5", "80ms", "-1", "1:60", "2147483647:59:59"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := cli.ParseTime(text)
		if err != nil {
			return
		}
		if d < 0 {
			t.Fatalf("ParseTime(%q) = %v", text, d)
		}
		back, err := cli.ParseTime(cli.FormatTime(d))
		if err != nil || back != d.Truncate(time.Second) {
			t.Fatalf("ParseTime(%q) = %v, written %q, read back %v, %v", text, d, cli.FormatTime(d), back, err)
		}
	})
}

// FuzzParseSize: what is accepted is not negative and survives being written out.
func FuzzParseSize(f *testing.F) {
	for _, s := range []string{"0", "1MB", "1.5 MB", "64MiB", "500KB", "10EB", "9223372036854775807", "0.0000001KB"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := cli.ParseSize(text)
		if err != nil {
			return
		}
		if n < 0 {
			t.Fatalf("ParseSize(%q) = %d", text, n)
		}
		if n >= 1<<53 {
			return // beyond what the number's float64 holds exactly
		}
		if back, err := cli.ParseSize(cli.FormatSize(n)); err != nil || back != n {
			t.Fatalf("ParseSize(%q) = %d, written %q, read back %d, %v", text, n, cli.FormatSize(n), back, err)
		}
	})
}
