package origintest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// A bodyWriter is where a body goes.
type bodyWriter struct {
	write func([]byte) (int, error)
	flush func()
}

// body sends the bytes from..to-1 and does on the way what the fault says.
func (a *answer) body(w bodyWriter, from, to int64) {
	a.r.Body.Close()
	content := a.file.Content
	if a.f.Content != nil {
		content = a.f.Content
	}
	buf := make([]byte, 16<<10)
	sent := int64(0)
	for from+sent < to {
		n := min(int64(len(buf)), to-from-sent)
		for _, at := range []int64{a.f.CutAfter, a.f.StallAfter, a.f.ResetAfter} {
			if at == 0 {
				continue
			}
			at = max(at, 0)
			if sent >= at {
				w.flush()
				a.stop()
				return
			}
			n = min(n, at-sent)
		}
		if a.f.Drip > 0 {
			n = 1
		}
		if m, err := content.ReadAt(buf[:n], from+sent); err != nil && (err != io.EOF || int64(m) < n) {
			panic(http.ErrAbortHandler)
		}
		m, err := w.write(buf[:n])
		a.o.wrote(m)
		if err != nil {
			return
		}
		sent += n
		if a.f.Drip > 0 {
			w.flush()
			if !a.pause(a.f.Drip) {
				return
			}
		}
	}
	if a.f.CutAfter != 0 || a.f.ResetAfter != 0 {
		w.flush()
		a.stop()
	}
}

// stop ends a body before its end, in the way that the fault asks for.
func (a *answer) stop() {
	if a.f.StallAfter == 0 {
		if a.f.ResetAfter != 0 {
			return // raw does it
		}
		panic(http.ErrAbortHandler)
	}
	if a.f.StallFor > 0 {
		a.pause(a.f.StallFor)
	} else {
		<-a.r.Context().Done()
	}
	panic(http.ErrAbortHandler)
}

// hijack takes the connection from the server and closes it after f.
func (a *answer) hijack(f func(c net.Conn)) {
	c, rw, err := http.NewResponseController(a.w).Hijack()
	if err != nil {
		panic(err)
	}
	rw.Flush()
	defer c.Close()
	f(c)
}

// raw writes the head and the body itself, for what package http would not send.
func (a *answer) raw(status int, from, to int64) {
	h := a.w.Header().Clone()
	a.hijack(func(c net.Conn) {
		if a.f.Unframed {
			h.Set("Connection", "close")
		}
		fmt.Fprintf(c, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
		h.Write(c)
		io.WriteString(c, "\r\n")
		func() {
			defer func() {
				if e := recover(); e != nil && e != http.ErrAbortHandler {
					panic(e)
				}
			}()
			a.body(bodyWriter{c.Write, func() {}}, from, to)
			if a.f.ResetAfter == 0 {
				c.Write(make([]byte, a.f.Extra))
			}
		}()
		if a.f.ResetAfter != 0 {
			reset(c)
		}
	})
}

// reset breaks a connection so that the other end gets "connection reset".
func reset(c net.Conn) {
	switch c := c.(type) {
	case *conn:
		// What has been sent must arrive first, or nothing of it would count.
		time.Sleep(c.out.settle())
		c.reset()
	case *net.TCPConn:
		c.SetLinger(0)
	}
}
