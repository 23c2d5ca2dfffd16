package demo

import (
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"anyaudio/source"
)

//go:generate go run ./gen

// The music. Strings live in the binary's read-only pages: nothing is copied and nothing is
// read before it is played.
var (
	//go:embed parts.bin
	partsBin string
	//go:embed catalogue.json
	catalogueJSON string
)

const (
	provider = "demo"

	// Each packet is 20 ms of Opus at 48 kHz.
	packetTime   = 20 * time.Millisecond
	packetFrames = 960

	// partsMagic starts parts.bin; see gen/pack, which writes it.
	partsMagic = "AAPARTS1"
)

// A run is some packets that lie together in parts.bin.
type run struct{ first, packets int }

// A piece is a track and the runs that it is made of.
type piece struct {
	track   source.Track
	digest  string
	packets int
	play    []run
}

// A playlist is a list of pieces, by index.
type playlist struct {
	info   source.Playlist
	pieces []int
}

// A library is the catalogue and where every packet is. It does not change once loaded.
type library struct {
	data      string
	offsets   []uint32 // of packet i in data; one more at the end
	pieces    []piece
	byID      map[string]int
	playlists []playlist
}

// load reads the embedded files. It costs about a millisecond and 300 kB.
func load() (*library, error) {
	l := &library{byID: map[string]int{}}
	if err := l.loadParts(partsBin); err != nil {
		return nil, fmt.Errorf("demo: parts.bin: %w", err)
	}
	if err := l.loadCatalogue([]byte(catalogueJSON)); err != nil {
		return nil, fmt.Errorf("demo: catalogue.json: %w", err)
	}
	return l, nil
}

func (l *library) loadParts(s string) error {
	head := len(partsMagic) + 4
	if len(s) < head || s[:len(partsMagic)] != partsMagic {
		return fmt.Errorf("not a file of parts")
	}
	n := int(binary.LittleEndian.Uint32([]byte(s[len(partsMagic):head])))
	if n > (len(s)-head)/2 {
		return fmt.Errorf("%d packets in %d bytes", n, len(s))
	}
	sizes := s[head : head+2*n]
	l.data = s[head+2*n:]
	l.offsets = make([]uint32, n+1)
	for i := range n {
		l.offsets[i+1] = l.offsets[i] + uint32(sizes[2*i]) + uint32(sizes[2*i+1])<<8
	}
	if int(l.offsets[n]) != len(l.data) {
		return fmt.Errorf("%d bytes of packets, %d announced", len(l.data), l.offsets[n])
	}
	return nil
}

// catalogueFile is the form of catalogue.json.
type catalogueFile struct {
	Segments []struct {
		Name    string `json:"name"`
		Packets int    `json:"packets"`
	} `json:"segments"`
	Pieces []struct {
		ID      string   `json:"id"`
		Title   string   `json:"title"`
		Artist  string   `json:"artist"`
		Album   string   `json:"album"`
		Packets int      `json:"packets"`
		Digest  string   `json:"digest"`
		Play    []string `json:"play"`
	} `json:"pieces"`
	Playlists []struct {
		ID     string   `json:"id"`
		Title  string   `json:"title"`
		Pieces []string `json:"pieces"`
	} `json:"playlists"`
}

func (l *library) loadCatalogue(b []byte) error {
	var f catalogueFile
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	runs := map[string]run{}
	next := 0
	for _, s := range f.Segments {
		runs[s.Name] = run{next, s.Packets}
		next += s.Packets
	}
	if next != len(l.offsets)-1 {
		return fmt.Errorf("%d packets in segments, %d in parts.bin", next, len(l.offsets)-1)
	}
	for _, p := range f.Pieces {
		piece := piece{digest: p.Digest, packets: p.Packets, track: source.Track{
			Provider: provider, ID: p.ID, Title: p.Title, Artist: p.Artist, Album: p.Album,
			Duration: duration(p.Packets), Link: provider + ":" + p.ID,
		}}
		for _, name := range p.Play {
			r, ok := runs[name]
			if !ok {
				return fmt.Errorf("piece %s: no segment %q", p.ID, name)
			}
			piece.play = append(piece.play, r)
		}
		l.byID[p.ID] = len(l.pieces)
		l.pieces = append(l.pieces, piece)
	}
	for _, p := range f.Playlists {
		list := playlist{info: source.Playlist{
			Provider: provider, ID: p.ID, Title: p.Title, Owner: "AnyAudio", Count: len(p.Pieces), Link: provider + ":" + p.ID,
		}}
		for _, id := range p.Pieces {
			i, ok := l.byID[id]
			if !ok {
				return fmt.Errorf("playlist %s: no piece %q", p.ID, id)
			}
			list.pieces = append(list.pieces, i)
		}
		l.playlists = append(l.playlists, list)
	}
	return nil
}

// duration is what a decoder gives: the last packet only flushes the encoder's delay,
// see discard.
func duration(packets int) time.Duration { return time.Duration(packets-1) * packetTime }

// packet returns a packet of parts.bin.
func (l *library) packet(i int) string { return l.data[l.offsets[i]:l.offsets[i+1]] }

// packetSize returns its length in bytes.
func (l *library) packetSize(i int) int { return int(l.offsets[i+1] - l.offsets[i]) }

// each calls f for the packets of the piece from the given one up to another, with
// their index in parts.bin.
func (p *piece) each(from, to int, f func(n, index int)) {
	n := 0
	for _, r := range p.play {
		if n+r.packets <= from {
			n += r.packets
			continue
		}
		for i := max(0, from-n); i < r.packets; i++ {
			if n+i >= to {
				return
			}
			f(n+i, r.first+i)
		}
		n += r.packets
	}
}
