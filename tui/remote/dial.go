package remote

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"time"
)

// answerTimeout bounds how long Call waits.
const answerTimeout = 10 * time.Second

// maxReply bounds what is read of a reply, in bytes.
const maxReply = 64 << 10

// Call sends one command to the player that listens at path and returns its reply. An error
// is about the way there; what the player refuses is in Reply.Error.
func Call(ctx context.Context, path, line string) (Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	var r Reply
	err := converse(ctx, path, line, func(raw []byte) (bool, error) {
		return false, json.Unmarshal(raw, &r)
	})
	if err == nil && !r.OK && r.Error == "" {
		err = errors.New("what listens there is no player")
	}
	return r, err
}

// Follow sends one command and writes every line that comes back to w, until ctx ends or the
// player does; neither is an error.
func Follow(ctx context.Context, path, line string, w io.Writer) error {
	err := converse(ctx, path, line, func(raw []byte) (bool, error) {
		_, err := w.Write(raw)
		return true, err
	})
	if ctx.Err() != nil || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// converse sends a line and gives the lines that come back to take, for as long as that
// wants more.
func converse(ctx context.Context, path, line string, take func([]byte) (more bool, err error)) error {
	line, err := ParseLine([]byte(line))
	if err != nil {
		return err
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", path)
	if isStale(err) || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no player listens at %s; start one with --remote %s", path, path)
	}
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })
	defer stop()
	if _, err := io.WriteString(conn, line+"\n"); err != nil {
		return err
	}
	in := bufio.NewReaderSize(conn, maxReply)
	for {
		raw, err := in.ReadSlice('\n')
		if err != nil {
			return fmt.Errorf("the player has gone: %w", err)
		}
		if more, err := take(raw); !more || err != nil {
			return err
		}
	}
}
