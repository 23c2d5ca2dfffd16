package demo

import (
	"encoding/binary"
	"math"
)

// Element ids of Matroska, RFC 9559 section 5, with their length marker.
const (
	idEBML            = 0x1A45DFA3
	idEBMLVersion     = 0x4286
	idEBMLReadVersion = 0x42F7
	idEBMLMaxID       = 0x42F2
	idEBMLMaxSize     = 0x42F3
	idDocType         = 0x4282
	idDocTypeVersion  = 0x4287
	idDocTypeRead     = 0x4285
	idSegment         = 0x18538067
	idSeekHead        = 0x114D9B74
	idSeek            = 0x4DBB
	idSeekID          = 0x53AB
	idSeekPosition    = 0x53AC
	idInfo            = 0x1549A966
	idTimestampScale  = 0x2AD7B1
	idDuration        = 0x4489
	idMuxingApp       = 0x4D80
	idWritingApp      = 0x5741
	idTracks          = 0x1654AE6B
	idTrackEntry      = 0xAE
	idTrackNumber     = 0xD7
	idTrackUID        = 0x73C5
	idTrackType       = 0x83
	idFlagLacing      = 0x9C
	idCodecID         = 0x86
	idCodecPrivate    = 0x63A2
	idCodecDelay      = 0x56AA
	idSeekPreRoll     = 0x56BB
	idAudio           = 0xE1
	idSampling        = 0xB5
	idChannels        = 0x9F
	idCues            = 0x1C53BB6B
	idCuePoint        = 0xBB
	idCueTime         = 0xB3
	idCuePositions    = 0xB7
	idCueTrack        = 0xF7
	idCueCluster      = 0xF1
	idCluster         = 0x1F43B675
	idTimestamp       = 0xE7
	idSimpleBlock     = 0xA3
	idBlockGroup      = 0xA0
	idBlock           = 0xA1
	idDiscardPadding  = 0x75A2
)

// appendID writes an element id, whose first byte tells its length.
func appendID(b []byte, id uint32) []byte {
	for shift := 24; shift >= 0; shift -= 8 {
		if id>>shift != 0 {
			b = append(b, byte(id>>shift))
		}
	}
	return b
}

// appendSize writes a length in the given number of bytes (RFC 8794 section 4).
func appendSize(b []byte, n int64, width int) []byte {
	v := uint64(n) | 1<<(7*width)
	for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
		b = append(b, byte(v>>shift))
	}
	return b
}

// appendElement writes an element whose body is at hand.
func appendElement(b []byte, id uint32, body []byte) []byte {
	width := 1
	if len(body) > 126 {
		width = 4
	}
	b = appendID(b, id)
	b = appendSize(b, int64(len(body)), width)
	return append(b, body...)
}

// appendUint writes an unsigned integer in the given number of bytes, so that the
// length of what is around it does not depend on its value.
func appendUint(b []byte, id uint32, v uint64, width int) []byte {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], v)
	return appendElement(b, id, raw[8-width:])
}

func appendFloat(b []byte, id uint32, v float64) []byte {
	return appendUint(b, id, math.Float64bits(v), 8)
}
