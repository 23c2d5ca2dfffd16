package cli_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anyaudio/tui/cli"
	"anyaudio/tui/remote"
)

func TestRemote(t *testing.T) {
	dir, err := os.MkdirTemp("", "aa") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	s, err := remote.Listen(path, remote.Options{
		Do: func(_ context.Context, line string) (string, error) {
			if line == "plai now" {
				return "", errors.New(`no command "plai"`)
			}
			return map[string]string{"volume 50": "volume\x1b[2J 50%"}[line], nil
		},
		Status: func() remote.Event { return remote.Event{Title: "Song", State: "paused"} },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, test := range []struct {
		socket, line   string
		status         int
		stdout, stderr string
	}{
		{path, "volume 50", cli.ExitOK, "volume[2J 50%\n", ""},
		{path, "pause", cli.ExitOK, "", ""},
		{path, "plai now", cli.ExitFailed, "", `no command "plai"`},
		{path, "status", cli.ExitOK, `{"title":"Song","state":"paused"}` + "\n", ""},
		{path + "x", "pause", cli.ExitFailed, "", "no player listens at"},
	} {
		var stdout, stderr bytes.Buffer
		status := cli.Remote(t.Context(), test.socket, strings.Fields(test.line), &stdout, &stderr)
		if status != test.status || stdout.String() != test.stdout || !strings.Contains(stderr.String(), test.stderr) || (test.stderr == "") != (stderr.Len() == 0) {
			t.Errorf("%s: %d, %q, %q", test.line, status, stdout.String(), stderr.String())
		}
	}
}

func TestRemotePath(t *testing.T) {
	env := func(dir string) cli.Lookup {
		return func(name string) (string, bool) { return dir, dir != "" && name == "XDG_RUNTIME_DIR" }
	}
	if got := cli.RemotePath(env("/run/user/7")); got != filepath.Join("/run/user/7", "anyaudio.sock") {
		t.Error(got)
	}
	if got := cli.RemotePath(env("")); !strings.HasPrefix(got, os.TempDir()) {
		t.Error(got)
	}
}
