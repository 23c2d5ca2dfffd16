package remux

import (
	"encoding/binary"
	"time"
)

// tagMoov makes a moov box anew with the tags in moov/udta/meta/ilst, as iTunes keeps them,
// and chapters in moov/udta/chpl, as Nero does. Other tags of the file stay.
func tagMoov(moov []byte, t Tags) ([]byte, error) {
	head := 8
	if binary.BigEndian.Uint32(moov) == 1 {
		head = 16
	}
	if len(moov) < head {
		return nil, errMP4
	}
	in, err := children(moov[head:])
	if err != nil {
		return nil, err
	}
	var out [][]byte
	var udta []child
	for _, c := range in {
		if c.kind != "udta" {
			out = append(out, c.all)
			continue
		}
		more, err := children(c.body)
		if err != nil {
			return nil, err
		}
		udta = append(udta, more...)
	}
	return box("moov", append(out, tagUdta(udta, t))...), nil
}

// tagUdta makes the box of user data anew.
func tagUdta(old []child, t Tags) []byte {
	var out [][]byte
	var items []child
	for _, c := range old {
		switch {
		case c.kind == "meta":
			items = append(items, oldItems(c.body)...)
		case c.kind == "chpl" && len(t.Chapters) > 0:
		default:
			out = append(out, c.all)
		}
	}
	if len(t.Chapters) > 0 {
		out = append(out, chpl(t.Chapters))
	}
	handler := box("hdlr", make([]byte, 8), []byte("mdirappl"), make([]byte, 9))
	return box("udta", append(out, box("meta", make([]byte, 4), handler, ilst(items, t)))...)
}

// oldItems gives the entries of the list that a meta box has. In QuickTime it has no version.
func oldItems(meta []byte) []child {
	if len(meta) >= 8 && string(meta[4:8]) != "hdlr" {
		meta = meta[4:]
	}
	in, err := children(meta)
	if err != nil {
		return nil
	}
	items, err := children(find(in, "ilst"))
	if err != nil {
		return nil
	}
	return items
}

// The types of data in the list.
const (
	typeText = 1
	typeJPEG = 13
	typePNG  = 14
)

// ilst makes the list of tags: those of t, and of the old ones those that t does not have.
func ilst(old []child, t Tags) []byte {
	var out [][]byte
	ours := map[string]bool{}
	add := func(kind string, typ uint32, value []byte) {
		if len(value) > 0 {
			ours[kind] = true
			out = append(out, item(kind, typ, value))
		}
	}
	add("\xa9nam", typeText, []byte(t.Title))
	add("\xa9ART", typeText, []byte(t.Artist))
	add("\xa9alb", typeText, []byte(t.Album))
	add("\xa9cmt", typeText, []byte(t.Link))
	typ := uint32(typeJPEG)
	if p, _ := pictureOf(t.Cover); p.mime == "image/png" {
		typ = typePNG
	}
	add("covr", typ, t.Cover)
	for _, c := range old {
		if !ours[c.kind] {
			out = append(out, c.all)
		}
	}
	return box("ilst", out...)
}

func item(kind string, typ uint32, value []byte) []byte {
	return box(kind, box("data", binary.BigEndian.AppendUint32(nil, typ), make([]byte, 4), value))
}

// chpl is Nero's list of chapters: version 1, a reserved word, a count, and for each one its
// start in units of 100 ns and its title of up to 255 bytes.
func chpl(chapters []Chapter) []byte {
	b := []byte{1, 0, 0, 0, 0, 0, 0, 0, byte(len(chapters))}
	for _, c := range chapters {
		b = binary.BigEndian.AppendUint64(b, uint64(c.Start/(100*time.Nanosecond)))
		title := cut(c.Title, 255)
		b = append(append(b, byte(len(title))), title...)
	}
	return box("chpl", b)
}

// cut shortens s to n bytes at the most, between two runes.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
