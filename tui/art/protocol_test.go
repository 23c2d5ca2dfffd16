package art_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
	"testing"

	"anyaudio/tui/art"

	"github.com/charmbracelet/x/ansi"
)

// unblocks reads half-blocks back: two pixels a cell.
func unblocks(t *testing.T, lines []string) *image.RGBA {
	t.Helper()
	cols := ansi.StringWidth(lines[0])
	m := image.NewRGBA(image.Rect(0, 0, cols, 2*len(lines)))
	for y, line := range lines {
		var now [2]color.RGBA // foreground, background
		x := 0
		for line != "" {
			rest, isBlock := strings.CutPrefix(line, "▀")
			if isBlock {
				m.SetRGBA(x, 2*y, now[0])
				m.SetRGBA(x, 2*y+1, now[1])
				x, line = x+1, rest
				continue
			}
			sgr, rest, ok := strings.Cut(line, "m")
			line = rest
			if sgr == "\x1b[" && rest == "" {
				break
			}
			var which int
			c := color.RGBA{A: 255}
			if n, err := fmt.Sscanf(sgr, "\x1b[%d;2;%d;%d;%d", &which, &c.R, &c.G, &c.B); !ok || n != 4 {
				t.Fatalf("row %d: %q: %v", y, sgr, err)
			}
			now[(which-38)/10] = c
		}
		if x != cols {
			t.Fatalf("row %d has %d cells of %d", y, x, cols)
		}
	}
	return m
}

// same compares every pixel that is not at an edge between colours.
func same(t *testing.T, got image.Image, by int) {
	t.Helper()
	w, h := got.Bounds().Dx(), got.Bounds().Dy()
	for y := range h {
		for x := range w {
			if max(x-w/2, w/2-x) <= w/20+1 || max(y-h/2, h/2-y) <= h/20+1 {
				continue
			}
			if want := quarter(2*x >= w, 2*y >= h); !near(got.At(x, y), want, by) {
				t.Fatalf("pixel %d,%d of %dx%d is %v, want %v", x, y, w, h, got.At(x, y), want)
			}
		}
	}
}

func TestBlocks(t *testing.T) {
	for _, size := range [][2]int{{33, 9}, {2, 1}, {1, 1}, {50, 30}} {
		got := unblocks(t, art.New(quarters(300, 300)).Blocks(size[0], size[1]))
		if got.Rect.Dx() != size[0] || got.Rect.Dy() != 2*size[1] {
			t.Errorf("%v: %v", size, got.Rect)
		}
		same(t, got, 2)
	}
}

// unkitty reads a transmission: its options and the picture.
func unkitty(t *testing.T, s string) (options map[string]string, m image.Image) {
	t.Helper()
	var data string
	for i := 0; s != ""; i++ {
		command, rest, ok := strings.Cut(s, "\x1b\\")
		body, begins := strings.CutPrefix(command, "\x1b_G")
		if !ok || !begins {
			t.Fatalf("chunk %d is none: %.60q", i, s)
		}
		keys, chunk, _ := strings.Cut(body, ";")
		got := map[string]string{}
		for pair := range strings.SplitSeq(keys, ",") {
			k, v, _ := strings.Cut(pair, "=")
			got[k] = v
		}
		if len(chunk) > 4096 || rest != "" && len(chunk)%4 != 0 || (got["m"] == "1") != (rest != "") || got["q"] != "2" {
			t.Fatalf("chunk %d: %s, %d bytes, %d follow", i, keys, len(chunk), len(rest))
		}
		if i == 0 {
			options = got
		} else if len(got) != 2 {
			t.Fatalf("chunk %d has options of its own: %s", i, keys)
		}
		data, s = data+chunk, rest
	}
	file, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = png.Decode(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	return options, m
}

func TestKitty(t *testing.T) {
	id := art.NewImageID(0xa1b2c3d4)
	options, m := unkitty(t, art.New(quarters(360, 360)).Kitty(id, 30, 14, art.Cell{Width: 10, Height: 20}))
	for k, want := range map[string]string{"a": "T", "U": "1", "f": "100", "t": "d", "i": fmt.Sprint(uint32(id)), "c": "30", "r": "14"} {
		if options[k] != want {
			t.Errorf("%s=%s, want %s", k, options[k], want)
		}
	}
	if b := m.Bounds(); b.Dx() != 300 || b.Dy() != 280 {
		t.Errorf("%v", b)
	}
	same(t, m, 2)

	if _, m = unkitty(t, art.New(quarters(20, 20)).Kitty(id, 30, 14, art.Cell{})); m.Bounds().Dx() != 20 {
		t.Errorf("a small picture is sent with %v", m.Bounds())
	}
	if got := art.DeleteKitty(7); got != "\x1b_Ga=d,d=I,q=2,i=7\x1b\\" {
		t.Errorf("%q", got)
	}
}

// The placeholders name the picture, by colour and diacritic, and each cell its place in it.
func TestPlaceholders(t *testing.T) {
	diacritics := []rune{0x305, 0x30d, 0x30e, 0x310, 0x312} // the first of the specification
	for id := art.NewImageID(3 << 24); ; id = id.Next() {
		if uint32(id)>>24 != 3 || uint32(id)&0xffff00 != 0 || uint32(id)&0xff < 16 {
			t.Fatalf("%#x is no number for placeholders", uint32(id))
		}
		lines := art.Placeholders(id, 4, 3)
		for y, line := range lines {
			want := fmt.Sprintf("\x1b[38;5;%dm", uint32(id)&0xff)
			for x := range 4 {
				want += string([]rune{0x10eeee, diacritics[y], diacritics[x], diacritics[3]})
			}
			if line != want+"\x1b[m" {
				t.Fatalf("row %d: %+q", y, line)
			}
			if ansi.StringWidth(line) != 4 || ansi.StringWidthWc(line) != 4 {
				t.Fatalf("row %d is %d and %d wide", y, ansi.StringWidth(line), ansi.StringWidthWc(line))
			}
		}
		if len(lines) != 3 {
			t.Fatal(len(lines))
		}
		if uint32(id)&0xff == 255 {
			break
		}
	}
}

// unsixel draws a sixel sequence, as a terminal does.
func unsixel(t *testing.T, s string) *image.RGBA {
	t.Helper()
	s, begins := strings.CutPrefix(s, "\x1bP0;1q")
	s, ends := strings.CutSuffix(s, "\x1b\\")
	if !begins || !ends || strings.ContainsAny(s, "\x1b\x18\x1a") {
		t.Fatalf("no sixel sequence: %.40q", s)
	}
	numbers := func() (n []int) {
		for {
			end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
			v, _ := strconv.Atoi(s[:end])
			n, s = append(n, v), s[end:]
			if s[0] != ';' {
				return n
			}
			s = s[1:]
		}
	}
	var m *image.RGBA
	palette, now := map[int]color.RGBA{}, color.RGBA{}
	x, y, times := 0, 0, 1
	for s != "" {
		c := s[0]
		s = s[1:]
		switch {
		case c == '"':
			n := numbers()
			m = image.NewRGBA(image.Rect(0, 0, n[2], n[3]))
		case c == '#':
			n := numbers()
			if len(n) == 5 {
				palette[n[0]] = color.RGBA{uint8(n[2] * 255 / 100), uint8(n[3] * 255 / 100), uint8(n[4] * 255 / 100), 255}
			}
			var ok bool
			if now, ok = palette[n[0]]; !ok {
				t.Fatalf("colour %d is not defined", n[0])
			}
		case c == '!':
			times = numbers()[0]
		case c == '$':
			x = 0
		case c == '-':
			x, y = 0, y+6
		case c >= '?' && c <= '~':
			for ; times > 0; times-- {
				for bit := range 6 {
					if (c-'?')>>bit&1 == 1 {
						if !image.Pt(x, y+bit).In(m.Rect) {
							t.Fatalf("a pixel at %d,%d of %v", x, y+bit, m.Rect)
						}
						m.SetRGBA(x, y+bit, now)
					}
				}
				x++
			}
			times = 1
		default:
			t.Fatalf("%q in a sixel sequence", c)
		}
	}
	return m
}

func TestSixel(t *testing.T) {
	for _, size := range [][2]int{{30, 14}, {1, 1}, {7, 3}} {
		got := unsixel(t, art.New(quarters(300, 300)).Sixel(size[0], size[1], art.Cell{Width: 9, Height: 17}))
		if got.Rect.Dx() != 9*size[0] || got.Rect.Dy() != 17*size[1] {
			t.Errorf("%v: %v", size, got.Rect)
		}
		for i := 3; i < len(got.Pix); i += 4 {
			if got.Pix[i] != 255 {
				t.Fatalf("%v: pixel %d is not drawn", size, i/4)
			}
		}
		same(t, got, 3)
	}
}

// Dithering keeps the mean of a colour that is not in the palette.
func TestSixelDithers(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 60, 60))
	want := color.RGBA{123, 77, 201, 255}
	for i := range m.Pix {
		m.Pix[i] = []uint8{want.R, want.G, want.B, 255}[i%4]
	}
	got := unsixel(t, art.New(m).Sixel(6, 3, art.Cell{Width: 10, Height: 20}))
	var sum [4]int
	for i, v := range got.Pix {
		sum[i%4] += int(v)
	}
	n := len(got.Pix) / 4
	mean := color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255}
	if !near(mean, want, 4) {
		t.Errorf("the mean is %v, want %v", mean, want)
	}
}

// Rows of filler differ, are as wide as they say and have no blank at the end.
func TestFiller(t *testing.T) {
	lines := art.Filler(5, 20)
	seen := map[string]bool{}
	for _, l := range lines {
		if ansi.StringWidth(l) != 5 || seen[l] || strings.TrimRight(ansi.Strip(l), " ") != ansi.Strip(l) {
			t.Errorf("%q", l)
		}
		seen[l] = true
	}
	if len(seen) != 20 {
		t.Error(len(seen))
	}
}

func BenchmarkBlocks(b *testing.B) {
	p := art.New(quarters(320, 180))
	for b.Loop() {
		p.Blocks(33, 9)
	}
}

func BenchmarkSixel(b *testing.B) {
	p := art.New(quarters(320, 180))
	for b.Loop() {
		p.Sixel(33, 9, art.Cell{Width: 10, Height: 20})
	}
}
