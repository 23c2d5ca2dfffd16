package decode

import "io"

// resampleChunk is how many frames are read ahead of the filter at once.
const resampleChunk = 1024

// A resampler gives the sound of another Decoder at another rate. Output frame n is the
// band-limited sound at input position n*down/up, so seeking is exact and gives the same
// samples as reading to that place.
type resampler struct {
	src      Decoder
	rate     int
	up, down int64 // in lowest terms
	filter   *polyphase

	n     int64 // the next output frame
	off   int64 // how far output frame 0 lies behind input frame 0, in parts of 1/up
	phase int64 // (n*down+off)%up
	at    int   // frame of hist where the filter lies for n
	hist  []float32
	have  int   // frames in hist
	pad   int   // frames at the front of hist that lie before the sound and are yet to be made
	next  int64 // input frame after hist
	end   int64 // length of the input, -1 until it has been reached

	edge *Edge // set where the filter comes to lie beyond the end
}

// Resample returns d at the given rate, and d itself when that is its rate. The sound
// up to 0.4 of the lower rate is kept within 100 dB (44.1 to 48 kHz: to 18 kHz); it is
// delayed by nothing, and its length is that of d, rounded up. Beyond its ends the sound is taken
// to go on as it does there. Parts of one recording are put together by an Edge.
func Resample(d Decoder, rate int) Decoder {
	from := d.Format().Rate
	if from == rate || from <= 0 || rate <= 0 {
		return d
	}
	g := gcd(from, rate)
	r := &resampler{src: d, rate: rate, up: int64(rate / g), down: int64(from / g), end: -1}
	r.filter = newPolyphase(rate/g, float64(from)/float64(rate))
	r.hist = make([]float32, 2*(r.filter.taps+resampleChunk))
	r.start(0, 0)
	return r
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (r *resampler) Format() Format {
	f := r.src.Format()
	f.Rate = r.rate
	return f
}

func (r *resampler) Tags() Tags { return TagsOf(r.src) }

// Close closes a source that must be closed.
func (r *resampler) Close() error {
	if c, ok := r.src.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func (r *resampler) Len() int64 { return r.toOutput(r.src.Len()) }

// Frame is the number of the next frame, where the source tells of holes it passed.
func (r *resampler) Frame() int64 {
	if p, ok := r.src.(interface{ Frame() int64 }); ok && r.end < 0 {
		return r.n + r.toOutput(max(0, p.Frame()-r.next))
	}
	return r.n
}

// toOutput returns the first output frame at or after an input frame.
func (r *resampler) toOutput(in int64) int64 {
	if in < 0 {
		return in
	}
	return in/r.down*r.up + (in%r.down*r.up-r.off+r.down-1)/r.down
}

// toInput returns the input frame at or before an output frame, and the phase between.
func (r *resampler) toInput(out int64) (in, phase int64) {
	rest := out%r.up*r.down + r.off
	return out/r.up*r.down + rest/r.up, rest % r.up
}

// start makes output frame n the next one, with the source standing at input frame
// from. The filter begins half its length before n; see mirror for what lies before from.
func (r *resampler) start(n, from int64) {
	in, phase := r.toInput(n)
	first := in - int64(r.filter.taps/2) + 1
	pad := int(max(0, from-first))
	clear(r.hist[:2*pad])
	r.n, r.phase, r.at, r.have, r.pad, r.next = n, phase, int(max(0, first-from)), pad, pad, from
	r.end, r.edge = -1, nil
}

func (r *resampler) Read(p []float32) (int, error) {
	frames := 0
	for frames < len(p)/2 {
		if r.at+r.filter.taps > r.have || r.pad > 0 {
			if frames > 0 && (r.end < 0 || r.edge == nil) {
				return frames, nil // before waiting for the source, and before the edge
			}
			if err := r.fill(); err != nil {
				return 0, err
			}
			continue
		}
		if r.end >= 0 && r.n >= r.toOutput(r.end) {
			break
		}
		frames += r.run(p[2*frames:])
	}
	if frames == 0 && len(p) > 1 {
		return 0, io.EOF
	}
	return frames, nil
}

// run filters as long as there is room in p and input in hist.
func (r *resampler) run(p []float32) int {
	stepIn, stepPhase := int(r.down/r.up), r.down%r.up
	left := int64(len(p) / 2)
	if r.end >= 0 {
		left = min(left, r.toOutput(r.end)-r.n)
	}
	n := 0
	for ; int64(n) < left && r.at+r.filter.taps <= r.have; n++ {
		p[2*n], p[2*n+1] = r.filter.at(r.hist[2*r.at:], r.phase)
		r.at += stepIn
		if r.phase += stepPhase; r.phase >= r.up {
			r.phase -= r.up
			r.at++
		}
	}
	r.n += int64(n)
	return n
}

// fill brings more input into hist: from the source, and silence behind its end.
func (r *resampler) fill() error {
	if drop := min(r.at, r.have); drop > 0 {
		r.have = copy(r.hist, r.hist[2*drop:2*r.have]) / 2
		r.at -= drop
	}
	room := r.hist[2*r.have:]
	if r.end >= 0 {
		if r.n >= r.toOutput(r.end) {
			return io.EOF
		}
		if r.edge == nil {
			r.edge = r.newEdge()
		}
		k := int(max(0, min(int64(min(r.have-1, len(room)/2)), r.end-1)))
		for i := range 2 * k {
			last, back := 2*(r.have-1)+i%2, 2*(r.have-2-i/2)+i%2
			room[i] = 2*r.hist[last] - r.hist[back]
		}
		clear(room[2*k:])
		r.have += len(room) / 2
		return nil
	}
	n, err := r.src.Read(room)
	r.have += n
	r.next += int64(n)
	if err == io.EOF {
		r.end, err = r.next, nil
	}
	if r.pad > 0 && (r.have > 2*r.pad || r.end >= 0) {
		r.mirror()
	}
	return err
}

// mirror makes what lies before the first frame out of what follows it, turned around that frame: value
// and slope go on. Silence there would bend the first frames towards it, which is heard as a click where
// another file has ended.
func (r *resampler) mirror() {
	for i := 1; i <= r.pad && r.pad+i < r.have; i++ {
		for c := range 2 {
			r.hist[2*(r.pad-i)+c] = 2*r.hist[2*r.pad+c] - r.hist[2*(r.pad+i)+c]
		}
	}
	r.pad = 0
}

func (r *resampler) SeekFrame(frame int64) (int64, error) {
	frame = min(max(frame, 0), 1<<40)
	in, _ := r.toInput(frame)
	want := max(0, in-int64(r.filter.taps/2)) // so much is mirrored at the end
	landed, err := r.src.SeekFrame(want)
	if err != nil {
		return 0, err
	}
	if landed > want { // there is a hole
		frame = max(frame, r.toOutput(landed))
	}
	if landed < want { // it is shorter
		frame = r.toOutput(landed)
	}
	r.start(frame, landed)
	for r.next <= in && r.end < 0 {
		if r.have == len(r.hist)/2 {
			break
		}
		if err := r.fill(); err != nil {
			return 0, err
		}
	}
	if r.end >= 0 {
		r.n = min(r.n, r.toOutput(r.end))
	}
	return r.n, nil
}
