package cli

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"anyaudio/tui/cli/licenses"
)

// aacModule is the one module that is not under a permissive licence.
const aacModule = "github.com/tphakala/go-aac"

// Version writes the version in one line, or the licences of everything in the program.
func Version(w io.Writer, withLicenses bool) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: runtime.Version()}
	}
	if withLicenses {
		return writeLicenses(w, licenses.Linked(info), info.GoVersion)
	}
	_, err := fmt.Fprintln(w, versionLine(info))
	return err
}

// versionLine is "anyaudio v1.2.3 (go1.26.8 linux/amd64)". A build of a checkout has its
// revision in the version, put there by the go command.
func versionLine(info *debug.BuildInfo) string {
	version := info.Main.Version
	if version == "" || version == "(devel)" {
		version = "(devel)"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				version = "(devel " + s.Value[:min(12, len(s.Value))] + ")"
			}
		}
	}
	return fmt.Sprintf("anyaudio %s (%s %s/%s)", version, info.GoVersion, runtime.GOOS, runtime.GOARCH)
}

// writeLicenses writes each notice under the names of what it is for.
func writeLicenses(w io.Writer, notices []licenses.Notice, goVersion string) error {
	var b strings.Builder
	for i, n := range notices {
		if i > 0 {
			b.WriteString("\n")
		}
		for _, m := range n.Modules {
			fmt.Fprintf(&b, "%s\n", moduleTitle(m, goVersion))
			if m.Path == aacModule {
				fmt.Fprintf(&b, aacOffer, m.Path, m.Version)
			}
		}
		b.WriteString(strings.Repeat("-", 72))
		b.WriteString("\n" + strings.TrimRight(n.Text, "\n") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func moduleTitle(m licenses.Module, goVersion string) string {
	switch m.Path {
	case licenses.Main:
		return "AnyAudio"
	case licenses.Std:
		return "Go runtime and standard library, " + goVersion
	}
	return m.Path + " " + m.Version
}

// aacOffer is what section 6 of the LGPL 2.1 asks for: where the library's source is,
// and how the program is linked anew with another version of it.
const aacOffer = `
This program uses the library above, which is covered by the GNU Lesser General
Public License, version 2.1 or later; its text is below. The complete source of
the library is fetched with "go mod download %s@%s".
The source of this program is complete and free as well: to link it with a
changed library, point a "replace" line of go.mod at it and run "go build"; to
leave the library out, run "go build -tags noaac".

`
