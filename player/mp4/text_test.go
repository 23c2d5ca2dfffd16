package mp4_test

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"anyaudio/player/mp4"
	"anyaudio/player/mp4/mp4test"
)

// withUdta puts a udta box into the header of a file with the header last.
func withUdta(file []byte, content ...[]byte) []byte {
	at := bytes.LastIndex(file, []byte("moov")) - 4
	udta := mp4test.Box("udta", bytes.Join(content, nil))
	out := append(bytes.Clone(file), udta...)
	binary.BigEndian.PutUint32(out[at:], binary.BigEndian.Uint32(out[at:])+uint32(len(udta)))
	return out
}

func item(kind, text string) []byte {
	return mp4test.Box(kind, mp4test.Full("data", 0, 1, make([]byte, 4), []byte(text)))
}

// TestTexts: the texts of iTunes' list and Nero's chapters; pictures are not kept.
func TestTexts(t *testing.T) {
	file, _, _ := mp4test.File([][]byte{{1}, {2}}, mp4test.Options{Layout: mp4test.MoovLast})
	free := mp4test.Box("----", mp4test.Full("mean", 0, 0, []byte("com.apple.iTunes")), mp4test.Full("name", 0, 0, []byte("REPLAYGAIN_TRACK_GAIN")),
		mp4test.Full("data", 0, 1, make([]byte, 4), []byte("-7.1 dB")))
	ilst := mp4test.Box("ilst", item("\xa9nam", "A Song"), item("covr", "picture"), free, item("\xa9ART", string(make([]byte, 5000))))
	chpl := mp4test.Full("chpl", 1, 0, make([]byte, 4), []byte{2},
		binary.BigEndian.AppendUint64(nil, 0), []byte("\x03One"), binary.BigEndian.AppendUint64(nil, 15_000_000), []byte("\x03Two"))
	d, err := mp4.Open(bytes.NewReader(withUdta(file, mp4test.Full("meta", 0, 0, ilst), chpl)))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"\xa9nam": "A Song", "replaygain_track_gain": "-7.1 dB", "covr": "", "\xa9ART": "", "none": ""} {
		if got := d.Text(name); got != want {
			t.Errorf("%q: %.20q, want %q", name, got, want)
		}
	}
	want := []mp4.Chapter{{Title: "One"}, {Title: "Two", Start: 1500 * time.Millisecond}}
	if got := d.Chapters(); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v", got)
	}
	for cut := range chpl { // damage costs no more than the chapters
		broken := bytes.Clone(chpl[:cut])
		if cut >= 4 {
			binary.BigEndian.PutUint32(broken, uint32(cut))
		}
		if d, err := mp4.Open(bytes.NewReader(withUdta(file, broken))); err != nil || len(d.Tracks()) != 1 {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
}
