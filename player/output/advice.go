package output

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/jfreymuth/pulse/proto"
)

// Advice returns what a listener without sound can do about err, an error of Open or
// of an Output: one line, or for one who has come by ssh the two lines to type,
// first at home and then here. It returns nil for a nil err. getenv is os.Getenv or a
// test's.
func Advice(err error, getenv func(string) string) []string {
	if err == nil {
		return nil
	}
	if getenv("SSH_CONNECTION") != "" {
		return overSSH(getenv)
	}
	var refused proto.Error
	switch server := getenv("PULSE_SERVER"); {
	case errors.As(err, &refused) && refused == proto.ErrAccessDenied:
		return []string{"the sound server lets nobody in without its cookie: copy ~/.config/pulse/cookie from there, or name it in PULSE_COOKIE"}
	case server != "":
		return []string{fmt.Sprintf("start the sound server at %s, or unset PULSE_SERVER to use this machine's own", server)}
	case runtime.GOOS == "linux":
		return []string{"start a sound server (systemctl --user start pipewire-pulse, or pulseaudio --start), or play into a file with --output wav:FILE"}
	}
	return []string{"check that this machine has a sound device that other programs can use, or play into a file with --output wav:FILE"}
}

// overSSH has the sound of this machine played by the sound server of the one that
// the listener sits at, through a socket that ssh forwards. No cookie is needed:
// ssh runs there as the listener.
func overSSH(getenv func(string) string) []string {
	user := getenv("USER")
	name := user
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" || name == "" {
		name = "me"
	}
	host, port := "HOST", ""
	// SSH_CONNECTION is the client's address and port, then ours.
	if f := strings.Fields(getenv("SSH_CONNECTION")); len(f) == 4 {
		host = f[2]
		if f[3] != "22" {
			port = "-p " + f[3] + " "
		}
	}
	if user != "" {
		host = user + "@" + host
	}
	return []string{
		fmt.Sprintf("ssh %s-R /tmp/%s.pulse:$XDG_RUNTIME_DIR/pulse/native %s", port, name, host),
		fmt.Sprintf("PULSE_SERVER=unix:/tmp/%s.pulse anyaudio", name),
	}
}
