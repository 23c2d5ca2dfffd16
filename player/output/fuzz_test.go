package output_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anyaudio/player/output"
)

func TestParseServers(t *testing.T) {
	good := map[string][]string{
		"unix:/run/user/1000/pulse/native": {"unix:/run/user/1000/pulse/native"},
		"/tmp/p":                           {"unix:/tmp/p"},
		"tcp:home:4714":                    {"tcp:home:4714"},
		"tcp:home":                         {"tcp:home:4713"},
		"tcp4:192.0.2.1":                   {"tcp4:192.0.2.1:4713"},
		"tcp6:[2001:db8::1]:99":            {"tcp6:[2001:db8::1]:99"},
		"tcp6:2001:db8::1":                 {"tcp6:[2001:db8::1]:4713"},
		"home":                             {"tcp:home:4713"},
		"home:1":                           {"tcp:home:1"},
		" /tmp/a  home ":                   {"unix:/tmp/a", "tcp:home:4713"},
		"{me}/tmp/a {you}/tmp/b {me}home":  {"unix:/tmp/a", "tcp:home:4713"},
	}
	for s, want := range good {
		if got, err := output.ParseServers(s, "me"); !slices.Equal(got, want) || err != nil {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"", " ", "{you}/tmp/b", "{me", "{me}", "unix:", "unix:rel", "tcp:", "tcp::1", "home:port", "home:70000", "a/b"} {
		if got, err := output.ParseServers(s, "me"); err == nil {
			t.Errorf("%q is taken as %q", s, got)
		}
	}
}

// sinkInfo is a sink as a server of protocol 32 describes it, with a port and a format.
func sinkInfo(name string) []byte {
	word := "L\x00\x00\x00\x01"
	long := "U\x00\x00\x00\x00\x00\x00\x00\x01"
	text := func(s string) string { return "t" + s + "\x00" }
	return []byte(word + text(name) + text("Desk") + "a\x03\x02\x00\x00\xbb\x80" + "m\x02\x01\x02" + word +
		"v\x02\x00\x01\x00\x00\x00\x00\x80\x00" + "1" + word + "N" + long + text("driver") + word + "PN" + long +
		"V\x00\x01\x00\x00" + word + word + word +
		word + text("port") + text("Port") + word + word + text("port") + "B\x01" + "fB\x01PN")
}

func FuzzParseSinks(f *testing.F) {
	two := append(sinkInfo("ci"), sinkInfo("other")...)
	if names, err := output.ParseSinks(two, 32); err != nil || !slices.Equal(names, []string{"ci", "other"}) {
		f.Fatalf("%q, %v", names, err)
	}
	f.Add(two, 32)
	f.Add(sinkInfo(""), 23)
	f.Add([]byte("LLLLL"), 32)
	f.Fuzz(func(t *testing.T, b []byte, version int) {
		names, err := output.ParseSinks(b, version)
		if len(names)*50 > len(b) {
			t.Fatalf("%d sinks in %d bytes, %v", len(names), len(b), err)
		}
	})
}

func FuzzParseServers(f *testing.F) {
	for _, s := range []string{"unix:/a", "tcp:h:1 {me}/x", "[::1]:5", "tcp6:::1", "{", "{}", "a b c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := output.ParseServers(s, "me")
		if (err == nil) != (len(got) > 0) {
			t.Fatalf("%q: %q, %v", s, got, err)
		}
		for _, one := range got { // what is printed can be read again
			if again, err := output.ParseServers(one); err != nil || again[0] != one {
				t.Fatalf("%q: %q becomes %q, %v", s, one, again, err)
			}
		}
	})
}

func TestCookie(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, n int, fill byte) string {
		path := filepath.Join(dir, name)
		os.MkdirAll(filepath.Dir(path), 0o700)
		if err := os.WriteFile(path, slices.Repeat([]byte{fill}, n), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := file("other", 256, 3)
	short := file("short", 255, 4)
	first := func(kv ...string) byte {
		c := output.Cookie(output.Options{Getenv: env(append([]string{"HOME", dir}, kv...)...)})
		if len(c) != 256 {
			t.Fatalf("a cookie of %d bytes", len(c))
		}
		return c[0]
	}
	if got := first(); got != 0 {
		t.Errorf("without a cookie: %d", got)
	}
	file(".pulse-cookie", 256, 1)
	if got := first(); got != 1 {
		t.Errorf("the old place: %d", got)
	}
	file(".config/pulse/cookie", 256, 2)
	if got := first(); got != 2 {
		t.Errorf("the usual place: %d", got)
	}
	if got := first("PULSE_COOKIE", other); got != 3 {
		t.Errorf("PULSE_COOKIE: %d", got)
	}
	if got := first("PULSE_COOKIE", short); got != 0 {
		t.Errorf("a short one: %d", got)
	}
}

// A scripted connection answers each of the first packets written with one of its own,
// says the rest, and ends.
type scripted struct {
	net.Conn
	mu     sync.Mutex
	come   *sync.Cond
	says   []byte
	ready  int // bytes of says that may be read
	turns  int
	closed bool
}

func newScripted(says []byte) *scripted {
	c := &scripted{says: says}
	c.come = sync.NewCond(&c.mu)
	return c
}

func (c *scripted) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// A client that was given nothing that it waits for gets the rest.
	hurry := time.AfterFunc(5*time.Millisecond, func() { c.Write(nil) })
	defer hurry.Stop()
	for c.ready == 0 && len(c.says) > 0 && !c.closed {
		c.come.Wait()
	}
	if c.ready == 0 || c.closed {
		return 0, io.EOF
	}
	n := copy(p, c.says[:c.ready])
	c.says, c.ready = c.says[n:], c.ready-n
	return n, nil
}

func (c *scripted) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turns++
	rest := c.says[c.ready:]
	if n := len(rest); c.turns < 4 && n >= 20 {
		c.ready += min(n, 20+int(binary.BigEndian.Uint32(rest)))
	} else {
		c.ready += n
	}
	c.come.Broadcast()
	return len(p), nil
}

func (c *scripted) SetWriteDeadline(time.Time) error { return nil }

func (c *scripted) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.come.Broadcast()
	return nil
}

// FuzzPulseServer is a server that says anything: an output comes to nothing or
// works, but nothing panics and every call returns.
func FuzzPulseServer(f *testing.F) {
	for _, n := range []int{1, 2, 3, 4, 11} {
		f.Add(conversation(n))
	}
	f.Fuzz(func(t *testing.T, says []byte) {
		o := output.WithDial(output.Options{Getenv: env()}, func() (net.Conn, error) {
			return newScripted(says), nil
		})
		out, err := output.Open(t.Context(), "pulse:tcp:host", o)
		if err != nil {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		out.Write(ctx, block(1000))
		out.Rewind(100)
		out.Write(ctx, block(1000))
		out.Delay()
		out.Close()
	})
}

// TestPulseConversation has a server say all that one may say, and a few things more.
func TestPulseConversation(t *testing.T) {
	o := output.WithDial(output.Options{Getenv: env()}, func() (net.Conn, error) {
		return newScripted(conversation(11)), nil
	})
	out, err := output.Open(t.Context(), "pulse:tcp:host", o)
	if err == nil { // the end of the stream may come first
		defer out.Close()
		_, err = out.Write(t.Context(), block(48000*10))
	}
	if !errors.Is(err, output.ErrLost) || !strings.Contains(err.Error(), "ended the stream") {
		t.Error(err)
	}
}

// conversation is what a server says first, up to n packets.
func conversation(n int) []byte {
	var b []byte
	say := func(v ...any) {
		if n--; n >= 0 {
			body := tagged(nil, v...)
			b = append(append(b, be32(nil, uint32(len(body)), 0xFFFFFFFF, 0, 0, 0)...), body...)
		}
	}
	u := func(v ...uint32) []byte {
		var b []byte
		for _, v := range v {
			b = tagged(b, v)
		}
		return b
	}
	clock := []byte("T\x00\x00\x00\x00\x00\x00\x00\x00")
	reading := func(tag uint32) {
		say(uint32(2), tag, time.Millisecond, time.Duration(0), true, clock, clock, int64(4000), int64(2000), uint64(0), uint64(1))
	}
	say(uint32(2), uint32(0), uint32(35))
	say(uint32(2), uint32(1), uint32(7))
	say(uint32(2), uint32(2), u(1, 1, 0, 4<<20, 192000, 19200, 3840), []byte{'a', 3, 2, 0, 0, 0xBB, 0x80, 'm', 2, 1, 2}, uint32(0), "sink", false,
		time.Millisecond, []byte{'f', 'B', 1, 'P', 'N'})
	reading(0x80000000)
	say(uint32(61), uint32(0xFFFFFFFF), u(1, 3840))
	say(uint32(79), uint32(0xFFFFFFFF), u(1, 2), "other", false, u(1, 2, 3, 4), time.Millisecond)
	say(uint32(94), uint32(0xFFFFFFFF), u(1, 1, 2, 3, 4), time.Millisecond)
	say(uint32(63), uint32(0xFFFFFFFF), u(1), int64(5))
	say(uint32(86), uint32(0xFFFFFFFF), u(1))
	say(uint32(9999), uint32(0xFFFFFFFF), []byte("tx"))
	say(uint32(64), uint32(0xFFFFFFFF), u(1))
	return b
}
