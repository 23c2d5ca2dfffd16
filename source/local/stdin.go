package local

import (
	"context"
	"io"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// expandStdin reads the list on standard input, to its end. Relative paths start at the
// working directory.
func (p *Provider) expandStdin(ctx context.Context) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	p.mu.Lock()
	used := p.stdinUsed
	p.stdinUsed = true
	p.mu.Unlock()
	if used {
		return source.Page{}, &source.Error{
			Kind: source.ErrNotFound, Line: "the list on standard input has been read already",
			Hint: `give "-" once`,
		}
	}
	dir, err := p.dir()
	if err != nil {
		return source.Page{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := p.walker(ctx)
	if err := w.list(copyStdin(ctx, p.o.Stdin), playlistfile.M3UFormat, "standard input", dir, nil); err != nil {
		return source.Page{}, err
	}
	return source.Page{Tracks: w.tracks, Total: len(w.tracks)}, nil
}

// A chunk is what one read of standard input gave.
type chunk struct {
	data []byte
	err  error
}

// A stdinReader is a reader of chunks that gives up when its context ends, which a
// blocked read of a terminal does not.
type stdinReader struct {
	ctx    context.Context
	chunks <-chan chunk
	last   chunk
}

// copyStdin starts the stdin copier; see the table in doc.go for its end.
func copyStdin(ctx context.Context, r io.Reader) *stdinReader {
	chunks := make(chan chunk)
	go func() {
		for {
			buf := make([]byte, 32<<10)
			n, err := r.Read(buf)
			select {
			case chunks <- chunk{buf[:n], err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return &stdinReader{ctx: ctx, chunks: chunks}
}

// Read implements io.Reader.
func (s *stdinReader) Read(p []byte) (int, error) {
	for len(s.last.data) == 0 {
		if s.last.err != nil {
			return 0, s.last.err
		}
		select {
		case s.last = <-s.chunks:
		case <-s.ctx.Done():
			return 0, s.ctx.Err()
		}
	}
	n := copy(p, s.last.data)
	s.last.data = s.last.data[n:]
	return n, nil
}
