package output_test

import (
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"time"
)

// delayProxy listens on loopback and carries each connection to a unix socket, every
// piece of it half of rtt and up to jitter later, in order. It returns its address.
func delayProxy(t *testing.T, socket string, rtt, jitter time.Duration) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("unix", socket)
			if err != nil {
				near.Close()
				continue
			}
			go carry(far, near, rtt/2, jitter)
			go carry(near, far, rtt/2, jitter)
		}
	}()
	return l.Addr().String()
}

func carry(to, from net.Conn, delay, jitter time.Duration) {
	defer to.Close()
	type piece struct {
		due  time.Time
		data []byte
	}
	pieces := make(chan piece, 10000)
	go func() {
		defer close(pieces)
		buf := make([]byte, 16<<10)
		for {
			n, err := from.Read(buf)
			if n > 0 {
				late := delay
				if jitter > 0 {
					late += rand.N(jitter)
				}
				pieces <- piece{time.Now().Add(late), append([]byte(nil), buf[:n]...)}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range pieces {
		time.Sleep(time.Until(p.due))
		if _, err := to.Write(p.data); err != nil {
			from.Close()
			io.Copy(io.Discard, from)
			return
		}
	}
}
