package player

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"anyaudio/source"
	"anyaudio/stream"
)

// A Resolver finds where a track's bytes are. *source.Cache is one.
type Resolver interface {
	source.Resolver
	// Refresh resolves again because stale has been refused or is about to expire. Many
	// calls with the same stale cost one resolve.
	Refresh(ctx context.Context, t source.Track, stale source.Media) (source.Media, error)
}

// A MediaOpener is the usual Opener: files are read from disk, URLs through a
// stream.
type MediaOpener struct {
	Resolver Resolver
	Pool     *stream.Pool
	Stream   stream.Options
}

// Open resolves t and opens what it finds. A URL is not asked for anything before
// the first byte is read.
func (o *MediaOpener) Open(ctx context.Context, t source.Track) (Input, error) {
	if t.Live {
		return nil, errLive(t)
	}
	m, err := o.Resolver.Resolve(ctx, t)
	if err != nil {
		return nil, err
	}
	if m.Path != "" {
		return openFile(m)
	}
	return o.openStream(t, m), nil
}

// errLive says that t has no end and cannot be played for that.
func errLive(t source.Track) error {
	return &source.Error{
		Kind: source.ErrUnsupported,
		Line: fmt.Sprintf("live streams cannot be played yet: %q", t.Title),
		Hint: "choose a recording",
	}
}

// A fileInput is a local file. Reading it is taken not to wait, so that it needs no context.
type fileInput struct {
	*os.File
	media source.Media
	size  int64
	close sync.Once
	err   error
}

func openFile(m source.Media) (Input, error) {
	f, err := os.Open(m.Path)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	return &fileInput{File: f, size: st.Size(), media: m}, nil
}

func (f *fileInput) Size() int64                { return f.size }
func (f *fileInput) SetContext(context.Context) {}
func (f *fileInput) Hint() string               { return f.media.Path }
func (f *fileInput) Media() source.Media        { return f.media }
func (f *fileInput) Buffered() []Span           { return []Span{{0, 1}} }
func (f *fileInput) Trouble() error             { return nil }

func (f *fileInput) Close() error {
	f.close.Do(func() { f.err = f.File.Close() })
	return f.err
}

// A streamInput is a file at a URL, read through one view.
type streamInput struct {
	*stream.View
	stream *stream.Stream
	hint   string
	media  atomic.Pointer[source.Media]
}

func (o *MediaOpener) openStream(t source.Track, m source.Media) Input {
	in := &streamInput{hint: m.Type}
	if in.hint == "" {
		in.hint = t.Title
	}
	in.media.Store(&m)
	resolve := func(ctx context.Context, prev *stream.Target, _ error) (stream.Target, error) {
		if prev == nil {
			return target(*in.media.Load()), nil
		}
		m, err := o.Resolver.Refresh(ctx, t, *in.media.Load())
		if err != nil {
			return stream.Target{}, err
		}
		in.media.Store(&m)
		return target(m), nil
	}
	in.stream = o.Pool.Open(context.Background(), resolve, o.Stream)
	in.View = in.stream.NewView(context.Background())
	return in
}

func target(m source.Media) stream.Target {
	return stream.Target{
		URL: m.URL, Header: m.Header, Expires: m.Expires, Size: m.Size,
		Identity: m.Identity, ByteRate: m.BitRate / 8,
	}
}

func (in *streamInput) Hint() string { return in.hint }

// Media is what the source said last.
func (in *streamInput) Media() source.Media { return *in.media.Load() }

// StreamStats are those of the stream.
func (in *streamInput) StreamStats() stream.Stats { return in.stream.Stats() }

// SetBitRate tells the stream what the decoder has found out and the source did not
// know, so that it reads ahead by the right time.
func (in *streamInput) SetBitRate(bits int) {
	if in.media.Load().BitRate == 0 && bits > 0 {
		in.stream.SetByteRate(bits / 8)
	}
}

func (in *streamInput) Buffered() []Span {
	st := in.stream.Stats()
	if st.Size <= 0 {
		return nil
	}
	spans := make([]Span, len(st.Present))
	for i, r := range st.Present {
		spans[i] = Span{float64(r.From) / float64(st.Size), float64(r.To) / float64(st.Size)}
	}
	return spans
}

func (in *streamInput) Trouble() error {
	if st := in.stream.Stats(); st.Waiting {
		return st.Err
	}
	return nil
}

func (in *streamInput) Close() error { return in.stream.Close() }

var (
	_ Input     = (*fileInput)(nil)
	_ Input     = (*streamInput)(nil)
	_ io.Seeker = (*streamInput)(nil)
)
