package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"anyaudio/source/demo/gen/pack"
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// check writes ID.ideal.wav, the form rendered in one go, and ID.wav, what a decoder
// makes of the segments, and prints how the joins compare.
func check(dir string, list []*score.Song, gains map[string]score.Gains, encoded []*pack.Song) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i, s := range list {
		play := encoded[i].Play(s, s.Sequence())
		heard, err := encoded[i].Decode(play)
		if err != nil {
			return err
		}
		ideal := pack.Ideal(s, gains[s.ID], s.Sequence())
		plain, err := pack.Plain(ideal)
		if err != nil {
			return err
		}
		worst, step := math.Inf(-1), math.Inf(-1)
		joins := encoded[i].Joins(play, heard, plain, ideal)
		for _, j := range joins {
			worst, step = math.Max(worst, j.Excess), math.Max(step, j.Step)
			if j.Excess > 4 || j.Step > 4 {
				fmt.Printf("  %s at %.3f s: difference %+.1f dB (%.1f dBFS), step %+.1f dB\n", j.Segment, float64(j.At)/48000, j.Excess, j.Level, j.Step)
			}
		}
		fmt.Printf("%-26s %3d joins, difference at most %+5.1f dB, step at most %+5.1f dB\n", s.ID, len(joins), worst, step)
		if err := writeWAV(filepath.Join(dir, s.ID+".plain.wav"), plain); err != nil {
			return err
		}
		if err := writeWAV(filepath.Join(dir, s.ID+".ideal.wav"), ideal); err != nil {
			return err
		}
		if err := writeWAV(filepath.Join(dir, s.ID+".wav"), heard); err != nil {
			return err
		}
	}
	return nil
}

func writeWAV(path string, b synth.Buf) error {
	data := make([]byte, 0, 44+4*b.Len())
	le := binary.LittleEndian
	data = append(data, "RIFF"...)
	data = le.AppendUint32(data, uint32(36+4*b.Len()))
	data = append(data, "WAVEfmt "...)
	data = le.AppendUint32(data, 16)
	data = le.AppendUint16(data, 1)
	data = le.AppendUint16(data, 2)
	data = le.AppendUint32(data, synth.Rate)
	data = le.AppendUint32(data, synth.Rate*4)
	data = le.AppendUint16(data, 4)
	data = le.AppendUint16(data, 16)
	data = append(data, "data"...)
	data = le.AppendUint32(data, uint32(4*b.Len()))
	for i := range b.L {
		for _, v := range [2]float64{b.L[i], b.R[i]} {
			data = le.AppendUint16(data, uint16(int16(math.Round(math.Max(-1, math.Min(1, v))*32767))))
		}
	}
	return os.WriteFile(path, data, 0o644)
}
