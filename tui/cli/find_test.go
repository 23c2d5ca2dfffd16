package cli_test

import (
	"context"
	"errors"
	"testing"

	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/source/direct"
	"anyaudio/source/local"
	"anyaudio/tui/cli"
)

func TestAreWords(t *testing.T) {
	r := source.NewRegistry()
	r.Add("url", direct.New(direct.Options{}))
	r.Add("file", local.New(local.Options{}))
	for _, c := range []struct {
		args []string
		want bool
	}{
		{nil, true},
		{[]string{"night", "train"}, true},
		{[]string{"-"}, false},
		{[]string{"https://example.org/x"}, false},
		{[]string{"http://"}, false},
		{[]string{"./x"}, false},
		{[]string{"x.webm", "night"}, false},
		{[]string{"AC/DC"}, true},
	} {
		if got := cli.AreWords(r, c.args); got != c.want {
			t.Errorf("AreWords(%v) = %v", c.args, got)
		}
	}
}

func TestNoOutputHelp(t *testing.T) {
	env := map[string]string{}
	getenv := func(name string) string { return env[name] }
	err := errors.Join(output.ErrNoOutput, context.DeadlineExceeded)
	if got := cli.NoOutputHelp(err, getenv); len(got) < 40 || got[:17] != "no sound output: " {
		t.Error(got)
	}
	env["SSH_CONNECTION"], env["USER"] = "10.0.0.1 5000 10.0.0.2 22", "me"
	want := "no sound output here; type this, the first line at home:\n" +
		"ssh -R /tmp/me.pulse:$XDG_RUNTIME_DIR/pulse/native me@10.0.0.2\n" +
		"PULSE_SERVER=unix:/tmp/me.pulse anyaudio"
	if got := cli.NoOutputHelp(err, getenv); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
