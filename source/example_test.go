package source_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"anyaudio/source"
	"anyaudio/source/direct"
	"anyaudio/source/local"
)

// How a program puts the package together.
func Example() {
	dir, err := os.MkdirTemp("", "music")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	song := filepath.Join(dir, "Song.wav")
	if err := os.WriteFile(song, []byte("sound"), 0o600); err != nil {
		fmt.Println(err)
		return
	}

	registry := source.NewRegistry()
	registry.Add(direct.Name, direct.New(direct.Options{}))
	registry.Add(local.Name, local.New(local.Options{Stdin: os.Stdin}))
	cache := source.NewCache(registry, source.CacheOptions{})
	defer func() { _ = cache.Close() }()

	ctx := context.Background()
	page, errs := registry.ExpandAll(ctx, []string{song, "https://example.com/Other%20Song.webm", "ftp://example.com/x"})
	for _, err := range errs {
		line, hint := source.Explain(err)
		fmt.Printf("%s\nhint: %s\n", line, hint)
	}
	for _, track := range page.Tracks {
		media, err := cache.Resolve(ctx, track) // when it is about to play
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s (%s): %t %q\n", track.Title, track.Provider, media.Path != "", media.URL)
	}
	// Output:
	// ftp addresses cannot be played
	// hint: give an http or https address
	// Song (file): true ""
	// Other Song (url): false "https://example.com/Other%20Song.webm"
}
