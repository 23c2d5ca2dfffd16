package demo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/demo"
)

// everything returns all tracks of the catalogue.
func everything(t testing.TB, d *demo.Demo) []source.Track {
	t.Helper()
	page, err := d.Search(t.Context(), source.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Tracks
}

// TestFiles walks every served file from the first byte to the last: the layout is
// YouTube's, all positions are true, and the packets are those that the catalogue announces.
func TestFiles(t *testing.T) {
	d := start(t, demo.Options{})
	c := client(t)
	cat := readCatalogue(t)
	for i, track := range everything(t, d) {
		t.Run(track.ID, func(t *testing.T) {
			m := resolve(t, d, track.ID)
			file := fetch(t, c, m)
			packets := packetsOf(t, file, track.Duration)
			if len(packets) != cat.Pieces[i].Packets {
				t.Errorf("%d packets, want %d", len(packets), cat.Pieces[i].Packets)
			}
			h := sha256.New()
			for _, p := range packets {
				h.Write(p)
			}
			if got := hex.EncodeToString(h.Sum(nil)[:12]); got != cat.Pieces[i].Digest {
				t.Errorf("digest of the packets is %s, want %s", got, cat.Pieces[i].Digest)
			}
		})
	}
}

// packetsOf checks the structure of a file and returns its packets.
func packetsOf(t *testing.T, file []byte, want time.Duration) [][]byte {
	t.Helper()
	top := walk(t, file, 0)
	if len(top) != 2 || top[0].id != 0x1A45DFA3 || top[1].id != 0x18538067 {
		t.Fatalf("top level is not EBML and Segment: %d elements", len(top))
	}
	if doc := find(t, walk(t, top[0].body, top[0].data), 0x4282); string(doc.body) != "webm" {
		t.Errorf("DocType %q", doc.body)
	}
	segment := top[1]
	parts := walk(t, segment.body, segment.data)
	order := []uint32{0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1F43B675}
	for i, id := range order {
		if parts[i].id != id {
			t.Fatalf("element %d of the Segment is %X, want %X", i, parts[i].id, id)
		}
	}
	if parts[4].at > 16<<10 {
		t.Errorf("the first Cluster is at %d, beyond 16 KiB", parts[4].at)
	}
	checkSeekHead(t, segment.data, parts)
	checkHeader(t, parts, want)
	clusters := parts[4:]
	checkCues(t, segment.data, parts[3], clusters)
	var packets [][]byte
	for i, cl := range clusters {
		packets = append(packets, packetsOfCluster(t, cl, i, i == len(clusters)-1)...)
	}
	played := time.Duration(len(packets)*960-312-648) * time.Second / 48000
	if played != want {
		t.Errorf("packets play for %v, the catalogue says %v", played, want)
	}
	return packets
}

func checkSeekHead(t *testing.T, base int64, parts []element) {
	t.Helper()
	for _, seek := range walk(t, parts[0].body, parts[0].data) {
		e := walk(t, seek.body, seek.data)
		id, pos := uint32(be(e[0].body)), int64(be(e[1].body))
		if got := find(t, parts, id).at - base; got != pos {
			t.Errorf("SeekHead says %X is at %d, it is at %d", id, pos, got)
		}
	}
}

func checkHeader(t *testing.T, parts []element, want time.Duration) {
	t.Helper()
	info := walk(t, parts[1].body, parts[1].data)
	if got := float(find(t, info, 0x4489).body); math.Abs(got-want.Seconds()*1000) > 1e-6 {
		t.Errorf("Duration %v ms, want %v", got, want)
	}
	entry := walk(t, parts[2].body, parts[2].data)[0]
	track := walk(t, entry.body, entry.data)
	if codec := find(t, track, 0x86).body; string(codec) != "A_OPUS" {
		t.Errorf("codec %q", codec)
	}
	head := find(t, track, 0x63A2).body
	if !bytes.Equal(head, []byte("OpusHead\x01\x02\x38\x01\x80\xbb\x00\x00\x00\x00\x00")) {
		t.Errorf("CodecPrivate %q", head)
	}
	if delay := be(find(t, track, 0x56AA).body); delay != 6_500_000 {
		t.Errorf("CodecDelay %d", delay)
	}
	if roll := be(find(t, track, 0x56BB).body); roll != 80_000_000 {
		t.Errorf("SeekPreRoll %d", roll)
	}
}

func checkCues(t *testing.T, base int64, cues element, clusters []element) {
	t.Helper()
	points := walk(t, cues.body, cues.data)
	if len(points) != len(clusters) {
		t.Fatalf("%d CuePoints for %d Clusters", len(points), len(clusters))
	}
	for i, p := range points {
		e := walk(t, p.body, p.data)
		pos := walk(t, find(t, e, 0xB7).body, 0)
		if at := int64(be(find(t, pos, 0xF1).body)) + base; at != clusters[i].at || clusters[i].id != 0x1F43B675 {
			t.Fatalf("CuePoint %d points to %d, Cluster is at %d", i, at, clusters[i].at)
		}
		if ms := be(find(t, e, 0xB3).body); ms != uint64(i*10_000) {
			t.Errorf("CuePoint %d is at %d ms", i, ms)
		}
	}
}

func packetsOfCluster(t *testing.T, cl element, i int, last bool) [][]byte {
	t.Helper()
	blocks := walk(t, cl.body, cl.data)
	if blocks[0].id != 0xE7 || be(blocks[0].body) != uint64(i*10_000) {
		t.Fatalf("Cluster %d does not start with its time", i)
	}
	var packets [][]byte
	for n, b := range blocks[1:] {
		if final := last && n == len(blocks)-2; final {
			group := walk(t, b.body, b.data)
			if b.id != 0xA0 || be(find(t, group, 0x75A2).body) != 13_500_000 {
				t.Errorf("the last packet has no DiscardPadding of 13.5 ms")
			}
			b = find(t, group, 0xA1)
		} else if b.id != 0xA3 {
			t.Fatalf("Cluster %d has a %X", i, b.id)
		}
		if b.body[0] != 0x81 || be(b.body[1:3]) != uint64(n*20) {
			t.Fatalf("block %d of cluster %d: track %X, time %d", n, i, b.body[0], be(b.body[1:3]))
		}
		packet := b.body[4:]
		// TOC (RFC 6716 section 3.1): CELT, full band, 20 ms, stereo, one frame.
		if packet[0] != 31<<3|4 {
			t.Fatalf("block %d of cluster %d: TOC %08b", n, i, packet[0])
		}
		packets = append(packets, packet)
	}
	return packets
}
