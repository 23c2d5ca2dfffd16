package art

import (
	"fmt"
	"image"
	"image/color/palette"
	"strings"

	"golang.org/x/image/draw"
)

// Sixel is the picture as a sixel sequence for an area of cols x rows cells, to be written with
// the cursor in the upper left one. See the VT330/VT340 Programmer Reference Manual, chapter 14.
// The colours are 256 fixed ones, dithered.
func (p *Picture) Sixel(cols, rows int, cell Cell) string {
	cell = cell.or()
	w, h := min(cols*cell.Width, 4*MaxSide), min(rows*cell.Height, 4*MaxSide)
	img := image.NewPaletted(image.Rect(0, 0, w, h), palette.Plan9)
	draw.FloydSteinberg.Draw(img, img.Rect, p.at(w, h), image.Point{})

	var used [256]bool
	for _, i := range img.Pix {
		used[i] = true
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\x1bP0;1q\"1;1;%d;%d", w, h)
	for i, c := range palette.Plan9 {
		if r, g, bl, _ := c.RGBA(); used[i] {
			fmt.Fprintf(&b, "#%d;2;%d;%d;%d", i, percent(r), percent(g), percent(bl))
		}
	}
	for y := 0; y < h; y += 6 {
		writeBand(&b, img, y)
		b.WriteByte('-')
	}
	b.WriteString("\x1b\\")
	return b.String()
}

// percent is a part of 65535 in hundredths.
func percent(v uint32) uint32 { return (v*100 + 0x7fff) / 0xffff }

// writeBand writes six rows from y on, one colour after the other.
func writeBand(b *strings.Builder, img *image.Paletted, y int) {
	w := img.Rect.Dx()
	var bits [256][]byte // for each colour, a bit for each of the six pixels of a column
	for dy := range min(6, img.Rect.Dy()-y) {
		for x, i := range img.Pix[(y+dy)*img.Stride:][:w] {
			if bits[i] == nil {
				bits[i] = make([]byte, w)
			}
			bits[i][x] |= 1 << dy
		}
	}
	for i, columns := range bits {
		if columns == nil {
			continue
		}
		fmt.Fprintf(b, "#%d", i)
		for x := 0; x < w; {
			n := 1
			for x+n < w && columns[x+n] == columns[x] {
				n++
			}
			writeRun(b, columns[x]+'?', n)
			x += n
		}
		b.WriteByte('$')
	}
}

// writeRun writes n times the same column, the short way.
func writeRun(b *strings.Builder, column byte, n int) {
	if n > 3 {
		fmt.Fprintf(b, "!%d%c", n, column)
		return
	}
	for range n {
		b.WriteByte(column)
	}
}

// Filler are cells for a sixel picture to lie on, a line for each row: spaces that do not break,
// which a renderer does not take for the end of a line, in a colour that tells the rows apart,
// so that it does not scroll one into another's place.
func Filler(cols, rows int) []string {
	lines := make([]string, rows)
	for y := range lines {
		lines[y] = fmt.Sprintf("\x1b[38;5;%dm%s\x1b[m", 16+y%240, strings.Repeat("\u00a0", cols))
	}
	return lines
}
