// Command layers checks that the packages depend on each other in one direction only:
//
//	main, tui/app -> tui -> player -> source, stream       (source and stream do not know each other)
//
// .golangci.yml states the same rules for the linter; this program holds without it, for
// every system the player is built for. Test files may import what they like.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// A rule is what the non-test files of the packages under one path may import. The standard
// library and packages under the path itself always may be imported. A trailing "/..." stands for all
// that is below, a "!" before an entry forbids what a later, wider one would allow.
type rule struct {
	path string
	may  []string
}

const (
	origintest  = "anyaudio/stream/origintest"
	keptLibrary = "anyaudio/source/library"
	keptLists   = "anyaudio/source/playlistfile"
	suggestions = "anyaudio/source/taste"
	charm       = "charm.land/..."
	charmX      = "github.com/charmbracelet/..."
	gopus       = "github.com/thesyncim/gopus/..."
	beep        = "github.com/gopxl/beep/..."
	oto         = "github.com/ebitengine/..."
	pulse       = "github.com/jfreymuth/pulse/..."
)

// rules are tried in order: the first whose path holds the package decides.
var rules = []rule{
	// The fake origin speaks HTTP and knows nothing of its reader.
	{origintest, []string{"golang.org/x/sys/...", "golang.org/x/sync/..."}},
	// The reader must be usable by anyone: nothing but the standard library and its annexes.
	{"anyaudio/stream", []string{"!" + origintest, "golang.org/x/sys/...", "golang.org/x/sync/..."}},
	// The demo's pieces are packed as Opus by a generator that nothing else runs.
	{"anyaudio/source/demo/gen", []string{"anyaudio/source/...", "golang.org/x/sync/...", gopus}},
	// The demo has an origin of its own, at the other end of a network in memory.
	{"anyaudio/source/demo", []string{"!anyaudio/source/demo/gen/...", "anyaudio/source", origintest}},
	// A provider knows the vocabulary of source and whatever its service needs, no sound, no screen.
	{"anyaudio/source/", []string{
		"!anyaudio/source/demo/gen/...", "anyaudio/source/...", "!anyaudio/...",
		"!" + charm, "!" + charmX, "!" + gopus, "!" + beep, "!" + oto, "!" + pulse, "...",
	}},
	// The vocabulary itself knows nobody.
	{"anyaudio/source", []string{"!anyaudio/source/...", "golang.org/x/sync/..."}},
	// The player is where a track becomes a reader becomes samples. It is given its providers.
	{"anyaudio/player", []string{
		"anyaudio/player/...", "anyaudio/source", "!" + origintest, "anyaudio/stream/...", "!anyaudio/...",
		"!" + charm, "!" + charmX, "...",
	}},
	// The program put together: it alone knows everybody.
	{"anyaudio/tui/app", []string{"..."}},
	// The screen draws what the player tells and what the listener keeps: it never sees bytes,
	// decoders, devices or providers.
	{"anyaudio/tui", []string{
		"!anyaudio/tui/app", "anyaudio/tui/...", "anyaudio/player/...", "anyaudio/source", keptLists, keptLibrary, suggestions, "!anyaudio/...",
		"!" + gopus, "!" + beep, "!" + oto, "!" + pulse, "...",
	}},
	{"anyaudio", []string{"anyaudio/tui/app", "!..."}},
}

var systems = []string{"linux", "darwin", "windows"}

func main() {
	var all []string
	for _, system := range systems {
		broken, err := check(system)
		if err != nil {
			fmt.Fprintln(os.Stderr, "layers:", err)
			os.Exit(1)
		}
		all = append(all, broken...)
	}
	for _, b := range all {
		fmt.Println(b)
	}
	if len(all) > 0 {
		os.Exit(1)
	}
}

type pkg struct {
	ImportPath string
	Imports    []string
	Standard   bool
	Module     *struct{ Main bool }
}

// check lists the imports on one system that no rule allows.
func check(system string) (broken []string, err error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports,Standard,Module", "./...")
	cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var ours []pkg
	standard := map[string]bool{"C": true, "unsafe": true}
	for in := json.NewDecoder(out); ; {
		var p pkg
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		standard[p.ImportPath] = p.Standard
		if p.Module != nil && p.Module.Main {
			ours = append(ours, p)
		}
	}
	if err := cmd.Wait(); err != nil {
		return nil, err
	}
	for _, p := range ours {
		for _, imported := range p.Imports {
			if !standard[imported] && !allowed(p.ImportPath, imported) {
				broken = append(broken, fmt.Sprintf("%s: %s must not import %s", system, p.ImportPath, imported))
			}
		}
	}
	return broken, nil
}

// allowed says whether a package may import another one.
func allowed(importer, imported string) bool {
	for _, r := range rules {
		if !under(importer, r.path) || r.path == "anyaudio" && importer != r.path {
			continue // there is no package beside the four
		}
		for _, m := range r.may {
			if pattern, not := strings.CutPrefix(m, "!"); matches(imported, pattern) {
				return !not
			}
		}
		return under(imported, r.path)
	}
	return false
}

// under says whether a package is at path or below it; a path that ends in a slash is only
// for what is below.
func under(name, path string) bool {
	return name == path || strings.HasPrefix(name, strings.TrimSuffix(path, "/")+"/")
}

func matches(name, pattern string) bool {
	path, below := strings.CutSuffix(pattern, "...")
	if !below {
		return name == pattern
	}
	return path == "" || under(name, strings.TrimSuffix(path, "/"))
}
