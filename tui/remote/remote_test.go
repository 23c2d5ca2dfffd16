package remote_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"anyaudio/tui/remote"
)

// player is what stands behind the server: it notes the lines.
type player struct {
	mu    sync.Mutex
	lines []string
	stuck chan struct{} // "wait" waits for it
}

func (p *player) do(ctx context.Context, line string) (string, error) {
	p.mu.Lock()
	p.lines = append(p.lines, line)
	p.mu.Unlock()
	switch line {
	case "plai":
		return "", errors.New(`no command "plai"`)
	case "wait":
		select {
		case <-p.stuck:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	return "did " + line, nil
}

func status() remote.Event {
	volume := 80
	return remote.Event{Title: "Song", State: "playing", Volume: &volume}
}

// serve starts a server on a socket of its own.
func serve(t *testing.T, p *player) (*remote.Server, string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "aa") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")
	s, err := remote.Listen(path, remote.Options{Do: p.do, Status: status})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	return s, path
}

// conn is a client that a test drives by hand.
type conn struct {
	net.Conn
	t  *testing.T
	in *bufio.Reader
}

func dial(t *testing.T, path string) *conn {
	t.Helper()
	c, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &conn{c, t, bufio.NewReader(c)}
}

func (c *conn) says(format string, args ...any) {
	c.t.Helper()
	if _, err := fmt.Fprintf(c, format+"\n", args...); err != nil {
		c.t.Fatal(err)
	}
}

func (c *conn) gets(want string) {
	c.t.Helper()
	line, err := c.in.ReadString('\n')
	if err != nil || strings.TrimSpace(line) != want {
		c.t.Fatalf("got %q, %v, want %s", line, err, want)
	}
}

// isDropped reads until the server has ended the connection.
func (c *conn) isDropped() {
	c.t.Helper()
	if _, err := io.Copy(io.Discard, c.in); err != nil && !errors.Is(err, net.ErrClosed) {
		c.t.Log("dropped with", err) // a reset is an end too
	}
}

func TestCommands(t *testing.T) {
	p := &player{}
	_, path := serve(t, p)
	c := dial(t, path)
	c.says("pause\n\r\n  volume +5\r\nplai\nseek\t1")
	c.gets(`{"ok":true,"notice":"did pause"}`)
	c.gets(`{"ok":true,"notice":"did volume +5"}`)
	c.gets(`{"error":"no command \"plai\""}`)
	c.gets(`{"error":"the line has control characters"}`)
	c.says("status")
	c.gets(`{"ok":true,"status":{"title":"Song","state":"playing","volume":80}}`)
	c.says("\xff")
	c.gets(`{"error":"the line is not UTF-8"}`)
	if got := strings.Join(p.lines, ","); got != "pause,volume +5,plai" {
		t.Errorf("the player was told %s", got)
	}
}

// A line without an end counts when the client has said all it has to say, and the reply
// reaches it.
func TestLastLine(t *testing.T) {
	_, path := serve(t, &player{})
	c := dial(t, path)
	if _, err := io.WriteString(c, "pause"); err != nil {
		t.Fatal(err)
	}
	if err := c.Conn.(*net.UnixConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	c.gets(`{"ok":true,"notice":"did pause"}`)
	c.isDropped()
}

func TestEvents(t *testing.T) {
	s, path := serve(t, &player{})
	deaf, c := dial(t, path), dial(t, path)
	deaf.says("pause")
	deaf.gets(`{"ok":true,"notice":"did pause"}`)
	c.says("subscribe")
	c.gets(`{"ok":true,"status":{"title":"Song","state":"playing","volume":80}}`)
	if n := s.Subscribers(); n != 1 {
		t.Errorf("%d subscribers", n)
	}
	pos := 1.5
	s.Publish(remote.Event{Kind: "position", Position: &pos, Duration: 60})
	c.gets(`{"event":"position","position":1.5,"duration":60}`)
	c.says("next")
	c.gets(`{"ok":true,"notice":"did next"}`)
	deaf.says("mute")
	deaf.gets(`{"ok":true,"notice":"did mute"}`) // and no event
}

// A subscriber that never reads costs the publisher nothing but its connection.
func TestStuckSubscriber(t *testing.T) {
	s, path := serve(t, &player{})
	stuck := dial(t, path)
	stuck.says("subscribe")
	stuck.gets(`{"ok":true,"status":{"title":"Song","state":"playing","volume":80}}`)
	long := strings.Repeat("x", 4096)
	for n := 0; s.Subscribers() > 0; n++ {
		if n > 100_000 {
			t.Fatal("it is never dropped")
		}
		s.Publish(remote.Event{Kind: "track", Title: long})
	}
	c := dial(t, path)
	c.says("pause")
	c.gets(`{"ok":true,"notice":"did pause"}`)
	stuck.isDropped()
}

// One that sends and never reads its replies stops itself, and nobody else.
func TestFloodWithoutReading(t *testing.T) {
	_, path := serve(t, &player{})
	flood := dial(t, path)
	go func() { // ends when the connection does
		line := strings.Repeat("x", 4000) + "\n"
		for {
			if _, err := io.WriteString(flood, line); err != nil {
				return
			}
		}
	}()
	c := dial(t, path)
	for range 20 {
		c.says("pause")
		c.gets(`{"ok":true,"notice":"did pause"}`)
	}
}

// A command that hangs keeps other commands waiting, but neither events nor the end.
func TestHangingCommand(t *testing.T) {
	p := &player{stuck: make(chan struct{})}
	s, path := serve(t, p)
	a, b := dial(t, path), dial(t, path)
	b.says("subscribe")
	b.gets(`{"ok":true,"status":{"title":"Song","state":"playing","volume":80}}`)
	a.says("wait")
	s.Publish(remote.Event{Kind: "state", State: "paused"})
	b.gets(`{"event":"state","state":"paused"}`)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	a.isDropped()
	b.isDropped()
	s.Publish(remote.Event{Kind: "state"})
	if err := s.Close(); err != nil {
		t.Error("again:", err)
	}
}

func TestLongLine(t *testing.T) {
	p := &player{}
	_, path := serve(t, p)
	c := dial(t, path)
	go func() { // the server may have gone before all of it was sent
		_, _ = io.WriteString(c, strings.Repeat("a", 3*remote.MaxLine)+" quit\nquit\n")
	}()
	line, _ := c.in.ReadString('\n')
	if line != "" && !strings.Contains(line, "too long") {
		t.Errorf("got %q", line)
	}
	c.isDropped()
	if len(p.lines) > 0 {
		t.Errorf("the player was told %.40q", p.lines)
	}
}

func TestTooManyClients(t *testing.T) {
	_, path := serve(t, &player{})
	var all []*conn
	for range 16 {
		c := dial(t, path)
		c.says("pause")
		c.gets(`{"ok":true,"notice":"did pause"}`)
		all = append(all, c)
	}
	c := dial(t, path)
	c.gets(`{"error":"too many clients"}`)
	c.isDropped()
	all[3].Close()
	for { // as soon as the server has seen that
		c := dial(t, path)
		if _, err := io.WriteString(c, "pause\n"); err != nil {
			continue
		}
		if line, err := c.in.ReadString('\n'); err == nil && strings.Contains(line, "did pause") {
			return
		}
	}
}

func TestSocketFile(t *testing.T) {
	dir, err := os.MkdirTemp("", "aa")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	o := remote.Options{Do: (&player{}).do, Status: status}

	old, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := remote.Listen(path, o); err == nil || !strings.Contains(err.Error(), "another player listens there") {
		t.Errorf("beside another one: %v", err)
	}
	old.SetUnlinkOnClose(false)
	old.Close() // as after a crash
	s, err := remote.Listen(path, o)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != os.ModeSocket|0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left", left)
	}

	if err := os.WriteFile(path, []byte("a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := remote.Listen(path, o); err == nil || !strings.Contains(err.Error(), "is no socket") {
		t.Errorf("on a file: %v", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "a letter" {
		t.Error("the file is gone")
	}
	if _, err := remote.Listen(filepath.Join(dir, strings.Repeat("x", 100)), o); err == nil {
		t.Error("a path that is too long was taken")
	}
}

func TestCall(t *testing.T) {
	s, path := serve(t, &player{})
	ctx := t.Context()
	if r, err := remote.Call(ctx, path, "next"); err != nil || !r.OK || r.Notice != "did next" {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := remote.Call(ctx, path, "plai"); err != nil || r.OK || r.Error != `no command "plai"` {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := remote.Call(ctx, path+"x", "next"); err == nil || !strings.Contains(err.Error(), "--remote") {
		t.Errorf("without a player: %v", err)
	}
	out, in := io.Pipe()
	followed := make(chan error, 1)
	go func() { followed <- remote.Follow(ctx, path, "subscribe", in) }()
	lines := bufio.NewScanner(out)
	lines.Scan()
	s.Publish(remote.Event{Kind: "state", State: "paused"})
	lines.Scan()
	var e remote.Event
	if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.State != "paused" {
		t.Errorf("%s, %v", lines.Bytes(), err)
	}
	s.Close()
	if err := <-followed; err != nil {
		t.Error(err)
	}
	if err := remote.Follow(ctx, path, "a\x00b", iotest.TruncateWriter(io.Discard, 1)); err == nil {
		t.Error("a line that is none was sent")
	}
}

func FuzzParseLine(f *testing.F) {
	for _, s := range []string{"", "pause\n", " seek +5\r\n", "\x00", "\xff", "a\x1b[2Jb", "zoë", strings.Repeat("a", 5000)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		line, err := remote.ParseLine(raw)
		if err != nil {
			if line != "" {
				t.Errorf("%q with %v", line, err)
			}
			return
		}
		if len(line) > remote.MaxLine || !utf8.ValidString(line) || strings.ContainsAny(line, "\x00\n\r\x1b\u009b") || strings.TrimSpace(line) != line {
			t.Errorf("%q", line)
		}
	})
}
