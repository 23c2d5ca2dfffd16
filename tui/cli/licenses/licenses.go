package licenses

import (
	_ "embed"
	"runtime/debug"
	"strings"
)

// notices is written by gen. A line that begins with the mark names a module and its
// version; several in a row share the text that follows them.
//
//go:embed notices.txt
var notices string

const mark = "=== "

// Names of what is linked and is no module that is downloaded.
const (
	Main = "anyaudio" // this program
	Std  = "std"      // Go's runtime and standard library
)

// A Module is a module path with its version, empty for Main and Std.
type Module struct{ Path, Version string }

// A Notice is a licence and the modules that are under it, word for word.
type Notice struct {
	Modules []Module
	Text    string
}

// All returns the notices of everything that may be linked, this program first.
func All() []Notice { return parse(notices) }

// Linked returns the notices of what is linked into this build: another operating
// system or a build tag may leave modules out.
func Linked(info *debug.BuildInfo) []Notice {
	linked := map[Module]bool{{Main, ""}: true, {Std, ""}: true}
	for _, m := range info.Deps {
		linked[Module{m.Path, m.Version}] = true
	}
	var found []Notice
	for _, n := range All() {
		var modules []Module
		for _, m := range n.Modules {
			if linked[m] {
				modules = append(modules, m)
			}
		}
		if len(modules) > 0 {
			found = append(found, Notice{modules, n.Text})
		}
	}
	return found
}

func parse(text string) []Notice {
	var all []Notice
	head := false // within the names of a notice
	for line := range strings.Lines(text) {
		name, isMark := strings.CutPrefix(line, mark)
		if isMark {
			if !head {
				all = append(all, Notice{})
			}
			path, version, _ := strings.Cut(strings.TrimSuffix(name, "\n"), " ")
			n := &all[len(all)-1]
			n.Modules = append(n.Modules, Module{path, version})
		} else if len(all) > 0 {
			all[len(all)-1].Text += line
		}
		head = isMark
	}
	return all
}
