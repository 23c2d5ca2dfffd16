package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
)

// CheckTerminal looks at the terminal that stdout is.
func CheckTerminal(stdout io.Writer, env Lookup, environ []string) Check {
	return Check{"terminal", func(context.Context) []Finding {
		var found []Finding
		name, _ := env("TERM")
		if f, ok := stdout.(*os.File); ok && term.IsTerminal(f.Fd()) {
			found = append(found, checkScreen(name, f, environ))
		} else {
			found = append(found, Finding{Note, "output is not a terminal", "run anyaudio in a terminal, or use `anyaudio play --no-ui`"})
		}
		if name == "dumb" || name == "" && runtime.GOOS != "windows" {
			found = append(found, Finding{Note, fmt.Sprintf("TERM is %q", name), "set it to what the terminal is, such as xterm-256color"})
		}
		if runtime.GOOS != "windows" {
			found = append(found, checkLocale(env))
		}
		return found
	}}
}

// checkScreen looks at size and colours. 80x24 is what everything fits in.
func checkScreen(name string, f *os.File, environ []string) Finding {
	width, height, err := term.GetSize(f.Fd())
	if err != nil {
		return Finding{Note, name + ": its size is not known", "resize the window, or run `resize`"}
	}
	text := fmt.Sprintf("%s, %dx%d, colours: %s", name, width, height, colorprofile.Detect(f, environ))
	if width < 80 || height < 24 {
		return Finding{Note, text, "80x24 or more shows everything"}
	}
	return Finding{Good, text, ""}
}

// checkLocale looks for UTF-8 where POSIX has it: the first of the three that is set counts.
func checkLocale(env Lookup) Finding {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		value, _ := env(name)
		if value == "" {
			continue
		}
		upper := strings.ToUpper(value)
		if slices.ContainsFunc([]string{"UTF-8", "UTF8"}, func(s string) bool { return strings.Contains(upper, s) }) {
			return Finding{Good, name + "=" + value, ""}
		}
		return Finding{Note, name + "=" + value + " is not UTF-8", "export LANG=C.UTF-8 if titles look broken"}
	}
	return Finding{Note, "no locale is set", "export LANG=C.UTF-8 if titles look broken"}
}
