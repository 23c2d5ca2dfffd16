package demo

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"

	"anyaudio/source"
)

const coverSide = 240 // pixels

// Cover implements source.Coverer: a picture of hills under a sun, which the name of the piece
// has chosen the colours and the shapes of. Pieces of one album have a sky in common.
func (d *Demo) Cover(ctx context.Context, t source.Track) (source.Cover, error) {
	if t.Provider != provider {
		return source.Cover{}, source.ErrNotMine
	}
	if err := ctx.Err(); err != nil {
		return source.Cover{}, err
	}
	lib, err := d.lib()
	if err != nil {
		return source.Cover{}, err
	}
	i, ok := lib.byID[t.ID]
	if !ok {
		return source.Cover{}, fmt.Errorf("demo: track %q: %w", t.ID, source.ErrNotFound)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, paint(lib.pieces[i].track)); err != nil {
		return source.Cover{}, fmt.Errorf("demo: cover: %w", err)
	}
	return source.Cover{Data: b.Bytes(), Type: "image/png"}, nil
}

// paint makes the picture of a track.
func paint(t source.Track) image.Image {
	sky, land := seed(t.Album), seed(t.ID)
	hue := float64(sky%360) / 360
	low := hue + 0.08 + float64(sky/360%20)/100
	const side = coverSide
	m := image.NewRGBA(image.Rect(0, 0, side, side))
	sunX, sunY := 0.2+0.6*fraction(land, 0), 0.2+0.2*fraction(land, 1)
	for y := range side {
		for x := range side {
			fx, fy := float64(x)/side, float64(y)/side
			c := hsv(hue+(low-hue)*fy, 0.75-0.3*fy, 0.35+0.6*fy)
			if math.Hypot(fx-sunX, fy-sunY) < 0.12 {
				c = hsv(low+0.5, 0.25, 1)
			}
			for hill := range 3 {
				f := fraction(land, hill+2)
				top := 0.55 + 0.13*float64(hill) + 0.09*math.Sin(2*math.Pi*(fx*(0.7+f)+f*3))
				if fy > top {
					c = hsv(hue+0.45+0.06*float64(hill), 0.55, 0.5-0.14*float64(hill))
				}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func seed(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// fraction is byte i of a seed, from 0 to 1.
func fraction(seed uint64, i int) float64 { return float64(seed>>(8*i)&0xff) / 255 }

// hsv is a colour by hue (any turn), saturation and value, 0 to 1.
func hsv(h, s, v float64) color.RGBA {
	part := func(n float64) uint8 {
		k := math.Mod(n+6*(h-math.Floor(h)), 6)
		return uint8(255 * (v - v*s*max(0, min(k, 4-k, 1))))
	}
	return color.RGBA{part(5), part(3), part(1), 255}
}
