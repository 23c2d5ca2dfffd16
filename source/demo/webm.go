package demo

import (
	"encoding/binary"
	"sort"
	"time"
)

const (
	// clusterPackets make 10 s, the distance of YouTube's index points.
	clusterPackets = 500
	clusterTime    = clusterPackets * packetTime

	// preSkip is what the encoder delays and the player drops, in frames; 6.5 ms.
	preSkip = 312
	// discard is the rest of the last packet: together with preSkip it makes the
	// length a whole number of packets less one.
	discard = packetFrames - preSkip

	clusterHead = 4 + 4 + 2 + 4 // id, size, Timestamp with its value
	blockHead   = 1 + 2 + 4     // id, size, track number, time, flags
	// groupHead is the BlockGroup of the last packet, which can carry the DiscardPadding.
	groupHead = 1 + 2 + blockHead + len3Discard
	// len3Discard is that element: two bytes of id, one of size, four of value.
	len3Discard = 2 + 1 + 4
)

// A file is a piece laid out as a WebM file as YouTube lays them out: header, Cues,
// Clusters of 10 s, all sizes known. Only the header exists; the clusters are
// written when they are read.
type file struct {
	lib      *library
	piece    *piece
	header   []byte
	clusters []int64 // offset of each
	size     int64
}

func newFile(lib *library, p *piece) *file {
	f := &file{lib: lib, piece: p}
	sizes := f.clusterSizes()
	f.clusters = make([]int64, len(sizes))
	// The header's length does not depend on its values, so it is written twice.
	f.header = f.makeHeader(0)
	at := int64(len(f.header))
	for i, n := range sizes {
		f.clusters[i] = at
		at += n
	}
	f.size = at
	f.header = f.makeHeader(at)
	return f
}

func (f *file) clusterSizes() []int64 {
	sizes := make([]int64, (f.piece.packets+clusterPackets-1)/clusterPackets)
	for i := range sizes {
		sizes[i] = clusterHead
	}
	f.piece.each(0, f.piece.packets, func(n, index int) {
		head := blockHead
		if n == f.piece.packets-1 {
			head = groupHead
		}
		sizes[n/clusterPackets] += int64(head + f.lib.packetSize(index))
	})
	return sizes
}

// makeHeader writes everything before the first Cluster.
func (f *file) makeHeader(size int64) []byte {
	var b []byte
	b = appendElement(b, idEBML, ebmlHeader())
	b = appendID(b, idSegment)
	start := int64(len(b)) + 8 // positions count from the Segment's first byte of data
	b = appendSize(b, max(0, size-start), 8)

	info := appendElement(nil, idInfo, f.info())
	tracks := appendElement(nil, idTracks, tracks())
	seek := seekHead(0, 0, 0)
	at := uint64(len(seek))
	seek = seekHead(at, at+uint64(len(info)), at+uint64(len(info)+len(tracks)))
	b = append(b, seek...)
	b = append(b, info...)
	b = append(b, tracks...)
	return appendElement(b, idCues, f.cues(start))
}

func ebmlHeader() []byte {
	b := appendUint(nil, idEBMLVersion, 1, 1)
	b = appendUint(b, idEBMLReadVersion, 1, 1)
	b = appendUint(b, idEBMLMaxID, 4, 1)
	b = appendUint(b, idEBMLMaxSize, 8, 1)
	b = appendElement(b, idDocType, []byte("webm"))
	b = appendUint(b, idDocTypeVersion, 4, 1)
	return appendUint(b, idDocTypeRead, 2, 1)
}

func seekHead(info, tracks, cues uint64) []byte {
	var body []byte
	for _, e := range []struct {
		id uint32
		at uint64
	}{{idInfo, info}, {idTracks, tracks}, {idCues, cues}} {
		seek := appendElement(nil, idSeekID, appendID(nil, e.id))
		seek = appendUint(seek, idSeekPosition, e.at, 2)
		body = appendElement(body, idSeek, seek)
	}
	return appendElement(nil, idSeekHead, body)
}

func (f *file) info() []byte {
	b := appendUint(nil, idTimestampScale, uint64(time.Millisecond), 3)
	b = appendFloat(b, idDuration, float64(f.piece.track.Duration)/float64(time.Millisecond))
	b = appendElement(b, idMuxingApp, []byte("AnyAudio"))
	return appendElement(b, idWritingApp, []byte("AnyAudio"))
}

func tracks() []byte {
	head := []byte("OpusHead\x01\x02")                     // version 1, 2 channels (RFC 7845 section 5.1)
	head = binary.LittleEndian.AppendUint16(head, preSkip) // 48 kHz frames
	head = binary.LittleEndian.AppendUint32(head, 48000)   // rate before encoding
	head = append(head, 0, 0, 0)                           // gain 0, mapping family 0
	audio := appendFloat(nil, idSampling, 48000)
	audio = appendUint(audio, idChannels, 2, 1)
	b := appendUint(nil, idTrackNumber, 1, 1)
	b = appendUint(b, idTrackUID, 1, 1)
	b = appendUint(b, idTrackType, 2, 1)
	b = appendUint(b, idFlagLacing, 0, 1)
	b = appendElement(b, idCodecID, []byte("A_OPUS"))
	b = appendElement(b, idCodecPrivate, head)
	b = appendUint(b, idCodecDelay, preSkip*uint64(time.Second)/48000, 4)
	b = appendUint(b, idSeekPreRoll, uint64(80*time.Millisecond), 4)
	b = appendElement(b, idAudio, audio)
	return appendElement(nil, idTrackEntry, b)
}

func (f *file) cues(start int64) []byte {
	var b []byte
	for i, at := range f.clusters {
		pos := appendUint(nil, idCueTrack, 1, 1)
		pos = appendUint(pos, idCueCluster, uint64(max(0, at-start)), 4)
		point := appendUint(nil, idCueTime, uint64(i)*uint64(clusterTime/time.Millisecond), 4)
		point = appendElement(point, idCuePositions, pos)
		b = appendElement(b, idCuePoint, point)
	}
	return b
}

// appendCluster writes the cluster with the given number.
func (f *file) appendCluster(b []byte, i int) []byte {
	end := f.size
	if i+1 < len(f.clusters) {
		end = f.clusters[i+1]
	}
	b = appendID(b, idCluster)
	b = appendSize(b, end-f.clusters[i]-8, 4)
	b = appendUint(b, idTimestamp, uint64(i)*uint64(clusterTime/time.Millisecond), 4)
	first := i * clusterPackets
	last := f.piece.packets - 1
	f.piece.each(first, min(first+clusterPackets, last+1), func(n, index int) {
		p := f.lib.packet(index)
		ms := (n - first) * int(packetTime/time.Millisecond)
		if n < last {
			b = appendBlock(b, idSimpleBlock, ms, 0x80, p) // a key frame, as every one is
			return
		}
		b = appendID(b, idBlockGroup)
		b = appendSize(b, int64(groupHead-3+len(p)), 2)
		b = appendBlock(b, idBlock, ms, 0, p)
		b = appendUint(b, idDiscardPadding, discard*uint64(time.Second)/48000, 4)
	})
	return b
}

func appendBlock(b []byte, id uint32, ms int, flags byte, packet string) []byte {
	b = appendID(b, id)
	b = appendSize(b, int64(4+len(packet)), 2)
	b = append(b, 0x81, byte(ms>>8), byte(ms), flags) // track 1
	return append(b, packet...)
}

// find returns the cluster that holds the byte at an offset after the header.
func (f *file) find(off int64) int {
	return sort.Search(len(f.clusters), func(i int) bool { return f.clusters[i] > off }) - 1
}
