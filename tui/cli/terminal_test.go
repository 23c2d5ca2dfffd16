package cli

import "testing"

func TestShowsBars(t *testing.T) {
	here := variables("TERM", "xterm")
	for _, far := range []Lookup{
		variables("SSH_CONNECTION", "10.0.0.1 5000 10.0.0.2 22"), variables("SSH_TTY", "/dev/pts/3"),
	} {
		for setting, want := range map[string][2]bool{"auto": {true, false}, "on": {true, true}, "off": {false, false}} {
			if got := [2]bool{ShowsBars(setting, here), ShowsBars(setting, far)}; got != want {
				t.Errorf("%s: here and over SSH %v, want %v", setting, got, want)
			}
		}
	}
}
