package cli_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/decode/decodetest"
	"anyaudio/player/mp4/mp4test"
	"anyaudio/source"
	"anyaudio/source/demo"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/tphakala/go-aac/pcm"
)

// fakeKey is where a script keeps its fake YouTube.
type fakeKey struct{}

// A tube is the fake YouTube of a script.
type tube struct {
	fake    *youtubetest.Fake
	stop    func()
	players map[string]int // calls of its endpoint "player", by video, that have been accounted for
}

// startYouTube is the command fakeyoutube: from then on the program asks a fake. Its third
// song is nearly three minutes of Opus, its fourth three seconds of AAC and nothing else, its sixth
// a minute of Opus of which four seconds fill the first window.
func startYouTube(ts *testscript.TestScript, _ bool, _ []string) {
	f := youtubetest.Default()
	song, err := piece("marigold-bus")
	ts.Check(err)
	f.Videos["aaaaaaaaaa3"].Files = []*youtubetest.File{{Itag: 251, Data: song, BitRate: 51_000}}
	minute := decodetest.Formats()[0].Make(time.Minute)
	dense, err := io.ReadAll(io.NewSectionReader(minute, 0, minute.Size))
	ts.Check(err)
	f.Videos["aaaaaaaaaa6"].Files = []*youtubetest.File{{Itag: 251, Data: dense, BitRate: 128_000}}
	if decode.AAC {
		aac, err := encodeAAC(3)
		ts.Check(err)
		f.Videos["aaaaaaaaaa4"].Files = []*youtubetest.File{
			{Itag: 140, Data: aac, BitRate: 128_000},
			{Itag: 139, Data: aac, BitRate: 48_000},
		}
		f.Videos["aaaaaaaaaa4"].Muxed = &youtubetest.File{Itag: 18, Data: aac, BitRate: 300_000}
	}
	// The one that the doctor asks for.
	f.Videos[youtube.CheckVideo] = &youtubetest.Video{
		ID: youtube.CheckVideo, Title: "Never gonna give you up", Files: f.Videos["aaaaaaaaaa1"].Files,
	}
	s, err := youtubetest.Serve(f)
	ts.Check(err)
	ts.Value(fakeKey{}).(*tube).stop = s.Close
	ts.Defer(func() {
		s.Close()
		for _, v := range f.Violations() {
			ts.Fatalf("fake YouTube: %s", v)
		}
	})
	ts.Setenv("ANYAUDIO_TEST_YOUTUBE", s.URL)
	ts.Setenv("NO_PROXY", "127.0.0.1")
	// An installed yt-dlp would ask the real one.
	ts.Setenv("ANYAUDIO_YOUTUBE_RESOLVERS", "innertube,kkdai,muxed")
	ts.Setenv("ANYAUDIO_STREAM_CACHE", "0B") // what was played once would not be asked for again
	ts.Value(fakeKey{}).(*tube).fake = f
}

// revoke is the command revoke: all addresses are refused as soon as that byte is asked for,
// and with "changed" behind it the files have been made anew.
func revoke(ts *testscript.TestScript, _ bool, args []string) {
	at, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	ts.Value(fakeKey{}).(*tube).fake.RevokeAt(at, len(args) > 1 && args[1] == "changed")
}

// stopYouTube is the command stopyoutube: nobody answers any more.
func stopYouTube(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Value(fakeKey{}).(*tube).stop()
}

// refuse is the command refuse: a video is answered with a sample refusal.
func refuse(ts *testscript.TestScript, _ bool, args []string) {
	ts.Value(fakeKey{}).(*tube).fake.Refuse(args[0], "", args[1])
}

// wantPlayers is the command players: so many player calls have been made for a video since it was
// used last for that.
func wantPlayers(ts *testscript.TestScript, _ bool, args []string) {
	s, id := ts.Value(fakeKey{}).(*tube), args[1]
	n := 0
	for _, asked := range s.fake.Asked() {
		if asked == id {
			n++
		}
	}
	if got := strconv.Itoa(n - s.players[id]); got != args[0] {
		ts.Fatalf("%s player calls, want %s", got, args[0])
	}
	s.players[id] = n
}

// sameSound is the command samesound: raw samples, as standard output has them, are those of a WAV
// file.
func sameSound(ts *testscript.TestScript, _ bool, args []string) {
	raw, wav := ts.ReadFile(args[0]), ts.ReadFile(args[1])
	_, sound, _ := strings.Cut(wav, "data")
	sound = sound[min(4, len(sound)):]
	if len(raw) != len(sound) {
		ts.Fatalf("%s has %d frames, %s has %d", args[0], len(raw)/4, args[1], len(sound)/4)
	}
	for i := range len(raw) / 4 {
		if raw[4*i:4*i+4] != sound[4*i:4*i+4] {
			ts.Fatalf("%s and %s differ from frame %d on, of %d", args[0], args[1], i, len(raw)/4)
		}
	}
}

// wantSeconds is the command seconds: a WAV file of that length, to a tenth.
func wantSeconds(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.ParseFloat(args[1], 64)
	ts.Check(err)
	if got := float64(len(ts.ReadFile(args[0]))-44) / 4 / 48000; math.Abs(got-want) > 0.1 {
		ts.Fatalf("%s: %.2f s, want %.2f s", args[0], got, want)
	}
}

// piece is the file of a piece of the demo.
func piece(id string) (data []byte, err error) {
	d, err := demo.Start(demo.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	m, err := d.Resolve(context.Background(), source.Track{Provider: "demo", ID: id})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodGet, m.URL, http.NoBody)
	if err != nil {
		return nil, err
	}
	maps.Copy(req.Header, m.Header)
	req.Header.Set("Range", fmt.Sprintf("bytes=0-%d", m.Size-1))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusPartialContent {
		return nil, fmt.Errorf("the demo answers %s", resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// encodeAAC makes an M4A file of some seconds of a tone.
func encodeAAC(seconds int) ([]byte, error) {
	const rate = 44100
	enc, err := pcm.NewFrameEncoder(pcm.Config{SampleRate: rate, BitDepth: 16, Channels: 1, Bitrate: 128_000})
	if err != nil {
		return nil, err
	}
	var sound []byte
	for i := range seconds * rate {
		x := math.Sin(2 * math.Pi * 440 * float64(i) / rate)
		sound = binary.LittleEndian.AppendUint16(sound, uint16(int16(x*16000)))
	}
	var packets [][]byte
	emit := func(au []byte, _ int) error {
		packets = append(packets, bytes.Clone(au))
		return nil
	}
	if err := errors.Join(enc.EncodeInterleaved(sound, emit), enc.Flush(emit)); err != nil {
		return nil, err
	}
	file, _, _ := mp4test.File(packets, mp4test.Options{
		Layout: mp4test.Indexed, Chunk: 20, Config: enc.AudioSpecificConfig(), EditStart: enc.Delay(),
	})
	return file, nil
}
