package art

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"strings"

	"github.com/charmbracelet/x/ansi/kitty"
)

// The kitty graphics protocol: https://sw.kovidgoyal.net/kitty/graphics-protocol/, with
// Unicode placeholders.

// An ImageID is the number of a picture in the terminal, which all of its programs share.
// The low byte is a colour of the palette and at least 16, the high byte is any, those between are 0.
type ImageID uint32

// NewImageID makes one of any number.
func NewImageID(n uint32) ImageID { return ImageID(n&0xff00_0000 | 16 + n%240) }

// Next is another one, from the same 240.
func (id ImageID) Next() ImageID {
	return NewImageID(uint32(id)&0xff00_0000 | (uint32(id)&0xff-16+1)%240)
}

// QueryKitty asks whether the terminal knows the protocol: it answers with i=31, if it does.
const QueryKitty = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"

// Kitty is what gives the picture to the terminal under a number, for an area of
// cols x rows cells. The terminal answers nothing.
func (p *Picture) Kitty(id ImageID, cols, rows int, cell Cell) string {
	var file bytes.Buffer
	w, h := pixels(cols, rows, cell)
	if pw, ph := p.Size(); w*h > pw*ph {
		w, h = pw, ph // the terminal enlarges it as well as we would
	}
	// Writing to memory does not fail, and the picture has a size.
	_ = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&file, p.at(w, h))
	data := base64.StdEncoding.EncodeToString(file.Bytes())

	var b strings.Builder
	options := fmt.Sprintf("a=T,U=1,q=2,f=100,t=d,i=%d,c=%d,r=%d,", id, cols, rows)
	for {
		n := min(len(data), kitty.MaxChunkSize)
		more := 0
		if n < len(data) {
			more = 1
		}
		fmt.Fprintf(&b, "\x1b_G%sm=%d;%s\x1b\\", options, more, data[:n])
		data, options = data[n:], "q=2,"
		if data == "" {
			return b.String()
		}
	}
}

// DeleteKitty frees a picture.
func DeleteKitty(id ImageID) string { return fmt.Sprintf("\x1b_Ga=d,d=I,q=2,i=%d\x1b\\", id) }

// Placeholders are the cells that the terminal draws the picture into, a line for each row: the
// number is in the colour and in the last diacritic, row and column are in the others.
func Placeholders(id ImageID, cols, rows int) []string {
	lines := make([]string, rows)
	for y := range lines {
		var b strings.Builder
		fmt.Fprintf(&b, "\x1b[38;5;%dm", id&0xff)
		for x := range cols {
			b.WriteRune(kitty.Placeholder)
			b.WriteRune(kitty.Diacritic(y))
			b.WriteRune(kitty.Diacritic(x))
			b.WriteRune(kitty.Diacritic(int(id >> 24)))
		}
		b.WriteString("\x1b[m")
		lines[y] = b.String()
	}
	return lines
}
