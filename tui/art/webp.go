package art

import (
	"encoding/binary"
	"errors"
)

var errWebP = errors.New("webp: no picture in it")

// frameOfWebP returns a WebP with nothing in it but the picture, and anything else as it is.
// In the extended form the size of the canvas stands before that of the picture, and the decoder
// tells the one and allocates the other; without the rest there is only one. Transparency goes
// with it. See https://developers.google.com/speed/webp/docs/riff_container.
func frameOfWebP(data []byte) (frame []byte, isWebP bool, err error) {
	const head = 12
	if len(data) < head || string(data[:4]) != "RIFF" || string(data[8:head]) != "WEBP" {
		return data, false, nil
	}
	for rest := data[head:]; len(rest) >= 8; {
		size := int64(binary.LittleEndian.Uint32(rest[4:]))
		if size > int64(len(rest)-8) {
			break
		}
		chunk := rest[:8+size]
		if kind := string(chunk[:4]); kind == "VP8 " || kind == "VP8L" {
			body := append([]byte("WEBP"), chunk...)
			body = append(body, make([]byte, size&1)...)
			frame = binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)))
			return append(frame, body...), true, nil
		}
		rest = rest[min(8+size+size&1, int64(len(rest))):]
	}
	return nil, true, errWebP
}
