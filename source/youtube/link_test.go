package youtube_test

import (
	"testing"

	"anyaudio/source/youtube"
)

func TestParseLink(t *testing.T) {
	const id, list = "dQw4w9WgXcQ", "PLabcdefghijklmnop"
	for arg, want := range map[string]youtube.Link{
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=30s":                {Video: id},
		"http://youtube.com/watch?list=" + list + "&v=" + id + "&index=4":  {Video: id, List: list},
		"https://m.youtube.com/watch?v=dQw4w9WgXcQ":                        {Video: id},
		"https://music.youtube.com/watch?v=dQw4w9WgXcQ&list=RDAMVM" + id:   {Video: id, List: "RDAMVM" + id},
		"youtu.be/dQw4w9WgXcQ?si=x":                                        {Video: id},
		"https://youtu.be/dQw4w9WgXcQ?list=" + list:                        {Video: id, List: list},
		"https://www.youtube.com/shorts/dQw4w9WgXcQ":                       {Video: id},
		"https://www.youtube.com/live/dQw4w9WgXcQ?feature=share":           {Video: id},
		"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ":               {Video: id},
		"https://www.youtube.com/playlist?list=" + list:                    {List: list},
		"https://music.youtube.com/browse/VL" + list:                       {List: list},
		"https://music.youtube.com/browse/MPREb_abcdefghijk":               {List: "MPREb_abcdefghijk"},
		"https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/videos":  {List: "UCabcdefghijklmnopqrstuv"},
		"https://www.youtube.com/@some.name/videos":                        {Handle: "@some.name"},
		"www.youtube.com/c/SomeName":                                       {Handle: "c/SomeName"},
		"youtube:dQw4w9WgXcQ":                                              {Video: id},
		"yt:documentary":                                                   {Video: "documentary"},
		"yt:" + list:                                                       {List: list},
		"youtube:@name":                                                    {Handle: "@name"},
		"youtube:charts:DE":                                                {List: "charts:DE"},
		" dQw4w9WgXcQ ":                                                    {Video: id},
		"-abc_DEf123":                                                      {Video: "-abc_DEf123"},
		list:                                                               {List: list},
		"OLAK5uy_kabcdefghijklmnopqrstuvwxyzabcdef":                        {List: "OLAK5uy_kabcdefghijklmnopqrstuvwxyzabcdef"},
		"UCabcdefghijklmnopqrstuv":                                         {List: "UCabcdefghijklmnopqrstuv"},
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=not%20a%20list!": {Video: id},
	} {
		got, ok := youtube.ParseLink(arg)
		if !ok || got != want {
			t.Errorf("%q: %+v, %t, want %+v", arg, got, ok, want)
		}
	}
	for _, arg := range []string{
		"", "documentary", "LedZeppelin", "hello-world", "metallica98", "two words", "-", "--help", "./dQw4w9WgXcQ", "/dQw4w9WgXcQ",
		"PLAYLIST", "UCLA", "https://example.com/watch?v=dQw4w9WgXcQ", "https://youtube.com.evil.test/watch?v=dQw4w9WgXcQ",
		"ftp://youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/", "https://www.youtube.com/watch?v=short",
		"youtube.com", "youtube:", "youtube:a b", "https://user@example.com/youtu.be/dQw4w9WgXcQ", "file:///youtu.be/dQw4w9WgXcQ",
	} {
		if got, ok := youtube.ParseLink(arg); ok {
			t.Errorf("%q: %+v, want nothing", arg, got)
		}
	}
}

// FuzzParseLink: whatever is pasted, what is found in it has the form of an id.
func FuzzParseLink(f *testing.F) {
	for _, s := range []string{"https://youtu.be/dQw4w9WgXcQ?list=PL", "yt:@x", "dQw4w9WgXcQ", "http://[::1", "youtube.com/watch?v=%zz"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, ok := youtube.ParseLink(s)
		if ok == (l == youtube.Link{}) {
			t.Errorf("%q: %+v, %t", s, l, ok)
		}
		if l.Video != "" && len(l.Video) != 11 {
			t.Errorf("%q: video %q", s, l.Video)
		}
	})
}

func TestRecognize(t *testing.T) {
	p, err := youtube.New(youtube.Options{Bases: youtube.At("http://127.0.0.1:9")}) // nobody is asked
	if err != nil {
		t.Fatal(err)
	}
	for arg, want := range map[string]string{
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PLshortshortshort1": "dQw4w9WgXcQ",
		"yt:dQw4w9WgXcQ": "dQw4w9WgXcQ",
		"https://www.youtube.com/playlist?list=PLshortshortshort1": "",
		"https://example.org/watch?v=dQw4w9WgXcQ":                  "",
		"./dQw4w9WgXcQ": "",
	} {
		got, ok := p.Recognize(arg)
		if ok != (want != "") || got.ID != want || ok && got.Link != "https://www.youtube.com/watch?v="+want {
			t.Errorf("%s: %+v, %v", arg, got, ok)
		}
	}
}
