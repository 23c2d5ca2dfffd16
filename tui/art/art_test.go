package art_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"anyaudio/tui/art"
)

// quarters is a picture of four colours: red, green / blue, white.
func quarters(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, quarter(2*x >= w, 2*y >= h))
		}
	}
	return m
}

func quarter(right, low bool) color.RGBA {
	switch {
	case right && low:
		return color.RGBA{255, 255, 255, 255}
	case right:
		return color.RGBA{0, 255, 0, 255}
	case low:
		return color.RGBA{0, 0, 255, 255}
	}
	return color.RGBA{255, 0, 0, 255}
}

// near reports whether two colours differ by no more than a lossy codec or a palette makes.
func near(a, b color.Color, by int) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb)} {
		if d < -by*257 || d > by*257 {
			return false
		}
	}
	return true
}

func encoded(t testing.TB, kind string, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case "jpeg":
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: 95})
	case "png":
		err = png.Encode(&b, m)
	case "gif":
		err = gif.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The smallest WebP pictures, of one pixel.
var (
	webpLossy    = unbase64("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	webpLossless = unbase64("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
)

func unbase64(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// extended puts a picture into a WebP with a canvas of w x h.
func extended(webp []byte, w, h int) []byte {
	b := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00"),
		byte(w-1), byte((w-1)>>8), byte((w-1)>>16), byte(h-1), byte((h-1)>>8), byte((h-1)>>16))
	b = append(b, webp[12:]...)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

// pngHeader is the beginning of a PNG of w x h pixels, and no pixel.
func pngHeader(w, h uint32) []byte {
	chunk := append([]byte("IHDR"), 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0)
	binary.BigEndian.PutUint32(chunk[4:], w)
	binary.BigEndian.PutUint32(chunk[8:], h)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

func TestDecode(t *testing.T) {
	for _, kind := range []string{"jpeg", "png", "gif"} {
		for _, size := range [][2]int{{1, 1}, {320, 180}, {180, 320}, {1450, 1450}, {2000, 3}} {
			p, err := art.Decode(encoded(t, kind, quarters(size[0], size[1])))
			if err != nil {
				t.Fatalf("%s %v: %v", kind, size, err)
			}
			w, h := p.Size()
			if max(w, h) > art.MaxSide || w < 1 || h < 1 || size[0] <= art.MaxSide && size[1] <= art.MaxSide && (w != size[0] || h != size[1]) {
				t.Errorf("%s %v: kept as %dx%d", kind, size, w, h)
			}
			if size[1] > 3 && size[0] != size[1] && (w > h) != (size[0] > size[1]) {
				t.Errorf("%s %v: another shape, %dx%d", kind, size, w, h)
			}
		}
	}
	for name, data := range map[string][]byte{
		"lossy": webpLossy, "lossless": webpLossless,
		"lossy, extended": extended(webpLossy, 1, 1), "lossless, extended": extended(webpLossless, 1, 1),
	} {
		if p, err := art.Decode(data); err != nil {
			t.Errorf("webp %s: %v", name, err)
		} else if w, h := p.Size(); w != 1 || h != 1 {
			t.Errorf("webp %s: %dx%d", name, w, h)
		}
	}
}

// A picture that is too large is refused by its header: there is nothing else in these.
func TestTooLarge(t *testing.T) {
	huge := encoded(t, "gif", quarters(2, 2))
	binary.LittleEndian.PutUint16(huge[6:], 10_000)
	binary.LittleEndian.PutUint16(huge[8:], 10_000)
	wide := append([]byte(nil), webpLossless...)
	binary.LittleEndian.PutUint32(wide[21:], 1<<28-1) // 14 bits of width, 14 of height
	for name, data := range map[string][]byte{
		"png": pngHeader(10_000, 10_000), "png, wide": pngHeader(1<<31-1, 1), "gif": huge,
		// The canvas is small, the picture in it is not.
		"webp": wide, "webp, extended": extended(wide, 4, 4),
	} {
		if _, err := art.Decode(data); !errors.Is(err, art.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDamaged(t *testing.T) {
	whole := encoded(t, "png", quarters(40, 40))
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("<html>no such picture</html>"), "cut": whole[:len(whole)/2],
		"no pixels": pngHeader(10, 10), "webp": []byte("RIFF\x04\x00\x00\x00WEBP"),
		"webp, cut": webpLossy[:30], "webp, odd": []byte("RIFF\x04\x00\x00\x00WEBPVP8 \xff\xff\xff\xff"),
	} {
		if p, err := art.Decode(data); err == nil || p != nil || !strings.HasPrefix(err.Error(), "picture: ") {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
}

// What is transparent does not show what was under it in memory.
func TestTransparent(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	m.Set(0, 0, color.NRGBA{200, 100, 50, 255})
	lines := art.New(m).Blocks(4, 2)
	if want := "\x1b[38;2;200;100;50m\x1b[48;2;0;0;0m▀\x1b[38;2;0;0;0m▀"; !strings.HasPrefix(lines[0], want) {
		t.Errorf("%q", lines[0])
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		w, h, cols, rows int
		cell             art.Cell
		wantC, wantR     int
	}{
		{320, 180, 33, 13, art.Cell{}, 33, 9},
		{300, 300, 33, 13, art.Cell{}, 26, 13},
		{300, 300, 33, 13, art.Cell{Width: 10, Height: 15}, 20, 13},
		{10, 300, 33, 13, art.Cell{}, 1, 13},
		{300, 1, 33, 13, art.Cell{}, 33, 1},
		{1, 1, 2, 1, art.Cell{}, 2, 1},
	} {
		got, rows := art.New(quarters(c.w, c.h)).Fit(c.cols, c.rows, c.cell)
		if got != c.wantC || rows != c.wantR {
			t.Errorf("%dx%d in %dx%d %v: %dx%d, want %dx%d", c.w, c.h, c.cols, c.rows, c.cell, got, rows, c.wantC, c.wantR)
		}
	}
}

// FuzzDecode: whatever comes, a small picture or an error.
func FuzzDecode(f *testing.F) {
	for _, kind := range []string{"jpeg", "png", "gif"} {
		f.Add(encoded(f, kind, quarters(9, 7)))
	}
	f.Add(webpLossy)
	f.Add(extended(webpLossless, 2, 2))
	f.Add(pngHeader(10_000, 10_000))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := art.Decode(data)
		if err != nil {
			return
		}
		if w, h := p.Size(); w < 1 || h < 1 || max(w, h) > art.MaxSide {
			t.Fatalf("%dx%d", w, h)
		}
		if lines := p.Blocks(8, 4); len(lines) != 4 {
			t.Fatalf("%d lines", len(lines))
		}
	})
}
