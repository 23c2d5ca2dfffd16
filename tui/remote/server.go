package remote

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"
)

const (
	maxClients   = 16
	maxQueued    = 128                    // lines that wait for a client
	commandGap   = 5 * time.Millisecond   // between two commands, whoever they are from
	idleFor      = 10 * time.Minute       // without a line, for who has not subscribed
	writeTimeout = 5 * time.Second        // for one line
	flushTimeout = 500 * time.Millisecond // for what is left at the end
)

// Options of a Server. Do and Status are required.
type Options struct {
	// Do runs a command and returns what the screen says about it. It is called in a
	// goroutine of the server, one call at a time, and may wait until ctx ends.
	Do func(ctx context.Context, line string) (notice string, err error)
	// Status returns what is known, without waiting. It may be called by several clients
	// at once.
	Status func() Event
	// Subscribed is called, if set, when a client has subscribed. It must not wait.
	Subscribed func()
	// Logger gets who came and why somebody was dropped. Default: discard.
	Logger *slog.Logger
}

// A Server listens for clients. Use Listen. Its methods may be called from any goroutine.
type Server struct {
	o      Options
	socket *socket
	ctx    context.Context
	cancel context.CancelFunc
	turn   chan struct{} // of the client whose command runs
	wait   sync.WaitGroup

	mu      sync.Mutex
	clients map[*client]struct{}
}

// Listen makes the socket at path, which only this user can reach (mode 0600), and serves
// until Close. The socket of a program that is gone is replaced. That another one listens
// there, or that something else is there, is an error.
func Listen(path string, o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	sock, err := listen(path)
	if err != nil {
		return nil, err
	}
	s := &Server{o: o, socket: sock, turn: make(chan struct{}, 1), clients: map[*client]struct{}{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.wait.Go(s.accept)
	return s, nil
}

// Close takes the socket away, lets the clients have the replies that are ready (for half a
// second) and waits for all goroutines. Further calls do nothing. Publish does nothing after
// it.
func (s *Server) Close() error {
	s.cancel()
	err := s.socket.close()
	s.mu.Lock()
	for c := range s.clients {
		c.end()
	}
	s.mu.Unlock()
	s.wait.Wait()
	return err
}

// Publish sends an event to all who have subscribed. It never waits: who has left too many
// lines unread is dropped.
func (s *Server) Publish(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var line []byte
	for c := range s.clients {
		if !c.subscribed {
			continue
		}
		if line == nil {
			line = encode(e)
		}
		select {
		case c.queue <- line:
		default:
			s.o.Logger.Info("remote: a client does not read", "queued", maxQueued)
			c.subscribed = false
			c.drop()
		}
	}
}

// Subscribers is how many clients want events.
func (s *Server) Subscribers() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for c := range s.clients {
		if c.subscribed {
			n++
		}
	}
	return n
}

func (s *Server) accept() {
	for s.ctx.Err() == nil {
		conn, err := s.socket.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return
			}
			s.o.Logger.Warn("remote: accept", "err", err)
			select { // out of files, say: others may give some back
			case <-time.After(time.Second):
			case <-s.ctx.Done():
			}
			continue
		}
		s.welcome(conn)
	}
}

// welcome starts a client, or sends one too many away.
func (s *Server) welcome(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.clients) >= maxClients || s.ctx.Err() != nil {
		// A fresh socket has room for one line: this does not wait.
		_ = conn.SetWriteDeadline(time.Now().Add(flushTimeout))
		_, _ = conn.Write(encode(Reply{Error: "too many clients"}))
		conn.Close()
		return
	}
	c := &client{server: s, conn: conn, queue: make(chan []byte, maxQueued), gone: make(chan struct{})}
	c.ctx, c.cancel = context.WithCancel(s.ctx)
	s.clients[c] = struct{}{}
	s.wait.Go(c.read)
	s.wait.Go(c.write)
}

// do runs one command when it is the client's turn.
func (s *Server) do(ctx context.Context, line string) Reply {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return Reply{Error: "the player is ending"}
	}
	defer func() { <-s.turn }()
	notice, err := s.o.Do(ctx, line)
	select {
	case <-time.After(commandGap):
	case <-ctx.Done():
	}
	if err != nil {
		return Reply{Error: err.Error()}
	}
	return Reply{OK: true, Notice: notice}
}

// encode makes a line of v, which is ours and can be encoded.
func encode(v any) []byte {
	line, err := json.Marshal(v)
	if err != nil {
		line = []byte(`{"error":"the reply cannot be written"}`)
	}
	return append(line, '\n')
}

// isStale reports whether nobody listens at a socket any more.
func isStale(err error) bool {
	return err != nil && (errors.Is(err, errRefused) || errors.Is(err, os.ErrNotExist))
}
