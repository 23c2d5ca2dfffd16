package cli_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// modified is the date of everything that the test's origin serves.
var modified = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// tone is a WAV file of s seconds of 440 Hz, 48 kHz stereo s16le.
func tone(s float64) []byte {
	frames := int(s * 48000)
	var b bytes.Buffer
	b.WriteString("RIFF")
	binary.Write(&b, binary.LittleEndian, uint32(36+frames*4))
	b.WriteString("WAVEfmt ")
	binary.Write(&b, binary.LittleEndian, struct {
		Size           uint32
		Tag, Channels  uint16
		Rate, ByteRate uint32
		Align, Bits    uint16
	}{16, 1, 2, 48000, 192000, 4, 16})
	b.WriteString("data")
	binary.Write(&b, binary.LittleEndian, uint32(frames*4))
	for i := range frames {
		x := int16(8000 * math.Sin(2*math.Pi*440*float64(i)/48000))
		binary.Write(&b, binary.LittleEndian, [2]int16{x, x})
	}
	return b.Bytes()
}

// makeTone is the command tone.
func makeTone(ts *testscript.TestScript, _ bool, args []string) {
	s, err := strconv.ParseFloat(args[1], 64)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), tone(s), 0o600))
}

// countFrames is the command frames. The data chunk is taken to be the last of the file.
func countFrames(ts *testscript.TestScript, _ bool, args []string) {
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	i := bytes.Index(data, []byte("data"))
	if i < 0 || len(data) < i+8 {
		ts.Fatalf("%s: no data chunk in %d bytes", args[0], len(data))
	}
	size := int(binary.LittleEndian.Uint32(data[i+4:]))
	if got := strconv.Itoa(size / 4); got != args[1] || size != len(data)-i-8 {
		ts.Fatalf("%s: %s frames by its header, %d by its length, want %s", args[0], got, (len(data)-i-8)/4, args[1])
	}
}
