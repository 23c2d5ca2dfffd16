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

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// drain reads a list of any format to its end; the error is nil when that is io.EOF.
func drain(r playlistfile.Reader) ([]playlistfile.Entry, error) {
	var all []playlistfile.Entry
	for {
		e, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, e)
	}
}

// describe writes entries as line:location|artist|title|album|duration.
func describe(entries []playlistfile.Entry) string {
	var s []string
	for _, e := range entries {
		s = append(s, fmt.Sprintf("%d:%s|%s|%s|%s|%s", e.Line, e.Location, e.Artist, e.Title, e.Album, e.Duration))
	}
	return strings.Join(s, "\n")
}

const xspfHead = `<?xml version="1.0" encoding="UTF-8"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList>`

func TestFormats(t *testing.T) {
	pls, xspf, text := playlistfile.PLSFormat, playlistfile.XSPFFormat, playlistfile.TextFormat
	for _, tt := range []struct {
		name     string
		format   playlistfile.Format
		in, want string
	}{
		{"pls", pls, "[playlist]\nFile1=a.mp3\nTitle1=A - B\nLength1=61\nNumberOfEntries=1\nVersion=2\n", "2:a.mp3||A - B||1m1s"},
		{"pls empty", pls, "", ""},
		{"pls CRLF, byte order mark, spaces, case", pls, "\xef\xbb\xbf\r\n; x\r\n[Playlist]\r\n FILE1 = C:\\Music\\a b.mp3 \r\nlength1=-1\r\n", `4:C:\Music\a b.mp3||||0s`},
		{"pls grouped and out of order", pls, "[playlist]\nTitle2=B\nFile10=j\nFile2=b?x=1\nTitle10=J\nFile1=a", "6:a||||0s\n4:b?x=1||B||0s\n3:j||J||0s"},
		{"pls latin-1", pls, "[playlist]\nFile1=\xf6.mp3\nTitle1=\x93q\x94", "2:ö.mp3||“q”||0s"},
		{"pls without a location", pls, "[playlist]\nTitle1=x\nFile2=\nFilex=y\nFile=z\nOther3=a", ""},
		{"pls second section", pls, "[playlist]\nFile1=a\n[other]\nFile2=b", "2:a||||0s"},

		{"xspf", xspf, xspfHead + "\n<track><location>https://h/a?b=1&amp;c=2</location><title>T &lt;1&gt;</title><creator>C</creator><album>A</album><duration>61500</duration></track>\n</trackList></playlist>", "2:https://h/a?b=1&c=2|C|T <1>|A|1m1.5s"},
		{"xspf no location", xspf, xspfHead + "<track><title>T</title></track><track/><track><creator>C</creator></track></trackList></playlist>", "1:||T||0s\n1:|C|||0s"},
		{"xspf first location", xspf, xspfHead + "<track><location>a%20b.mp3</location><location>c</location></track></trackList></playlist>", "1:a b.mp3||||0s"},
		{
			"xspf paths", xspf, xspfHead + "<track><location>file:///m%C3%BCsik/a%23.mp3</location></track><track><location>file:///C:/a%20b</location></track><track><location>file://nas/x/y</location></track><track><location>C:\\x\\y.mp3</location></track><track><location>100%.mp3</location></track><track><location>file://localhost/x</location></track></trackList></playlist>",
			"1:/müsik/a#.mp3||||0s\n1:C:/a b||||0s\n1:\\\\nas\\x\\y||||0s\n1:C:\\x\\y.mp3||||0s\n1:100%.mp3||||0s\n1:/x||||0s",
		},
		{"xspf extensions", xspf, xspfHead + "<track><extension application='x'><title>no</title></extension><meta rel='y'>z</meta><title>yes<b>no</b></title></track></trackList><extension><track><title>no</title></track></extension></playlist>", "1:||yes||0s"},
		{"xspf latin-1", xspf, "<?xml version='1.0' encoding='ISO-8859-1'?><playlist><trackList><track><title>\xd6l \x80</title></track></trackList></playlist>", "1:||Öl €||0s"},
		{"xspf byte order mark", xspf, "\xef\xbb\xbf" + xspfHead + "<track><title>T</title></track></trackList></playlist>", "1:||T||0s"},
		{"xspf odd durations", xspf, xspfHead + "<track><title>a</title><duration>-5</duration></track><track><title>b</title><duration>99999999999999</duration></track></trackList></playlist>", "1:||a||0s\n1:||b||0s"},

		{"text", text, "# my list\nThe Beatles - Help!\r\n\n  Björk – Jóga \nJust a title\n", "2:|The Beatles|Help!||0s\n4:|Björk|Jóga||0s\n5:||Just a title||0s"},
		{"text numbers", text, "1. A - B\n02) C - D\n03 - E - F\n99 - Toto\n7 Seconds - G", "1:|A|B||0s\n2:|C|D||0s\n3:|E|F||0s\n4:|99|Toto||0s\n5:|7 Seconds|G||0s"},
		{"text more dashes", text, "A - B - C\nJay-Z - D-E\nA\tB\n - \n- x", "1:|A|B - C||0s\n2:|Jay-Z|D-E||0s\n3:|A|B||0s\n4:||-||0s\n5:||- x||0s"},
		{"text address", text, "https://h/a - b\nhttps://h/a?b=1#c", "1:|https://h/a|b||0s\n2:https://h/a?b=1#c||||0s"},
		{"text latin-1", text, "Bj\xf6rk - J\xf3ga", "1:|Björk|Jóga||0s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for how, r := range map[string]io.Reader{
				"whole":   strings.NewReader(tt.in),
				"by byte": iotest.OneByteReader(strings.NewReader(tt.in)),
			} {
				got, err := drain(playlistfile.New(r, tt.format, playlistfile.Options{}))
				if err != nil {
					t.Fatal(err)
				}
				if describe(got) != tt.want {
					t.Errorf("%s: got\n%s\nwant\n%s", how, describe(got), tt.want)
				}
			}
		})
	}
}

func TestFormatRefusals(t *testing.T) {
	pls, xspf, text := playlistfile.PLSFormat, playlistfile.XSPFFormat, playlistfile.TextFormat
	many := xspfHead + strings.Repeat("<track><title>a</title></track>\n", 11)
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><playlist><trackList><track><title>&b;</title></track></trackList></playlist>`
	for _, tt := range []struct {
		name     string
		format   playlistfile.Format
		in, line string
	}{
		{"pls without its section", pls, "\na=b", "line 2: no PLS list, it must begin with [playlist]"},
		{"pls without a key", pls, "[playlist]\nFile1=a\nnonsense", "line 3: neither a section nor a key with a value"},
		{"pls UTF-16", pls, "\xff\xfe[\x00", "line 1: UTF-16 text"},
		{"pls binary", pls, "[playlist]\nFile1=\x00", "line 2: not text"},
		{"pls long", pls, "[playlist]\nFile1=" + strings.Repeat("x", 100), "line 2: longer than 100 bytes"},
		{"pls many", pls, "[playlist]\n" + strings.Repeat("File1=a\n", 5) + "File2=\nFile3=a\nFile4=a\nFile5=a\nFile6=a\nFile7=a\nFile8=a\nFile9=a\nFile10=a\nFile11=a\nFile12=a", "line 17: more than 10 entries"},
		{"xspf empty", xspf, "", "line 1: no XSPF list, there is no <playlist>"},
		{"xspf page", xspf, "<!DOCTYPE html>\n<html>", "line 2: no XSPF list, it begins with <html>"},
		{"xspf broken", xspf, "<playlist>\n<trackList>\n<track></title>", "line 3: no well-formed XML: element <track> closed by </title>"},
		{"xspf cut", xspf, "<playlist>\n<trackList><track>", "line 2: no well-formed XML: unexpected EOF"},
		{"xspf junk", xspf, "junk & junk", "line 1: no well-formed XML: invalid character entity & (no semicolon)"},
		{"xspf many", xspf, many, "line 11: more than 10 entries"},
		{"xspf long", xspf, "<playlist><trackList><track><title>" + strings.Repeat("x", 101), "line 1: longer than 100 bytes"},
		{"xspf long text", xspf, "<playlist><trackList><track><title>" + strings.Repeat("x", 101) + "</title>", "line 1: longer than 100 bytes"},
		{"xspf entities", xspf, bomb, "line 1: no well-formed XML: invalid character entity &b;"},
		{"xspf charset", xspf, "<?xml version='1.0' encoding='koi8-r'?><playlist/>", "line 1: its character set is not known"},
		{"text binary", text, "a\n\x00", "line 2: not text"},
		{"text many", text, strings.Repeat("a\n", 11), "line 11: more than 10 entries"},
		{"text large", text, strings.Repeat("#\n", 1500), "line 1001: the list is longer than 2000 bytes"},
		{"pls large", pls, "[playlist]\n" + strings.Repeat(";\n", 1500), "line 997: the list is longer than 2000 bytes"},
		{"xspf large", xspf, "<playlist>" + strings.Repeat("<a/>\n", 1500), "line 399: the list is longer than 2000 bytes"},
		{"m3u large", playlistfile.M3UFormat, strings.Repeat("#\n", 1500), "line 1001: the list is longer than 2000 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := playlistfile.New(strings.NewReader(tt.in), tt.format, playlistfile.Options{
				Name: "my list", MaxLine: 100, MaxEntries: 10, MaxBytes: 2000,
			})
			_, err := drain(r)
			line, hint := source.Explain(err)
			if line != "my list: "+tt.line || hint == "" {
				t.Errorf("explained as %q (%s)\nwant %q", line, hint, "my list: "+tt.line)
			}
			if _, again := r.Read(); again == nil || again.Error() != err.Error() {
				t.Errorf("the error does not stay: %v, then %v", err, again)
			}
		})
	}
}

// gigabyte gives junk without end and counts what was read of it.
type gigabyte struct {
	line string
	at   int64
}

func (g *gigabyte) Read(p []byte) (int, error) {
	if g.at >= 1<<30 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = g.line[(g.at+int64(i))%int64(len(g.line))]
	}
	g.at += int64(len(p))
	return len(p), nil
}

// A gigabyte of junk is refused long before its end, whatever it is made of.
func TestJunkIsNotReadToItsEnd(t *testing.T) {
	for name, line := range map[string]string{
		"binary": "\x7fELF\x00\x01", "one line": "x", "comments": "# nothing\n", "entries": "a - b\n", "empty": "\n",
		"elements": "<a>", "section": "[playlist]\n", "settings": "File1=a\n",
	} {
		for _, f := range []playlistfile.Format{playlistfile.M3UFormat, playlistfile.PLSFormat, playlistfile.XSPFFormat, playlistfile.TextFormat} {
			g := &gigabyte{line: line}
			_, err := drain(playlistfile.New(g, f, playlistfile.Options{MaxBytes: 1 << 20}))
			if g.at > 2<<20 {
				t.Errorf("%s as format %d: %d bytes were read (%v)", name, f, g.at, err)
			}
		}
	}
}

func TestReaderErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	for f, in := range map[playlistfile.Format]string{
		playlistfile.PLSFormat: "[playlist]\nFile1=a\n", playlistfile.XSPFFormat: xspfHead, playlistfile.TextFormat: "a\n",
	} {
		_, err := drain(playlistfile.New(io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken)), f, playlistfile.Options{Name: "l"}))
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), "l: after line") {
			t.Errorf("format %d: error %v, want that of the reader with the place", f, err)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]playlistfile.Format{
		"a.M3U": playlistfile.M3UFormat, "a.m3u8": playlistfile.M3UFormat, "x/a.pls": playlistfile.PLSFormat,
		"a.XSPF": playlistfile.XSPFFormat, "a.txt": playlistfile.TextFormat, "a.mp3": -1, "pls": -1, "": -1,
	} {
		f, ok := playlistfile.FormatOf(name)
		if ok != (want >= 0) || ok && f != want {
			t.Errorf("%q: format %d, %t", name, f, ok)
		}
	}
}

func FuzzFormats(f *testing.F) {
	for _, in := range []string{
		"[playlist]\nFile1=a b\nTitle1=c - d\nLength1=5\n", xspfHead + "<track><location>file:///a%20b</location><title>x</title><creator>y</creator><duration>9</duration></track></trackList></playlist>",
		"1. a - b\n# c\nd\thttps://h\n", "<?xml version='1.0' encoding='latin1'?><playlist><trackList><track><title>\xd6</title>",
		"#EXTINF:5,x\na",
	} {
		for format := range 4 {
			f.Add(in, format)
		}
	}
	f.Fuzz(func(t *testing.T, in string, format int) {
		o := playlistfile.Options{MaxLine: 200, MaxEntries: 50, MaxBytes: 1 << 16}
		fm := playlistfile.Format(format & 3)
		got, err := drain(playlistfile.New(strings.NewReader(in), fm, o))
		if len(got) > o.MaxEntries {
			t.Errorf("%d entries", len(got))
		}
		for _, e := range got {
			if e.Line < 1 || e.Location == "" && e.Title == "" && e.Artist == "" || strings.ContainsAny(e.Location, "\r\n\x00") ||
				e.Title != source.Clean(e.Title) || e.Artist != source.Clean(e.Artist) || e.Duration < 0 || e.Duration > 366*24*time.Hour {
				t.Errorf("entry %+v", e)
			}
		}
		again, errAgain := drain(playlistfile.New(iotest.OneByteReader(strings.NewReader(in)), fm, o))
		if describe(got) != describe(again) || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Errorf("byte by byte: got\n%s %v\nwant\n%s %v", describe(again), errAgain, describe(got), err)
		}
		// What was read can be written in every format that can say it, and read again.
		for to := range playlistfile.Format(4) {
			roundTrip(t, to, got)
		}
	})
}

func BenchmarkFormats(b *testing.B) {
	var entries []playlistfile.Entry
	for i := range 10_000 {
		entries = append(entries, playlistfile.Entry{
			Location: fmt.Sprintf("/music/Artist %d/Title %d.mp3", i%100, i), Artist: fmt.Sprint("Artist ", i%100), Title: fmt.Sprint("Title ", i), Duration: time.Minute,
		})
	}
	for f, name := range []string{"m3u", "pls", "xspf", "text"} {
		var list strings.Builder
		if err := playlistfile.Write(&list, playlistfile.Format(f), name, entries); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(list.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if got, err := drain(playlistfile.New(strings.NewReader(list.String()), playlistfile.Format(f), playlistfile.Options{})); err != nil || len(got) != 10_000 {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}

func TestHeaderFiles(t *testing.T) {
	for _, name := range []string{"bom-crlf.m3u8", "latin1.m3u"} {
		f, err := os.Open("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := drain(playlistfile.New(f, playlistfile.M3UFormat, playlistfile.Options{}))
		if err != nil || len(got) != 1 {
			t.Errorf("%s through New: %d entries, %v", name, len(got), err)
		}
		_ = f.Close()
	}
}
