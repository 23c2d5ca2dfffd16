package art

import (
	"image"

	"golang.org/x/image/draw"
)

// A Cell is the size of a character cell in pixels; the zero value is not known, and then
// it is twice as high as it is wide.
type Cell struct{ Width, Height int }

// Known reports whether the terminal has said it.
func (c Cell) Known() bool { return c.Width > 0 && c.Height > 0 }

// or is the cell, or a small one of the usual shape.
func (c Cell) or() Cell {
	if c.Known() {
		return c
	}
	return Cell{8, 16}
}

// Fit returns the largest area within cols x rows cells that has the picture's shape, at least
// one cell.
func (p *Picture) Fit(cols, rows int, cell Cell) (c, r int) {
	cell = cell.or()
	w, h := p.Size()
	// cols and rows of the same scale, compared without division
	if cols*cell.Width*h <= rows*cell.Height*w {
		r = (cols*cell.Width*h + w*cell.Height/2) / (w * cell.Height)
		return max(cols, 1), max(min(r, rows), 1)
	}
	c = (rows*cell.Height*w + h*cell.Width/2) / (h * cell.Width)
	return max(min(c, cols), 1), max(rows, 1)
}

// at is the picture with so many pixels.
func (p *Picture) at(w, h int) *image.RGBA {
	if pw, ph := p.Size(); pw == w && ph == h {
		return p.img
	}
	return scaled(draw.BiLinear, p.img, w, h)
}

// pixels is how many pixels an area of cells has: no more of them than MaxSide on a side, in
// the same shape.
func pixels(cols, rows int, cell Cell) (w, h int) {
	cell = cell.or()
	w, h = cols*cell.Width, rows*cell.Height
	if side := max(w, h); side > 2*MaxSide {
		w, h = max(w*2*MaxSide/side, 1), max(h*2*MaxSide/side, 1)
	}
	return w, h
}
