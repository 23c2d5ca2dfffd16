package pack_test

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"slices"
	"sync"
	"testing"

	"anyaudio/source/demo/gen/pack"
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/songs"
	"anyaudio/source/demo/gen/synth"
)

// small is a song of short parts whose notes ring across every join.
func small() *score.Song {
	line := func(text string) func(w *score.Writer) {
		return func(w *score.Writer) {
			w.Line("keys", 0, 0.5, text)
			w.Drums("drums", 0, 2, 0.5, "k: x...x...\ns: ..x...x.\nh: xxxxxxxx")
		}
	}
	return &score.Song{
		ID: "small", Beat: 19200, Meter: 4, Loud: -17, Form: "a b a c a a", Long: "a b a b a c a",
		Room: synth.Reverb{Time: 0.8, Size: 0.6, Damp: 4000, LowCut: 150},
		Tracks: []score.Track{
			{Name: "keys", Inst: synth.Piano(), Level: 0, Room: 0.3},
			{Name: "drums", Inst: synth.Kit{'k': {Drum: synth.Kick}, 's': {Drum: synth.Snare}, 'h': {Drum: synth.Hat, Gain: -8}}, Level: -4, Room: 0.1},
		},
		Parts: []score.Part{
			{Name: "a", Bars: 2, Write: line("c4 e4 g4 c5 e5 g4 c5 e5 | d4 a4 d5 f5 g4 b4 d5 g5")},
			{Name: "b", Bars: 2, Write: line("f4:3 a4:3 c5:2 | e4:3 g4:3 b4+e5!:2")},
			{Name: "c", Bars: 2, Write: line("ab4:2 eb5:2 c5:4 | bb4:2 f5:2 d5+bb5!:4")},
		},
	}
}

// made is the small song encoded.
type made struct {
	song  *score.Song
	gains score.Gains
	*pack.Song
}

var makeSmall = sync.OnceValues(func() (made, error) {
	s := small()
	gains := pack.Balance(s)
	e, err := pack.EncodeSong(s, gains)
	return made{s, gains, e}, err
})

// joins returns what is wrong with the joins of a sequence that should sound like form.
func (m made) joins(t *testing.T, play, form []string) (excess, step float64) {
	t.Helper()
	heard, err := m.Decode(play)
	if err != nil {
		t.Fatal(err)
	}
	ideal := pack.Ideal(m.song, m.gains, form)
	plain, err := pack.Plain(ideal)
	if err != nil {
		t.Fatal(err)
	}
	if heard.Len() != ideal.Len()-pack.PreSkip {
		t.Fatalf("%d frames, the ideal has %d", heard.Len(), ideal.Len())
	}
	excess, step = math.Inf(-1), math.Inf(-1)
	for _, j := range m.Joins(play, heard, plain, ideal) {
		t.Logf("%s at %d: difference %.1f dBFS, %+.1f dB, step %+.1f dB", j.Segment, j.At, j.Level, j.Excess, j.Step)
		excess, step = max(excess, j.Excess), max(step, j.Step)
	}
	return excess, step
}

func TestJoins(t *testing.T) {
	if underRace {
		return
	}
	m, err := makeSmall()
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range [][]string{m.song.Sequence(), m.song.LongSequence()} {
		if excess, step := m.joins(t, m.Play(m.song, form), form); excess > 4 || step > 4 {
			t.Errorf("joins of %v: difference %+.1f dB, step %+.1f dB against no joins", form, excess, step)
		}
	}
	if n := len(m.Heads); n != 1 || m.Heads["a"] == 0 || m.Heads["a"] > 100 {
		t.Errorf("heads %v: only a has several parts before it, and they ring for less than two seconds", m.Heads)
	}
}

// TestJoinsTell shows that the measure of TestJoins sees a join that is not right.
func TestJoinsTell(t *testing.T) {
	if underRace {
		return
	}
	m, err := makeSmall()
	if err != nil {
		t.Fatal(err)
	}
	wrong := m.Play(m.song, m.song.Sequence())
	at := slices.Index(wrong, "small/a<b")
	if at < 0 {
		t.Fatalf("no small/a<b in %v", wrong)
	}
	wrong[at] = "small/a<c" // as if another part had sounded before
	if excess, _ := m.joins(t, wrong, m.song.Sequence()); excess < 6 {
		t.Errorf("a head in the wrong place has an excess of %.1f dB only", excess)
	}
}

func TestLongFormMayUseOnlyTheFormsJoins(t *testing.T) {
	s := small()
	s.Long = "a b c"
	if _, err := pack.EncodeSong(s, score.Gains{}); err == nil {
		t.Error("b to c is accepted, which the form does not have")
	}
}

// committed reads what is embedded.
func committed(t *testing.T) (packets [][]byte, cat pack.Catalogue, gains map[string]score.Gains) {
	t.Helper()
	read := func(path string) []byte {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := read("../../parts.bin")[len(pack.Magic):]
	n := int(binary.LittleEndian.Uint32(b))
	sizes, data := b[4:4+2*n], b[4+2*n:]
	for i := range n {
		k := binary.LittleEndian.Uint16(sizes[2*i:])
		packets = append(packets, data[:k])
		data = data[k:]
	}
	if err := json.Unmarshal(read("../../catalogue.json"), &cat); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(read("../mix.json"), &gains); err != nil {
		t.Fatal(err)
	}
	return packets, cat, gains
}

// TestRegenerate makes some of the committed segments again: the beginning of pieces,
// and a head that follows another part. The bytes are the same on a processor that rounds
// as that of the release did (amd64 with AVX2 and FMA); elsewhere the generator or the encoder
// rounds otherwise, and the sound must be the same to within the noise of the codec.
func TestRegenerate(t *testing.T) {
	packets, cat, gains := committed(t)
	for _, seg := range []struct{ song, prev, part, name string }{
		{"invention-for-clockwork", "", "intro", "invention-for-clockwork/intro"},
		{"pocket-dragon", "", "intro", "pocket-dragon/intro"},
		{"half-past-blue", "", "intro", "half-past-blue/intro"},
		{"the-biscuit-brigade", "intro", "a", "the-biscuit-brigade/a<intro"},
	} {
		t.Run(seg.name, func(t *testing.T) {
			t.Parallel()
			at := 0
			var want [][]byte
			for _, info := range cat.Segments {
				if info.Name == seg.name {
					want = packets[at : at+info.Packets]
				}
				at += info.Packets
			}
			s := songs.Find(seg.song)
			got, err := pack.Encode(pack.Render(s, gains[seg.song], seg.prev, seg.part, len(want)))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, seg.name, got, want)
		})
	}
}

func compare(t *testing.T, name string, got, want [][]byte) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%d packets, %d are committed", len(got), len(want))
	}
	same := 0
	for i := range want {
		if slices.Equal(got[i], want[i]) {
			same++
		}
	}
	if same == len(want) {
		return
	}
	a, b := decode(t, name, got), decode(t, name, want)
	diff, power := 0.0, 0.0
	for i := range a.L {
		diff += (a.L[i] - b.L[i]) * (a.L[i] - b.L[i])
		power += b.L[i] * b.L[i]
	}
	db := 10 * math.Log10(diff/power)
	t.Logf("%d of %d packets are the same bytes; the sound differs by %.1f dB", same, len(want), db)
	if db > -10 {
		t.Errorf("the committed music is not that of this generator: run go generate ./source/demo")
	}
}

func decode(t *testing.T, name string, packets [][]byte) synth.Buf {
	t.Helper()
	song := &pack.Song{Segments: []pack.Segment{{Name: name, Packets: packets}}}
	b, err := song.Decode([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCatalogueIsThatOfTheSongs fails when a title, a form or a list was changed and
// the catalogue was not made again.
func TestCatalogueIsThatOfTheSongs(t *testing.T) {
	_, cat, _ := committed(t)
	list := songs.All()
	if len(cat.Pieces) != len(list)+1 {
		t.Fatalf("%d pieces, %d songs and the mix", len(cat.Pieces), len(list))
	}
	for i, s := range list {
		p := cat.Pieces[i]
		if p.ID != s.ID || p.Title != s.Title || p.Artist != s.Artist || p.Album != s.Album {
			t.Errorf("piece %d is %+v, the song %s", i, p, s.ID)
		}
		frames := 0
		for _, part := range s.Sequence() {
			frames += s.Length(part)
		}
		if p.Packets*score.Frame != frames {
			t.Errorf("%s has %d packets, its form %d", s.ID, p.Packets, frames/score.Frame)
		}
	}
	mix := 0
	for _, s := range list {
		for _, part := range s.LongSequence() {
			mix += s.Length(part)
		}
	}
	if last := cat.Pieces[len(list)]; last.ID != songs.Mix().ID || last.Packets*score.Frame != mix {
		t.Errorf("the mix is %s with %d packets, want %d", last.ID, last.Packets, mix/score.Frame)
	}
	if want := songs.Playlists(); len(cat.Playlists) != len(want) {
		t.Errorf("%d playlists, want %d", len(cat.Playlists), len(want))
	} else {
		for i, p := range cat.Playlists {
			if p.ID != want[i].ID || p.Title != want[i].Title || !slices.Equal(p.Pieces, want[i].Pieces) {
				t.Errorf("playlist %d is %+v, want %+v", i, p, want[i])
			}
		}
	}
}
