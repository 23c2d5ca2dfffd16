package fetch

import (
	"reflect"
	"testing"
	"time"

	"anyaudio/source"
)

func TestIndex(t *testing.T) {
	x := index{t.TempDir() + "/new"}
	e := entry{
		Track: source.Track{Provider: "p", ID: "a/../b", Title: "t"}, Added: time.Now().Round(0).UTC(),
		Key: "k", Identity: "k", Size: 10, Saved: 10, Type: "audio/webm", BitRate: 5, Loudness: -3.5, Complete: true,
	}
	for range 2 {
		if err := x.save(e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := x.load(nil)
	if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], e) {
		t.Errorf("%+v, %v", got, err)
	}
	for range 2 {
		if err := x.remove(e.Track); err != nil {
			t.Error(err)
		}
	}
	if got, err := x.load(nil); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzEntry(f *testing.F) {
	f.Add([]byte(`{"track":{"provider":"p","id":"i","title":"t"},"key":"k","size":3,"complete":true}`))
	f.Add([]byte(`{"track":{"provider":"p","id":"i"},"size":-1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := parseEntry(b)
		if err == nil && (e.Track.Provider == "" || e.Size < 0 || e.Complete && e.Key == "" && e.Path == "") {
			t.Fatalf("%+v", e)
		}
	})
}
