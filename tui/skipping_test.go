package tui_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/tui"
)

// recorder is an output that keeps what is written and not taken back.
type recorder struct {
	output.Output
	mu    sync.Mutex
	sound []float32
}

func (r *recorder) Write(ctx context.Context, p []float32) (int, error) {
	n, err := r.Output.Write(ctx, p)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sound = append(r.sound, p[:2*n]...)
	return n, err
}

func (r *recorder) Rewind(limit int) (int, error) {
	n, err := r.Output.Rewind(limit)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sound = r.sound[:len(r.sound)-2*n]
	return n, err
}

// heard is the number of frames that have left for the ear.
func (r *recorder) heard() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.sound)/2 - output.Frames(r.Delay())
}

// part is the sound between two frames.
func (r *recorder) part(from, to int) []float32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sound[2*from : 2*to]
}

// inFiles resolves each track to the file of its ID in a folder.
type inFiles string

func (f inFiles) Resolve(_ context.Context, t source.Track) (source.Media, error) {
	return source.Media{Path: filepath.Join(string(f), t.ID+".wav")}, nil
}

func (f inFiles) Refresh(ctx context.Context, t source.Track, _ source.Media) (source.Media, error) {
	return f.Resolve(ctx, t)
}

// leaning are n tracks of ten seconds that tell by their sound which one it is: the right
// channel has number/64 of the left one, whatever the volume and the fades are.
func leaning(t *testing.T, n int) (inFiles, []source.Track) {
	const frames = 10 * output.Rate
	dir := t.TempDir()
	var tracks []source.Track
	for i := range n {
		b := []byte("RIFF....WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00\x80\xbb\x00\x00\x00\xee\x02\x00\x04\x00\x10\x00data....")
		binary.LittleEndian.PutUint32(b[4:], 36+4*frames)
		binary.LittleEndian.PutUint32(b[40:], 4*frames)
		for range frames {
			b = binary.LittleEndian.AppendUint16(b, 64*200)
			b = binary.LittleEndian.AppendUint16(b, uint16((i+1)*200))
		}
		id := fmt.Sprint(i + 1)
		check(t, os.WriteFile(filepath.Join(dir, id+".wav"), b, 0o600))
		tracks = append(tracks, source.Track{Provider: "fake", ID: id, Title: "Song " + id, Artist: "Band", Duration: 10 * time.Second})
	}
	return inFiles(dir), tracks
}

// numberOf is the track that a frame belongs to, 0 for silence, -1 for two at once.
func numberOf(l, r float32) int {
	if math.Abs(float64(l)) < 0.01 {
		return 0
	}
	n := float64(r/l) * 64
	if math.Abs(n-math.Round(n)) > 0.1 {
		return -1
	}
	return int(math.Round(n))
}

// What is shown is what is heard: > twenty times in a second, with the player that is built in.
// After each key the sound is that of the track shown as soon as the last of the one before,
// which cannot be taken back any more, is over; at the end title, queue and sound agree.
func TestQuickSkippingIsHeard(t *testing.T) {
	files, tracks := leaning(t, 30)
	synctest.Test(t, func(t *testing.T) {
		null, err := output.NewOpener("null", output.Options{})
		check(t, err)
		var tape *recorder
		p := player.New(player.Options{
			Opener: &player.MediaOpener{Resolver: files},
			OpenOutput: func(ctx context.Context) (output.Output, error) {
				o, err := null.Open(ctx)
				tape = &recorder{Output: o}
				return tape, err
			},
		})
		s := newScreen(t, tui.Options{Controls: p}, 80, 24)
		s.press("esc")
		p.PlayNow(tracks...)
		s.wait(2 * time.Second)
		const over = output.Rate * 30 / 1000 // what cannot be taken back, and a fade
		for n := 2; n <= 21; n++ {
			at := tape.heard()
			s.press(">")
			s.wait(50 * time.Millisecond)
			if title, want := s.m.View().WindowTitle, fmt.Sprintf("Song %d ", n); !strings.Contains(title, want) {
				t.Fatalf("shows %q after key %d", title, n-1)
			}
			sound := tape.part(at+over, tape.heard())
			counts := map[int]int{}
			for i := 0; i < len(sound); i += 2 {
				counts[numberOf(sound[i], sound[i+1])]++
			}
			if counts[n] == 0 || len(counts) > 1 {
				t.Errorf("after key %d, for song %d, frames of %v", n-1, n, counts)
			}
		}
		s.sees("▶ Song 21", "21/30")
		at := tape.heard()
		s.wait(time.Second)
		for i, sound := 0, tape.part(at, tape.heard()); i < len(sound); i += 2 {
			if n := numberOf(sound[i], sound[i+1]); n != 21 {
				t.Fatalf("song %d sounds in the end", n)
			}
		}
		if st := p.State(); st.Index != 20 || st.Entry.Track.ID != "21" || st.Status != player.Playing {
			t.Errorf("the player is at %d, %q, %v", st.Index, st.Entry.Track.Title, st.Status)
		}
		s.m.(*tui.Model).Close()
		check(t, p.Close())
		time.Sleep(2 * time.Minute)
	})
}
