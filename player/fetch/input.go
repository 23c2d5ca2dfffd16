package fetch

import (
	"context"
	"sync"
	"sync/atomic"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/stream"
)

// Open opens a track for playing. What is kept is read from the disk without asking its
// source; the rest of it comes over the network. With Options.Offline a missing byte is
// ErrOffline, and so is a track that is not kept.
func (f *Fetcher) Open(ctx context.Context, t source.Track) (player.Input, error) {
	f.mu.Lock()
	it := f.items[t.Key()]
	if it == nil || it.Key == "" {
		f.mu.Unlock()
		if f.o.Offline && (it == nil || it.Path == "") && (f.o.Here == nil || !f.o.Here(t)) {
			return nil, errNotKept(t)
		}
		return f.o.Opener.Open(ctx, t)
	}
	it.players++ // the worker does not begin with it now
	left := f.leaveLocked(it)
	f.mu.Unlock()
	select {
	case <-left:
	case <-ctx.Done():
		f.closed(it, nil)
		return nil, ctx.Err()
	}
	return f.openKept(it), nil
}

// A keptInput is a track that is kept, read through one view.
type keptInput struct {
	*stream.View
	stream *stream.Stream
	media  atomic.Pointer[source.Media]
	hint   string
	close  sync.Once
	closed func(stream.Stats)
}

func (f *Fetcher) openKept(it *item) *keptInput {
	f.mu.Lock()
	e := it.entry
	f.mu.Unlock()
	in := &keptInput{hint: e.Type, closed: func(st stream.Stats) { f.closed(it, &st) }}
	if in.hint == "" {
		in.hint = e.Track.Title
	}
	in.media.Store(&source.Media{
		Size: e.Size, Identity: e.Identity, Type: e.Type, BitRate: e.BitRate, Loudness: e.Loudness, Reason: "kept on disk",
	})
	o := f.o.Stream
	o.Key = e.Key
	in.stream = f.o.Pool.Open(context.Background(), f.target(it, func(m source.Media) { in.media.Store(&m) }), o)
	in.stream.SetByteRate(e.BitRate / 8)
	in.View = in.stream.NewView(context.Background())
	return in
}

// closed notes that an input of an item has been closed, with how far it was then.
func (f *Fetcher) closed(it *item, st *stream.Stats) {
	f.mu.Lock()
	it.players--
	if st != nil && st.Size > 0 && (!it.Complete || st.Saved < st.Size) {
		// The worker finds out whether that is all. What was complete may have been damaged.
		it.Size, it.Saved, it.Complete = st.Size, st.Saved, false
	}
	f.mu.Unlock()
	f.poke()
}

func (in *keptInput) Hint() string { return in.hint }

// Media is what the source has said.
func (in *keptInput) Media() source.Media { return *in.media.Load() }

// StreamStats are those of the stream.
func (in *keptInput) StreamStats() stream.Stats { return in.stream.Stats() }

// SetBitRate tells the stream what the decoder has found out and the source did not know.
func (in *keptInput) SetBitRate(bits int) {
	if in.media.Load().BitRate == 0 && bits > 0 {
		in.stream.SetByteRate(bits / 8)
	}
}

func (in *keptInput) Buffered() []player.Span {
	st := in.stream.Stats()
	if st.Size <= 0 {
		return nil
	}
	spans := make([]player.Span, len(st.Present))
	for i, r := range st.Present {
		spans[i] = player.Span{From: float64(r.From) / float64(st.Size), To: float64(r.To) / float64(st.Size)}
	}
	return spans
}

func (in *keptInput) Trouble() error {
	if st := in.stream.Stats(); st.Waiting {
		return st.Err
	}
	return nil
}

func (in *keptInput) Close() error {
	in.close.Do(func() {
		st := in.stream.Stats()
		in.stream.Close()
		in.closed(st)
	})
	return nil
}

var _ player.Input = (*keptInput)(nil)
