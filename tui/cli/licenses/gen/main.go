// Command gen collects the licences of all modules that are linked into anyaudio on
// any of the systems it is built for, and writes them to notices.txt. Run it with
// "go generate ./tui/cli/licenses"; it reads the module cache and needs no network
// once the modules are there.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// platforms are all that anyaudio is built for.
var platforms = []string{
	"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64",
}

// licence matches the files that hold notices.
var licence = regexp.MustCompile(`(?i)^(unlicen[cs]e|licen[cs]e|copying|copyright|notice|patents)([._-].*)?$`)

// module is a linked module and the folders of it that are linked.
type module struct {
	path, version, dir string
	folders            map[string]bool
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("licenses/gen: ")
	out, err := generate()
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("notices.txt", out, 0o644); err != nil {
		log.Fatal(err)
	}
}

func generate() ([]byte, error) {
	modules, err := linked()
	if err != nil {
		return nil, err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	goroot := strings.TrimSpace(string(root))
	modules = append(modules, module{path: "std", dir: goroot, folders: map[string]bool{goroot: true}})
	slices.SortFunc(modules, func(a, b module) int {
		return cmp.Or(cmp.Compare(rank(a.path), rank(b.path)), strings.Compare(a.path, b.path))
	})
	return write(modules)
}

// rank puts the program first and Go second.
func rank(path string) int {
	switch path {
	case "anyaudio":
		return 0
	case "std":
		return 1
	}
	return 2
}

// write gives each text once, under the names of all that have it.
func write(modules []module) ([]byte, error) {
	var texts []string
	names := map[string][]string{}
	for _, m := range modules {
		text, err := m.text()
		if err != nil {
			return nil, err
		}
		if names[text] == nil {
			texts = append(texts, text)
		}
		names[text] = append(names[text], strings.TrimSpace("=== "+m.path+" "+m.version))
	}
	var b bytes.Buffer
	for _, text := range texts {
		fmt.Fprintf(&b, "%s\n\n%s\n\n", strings.Join(names[text], "\n"), text)
	}
	return b.Bytes(), nil
}

// linked asks the go command for the modules of all packages below the program.
func linked() ([]module, error) {
	found := map[string]*module{}
	for _, platform := range platforms {
		goos, goarch, _ := strings.Cut(platform, "/")
		cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module", "anyaudio")
		cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", platform, err)
		}
		if err := add(found, out); err != nil {
			return nil, err
		}
	}
	var all []module
	for _, m := range found {
		all = append(all, *m)
	}
	return all, nil
}

// add reads the output of go list.
func add(found map[string]*module, out []byte) error {
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Dir    string
			Module *struct{ Path, Version, Dir string }
		}
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if p.Module == nil {
			continue // the standard library
		}
		m := found[p.Module.Path]
		if m == nil {
			m = &module{p.Module.Path, p.Module.Version, p.Module.Dir, map[string]bool{}}
			found[m.path] = m
		}
		// A folder on the way to a linked package may have a notice of its own.
		for dir := p.Dir; len(dir) >= len(m.dir); dir = filepath.Dir(dir) {
			m.folders[dir] = true
		}
	}
}

// text joins the notices of a module, those nearest to its root first.
func (m module) text() (string, error) {
	var folders []string
	for dir := range m.folders {
		folders = append(folders, dir)
	}
	slices.Sort(folders)
	var parts []string
	for _, dir := range folders {
		files, err := os.ReadDir(dir)
		if err != nil {
			return "", err
		}
		for _, f := range files {
			if f.IsDir() || !licence.MatchString(f.Name()) || strings.HasSuffix(f.Name(), ".go") {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				return "", err
			}
			parts = append(parts, clean(data))
		}
	}
	if len(parts) == 0 {
		return "", fmt.Errorf("%s %s has no licence file in %s", m.path, m.version, m.dir)
	}
	text := strings.Join(parts, "\n\n")
	if strings.Contains("\n"+text, "\n=== ") {
		return "", fmt.Errorf("%s %s: its licence has a line that looks like a mark", m.path, m.version)
	}
	return text, nil
}

// clean takes away what differs between systems and does not change the words.
func clean(data []byte) string {
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
