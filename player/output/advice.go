package output

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"

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
	var refused proto.Error
	var pipe noReader
	var sink *noSink
	var named *noServer
	switch {
	case errors.As(err, &sink):
		return []string{sink.Error()}
	case errors.As(err, &pipe):
		return []string{readFIFO(string(pipe), getenv)}
	case getenv("SSH_CONNECTION") != "":
		return overSSH(err, getenv)
	}
	switch server := getenv("PULSE_SERVER"); {
	case errors.As(err, &named) && !errors.As(err, &refused):
		return []string{fmt.Sprintf("start the sound server at %s, or let --output be auto to use this machine's own", named.name)}
	case errors.As(err, &refused) && refused == proto.ErrAccessDenied:
		return []string{"the sound server lets nobody in without its cookie: copy ~/.config/pulse/cookie from there, or name it in PULSE_COOKIE"}
	case server != "":
		return []string{fmt.Sprintf("start the sound server at %s, or unset PULSE_SERVER to use this machine's own", server)}
	case runtime.GOOS == "linux":
		return []string{"start a sound server (systemctl --user start pipewire-pulse, or pulseaudio --start), or play into a file with --output wav:FILE"}
	}
	return []string{"check that this machine has a sound device that other programs can use, or play into a file with --output wav:FILE"}
}

// readFIFO is the command that plays what comes out of a FIFO.
func readFIFO(path string, getenv func(string) string) string {
	const pacat = "pacat --raw --format=s16le --rate=48000 --channels=2 --latency-msec=200"
	if getenv("SSH_CONNECTION") == "" {
		return fmt.Sprintf("read it, as with: %s <%s", pacat, path)
	}
	host, port := sshHost(getenv)
	return fmt.Sprintf("read it at home: ssh %s%s cat %s | %s", port, host, path, pacat)
}

// sshHost is how the listener's ssh names this machine, and the option for its port, a
// blank behind it.
func sshHost(getenv func(string) string) (host, port string) {
	host = "HOST"
	// SSH_CONNECTION is the client's address and port, then ours.
	if f := strings.Fields(getenv("SSH_CONNECTION")); len(f) == 4 {
		host = f[2]
		if f[3] != "22" {
			port = "-p " + f[3] + " "
		}
	}
	if user := getenv("USER"); user != "" {
		host = user + "@" + host
	}
	return host, port
}

// overSSH has the sound of this machine played by the sound server of the one that
// the listener sits at, through a socket that ssh forwards. No cookie is needed:
// ssh runs there as the listener.
func overSSH(err error, getenv func(string) string) []string {
	host, port := sshHost(getenv)
	socket, remove := forwardedSocket(getenv), ""
	named, start := getenv("PULSE_SERVER"), "PULSE_SERVER=unix:%s anyaudio"
	if by := (*noServer)(nil); errors.As(err, &by) { // which counts for more
		named, start = by.name, "anyaudio --output pulse:unix:%s"
	}
	s, unix := strings.CutPrefix(named, "unix:")
	if unix && plainName(s) {
		socket = s
	}
	if (unix || named == "") && errors.Is(err, syscall.ECONNREFUSED) {
		// sshd leaves the socket of a session that has ended, and would not make it again.
		remove = fmt.Sprintf("ssh %s%s rm -f %s; ", port, host, socket)
	}
	return []string{
		fmt.Sprintf("%sssh %s-R %s:$XDG_RUNTIME_DIR/pulse/native %s", remove, port, socket, host),
		fmt.Sprintf(start, socket),
	}
}

// forwardedSocket is where a listener is told to have the sound server of home: in a
// directory that is there on every machine, under the listener's own name.
func forwardedSocket(getenv func(string) string) string {
	name := getenv("USER")
	if name == "" || strings.Contains(name, "/") || !plainName(name) {
		name = "me"
	}
	return "/tmp/" + name + ".pulse"
}

// plainName says whether a shell takes s as it stands.
func plainName(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") == ""
}
