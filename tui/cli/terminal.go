package cli

import (
	"io"
	"os"

	"anyaudio/source"

	"github.com/charmbracelet/x/term"
)

// IsTerminal tells whether f, a reader or a writer, is a terminal.
func IsTerminal(f any) bool {
	file, ok := f.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}

// terminalWidth is the number of columns of a terminal, 0 when w is none.
func terminalWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return 0
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil || width <= 0 {
		return 80
	}
	return width
}

// StatusTerminal chooses where the status line goes: standard error if that is a terminal,
// else standard output if that is one and the sound does not go there, else
// nowhere.
func StatusTerminal(stdout, stderr io.Writer, soundOnStdout bool) io.Writer {
	dumb := os.Getenv("TERM") == "dumb"
	switch {
	case IsTerminal(stderr) && !dumb:
		return stderr
	case IsTerminal(stdout) && !soundOnStdout && !dumb:
		return stdout
	}
	return nil
}

// OpenScreen returns where the interface is drawn: stdout, or the controlling terminal
// when the sound goes there. Call done when the interface has ended. (For its keys the
// interface finds the controlling terminal by itself when stdin is none.)
func OpenScreen(stdout io.Writer, soundOnStdout bool) (screen io.Writer, done func() error, err error) {
	if soundOnStdout {
		f, err := os.OpenFile(console, os.O_RDWR, 0)
		if err != nil {
			return nil, nil, errNoScreen
		}
		return f, f.Close, nil
	}
	if !IsTerminal(stdout) {
		return nil, nil, errNoScreen
	}
	return stdout, func() error { return nil }, nil
}

var errNoScreen = &source.Error{
	Kind: source.ErrUnsupported,
	Line: "the interface needs a terminal",
	Hint: "use `anyaudio play --no-ui`",
}

// ShowsBars says whether the interface shows the visualiser at the start, from the setting
// screen.visualiser: "auto" is on unless over SSH, where twelve pictures a second would have to
// go over the line.
func ShowsBars(setting string, getenv Lookup) bool {
	if setting != "auto" {
		return setting == "on"
	}
	for _, name := range []string{"SSH_CONNECTION", "SSH_TTY"} {
		if v, _ := getenv(name); v != "" {
			return false
		}
	}
	return true
}
