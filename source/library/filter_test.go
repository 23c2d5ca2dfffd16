package library_test

import (
	"fmt"
	"testing"

	"anyaudio/source"
	"anyaudio/source/library"
)

func TestFilter(t *testing.T) {
	list := []source.Track{
		{ID: "a", Title: "Help!", Artist: "The Beatles"},
		{ID: "b", Title: "Jóga", Artist: "Björk"},
		{ID: "c", Title: "Blue in Green", Artist: "Miles Davis", Album: "Kind of Blue"},
		{ID: "d", Title: "Black Betty", Artist: "Lead Belly"},
		{ID: "e", Title: "Helter Skelter", Artist: "The Beatles"},
	}
	f := library.NewFilter(list)
	for _, tt := range []struct{ pattern, want string }{
		{"", "a b c d e"},
		{"bjo", "b"},
		{"BJÖ", "b"},
		{"bjojo", "b"},
		{"beat hel", "a e"},
		{"bea", "a e d"}, // after a pattern that is no beginning of it
		{"beathels", "e"},
		{"kind", "c"},
		{"zzz", ""},
		{"be", "a d e c"},
	} {
		var got []source.Track
		for _, i := range f.Match(tt.pattern) {
			got = append(got, list[i])
		}
		if ids(got) != tt.want {
			t.Errorf("%q matches %q, want %q", tt.pattern, ids(got), tt.want)
		}
	}
}

// Key by key gives the same as all at once.
func TestFilterNarrows(t *testing.T) {
	list := tracks(0, 500)
	typed := library.NewFilter(list)
	for _, pattern := range []string{"a", "ar", "art", "art3", "art3s", "art", "so", "son", "song4", "", "s"} {
		got, want := typed.Match(pattern), library.NewFilter(list).Match(pattern)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %v, want %v", pattern, got, want)
		}
	}
}
