// Command mktone writes the talking-clock signal of package tone to stdout, as signed
// 16 bit little-endian mono at 48 kHz, for ffmpeg to encode. It
// fades in and out over 5 ms, so that the song itself starts and ends without a click.
//
//	mktone SECONDS
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"

	"anyaudio/.ci/sound/tone"
)

const fade = tone.Rate / 200

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "mktone:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: mktone SECONDS")
	}
	secs, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	x := make([]float32, tone.Rate)
	b := make([]byte, 2*len(x))
	for s := range secs {
		tone.Fill(x, int64(s)*tone.Rate)
		for i, v := range x {
			near := min(s*tone.Rate+i, (secs-s)*tone.Rate-1-i) // frames from the nearer end
			v *= float32(min(1, float64(near)/fade))
			binary.LittleEndian.PutUint16(b[2*i:], uint16(int16(math.Round(float64(v)*32767))))
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return w.Flush()
}
