package art

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats that covers come in
	_ "image/jpeg"
	_ "image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

const (
	// MaxPixels is how many pixels a picture may have: 2,000 x 2,000 and a little. A
	// progressive JPEG of so many needs 60 MB while it is read, any other a quarter of that.
	MaxPixels = 4 << 20
	// MaxSide is how many pixels of its longer side are kept: what the largest
	// area that is drawn into has on a usual terminal.
	MaxSide = 360
)

// ErrTooLarge says that a picture has more than MaxPixels.
var ErrTooLarge = errors.New("too many pixels")

// A Picture is a small picture without transparency. It does not change.
type Picture struct{ img *image.RGBA }

// Decode reads a JPEG, PNG, GIF (its first picture) or WebP and makes it small. The size is
// looked at before anything is decoded: the error is ErrTooLarge, or says what is damaged.
func Decode(data []byte) (*Picture, error) {
	data, isWebP, err := frameOfWebP(data)
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	config, decode := image.DecodeConfig, image.Decode
	if isWebP {
		// Not by registration: other files that begin alike would get past frameOfWebP.
		config = func(r io.Reader) (image.Config, string, error) { c, err := webp.DecodeConfig(r); return c, "webp", err }
		decode = func(r io.Reader) (image.Image, string, error) { m, err := webp.Decode(r); return m, "webp", err }
	}
	c, kind, err := config(bytes.NewReader(data))
	switch {
	case err != nil:
		return nil, fmt.Errorf("picture: %w", err)
	case c.Width <= 0 || c.Height <= 0:
		return nil, fmt.Errorf("picture: %s of %dx%d pixels", kind, c.Width, c.Height)
	case c.Width > MaxPixels || c.Height > MaxPixels/c.Width:
		return nil, fmt.Errorf("picture: %s of %dx%d: %w", kind, c.Width, c.Height, ErrTooLarge)
	}
	img, kind, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("picture: %s: %w", kind, err)
	}
	return New(img), nil
}

// New makes a picture of an image of at least one pixel. What is transparent is black.
func New(img image.Image) *Picture {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	side := max(w, h)
	// Half by half, for each step of which four pixels make one: a filter for the whole way needs
	// 32 bytes for each pixel of a column.
	for side >= 4*MaxSide {
		w, h, side = max(w/2, 1), max(h/2, 1), side/2
		img = scaled(draw.ApproxBiLinear, img, w, h)
	}
	if side > MaxSide {
		w, h = max(w*MaxSide/side, 1), max(h*MaxSide/side, 1)
	}
	return &Picture{scaled(draw.BiLinear, img, w, h)}
}

// scaled is an image at w x h pixels over black.
func scaled(by draw.Scaler, img image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.Black, image.Point{}, draw.Src)
	by.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	return out
}

// Size is how many pixels there are.
func (p *Picture) Size() (width, height int) { return p.img.Rect.Dx(), p.img.Rect.Dy() }
