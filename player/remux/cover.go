package remux

import (
	"encoding/base64"
	"encoding/binary"
)

const frontCover = 3 // of the picture types of ID3v2, which FLAC has taken over

// flacPicture is a cover as comment headers carry it: a FLAC picture block (RFC 9639, section
// 8.8) in base64. It is empty for no picture.
func flacPicture(cover []byte) string {
	p, ok := pictureOf(cover)
	if !ok {
		return ""
	}
	be := binary.BigEndian
	b := be.AppendUint32(nil, frontCover)
	b = append(be.AppendUint32(b, uint32(len(p.mime))), p.mime...)
	b = be.AppendUint32(b, 0) // no description
	b = be.AppendUint32(b, uint32(p.width))
	b = be.AppendUint32(b, uint32(p.height))
	b = be.AppendUint32(b, 24) // bits of a pixel
	b = be.AppendUint32(b, 0)  // no palette
	b = be.AppendUint32(b, uint32(len(cover)))
	return base64.StdEncoding.EncodeToString(append(b, cover...))
}
