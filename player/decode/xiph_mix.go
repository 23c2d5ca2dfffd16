package decode

// xiphMix is downmix for the order of channels in Vorbis and Opus (Vorbis I, section
// 4.3.9; RFC 7845, section 5.1.1.2).
func xiphMix(n int) [][2]float32 {
	const (
		l, r, c, lfe = frontLeft, frontRight, frontCentre, lowFrequency
		bl, br, sl   = backLeft, backRight, sideLeft
		sr, bc       = sideRight, backCentre
	)
	order := [9][]int{
		3: {l, c, r},
		4: {l, r, bl, br},
		5: {l, c, r, bl, br},
		6: {l, c, r, bl, br, lfe},
		7: {l, c, r, sl, sr, bc, lfe},
		8: {l, c, r, sl, sr, bl, br, lfe},
	}[min(max(n, 0), 8)]
	m := make([][2]float32, len(order))
	var sum [2]float32
	for i, s := range order {
		m[i] = speaker(s)
		sum[0] += m[i][0]
		sum[1] += m[i][1]
	}
	scale := 1 / max(sum[0], sum[1], 1)
	for i := range m {
		m[i][0] *= scale
		m[i][1] *= scale
	}
	return m
}

// mixDown puts interleaved frames of as many channels as mix has into stereo ones.
func mixDown(stereo, p []float32, mix [][2]float32) {
	for i := range len(stereo) / 2 {
		var l, r float32
		for c, v := range p[i*len(mix) : (i+1)*len(mix)] {
			l += v * mix[c][0]
			r += v * mix[c][1]
		}
		stereo[2*i], stereo[2*i+1] = l, r
	}
}
