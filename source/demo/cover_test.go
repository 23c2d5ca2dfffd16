package demo_test

import (
	"bytes"
	"errors"
	"image/png"
	"testing"

	"anyaudio/source"
	"anyaudio/source/demo"
)

var _ source.Coverer = (*demo.Demo)(nil)

// Every piece has a picture of its own, the same one each time.
func TestCover(t *testing.T) {
	d := start(t, demo.Options{})
	page, err := d.Search(t.Context(), source.Query{})
	if err != nil || len(page.Tracks) < 2 {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, tr := range page.Tracks {
		c, err := d.Cover(t.Context(), tr)
		if err != nil || c.Type != "image/png" {
			t.Fatalf("%s: %q, %v", tr.ID, c.Type, err)
		}
		m, err := png.Decode(bytes.NewReader(c.Data))
		if err != nil || m.Bounds().Dx() != m.Bounds().Dy() {
			t.Errorf("%s: %v, %v", tr.ID, m.Bounds(), err)
		}
		if other := seen[string(c.Data)]; other != "" {
			t.Errorf("%s has the picture of %s", tr.ID, other)
		}
		seen[string(c.Data)] = tr.ID
		if again, _ := d.Cover(t.Context(), tr); !bytes.Equal(again.Data, c.Data) {
			t.Errorf("%s has another picture each time", tr.ID)
		}
	}
	if _, err := d.Cover(t.Context(), source.Track{Provider: "demo", ID: "none"}); !errors.Is(err, source.ErrNotFound) {
		t.Errorf("%v", err)
	}
	if d.Stats().Requests != 0 || d.Stats().Resolves != 0 {
		t.Error("the origin was needed")
	}
}
