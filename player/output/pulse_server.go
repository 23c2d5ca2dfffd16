package output

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// A server is one address at which a PulseAudio server may answer.
type server struct {
	network, addr string
	// local is true for the places where this machine's own server listens. Any
	// other may be far away: a forwarded unix socket looks like a local one.
	local bool
}

func (s server) String() string { return s.network + ":" + s.addr }

// parseServers reads a server string as PULSE_SERVER holds it: addresses separated
// by blanks, to be tried in turn, each one of
//
//	unix:/path  /path  tcp:host[:port]  tcp4:…  tcp6:…  host[:port]  [v6]:port
//
// and each perhaps after {name}, which keeps it for the machine of that host name or
// machine id.
//
// https://www.freedesktop.org/wiki/Software/PulseAudio/Documentation/User/ServerStrings/
func parseServers(list string, machine ...string) ([]server, error) {
	var servers []server
	var others bool
	for _, s := range strings.Fields(list) {
		if strings.HasPrefix(s, "{") {
			name, rest, ok := strings.Cut(s[1:], "}")
			if !ok {
				return nil, fmt.Errorf("pulse server %q: no }", s)
			}
			if !slices.Contains(machine, name) {
				others = true
				continue
			}
			s = rest
		}
		one, err := parseServer(s)
		if err != nil {
			return nil, err
		}
		servers = append(servers, one)
	}
	if len(servers) == 0 && others {
		return nil, fmt.Errorf("pulse server %q: none of it is for this machine", list)
	}
	if len(servers) == 0 {
		return nil, errors.New("pulse server: empty address")
	}
	return servers, nil
}

func parseServer(s string) (server, error) {
	if p, ok := strings.CutPrefix(s, "unix:"); ok {
		s = p
		if !strings.HasPrefix(s, "/") {
			return server{}, fmt.Errorf("pulse server %q: a unix socket needs a full path", s)
		}
	}
	if strings.HasPrefix(s, "/") {
		return server{network: "unix", addr: s}, nil
	}
	network := "tcp"
	for _, n := range []string{"tcp", "tcp4", "tcp6"} {
		if p, ok := strings.CutPrefix(s, n+":"); ok {
			network, s = n, p
			break
		}
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil { // no port
		host, port = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), "4713"
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil || host == "" || strings.ContainsAny(host, "/[]") {
		return server{}, fmt.Errorf("pulse server %q: want unix:/path, tcp:host:port or host", s)
	}
	return server{network: network, addr: net.JoinHostPort(host, port)}, nil
}

// ownServers are the sockets of this machine's server, as libpulse looks for them.
func ownServers(o Options) []server {
	if runtime.GOOS == "windows" {
		return nil
	}
	var dirs []string
	if d := o.getenv("PULSE_RUNTIME_PATH"); d != "" {
		dirs = append(dirs, d)
	}
	if d := o.getenv("XDG_RUNTIME_DIR"); d != "" {
		dirs = append(dirs, path.Join(d, "pulse"))
	}
	dirs = append(dirs, fmt.Sprintf("/run/user/%d/pulse", os.Getuid()))
	var servers []server
	for _, d := range dirs {
		s := server{network: "unix", addr: path.Join(d, "native"), local: true}
		if !slices.Contains(servers, s) {
			servers = append(servers, s)
		}
	}
	return servers
}

// findServers returns the servers to try: those of spec, else those of PULSE_SERVER,
// else what Advice has a listener forward by ssh, and this machine's own. named is true
// when somebody named them.
//
// In an ssh session no server counts as local: the socket of this machine's own server
// may be one that ssh forwards, and then a small buffer would be nothing but gaps. A large
// one costs the machine's own server 10 ms at a change.
func findServers(spec string, o Options) (servers []server, named bool, err error) {
	list := spec
	if list == "" {
		list = o.getenv("PULSE_SERVER")
	}
	servers, own := forwarded(o), ownServers(o)
	if list == "" {
		servers = append(servers, own...)
	} else if servers, err = parseServers(list, machineNames()...); err != nil {
		return nil, true, err
	}
	far := o.getenv("SSH_CONNECTION") != ""
	for i := range servers {
		servers[i].local = !far && slices.ContainsFunc(own, func(s server) bool { return s.addr == servers[i].addr })
	}
	return servers, list != "", nil
}

// forwarded is the socket that Advice tells a listener to forward, if there is one. It
// must be ours: sshd makes it as the user who logs in, and what anybody else puts in its place
// is not to be shown our cookie.
func forwarded(o Options) []server {
	if o.getenv("SSH_CONNECTION") == "" {
		return nil
	}
	name := forwardedSocket(o.getenv)
	if info, err := os.Lstat(name); err != nil || info.Mode().Type() != fs.ModeSocket || !ours(info) {
		return nil
	}
	return []server{{network: "unix", addr: name}}
}

// machineNames are the names that may stand in braces for this machine.
func machineNames() []string {
	host, _ := os.Hostname()
	id, _ := os.ReadFile("/etc/machine-id")
	return []string{host, strings.TrimSpace(string(id))}
}

// cookie returns the 256 bytes that let a client in, from PULSE_COOKIE or the usual
// files. Without one it returns zeros: over a unix socket a server lets its own user
// in anyway.
func cookie(o Options) []byte {
	home, config := o.getenv("HOME"), o.getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = path.Join(home, ".config")
	}
	files := []string{path.Join(config, "pulse/cookie"), path.Join(home, ".pulse-cookie")}
	if f := o.getenv("PULSE_COOKIE"); f != "" {
		files = []string{f}
	}
	for _, f := range files {
		if b, err := os.ReadFile(f); err == nil && len(b) == 256 {
			return b
		}
	}
	return make([]byte, 256)
}
