package demo

import (
	"encoding/binary"
	"io"
	"os"
	"testing"
	"unsafe"
)

// TestPlayedMusicIsForgotten counts the pages of the embedded music that are in memory after all
// of it was read, and reads a piece again.
func TestPlayedMusicIsForgotten(t *testing.T) {
	l, err := load()
	if err != nil {
		t.Fatal(err)
	}
	f := newFile(l, &l.pieces[0])
	before, err := io.ReadAll(&reader{f: f})
	if err != nil {
		t.Fatal(err)
	}
	for i := range l.pieces {
		if _, err := io.Copy(io.Discard, &reader{f: newFile(l, &l.pieces[i])}); err != nil {
			t.Fatal(err)
		}
	}
	present, pages := residents(t, l.data)
	if present > pages/10 {
		t.Errorf("%d of %d pages are still there", present, pages)
	}
	after, err := io.ReadAll(&reader{f: f})
	if err != nil || string(after) != string(before) {
		t.Errorf("read again it is different: %v", err)
	}
}

// residents counts the pages of s that this process has mapped, by proc_pid_pagemap(5).
func residents(t *testing.T, s string) (present, pages int) {
	t.Helper()
	m, err := os.Open("/proc/self/pagemap")
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	size := os.Getpagesize()
	first := int64(uintptr(unsafe.Pointer(unsafe.StringData(s)))) / int64(size)
	pages = len(s) / size
	b := make([]byte, 8*pages)
	if _, err := m.ReadAt(b, 8*first); err != nil {
		t.Fatal(err)
	}
	for i := range pages {
		if binary.LittleEndian.Uint64(b[8*i:])>>63 == 1 {
			present++
		}
	}
	return present, pages
}
