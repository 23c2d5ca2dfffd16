// Package webmtest writes small WebM files for tests: in the layouts that
// players meet, and deterministic, so that a test knows every offset.
package webmtest

import (
	"encoding/binary"
	"math"
	"time"

	"anyaudio/player/webm"
)

// CueMode says where the index goes.
type CueMode int

// The places of the index.
const (
	CuesFront CueMode = iota // between the headers and the first cluster, as YouTube does
	CuesEnd                  // after the last cluster, as ffmpeg does
	NoCues
)

// Options of File; the zero value is the layout of a YouTube file with 1 s clusters.
type Options struct {
	Cues         CueMode
	UnknownSizes bool          // segment and clusters without sizes, as a live recorder writes
	Cluster      time.Duration // length of a cluster, 1 s when zero
	Lace         byte          // kind of lacing: 1 Xiph, 2 fixed, 3 EBML; two packets a block
	Private      []byte        // codec private data
	Codec        string        // "A_OPUS" when empty
	Channels     int           // 2 when zero
	Rate         int           // 48000 when zero
	CodecDelay   time.Duration
	SeekPreRoll  time.Duration
	Duration     time.Duration // 0 leaves the element out
	NoSeekHead   bool
	Void         int    // bytes of padding before the first cluster
	Other        int    // bytes of a block of another track after each block
	Scale        int64  // nanoseconds of the time unit, 1 ms when zero
	CueEvery     int    // only every n-th cluster has a point in the index
	CueLate      int64  // times in the index, after the first, are so much too late
	Head         []byte // elements before the first cluster: Chapters, Tags
}

// A Packet goes into one block.
type Packet struct {
	Data    []byte
	Time    time.Duration
	Discard time.Duration // written as a BlockGroup when not zero
}

// File returns a file with the packets, and the offsets of its clusters.
func File(packets []Packet, o Options) (file []byte, clusters []int64) {
	if o.Cluster == 0 {
		o.Cluster = time.Second
	}
	if o.Scale == 0 {
		o.Scale = int64(time.Millisecond)
	}
	if o.Channels == 0 {
		o.Channels = 2
	}
	if o.Rate == 0 {
		o.Rate = 48000
	}
	if o.Codec == "" {
		o.Codec = "A_OPUS"
	}
	bodies, times := cut(packets, o)
	front := append(info(o), tracks(o)...)
	if o.Void > 0 {
		front = append(front, Element(webm.IDVoid, make([]byte, o.Void))...)
	}
	front = append(front, o.Head...)
	headLen := 0
	if o.Cues != NoCues && !o.NoSeekHead {
		headLen = len(seekHead(0))
	}
	// Positions count from the start of the segment's content and have a fixed width, so
	// the sizes are known before the values.
	start := headLen + len(front)
	cueLen := len(o.cues(make([]int64, len(times)), times))
	if o.Cues == CuesFront {
		start += cueLen
	}
	pos := make([]int64, len(bodies))
	at := int64(start)
	for i, b := range bodies {
		pos[i] = at
		at += int64(len(b))
	}
	var content []byte
	if headLen > 0 {
		where := int64(headLen + len(front))
		if o.Cues == CuesEnd {
			where = at
		}
		content = seekHead(where)
	}
	content = append(content, front...)
	if o.Cues == CuesFront {
		content = append(content, o.cues(pos, times)...)
	}
	for _, b := range bodies {
		content = append(content, b...)
	}
	if o.Cues == CuesEnd {
		content = append(content, o.cues(pos, times)...)
	}
	file = header()
	if o.UnknownSizes {
		file = append(append(file, 0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), content...)
	} else {
		file = append(file, Element(webm.IDSegment, content)...)
	}
	base := int64(len(file) - len(content))
	for _, p := range pos {
		clusters = append(clusters, base+p)
	}
	return file, clusters
}

// cut makes the clusters.
func cut(packets []Packet, o Options) (bodies [][]byte, times []int64) {
	for len(packets) > 0 {
		n := 0
		for n < len(packets) && packets[n].Time < packets[0].Time+o.Cluster {
			n++
		}
		t := int64(packets[0].Time) / o.Scale
		body := Uint(webm.IDTimestamp, t)
		for i := 0; i < n; i++ {
			group := packets[i : i+1]
			if o.Lace != 0 && i+1 < n && packets[i].Discard == 0 && packets[i+1].Discard == 0 &&
				(o.Lace != 2 || len(packets[i].Data) == len(packets[i+1].Data)) {
				group = packets[i : i+2]
				i++
			}
			body = append(body, block(group, int64(group[0].Time)/o.Scale-t, o.Lace)...)
			if o.Other > 0 {
				body = append(body, Element(webm.IDSimpleBlock, append([]byte{0x82, 0, 0, 0x80}, make([]byte, o.Other)...))...)
			}
		}
		c := Element(webm.IDCluster, body)
		if o.UnknownSizes {
			c = append([]byte{0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, body...)
		}
		bodies, times = append(bodies, c), append(times, t)
		packets = packets[n:]
	}
	return bodies, times
}

// block writes one or two packets as a block.
func block(p []Packet, rel int64, lace byte) []byte {
	b := []byte{0x81, byte(rel >> 8), byte(rel), 0x80}
	if len(p) == 2 {
		b[3] |= lace << 1
		b = append(b, 1)
		n := len(p[0].Data)
		switch lace {
		case 1:
			for ; n >= 255; n -= 255 {
				b = append(b, 255)
			}
			b = append(b, byte(n))
		case 3:
			b = append(b, 0x40|byte(n>>8), byte(n))
		}
		b = append(b, p[0].Data...)
		return Element(webm.IDSimpleBlock, append(b, p[1].Data...))
	}
	b = append(b, p[0].Data...)
	if p[0].Discard == 0 {
		return Element(webm.IDSimpleBlock, b)
	}
	b[3] = 0
	var ns [8]byte
	binary.BigEndian.PutUint64(ns[:], uint64(p[0].Discard))
	return Element(webm.IDBlockGroup, append(Element(webm.IDBlock, b), Element(webm.IDDiscardPadding, ns[:])...))
}

func header() []byte {
	return Element(webm.IDEBML, join(
		Uint(webm.IDEBMLVersion, 1), Uint(webm.IDReadVersion, 1), Uint(webm.IDMaxIDLen, 4), Uint(webm.IDMaxSizeLen, 8),
		Element(webm.IDDocType, []byte("webm")), Uint(webm.IDDocTypeVer, 4), Uint(webm.IDDocTypeRead, 2)))
}

func info(o Options) []byte {
	b := join(Uint(webm.IDTimestampScale, o.Scale), Element(webm.IDMuxingApp, []byte("webmtest")))
	if o.Duration > 0 {
		b = append(b, Float(webm.IDDuration, float64(o.Duration)/float64(o.Scale))...)
	}
	return Element(webm.IDInfo, b)
}

func tracks(o Options) []byte {
	entry := join(
		Uint(webm.IDTrackNumber, 1), Uint(webm.IDTrackUID, 1), Uint(webm.IDTrackType, int64(webm.Audio)),
		Element(webm.IDCodecID, []byte(o.Codec)), Element(webm.IDCodecPrivate, o.Private),
		Uint(webm.IDCodecDelay, int64(o.CodecDelay)), Uint(webm.IDSeekPreRoll, int64(o.SeekPreRoll)),
		Element(webm.IDAudio, join(Float(webm.IDSamplingFrequency, float64(o.Rate)), Uint(webm.IDChannels, int64(o.Channels)))))
	return Element(webm.IDTracks, Element(webm.IDTrackEntry, entry))
}

func seekHead(cues int64) []byte {
	return Element(webm.IDSeekHead, Element(webm.IDSeek, join(
		Element(webm.IDSeekID, []byte{0x1c, 0x53, 0xbb, 0x6b}), Uint(webm.IDSeekPosition, cues))))
}

func (o Options) cues(pos, times []int64) []byte {
	var b []byte
	for i := 0; i < len(pos); i += max(1, o.CueEvery) {
		late := o.CueLate
		if i == 0 {
			late = 0
		}
		b = append(b, Element(webm.IDCuePoint, join(Uint(webm.IDCueTime, times[i]+late),
			Element(webm.IDCueTrackPositions, join(Uint(webm.IDCueTrack, 1), Uint(webm.IDCueClusterPosition, pos[i])))))...)
	}
	return Element(webm.IDCues, b)
}

// Element returns an element with its header; sizes take 1 byte when they can, else 4.
func Element(id uint32, content []byte) []byte {
	var b []byte
	for shift := 24; shift >= 0; shift -= 8 {
		if c := byte(id >> shift); c != 0 || len(b) > 0 {
			b = append(b, c)
		}
	}
	if n := len(content); n < 127 {
		b = append(b, 0x80|byte(n))
	} else {
		b = append(b, 0x10|byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(b, content...)
}

// Uint returns an integer element of 8 bytes.
func Uint(id uint32, v int64) []byte {
	return Element(id, binary.BigEndian.AppendUint64(nil, uint64(v)))
}

// Float returns a floating point element of 8 bytes.
func Float(id uint32, v float64) []byte {
	return Element(id, binary.BigEndian.AppendUint64(nil, math.Float64bits(v)))
}

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
