package licenses_test

import (
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"anyaudio/tui/cli/licenses"
)

// linked returns the modules that the go command links into the program for a system.
// That is what debug.ReadBuildInfo of the binary lists, without having to build it.
func linked(t *testing.T, goos, goarch string) []licenses.Module {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", "anyaudio")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list for %s/%s: %v", goos, goarch, err)
	}
	var modules []licenses.Module
	for line := range strings.Lines(string(out)) {
		path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		if m := (licenses.Module{Path: path, Version: version}); path != "" && !slices.Contains(modules, m) {
			modules = append(modules, m)
		}
	}
	return modules
}

// Every module of every build has a notice.
func TestComplete(t *testing.T) {
	have := map[licenses.Module]bool{}
	for _, n := range licenses.All() {
		for _, m := range n.Modules {
			if have[m] {
				t.Errorf("%v has two notices", m)
			}
			have[m] = true
		}
		if len(strings.TrimSpace(n.Text)) < 200 {
			t.Errorf("%v: no licence in %q", n.Modules, n.Text)
		}
	}
	for _, platform := range [][2]string{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}} {
		modules := linked(t, platform[0], platform[1])
		if len(modules) < 5 {
			t.Errorf("%v: only %v is linked", platform, modules)
		}
		for _, m := range append(modules, licenses.Module{Path: licenses.Std}) {
			if !have[m] {
				t.Errorf("%v: no notice for %s %s: run go generate ./tui/cli/licenses", platform, m.Path, m.Version)
			}
		}
	}
}

// Our own licence is that at the top of the repository.
func TestOwn(t *testing.T) {
	data, err := os.ReadFile("../../../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	first := licenses.All()[0]
	if first.Modules[0].Path != licenses.Main || strings.TrimSpace(first.Text) != strings.TrimSpace(string(data)) {
		t.Errorf("%v: %s", first.Modules, first.Text)
	}
}

// Linked leaves out what a build does not have, and never this program and Go.
func TestLinked(t *testing.T) {
	kong := &debug.Module{Path: "github.com/alecthomas/kong", Version: "v1.17.0"}
	info := &debug.BuildInfo{Deps: []*debug.Module{kong, {Path: "example.org/none", Version: "v1.0.0"}}}
	var got []string
	for _, n := range licenses.Linked(info) {
		for _, m := range n.Modules {
			got = append(got, m.Path)
		}
	}
	if want := "anyaudio std github.com/alecthomas/kong"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
