package cli_test

import (
	"errors"
	"testing"

	"anyaudio/source"
	"anyaudio/source/catalog"
	"anyaudio/tui/cli"
)

// Without the network there are the pictures of the sources that need none.
func TestKeptCovers(t *testing.T) {
	all, err := catalog.Open(catalog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	c := cli.KeptCatalog{Here: all}
	if cover, err := c.Cover(t.Context(), source.Track{Provider: catalog.Demo, ID: "paper-boat"}); err != nil || cover.Type != "image/png" {
		t.Errorf("%q, %v", cover.Type, err)
	}
	if _, err := (cli.KeptCatalog{}).Cover(t.Context(), source.Track{}); !errors.Is(err, source.ErrUnsupported) {
		t.Errorf("%v", err)
	}
}
