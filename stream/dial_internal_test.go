package stream

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"
)

// A dial that may only go to the open internet is refused before a packet is sent.
func TestDialRefusesPrivateAddresses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := NewPool(PoolOptions{})
	defer p.Close()
	note := dialNote{host: p.host("x")}
	ctx := context.WithValue(t.Context(), dialNoteKey{}, note)
	if _, err := (dialer{pool: p, publicOnly: true}).dial(ctx, "tcp", l.Addr().String()); !errors.Is(err, ErrPolicy) {
		t.Errorf("got %v, want ErrPolicy", err)
	}
	l.(*net.TCPListener).SetDeadline(time.Now().Add(10 * time.Millisecond))
	if c, err := l.Accept(); err == nil {
		c.Close()
		t.Error("a connection was made")
	}
	l.(*net.TCPListener).SetDeadline(time.Time{})
	c, err := dialer{pool: p}.dial(ctx, "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if note.host.open != 1 || note.host.idle != 1 {
		t.Errorf("%d open, %d idle", note.host.open, note.host.idle)
	}
	c.Close()
	c.Close()
	if note.host.open != 0 || note.host.idle != 0 {
		t.Errorf("%d open, %d idle after Close", note.host.open, note.host.idle)
	}
}

func TestIsPublic(t *testing.T) {
	for a, want := range map[string]bool{
		"8.8.8.8": true, "2a00:1450:4001::1": true, "203.0.113.1": true,
		"127.0.0.1": false, "10.0.0.1": false, "172.31.255.255": false, "192.168.0.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "0.1.2.3": false, "224.0.0.1": false,
		"255.255.255.255": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false, "64:ff9b::7f00:1": false,
	} {
		if got := isPublic(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: %v", a, got)
		}
	}
}
