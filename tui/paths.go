package tui

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"anyaudio/source/playlistfile"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The path after "import" is completed with Tab, too: from the disk, so in a command.

// maxPaths bounds how many ways to go on are offered.
const maxPaths = 100

// pathArg is the path in a line that has one to complete; false for any other line.
func pathArg(line string) (head, path string, ok bool) {
	path, ok = strings.CutPrefix(strings.TrimLeft(line, " "), "import ")
	path = strings.TrimLeft(path, " ")
	return line[:len(line)-len(path)], path, ok
}

// pathsCmd looks up how the path in the line goes on, n times Tab forward.
func pathsCmd(line string, n int) tea.Cmd {
	return func() tea.Msg { return pathsMsg{typed: line, n: n, lines: completePath(line)} }
}

// completePath returns the lines that go on from one with a path: folders and list files. Hidden
// ones are left out until their dot is typed, and those whose names cannot be shown.
func completePath(line string) (lines []string) {
	head, path, ok := pathArg(line)
	if !ok {
		return nil
	}
	if path == "~" {
		path += string(os.PathSeparator)
	}
	folder, begun := filepath.Split(path)
	entries, err := os.ReadDir(cmp.Or(atHome(folder), "."))
	if err != nil {
		return nil // Enter will tell
	}
	for _, e := range entries {
		name := e.Name()
		hidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(begun, ".")
		if hidden || !strings.HasPrefix(name, begun) || text.Clean(name) != name {
			continue
		}
		if info, err := os.Stat(filepath.Join(atHome(folder), name)); err == nil && info.IsDir() {
			name += string(os.PathSeparator)
		} else if _, ok := playlistfile.FormatOf(name); !ok {
			continue
		}
		if lines = append(lines, head+folder+name); len(lines) == maxPaths {
			break
		}
	}
	return lines
}

// handlePaths offers what has been found, if the line is still the same. The only way to go on is
// taken: Tab goes on from there.
func (m *Model) handlePaths(msg pathsMsg) {
	switch {
	case m.focus != focusCommand || m.line.Value() != msg.typed:
	case len(msg.lines) == 1:
		m.completion = completion{}
		m.line.SetValue(msg.lines[0])
	default:
		m.completion = completion{typed: msg.typed, items: msg.lines, at: -1}
		m.turn(msg.n)
	}
}

// lastOfPath is the last part of a path, with the separator of a folder.
func lastOfPath(path string) string {
	folder := strings.TrimRight(path, string(os.PathSeparator))
	return path[strings.LastIndexByte(folder, os.PathSeparator)+1:]
}

// atHome is a path with the home for a ~ at its beginning.
func atHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return home + rest
		}
	}
	return path
}
