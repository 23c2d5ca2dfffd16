package art

import (
	"image/color"
	"strconv"
	"strings"
)

// Blocks draws the picture into cols x rows cells, a line for each row. A cell is two pixels: the
// upper half of it in its foreground, the lower in its background (U+2580).
func (p *Picture) Blocks(cols, rows int) []string {
	img := p.at(cols, 2*rows)
	lines := make([]string, rows)
	for y := range lines {
		var b strings.Builder
		var upper, lower color.RGBA
		for x := range cols {
			u, l := img.RGBAAt(x, 2*y), img.RGBAAt(x, 2*y+1)
			if x == 0 || u != upper {
				writeColor(&b, "38", u)
			}
			if x == 0 || l != lower {
				writeColor(&b, "48", l)
			}
			upper, lower = u, l
			b.WriteString("▀")
		}
		b.WriteString("\x1b[m")
		lines[y] = b.String()
	}
	return lines
}

// writeColor writes SGR 38 or 48 with a direct colour.
func writeColor(b *strings.Builder, which string, c color.RGBA) {
	b.WriteString("\x1b[" + which + ";2")
	for _, v := range []uint8{c.R, c.G, c.B} {
		b.WriteByte(';')
		b.WriteString(strconv.Itoa(int(v)))
	}
	b.WriteByte('m')
}
