package local

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"anyaudio/source"
)

// evil are files whose tags promise more than there is, or more than anybody wants.
func evil() map[string][]byte {
	be, le := binary.BigEndian, binary.LittleEndian
	picture := append(make([]byte, 28), 0xFF, 0xFF, 0xFF, 0xFF) // 4 GB of it
	comments := append(le.AppendUint32(nil, 0), 0xFF, 0xFF, 0xFF, 0xFF)
	frame := append(be.AppendUint32([]byte("TXXX"), 1), 0, 0, 0)
	many := append([]byte("ID3\x03\x00\x00\x00\x7f\x7f\x7f"), bytes.Repeat(frame, 1<<21/len(frame))...)
	return map[string][]byte{
		"empty":            {},
		"short":            []byte("fLaC"),
		"flac picture":     append([]byte("fLaC\x86\x00\x00\x20"), picture...),
		"flac comments":    append([]byte("fLaC\x84\x00\x00\x08"), comments...),
		"flac no end":      append([]byte("fLaC"), bytes.Repeat([]byte{1, 0, 0, 0}, 1<<18)...),
		"flac rate 0":      append([]byte("fLaC\x80\x00\x00\x22"), make([]byte, 34)...),
		"ogg no end":       append([]byte("OggS"), bytes.Repeat([]byte{0xFF}, 1<<20)...),
		"id3 size":         []byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7fTIT2\x7f\x7f\x7f\x7f\x00\x00x"),
		"id3 extended":     []byte("ID3\x04\x00\x40\x00\x00\x00\x20\x00\x00\x00\x00aaaaaaaaaaaaaaaaaaaa"),
		"id3 unsynced":     []byte("ID3\x03\x00\x80\x00\x00\x00\x20TIT2\x00\x00\x00\x05\x00\x00\x00\xff\x00\x00\xff\xff\xff\xff"),
		"id3 many":         many,
		"mp4 zeros":        append([]byte("\x00\x00\x00\x08ftypM4A "), make([]byte, 1<<20)...),
		"mp4 large data":   []byte("\x00\x00\x00\x08ftyp\xff\xff\xff\xff\xa9nam\xff\xff\xff\xffdata"),
		"mp4 type":         []byte("\x00\x00\x00\x08ftyp\x00\x00\x00\x1btrkn\x00\x00\x00\x13data\x00\x00\x00\x01\x00\x00\x00\x00123"),
		"mp4 deep":         append([]byte("\x00\x00\x00\x08ftyp"), bytes.Repeat([]byte("\x00\x00\x00\x08moov"), 1<<17)...),
		"mp4 wrong number": []byte("\x00\x00\x00\x08ftyp\x00\x00\x00\x19\xa9nam\x00\x00\x00\x11data\x00\x00\x00\x15\x00\x00\x00\x00\x01"),
	}
}

func tagsOf(t testing.TB, data []byte) (tags, []picture, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var pics []picture
	got, err := readTags(f, &pics)
	return got, pics, err
}

// None takes memory for what is not there, or does not return.
func TestEvilTags(t *testing.T) {
	for name, data := range evil() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := tagsOf(t, data)
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
				t.Errorf("took %d MB", took>>20)
			}
			t.Log(err)
		})
	}
}

// Tags in which every FF is followed by a zero that does not belong there.
func TestUnsynchronised(t *testing.T) {
	text := "\x01\xff\xfeA\x00\xff\x00B\x00" // UTF-16: A, U+00FF, B
	body := append(binary.BigEndian.AppendUint32([]byte("TIT2"), uint32(len(text))), 0, 0)
	body = append(body, text...)
	body = append(body, "TPE1\x00\x00\x00\x02\x00\x00\x00Z"...)
	body = bytes.ReplaceAll(body, []byte{0xFF}, []byte{0xFF, 0})
	head := []byte("ID3\x03\x00\x80\x00\x00\x00")
	whole := append(append(append(head, byte(len(body))), body...), strings.Repeat("\xff\xfb\x90\x00sound", 50)...)
	got, _, err := tagsOf(t, whole)
	if err != nil || got.title != "AÿB" || got.artist != "Z" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestID3v1(t *testing.T) {
	tail := make([]byte, 128)
	copy(tail, "TAGOld Title")
	copy(tail[33:], "Old Artist")
	tail[126] = 9
	got, _, err := tagsOf(t, append(bytes.Repeat([]byte{0xFF, 0xFB, 0x90, 0}, 100), tail...))
	if err != nil || got.title != "Old Title" || got.artist != "Old Artist" || got.number != 9 {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzTags(f *testing.F) {
	for _, data := range evil() {
		if len(data) < 1<<12 {
			f.Add(data)
		}
	}
	path := filepath.Join(f.TempDir(), "x")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		var pics []picture
		got, _ := readTags(file, &pics)
		for _, s := range []string{got.title, got.artist, got.album, got.albumArtist} {
			if s != source.Clean(s) {
				t.Errorf("text %q", s)
			}
		}
		if got.number < 0 || got.disc < 0 || got.duration < 0 {
			t.Errorf("%+v", got)
		}
		for _, p := range pics {
			if len(p.data) > len(data) {
				t.Errorf("a picture of %d bytes in %d", len(p.data), len(data))
			}
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Björk", "AC/DC", "!!!", "\xff", "İ", "Don’t", "ﬀ", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := fold(s)
		if strings.ContainsRune(folded, 0) || strings.Contains(folded, "  ") {
			t.Errorf("%q is folded to %q", s, folded)
		}
		if text := newText(fold(s)); len(queryWords(s)) > 0 && len(queryWords(s)) < maxWords && text.score(queryWords(s)) == 0 {
			t.Errorf("%q does not find itself", s)
		}
	})
}
