package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"anyaudio/source/demo/gen/score"
)

// Magic starts parts.bin; the number of packets (uint32), their sizes (uint16 each) and
// the packets follow, all little-endian, segment after segment.
const Magic = "AAPARTS1"

// A Catalogue is what catalogue.json holds; package demo reads the same form.
type Catalogue struct {
	// Segments lie one after another in parts.bin.
	Segments  []SegmentInfo  `json:"segments"`
	Pieces    []Piece        `json:"pieces"`
	Playlists []PlaylistInfo `json:"playlists"`
}

// SegmentInfo is the name of a segment and the number of its packets.
type SegmentInfo struct {
	Name    string `json:"name"`
	Packets int    `json:"packets"`
}

// A Piece is a sequence of segments.
type Piece struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Artist  string `json:"artist"`
	Album   string `json:"album"`
	Packets int    `json:"packets"`
	// Digest is of all its packets in order: equal digests, equal sound.
	Digest string   `json:"digest"`
	Play   []string `json:"play"`
}

// PlaylistInfo is a playlist and the ids of its pieces.
type PlaylistInfo struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Pieces []string `json:"pieces"`
}

// Build puts the encoded songs together, with a mix of all of them at the end.
func Build(list []*score.Song, encoded []*Song, mix Piece, playlists []PlaylistInfo) (parts, catalogue []byte, err error) {
	c := Catalogue{Playlists: playlists}
	byName := map[string]Segment{}
	var all [][]byte
	for _, e := range encoded {
		for _, seg := range e.Segments {
			if _, twice := byName[seg.Name]; twice {
				return nil, nil, fmt.Errorf("segment %s is there twice", seg.Name)
			}
			byName[seg.Name] = seg
			c.Segments = append(c.Segments, SegmentInfo{seg.Name, len(seg.Packets)})
			all = append(all, seg.Packets...)
		}
	}
	for i, s := range list {
		p := Piece{ID: s.ID, Title: s.Title, Artist: s.Artist, Album: s.Album, Play: encoded[i].Play(s, s.Sequence())}
		c.Pieces = append(c.Pieces, p)
		mix.Play = append(mix.Play, encoded[i].Play(s, s.LongSequence())...)
	}
	c.Pieces = append(c.Pieces, mix)
	for i := range c.Pieces {
		c.Pieces[i].finish(byName)
	}
	catalogue, err = json.MarshalIndent(c, "", " ")
	return container(all), append(catalogue, '\n'), err
}

func (p *Piece) finish(byName map[string]Segment) {
	h := sha256.New()
	for _, name := range p.Play {
		for _, packet := range byName[name].Packets {
			p.Packets++
			h.Write(packet)
		}
	}
	p.Digest = hex.EncodeToString(h.Sum(nil)[:12])
}

func container(packets [][]byte) []byte {
	var b bytes.Buffer
	b.WriteString(Magic)
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(packets))))
	for _, p := range packets {
		b.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(p))))
	}
	for _, p := range packets {
		b.Write(p)
	}
	return b.Bytes()
}
