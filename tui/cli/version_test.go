package cli

import (
	"bytes"
	"runtime/debug"
	"strings"
	"testing"

	"anyaudio/tui/cli/licenses"
)

func TestVersionLine(t *testing.T) {
	for _, c := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.3"}}, "anyaudio v1.2.3 (go1.26.8 "},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "(devel)"}}, "anyaudio (devel) (go1.26.8 "},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}}}, "anyaudio (devel 0123456789ab) (go1.26.8 "},
	} {
		if got := versionLine(c.info); !strings.HasPrefix(got, c.want) {
			t.Errorf("got %q, want %q...", got, c.want)
		}
	}
}

// The LGPL's offer stands with the module it is for, with its version.
func TestAACOffer(t *testing.T) {
	notices := []licenses.Notice{
		{Modules: []licenses.Module{{Path: licenses.Main}}, Text: "MIT\n"},
		{Modules: []licenses.Module{{Path: aacModule, Version: "v0.4.0"}}, Text: "LGPL\n"},
	}
	var b bytes.Buffer
	if err := writeLicenses(&b, notices, "go1.26.8"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"AnyAudio\n---", "go mod download github.com/tphakala/go-aac@v0.4.0", "go build -tags noaac", "\nLGPL\n"} {
		if strings.Count(b.String(), want) != 1 {
			t.Errorf("not once %q in\n%s", want, &b)
		}
	}
}
