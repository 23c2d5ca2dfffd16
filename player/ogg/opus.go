package ogg

// OpusFrames returns the length of an Opus packet in frames of 48 kHz, at most 5,760 (120 ms), and
// 0 for bytes that are none (RFC 6716, section 3.1). Any goroutine may call it.
func OpusFrames(packet []byte) int {
	if len(packet) == 0 {
		return 0
	}
	config, n := packet[0]>>3, 0
	switch {
	case config < 12: // SILK: 10, 20, 40, 60 ms
		n = [4]int{480, 960, 1920, 2880}[config&3]
	case config < 16: // hybrid: 10, 20 ms
		n = 480 << (config & 1)
	default: // CELT: 2.5, 5, 10, 20 ms
		n = 120 << (config & 3)
	}
	switch packet[0] & 3 {
	case 1, 2:
		n *= 2
	case 3:
		if len(packet) < 2 {
			return 0
		}
		n *= int(packet[1] & 63)
	}
	if n > 5760 {
		return 0
	}
	return n
}
