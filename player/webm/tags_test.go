package webm_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"

	"anyaudio/player/webm"
	"anyaudio/player/webm/webmtest"
)

// TestTags reads tags and chapters in passing; damage in them costs nothing else.
func TestTags(t *testing.T) {
	element, number := webmtest.Element, webmtest.Uint
	simple := func(name, value string) []byte {
		return element(webm.IDSimpleTag, slices.Concat(element(webm.IDTagName, []byte(name)), element(webm.IDTagString, []byte(value))))
	}
	chapter := func(at time.Duration, title string, hidden int64) []byte {
		return element(webm.IDChapterAtom, slices.Concat(
			number(webm.IDChapterTimeStart, int64(at)), number(webm.IDChapterFlagHidden, hidden),
			element(webm.IDChapterDisplay, element(webm.IDChapString, []byte(title)))))
	}
	head := slices.Concat(
		element(webm.IDTags, slices.Concat(
			element(webm.IDTag, slices.Concat(element(webm.IDTargets, number(webm.IDTargetTypeValue, 50)), simple("TITLE", "Album"))),
			element(webm.IDTag, slices.Concat(element(webm.IDTargets, nil), simple("ARTIST", "Somebody"), simple("EMPTY", ""))))),
		element(webm.IDChapters, slices.Concat(
			element(webm.IDEditionEntry, slices.Concat(chapter(0, "One", 0), chapter(time.Minute, "Two", 1), chapter(2*time.Minute, "Three", 0))),
			element(webm.IDEditionEntry, chapter(0, "Other", 0)))))
	ps := packets(20)
	file, _ := webmtest.File(ps, webmtest.Options{Head: head})
	d := open(t, bytes.NewReader(file))
	if want := []webm.Tag{{50, "TITLE", "Album"}, {0, "ARTIST", "Somebody"}}; !reflect.DeepEqual(d.Tags(), want) {
		t.Errorf("tags %v", d.Tags())
	}
	if want := []webm.Chapter{{0, "One"}, {2 * time.Minute, "Three"}}; !reflect.DeepEqual(d.Chapters(), want) {
		t.Errorf("chapters %v", d.Chapters())
	}
	wantFrom(t, d, ps, 0)
	at := bytes.Index(file, head)
	for i := at + 8; i < at+len(head); i++ { // behind the header of the Tags
		if at+len(head)-i > 100 && i%3 != 0 {
			continue
		}
		bad := bytes.Clone(file)
		bad[i] ^= 0xff
		if d, err := webm.Open(bytes.NewReader(bad)); err == nil {
			d.Next()
		}
	}
	bad := bytes.Clone(file)
	bad[at+8] ^= 0xff // the id of the first Tag
	wantFrom(t, open(t, bytes.NewReader(bad)), ps, 0)
}
