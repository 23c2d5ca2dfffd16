package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"anyaudio/tui/cli"
)

// noEnv is an environment with nothing in it but a configuration file that does not exist.
func noEnv(t *testing.T) cli.Lookup {
	dir := t.TempDir()
	return func(name string) (string, bool) {
		if name == "ANYAUDIO_CONFIG" {
			return dir + "/none.toml", true
		}
		return "", false
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "open []"},
		{[]string{"night", "train"}, "open [night train]"},
		{[]string{"--output", "null", "night"}, "open [night]"},
		{[]string{"night", "train", "--output=null"}, "open [night train]"},
		{[]string{"night", "demo"}, "open [night demo]"},
		{[]string{"open"}, "open [open]"},
		{[]string{"open", "sesame"}, "open [open sesame]"},
		{[]string{"--", "demo"}, "open [demo]"},
		{[]string{"--output=null", "--", "play", "--no-ui"}, "open [play --no-ui]"},
		{[]string{"--", "--"}, "open [--]"},
		{[]string{"demo"}, "demo []"},
		{[]string{"--output=null", "demo", "--rtt", "80ms", "--bandwidth", "1MB"}, "demo []"},
		{[]string{"play", "https://example.org/a?b=c#d"}, "play [https://example.org/a?b=c#d]"},
		{[]string{"play", "-"}, "play [-]"},
		{[]string{"play", "--", "-x", "demo"}, "play [-x demo]"},
		{[]string{"play", "demo", "version"}, "play [demo version]"},
		{[]string{"search", "a", "b"}, "search [a b]"},
		{[]string{"doctor"}, "doctor []"},
		{[]string{"version"}, "version []"},
		{[]string{"config", "print"}, "config print []"},
		{[]string{"config", "path"}, "config path []"},
	} {
		t.Run(fmt.Sprint(c.args), func(t *testing.T) {
			var out, errs bytes.Buffer
			inv, status := cli.Parse(c.args, noEnv(t), &out, &errs)
			if inv == nil {
				t.Fatalf("status %d, stdout %q, stderr %q", status, &out, &errs)
			}
			if got := fmt.Sprint(inv.Command, " ", inv.Args); got != c.want || len(inv.Problems) > 0 {
				t.Errorf("got %s, problems %v, want %s", got, inv.Problems, c.want)
			}
		})
	}
}

func TestParseFlags(t *testing.T) {
	args := []string{"play", "--no-ui", "--start", "1:23", "--output", "wav:x.wav", "--for=30", "song"}
	inv, _ := cli.Parse(args, noEnv(t), io.Discard, io.Discard)
	if !inv.NoUI || inv.Start != 83*time.Second || inv.For != 30*time.Second || inv.Config.Output != "wav:x.wav" {
		t.Errorf("Parse(%v) = %+v", args, inv)
	}
	args = []string{"demo", "--rtt", "80ms", "--bandwidth", "500KB/s"}
	inv, _ = cli.Parse(args, noEnv(t), io.Discard, io.Discard)
	if inv.RTT != 80*time.Millisecond || inv.Bandwidth != 500_000 {
		t.Errorf("Parse(%v) = %+v", args, inv)
	}
}

func TestParseUsage(t *testing.T) {
	for _, args := range [][]string{
		{"--bogus"},
		{"play"},
		{"play", "--start", "1:99", "x"},
		{"play", "--start"},
		{"play", "-", "x"},
		{"play", "--rtt", "1s", "x"},
		{"search"},
		{"demo", "x"},
		{"demo", "--bandwidth", "fast"},
		{"doctor", "--", "x"},
		{"config"},
		{"config", "erase"},
		{"version", "--json"},
	} {
		var out, errs bytes.Buffer
		inv, status := cli.Parse(args, noEnv(t), &out, &errs)
		if inv != nil || status != cli.ExitUsage || out.Len() > 0 || bytes.Count(errs.Bytes(), []byte("\n")) != 1 {
			t.Errorf("Parse(%v) = %+v, %d, stdout %q, stderr %q; want one line on stderr and status 2", args, inv, status, &out, &errs)
		}
	}
}

func TestParseHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"-h"}, {"play", "--help"}, {"words", "--help"}, {"config", "--help"}} {
		var out, errs bytes.Buffer
		inv, status := cli.Parse(args, noEnv(t), &out, &errs)
		if inv != nil || status != cli.ExitOK || errs.Len() > 0 || !bytes.Contains(out.Bytes(), []byte("Usage:")) || bytes.Contains(out.Bytes(), []byte("${")) {
			t.Errorf("Parse(%v) = %+v, %d, stdout %q, stderr %q; want help on stdout", args, inv, status, &out, &errs)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	env := func(string) (string, bool) { return "", false }
	for b.Loop() {
		if inv, _ := cli.Parse([]string{"demo", "--rtt", "80ms"}, env, io.Discard, io.Discard); inv == nil {
			b.Fatal("not parsed")
		}
	}
}
