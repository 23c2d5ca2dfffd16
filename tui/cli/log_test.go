package cli_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"anyaudio/source"
	"anyaudio/tui/cli"
)

func TestLogHoldsNoSecrets(t *testing.T) {
	var b bytes.Buffer
	log := cli.NewLogger(&b)
	log.Info("get https://example.org/a?sig=SECRET now", "url", "https://me:SECRET@example.org/b#SECRET")
	log.With("key", "url:http://example.org/c?x=1&key=SECRET").Warn("failed",
		"err", errors.New(`Get "https://example.org/d?key=SECRET": refused`),
		"media", source.Media{URL: "https://example.org/e?key=SECRET"}, "at", 7, "path", "/x/a?b#c")
	if got := b.String(); strings.Contains(got, "SECRET") || strings.Count(got, "example.org/") != 5 ||
		!strings.Contains(got, "refused") || !strings.Contains(got, "path=/x/a?b#c") {
		t.Error(got)
	}
}

// The log is appended to, and nobody else can read it.
func TestOpenLog(t *testing.T) {
	name := filepath.Join(t.TempDir(), "log")
	for range 2 {
		log, f, err := cli.OpenLog(name)
		if err != nil {
			t.Fatal(err)
		}
		log.Info("hello")
		f.Close()
	}
	data, _ := os.ReadFile(name)
	st, err := os.Stat(name)
	if err != nil || strings.Count(string(data), "msg=hello") != 2 || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v, %q", st.Mode(), err, data)
	}
	if _, _, err := cli.OpenLog("/no/such/log"); err == nil || err.Error() != "log file /no/such/log: no such file or directory" {
		t.Error(err)
	}
}
