package local_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A said is what a generated file says about itself.
type said struct {
	title, artist, album, by string
	number, disc             int
	picture                  []byte
}

var be, le = binary.BigEndian, binary.LittleEndian

// wav is a tenth of a second of silence, without tags.
func wav() []byte {
	data := make([]byte, 800)
	b := append([]byte("RIFF"), le.AppendUint32(nil, uint32(36+len(data)))...)
	b = append(b, "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"...)
	b = le.AppendUint32(b, 8000)
	b = le.AppendUint32(b, 8000)
	b = append(b, "\x01\x00\x08\x00data"...)
	b = le.AppendUint32(b, uint32(len(data)))
	return append(b, data...)
}

// vorbisComments is a comment header; see https://xiph.org/vorbis/doc/v-comment.html .
func vorbisComments(s said) []byte {
	var all []string
	for _, c := range [][2]string{{"TITLE", s.title}, {"artist", s.artist}, {"Album", s.album}, {"ALBUMARTIST", s.by}} {
		if c[1] != "" {
			all = append(all, c[0]+"="+c[1])
		}
	}
	if s.number > 0 {
		all = append(all, fmt.Sprintf("TRACKNUMBER=%d/20", s.number))
	}
	if s.disc > 0 {
		all = append(all, fmt.Sprintf("DISCNUMBER=%d", s.disc))
	}
	if s.picture != nil {
		all = append(all, "METADATA_BLOCK_PICTURE="+base64.StdEncoding.EncodeToString(pictureBlock(3, s.picture)))
	}
	b := append(le.AppendUint32(nil, 4), "test"...)
	b = le.AppendUint32(b, uint32(len(all)))
	for _, c := range all {
		b = append(le.AppendUint32(b, uint32(len(c))), c...)
	}
	return b
}

func pictureBlock(kind uint32, data []byte) []byte {
	b := be.AppendUint32(nil, kind)
	b = append(be.AppendUint32(b, 9), "image/png"...)
	b = append(be.AppendUint32(b, 0), make([]byte, 16)...)
	return append(be.AppendUint32(b, uint32(len(data))), data...)
}

// flac has the metadata of a FLAC file of two seconds and no sound.
func flac(s said) []byte {
	info := make([]byte, 34)
	be.PutUint16(info, 4096)
	be.PutUint16(info[2:], 4096)
	be.PutUint64(info[10:], 44100<<44|15<<36|88200)
	b := flacBlock([]byte("fLaC"), 0, info)
	b = flacBlock(b, 1, make([]byte, 10)) // padding
	if s.picture != nil {
		b = flacBlock(b, 6, pictureBlock(4, []byte("\x89PNG\r\n\x1a\nback")))
		b = flacBlock(b, 6, pictureBlock(3, s.picture))
		s.picture = nil
	}
	return flacBlock(b, 0x80|4, vorbisComments(s))
}

func flacBlock(b []byte, kind byte, data []byte) []byte {
	b = append(b, kind, byte(len(data)>>16), byte(len(data)>>8), byte(len(data)))
	return append(b, data...)
}

// opus has the two header packets of an Opus file (RFC 7845).
func opus(s said) []byte {
	head := append([]byte("OpusHead\x01\x02"), make([]byte, 9)...)
	b := oggPages(nil, 0, head)
	return oggPages(b, 1, append([]byte("OpusTags"), vorbisComments(s)...))
}

// oggPages appends one packet on as many pages as it takes; without checksums.
func oggPages(b []byte, page int, packet []byte) []byte {
	lacing := append(bytes.Repeat([]byte{255}, len(packet)/255), byte(len(packet)%255))
	for len(lacing) > 0 {
		n := min(len(lacing), 255)
		head := make([]byte, 27)
		copy(head, "OggS")
		le.PutUint32(head[14:], 7)
		le.PutUint32(head[18:], uint32(page))
		head[26] = byte(n)
		size := 0
		for _, l := range lacing[:n] {
			size += int(l)
		}
		b = append(append(append(b, head...), lacing[:n]...), packet[:size]...)
		lacing, packet, page = lacing[n:], packet[size:], page+1
	}
	return b
}

// mp3 is an ID3v2.3 tag and a frame of silence.
func mp3(s said) []byte {
	var frames []byte
	for _, f := range [][2]string{
		{"TIT2", s.title},
		{"TPE1", s.artist},
		{"TALB", s.album},
		{"TPE2", s.by},
		{"TRCK", number(s.number)},
		{"TPOS", number(s.disc)},
	} {
		if f[1] != "" {
			frames = id3Frame(frames, f[0], "\x03"+f[1])
		}
	}
	if s.picture != nil {
		frames = id3Frame(frames, "APIC", "\x00image/png\x00\x03\x00"+string(s.picture))
	}
	n := len(frames)
	b := append([]byte("ID3\x03\x00\x00"), byte(n>>21), byte(n>>14&127), byte(n>>7&127), byte(n&127))
	b = append(append(b, frames...), 0xFF, 0xFB, 0x90, 0x64)
	return append(b, make([]byte, 413)...)
}

func id3Frame(b []byte, name, body string) []byte {
	b = be.AppendUint32(append(b, name...), uint32(len(body)))
	return append(append(b, 0, 0), body...)
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// m4a has the boxes of an MP4 file that lead to its tags.
func m4a(s said) []byte {
	var list []byte
	for _, f := range [][2]string{{"\xa9nam", s.title}, {"\xa9ART", s.artist}, {"\xa9alb", s.album}, {"aART", s.by}} {
		list = append(list, box(f[0], box("data", []byte("\x00\x00\x00\x01\x00\x00\x00\x00"), []byte(f[1])))...)
	}
	trkn := []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, byte(s.number), 0, 20, 0, 0}
	list = append(list, box("trkn", box("data", trkn))...)
	if s.picture != nil {
		list = append(list, box("covr", box("data", []byte("\x00\x00\x00\x0e\x00\x00\x00\x00"), s.picture))...)
	}
	return bytes.Join([][]byte{
		box("ftyp", []byte("M4A \x00\x00\x00\x00")), box("mdat", make([]byte, 100)),
		box("moov", box("udta", box("meta", make([]byte, 4), box("ilst", list)))),
	}, nil)
}

func box(name string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(be.AppendUint32(nil, uint32(8+len(body))), name...), body...)
}

// sound is a file of the kind that its name says.
func sound(path string, s said) []byte {
	switch filepath.Ext(path) {
	case ".flac":
		return flac(s)
	case ".opus":
		return opus(s)
	case ".mp3":
		return mp3(s)
	case ".m4a":
		return m4a(s)
	}
	return wav()
}

// put writes a file, and its folders.
func put(t testing.TB, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// plant makes n files: artists of 100 songs, albums of 10, in four formats. Every fourth has
// no tags, but a name and folders.
func plant(t testing.TB, n int) (dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		artist, album := fmt.Sprintf("Artíst %d", i/100), fmt.Sprintf("Album %d", i/10)
		ext := []string{"mp3", "flac", "opus", "wav"}[i%4]
		name := fmt.Sprintf("%s/%s/%02d - Söng %s.%s", artist, album, i%10+1, words(i), ext)
		data := sound(name, said{title: "Söng " + words(i), artist: artist, album: album, by: artist, number: i%10 + 1})
		if i%10 == 0 {
			put(t, dir, name, data)
		} else if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// words are names for a number: "12" is "two one".
func words(i int) string {
	digits := []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	var all []string
	for {
		all = append(all, digits[i%10])
		if i /= 10; i == 0 {
			return strings.Join(all, " ")
		}
	}
}
