package local

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"anyaudio/source"
)

// isPath reports whether an argument is meant as a path rather than as words or an
// address. Sure signs are where it starts (/, ./, ../, ~, a drive, file://), a
// separator at its end, which the shell's completion puts after a folder, and the
// extension of an audio file or a list. Words may hold a separator too ("AC/DC"):
// then it is a path when there is such a file. A bare name is never one: what a
// search finds must not depend on the folder one is in.
func (p *Provider) isPath(arg string) bool {
	switch {
	case arg == "" || strings.ContainsRune(arg, 0):
		return false
	case hasScheme(arg):
		return isFileURL(arg)
	case arg == "." || arg == "..", isHome(arg), isSeparator(arg[0]),
		startsWithDots(arg), isSeparator(arg[len(arg)-1]), isWindowsPath(arg),
		source.TypeByName(arg) != "", isList(arg):
		return true
	case !strings.ContainsFunc(arg, func(r rune) bool { return r < 0x80 && isSeparator(byte(r)) }):
		return false
	}
	path, err := p.abs(arg)
	if err != nil {
		return false
	}
	_, err = os.Stat(path)
	return err == nil
}

// isHome reports whether arg is ~ or starts with ~/ .
func isHome(arg string) bool {
	return strings.HasPrefix(arg, "~") && (len(arg) == 1 || isSeparator(arg[1]))
}

// startsWithDots reports whether arg starts with ./ or ../ .
func startsWithDots(arg string) bool {
	rest := strings.TrimPrefix(arg, ".")
	rest = strings.TrimPrefix(rest, ".")
	return rest != "" && len(rest) < len(arg) && isSeparator(rest[0])
}

// isSeparator is os.IsPathSeparator for a byte: / everywhere, \ on Windows.
func isSeparator(c byte) bool { return os.IsPathSeparator(c) }

// isWindowsPath reports whether s is an absolute path as Windows writes it: C:\x, C:/x
// or \\server\share.
func isWindowsPath(s string) bool {
	if strings.HasPrefix(s, `\\`) {
		return true
	}
	return len(s) >= 3 && s[1] == ':' && (s[2] == '\\' || s[2] == '/') &&
		(s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
}

// fromWindows reports whether a path on another system has a Windows path in it, as
// those of lists written there have.
func fromWindows(path string) bool {
	if os.PathSeparator == '\\' {
		return false
	}
	for element := range strings.SplitSeq(path, "/") {
		if isWindowsPath(element) || isWindowsPath(element+"/") {
			return true
		}
	}
	return false
}

// hasScheme reports whether s is an address such as https://x or file:///x.
func hasScheme(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && len(scheme) > 1 && !strings.ContainsAny(scheme, `/\ `)
}

func isFileURL(s string) bool {
	return len(s) >= 7 && strings.EqualFold(s[:7], "file://")
}

// abs makes an argument an absolute, clean path.
func (p *Provider) abs(arg string) (string, error) {
	switch {
	case isFileURL(arg):
		path, err := fileURLPath(arg)
		if err != nil {
			return "", err
		}
		arg = path
	case isHome(arg):
		home, err := p.home()
		if err != nil {
			return "", err
		}
		arg = filepath.Join(home, arg[1:])
	}
	if filepath.IsAbs(arg) {
		return filepath.Clean(arg), nil
	}
	dir, err := p.dir()
	if err != nil {
		return "", err
	}
	return join(dir, arg), nil
}

func (p *Provider) home() (string, error) {
	if p.o.Home != "" {
		return p.o.Home, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", &source.Error{
			Kind: source.ErrNotFound, Line: "~ stands for nothing: this user has no home folder",
			Hint: "write the whole path", Err: err,
		}
	}
	return home, nil
}

func (p *Provider) dir() (string, error) {
	if p.o.Dir != "" {
		return filepath.Abs(p.o.Dir)
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", &source.Error{
			Kind: source.ErrNotFound, Line: "the folder you are in is gone",
			Hint: "cd into another one, or write the whole path", Err: err,
		}
	}
	return dir, nil
}

// join is where path, as it stands in a list in dir, leads.
func join(dir, path string) string {
	switch {
	case filepath.IsAbs(path):
		return filepath.Clean(path)
	case isSeparator(path[0]):
		// On Windows \music is rooted, on the drive that one is on.
		return filepath.Clean(filepath.VolumeName(dir) + path)
	}
	return filepath.Join(dir, path)
}

// fileURLPath is the path of a file URL (RFC 8089), with its percent-escapes undone.
func fileURLPath(arg string) (string, error) {
	u, err := url.Parse(arg)
	if err != nil || u.Path == "" || (u.Host != "" && !strings.EqualFold(u.Host, "localhost")) {
		return "", &source.Error{
			Kind: source.ErrNotFound,
			Line: fmt.Sprintf("not a file of this machine: %q", source.Clean(source.Redact(arg))),
			Hint: "write it as file:///folder/file, or without file://",
		}
	}
	path := u.Path
	// file:///C:/x: the path of the URL is /C:/x.
	if os.PathSeparator == '\\' && isWindowsPath(path[1:]) {
		path = path[1:]
	}
	return filepath.FromSlash(path), nil
}
