package playlistfile_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// readAll reads a list to its end; the error is nil when that is io.EOF.
func readAll(r io.Reader, o playlistfile.Options) ([]playlistfile.Entry, error) {
	m := playlistfile.NewM3U(r, o)
	var all []playlistfile.Entry
	for {
		e, err := m.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, e)
	}
}

// show writes entries as line:location|title|duration.
func show(entries []playlistfile.Entry) string {
	var s []string
	for _, e := range entries {
		s = append(s, fmt.Sprintf("%d:%s|%s|%s", e.Line, e.Location, e.Title, e.Duration))
	}
	return strings.Join(s, "\n")
}

func TestRead(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain", "a.mp3\nb.mp3", "1:a.mp3||0s\n2:b.mp3||0s"},
		{"line ends", "a\r\nb\rc\n\n\rd\r", "1:a||0s\n2:b||0s\n3:c||0s\n6:d||0s"},
		{"spaces", "  a b.mp3\t\n \t \nc", "1:a b.mp3||0s\n3:c||0s"},
		{"comments", "#EXTM3U\n# a\n#\n#EXTVLCOPT:x=1\na", "5:a||0s"},
		{"info", "#EXTINF:61,Some - Song\na", "2:a|Some - Song|1m1s"},
		{"info is for the next line only", "#EXTINF:61,T\na\nb", "2:a|T|1m1s\n3:b||0s"},
		{"info across a comment", "#EXTINF:61,T\n# x\n\na", "4:a|T|1m1s"},
		{"the last info counts", "#EXTINF:1,S\n#EXTINF:2,T\na", "3:a|T|2s"},
		{"live", "#EXTINF:-1,Radio\nhttp://h/x", "2:http://h/x|Radio|0s"},
		{"fraction", "#EXTINF:1.5, T\na", "2:a|T|1.5s"},
		{"attributes", `#EXTINF:-1 tvg-name="a, b" group="x",The, Title` + "\na", "2:a|The, Title|0s"},
		{"open quote", `#EXTINF:5 x="a,b` + "\na", "2:a||5s"},
		{"no comma", "#EXTINF:5\na", "2:a||5s"},
		{"no number", "#EXTINF:,T\na", "2:a|T|0s"},
		{"odd numbers", "#EXTINF:NaN,a\na\n#EXTINF:Inf,b\nb\n#EXTINF:1e300,c\nc\n#EXTINF:-7,d\nd", "2:a|a|0s\n4:b|b|0s\n6:c|c|0s\n8:d|d|0s"},
		{"escape in title", "#EXTINF:1,a\x1b[2Jb\na", "2:a|a[2Jb|1s"},
		{"Windows", `C:\Music\a.mp3` + "\n" + `..\b.mp3` + "\n" + `\\server\share\c.mp3`, `1:C:\Music\a.mp3||0s` + "\n" + `2:..\b.mp3||0s` + "\n" + `3:\\server\share\c.mp3||0s`},
		{"address", "https://h/a?b=1#c", "1:https://h/a?b=1#c||0s"},
		{"mixed encodings", "\xf6.mp3\nö.mp3\n\x80.mp3", "1:ö.mp3||0s\n2:ö.mp3||0s\n3:€.mp3||0s"},
		{"byte order mark only", "\xef\xbb\xbf", ""},
		{"byte order mark before a path", "\xef\xbb\xbfa", "1:a||0s"},
		{"angle bracket later", "a\n<b", "1:a||0s\n2:<b||0s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for how, r := range map[string]io.Reader{
				"whole":   strings.NewReader(tt.in),
				"by byte": iotest.OneByteReader(strings.NewReader(tt.in)),
			} {
				got, err := readAll(r, playlistfile.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if show(got) != tt.want {
					t.Errorf("%s: got\n%s\nwant\n%s", how, show(got), tt.want)
				}
			}
		})
	}
}

func TestFiles(t *testing.T) {
	for name, want := range map[string]string{
		"bom-crlf.m3u8": `3:Music\Björk\Jóga.mp3|Björk - Jóga|3m33s`,
		"latin1.m3u":    "3:Björk/Jóga.mp3|Björk - Jóga “live”|3m33s",
	} {
		t.Run(name, func(t *testing.T) {
			f, err := os.Open("testdata/" + name)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			got, err := readAll(f, playlistfile.Options{})
			if err != nil || show(got) != want {
				t.Errorf("got %s, %v\nwant %s", show(got), err, want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	hls, err := os.ReadFile("testdata/hls.m3u8")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, in, line string
		unsupported    bool
		entries        int
	}{
		{"HLS", string(hls), "my list: line 2: an HTTP live stream (HLS), not a list of files", true, 0},
		{"HLS further down", "a\nb\n#EXT-X-ENDLIST", "my list: line 3: an HTTP live stream (HLS), not a list of files", true, 2},
		{"page", "\n<!DOCTYPE html>", "my list: line 2: a web page or XML, not an M3U list", true, 0},
		{"PLS", "[playlist]\nFile1=a", "my list: line 1: a PLS list", true, 0},
		{"UTF-16", "\xff\xfea\x00", "my list: line 1: UTF-16 text", true, 0},
		{"binary", "a\nb\x00", "my list: line 2: not text", false, 1},
		{"long line", "a\nb\n" + strings.Repeat("x", 101), "my list: line 3: longer than 100 bytes", false, 2},
		{"long line with an end", strings.Repeat("x", 101) + "\na", "my list: line 1: longer than 100 bytes", false, 0},
		{"many entries", strings.Repeat("a\n", 11), "my list: line 11: more than 10 entries", false, 10},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readAll(strings.NewReader(tt.in), playlistfile.Options{
				Name: "my list", MaxLine: 100, MaxEntries: 10,
			})
			line, hint := source.Explain(err)
			if line != tt.line || hint == "" {
				t.Errorf("explained as %q, %q\nwant %q", line, hint, tt.line)
			}
			if errors.Is(err, source.ErrUnsupported) != tt.unsupported {
				t.Errorf("unsupported: %t, want %t", !tt.unsupported, tt.unsupported)
			}
			if len(got) != tt.entries {
				t.Errorf("%d entries before it, want %d", len(got), tt.entries)
			}
		})
	}
}

func TestLongestLine(t *testing.T) {
	for _, end := range []string{"", "\n", "\r\n"} {
		in := strings.Repeat("x", 100) + end
		got, err := readAll(strings.NewReader(in), playlistfile.Options{MaxLine: 100})
		if err != nil || len(got) != 1 {
			t.Errorf("line of the longest length, end %q: %d entries, %v", end, len(got), err)
		}
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("disk on fire")
	m := playlistfile.NewM3U(io.MultiReader(strings.NewReader("a\nb\n"), iotest.ErrReader(broken)), playlistfile.Options{Name: "l"})
	for range 2 {
		if _, err := m.Read(); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // errors stay
		if _, err := m.Read(); !errors.Is(err, broken) || !strings.Contains(err.Error(), "l: after line 2") {
			t.Errorf("error %v, want that of the reader, with the place", err)
		}
	}
}

// junk gives n bytes of comment lines.
type junk struct{ n, at int }

func (j *junk) Read(p []byte) (int, error) {
	const line = "# nothing of interest\n"
	n := min(len(p), j.n-j.at)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		p[i] = line[(j.at+i)%len(line)]
	}
	j.at += n
	return n, nil
}

// A list is read as it comes: what is not an entry costs no memory, whatever its length.
func TestMemoryIsBounded(t *testing.T) {
	read := func(size int) float64 {
		return testing.AllocsPerRun(1, func() {
			if got, err := readAll(&junk{n: size}, playlistfile.Options{}); err != nil || len(got) != 0 {
				t.Fatal(len(got), err)
			}
		})
	}
	if little, much := read(1<<20), read(16<<20); much > little+2 {
		t.Errorf("%v allocations for 1 MiB of comments, %v for 16", little, much)
	}
}

func TestKinds(t *testing.T) {
	for name, want := range map[string][2]bool{
		"a.m3u": {true, false}, "a.M3U8": {true, false}, "/x/a.pls": {false, true}, "a.xspf": {false, true},
		"a.mp3": {}, "m3u": {}, "": {}, "a.m3u/b": {},
	} {
		if got := [2]bool{playlistfile.IsM3U(name), playlistfile.IsOther(name)}; got != want {
			t.Errorf("%q: M3U, other = %v, want %v", name, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"bom-crlf.m3u8", "latin1.m3u", "hls.m3u8"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("#EXTINF:1 a=\"b,c\",d\r\re\r\n\nf"))
	f.Fuzz(func(t *testing.T, in []byte) {
		o := playlistfile.Options{MaxLine: 200, MaxEntries: 50}
		got, err := readAll(strings.NewReader(string(in)), o)
		line := 0
		for _, e := range got {
			if e.Line <= line || e.Location == "" || !utf8.ValidString(e.Location) || len(e.Location) > 3*o.MaxLine ||
				strings.ContainsAny(e.Location, "\r\n\x00") || e.Duration < 0 || e.Duration > 366*24*time.Hour ||
				e.Title != source.Clean(e.Title) {
				t.Errorf("entry %+v after line %d", e, line)
			}
			line = e.Line
		}
		if len(got) > o.MaxEntries {
			t.Errorf("%d entries", len(got))
		}
		// However the bytes arrive, they mean the same.
		again, errAgain := readAll(iotest.OneByteReader(strings.NewReader(string(in))), o)
		if show(got) != show(again) || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Errorf("byte by byte: got\n%s %v\nwant\n%s %v", show(again), errAgain, show(got), err)
		}
		// What was read can be written and read again.
		var b strings.Builder
		for _, e := range got {
			b.WriteString(e.Location + "\n")
		}
		if again, _ := readAll(strings.NewReader(b.String()), playlistfile.Options{}); err == nil && len(again) != len(got) {
			t.Errorf("%d entries written, %d read", len(got), len(again))
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var list strings.Builder
	list.WriteString("#EXTM3U\n")
	for i := range 10_000 {
		fmt.Fprintf(&list, "#EXTINF:%d,Artist %d - Title %d\nMusic/Artist %d/Title %d.mp3\n", i%600, i%100, i, i%100, i)
	}
	b.SetBytes(int64(list.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if got, err := readAll(strings.NewReader(list.String()), playlistfile.Options{}); err != nil || len(got) != 10_000 {
			b.Fatal(len(got), err)
		}
	}
}
