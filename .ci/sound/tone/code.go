// Package tone is the clock that can be heard: a sound in which every second of an
// hour has a chord of its own, and the means to read it back from a recording.
//
// The chord has one tone for each digit of MM:SS, each digit in a band of its own:
//
//	617 Hz            2.7 kHz        4.0 kHz              6.1 kHz  7.2 kHz   12 kHz
//	 |  units of seconds |  tens  |  units of minutes  |  tens   |  nothing  |
//
// Neighbouring tones are 211.37 Hz apart, so a Hann window of 10 ms tells them from
// each other. No frequency is a whole number of hertz: after a jump of any round
// number of seconds no tone goes on in phase, and a bad join cannot hide.
// Nothing of the signal reaches above 12 kHz (the encoder cuts it there), so what
// a recording holds above 13 kHz was made by a discontinuity: see HighPass.
package tone

import "math"

// Rate is the sample rate of every signal here, in frames per second.
const Rate = 48000

// Level is the amplitude of each of the four tones, full scale being 1.
const Level = 0.12

// Glide is the number of frames in which a digit's tone turns into the next one. The change
// ends exactly at the full second, so that a seek to a full second starts in a steady chord.
const Glide = 960

const (
	lowest  = 617.3
	spacing = 211.37
)

// bands holds the place of each digit's first tone: units and tens of seconds, units
// and tens of minutes; the fifth entry ends the fourth band.
var bands = [5]int{0, 10, 16, 26, 32}

// Freq is the frequency in hertz of a digit (0 units of seconds, 3 tens of
// minutes) having the given value.
func Freq(digit, value int) float64 {
	return lowest + spacing*float64(bands[digit]+value)
}

// Digits splits a time in seconds into the digits of MM:SS, units of seconds first. It
// repeats every hour.
func Digits(sec int) [4]int {
	sec = (sec%3600 + 3600) % 3600
	return [4]int{sec % 10, sec / 10 % 6, sec / 60 % 10, sec / 600 % 6}
}

// Seconds is the inverse of Digits.
func Seconds(d [4]int) int { return d[0] + 10*d[1] + 60*d[2] + 600*d[3] }

// Fill writes the signal from frame start on into dst, one sample a frame.
func Fill(dst []float32, start int64) {
	for i := range dst {
		dst[i] = 0
	}
	for done := 0; done < len(dst); {
		at := start + int64(done)
		sec := at / Rate
		end := min(int64(len(dst)), (sec+1)*Rate-start)
		now, next := Digits(int(sec)), Digits(int(sec)+1)
		part := dst[done:end]
		for digit := range now {
			f := Freq(digit, now[digit])
			if now[digit] == next[digit] {
				add(part, at, f, nil)
				continue
			}
			add(part, at, f, func(g float64) float64 { return 1 - g })
			add(part, at, Freq(digit, next[digit]), func(g float64) float64 { return g })
		}
		done = int(end)
	}
}

// add mixes a tone whose phase is 0 at frame 0 into dst, which starts at frame at
// and stays within one second. The gate turns the progress of the glide, 0 to 1, into a gain.
func add(dst []float32, at int64, freq float64, gate func(float64) float64) {
	step := 2 * math.Pi * freq / Rate
	// The phase is reduced before the sine: an hour is 10^9 radians of it.
	phase := 2 * math.Pi * math.Mod(freq*float64(at)/Rate, 1)
	re, im := math.Cos(phase), math.Sin(phase)
	c, s := math.Cos(step), math.Sin(step)
	left := Rate - at%Rate
	for i := range dst {
		gain := 1.0
		if gate != nil {
			gain = gate(glide(left - int64(i)))
		}
		dst[i] += float32(Level * gain * im)
		re, im = re*c-im*s, re*s+im*c
	}
}

// glide is the progress of the change to the next second, left frames before it.
func glide(left int64) float64 {
	if left >= Glide {
		return 0
	}
	return (1 + math.Cos(math.Pi*float64(left)/Glide)) / 2
}
