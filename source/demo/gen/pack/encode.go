package pack

import (
	"fmt"

	"github.com/thesyncim/gopus"

	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// BitRate is what the encoder aims at in bits per second. The rate is variable, and music as
// tonal as this gets about a quarter more.
const BitRate = 39000

// Encode codes the sound after its first Warm packets. Packets in cuts start a segment: they
// take nothing from the packet before, and the packet before leaves no pitch filter running.
// Packet 0 and the end are cuts always.
func Encode(b synth.Buf, cuts ...int) ([][]byte, error) {
	enc, err := gopus.NewEncoder(gopus.EncoderConfig{SampleRate: synth.Rate, Channels: 2, Application: gopus.ApplicationAudio})
	if err != nil {
		return nil, err
	}
	if err := configure(enc); err != nil {
		return nil, err
	}
	total := b.Len()/score.Frame - Warm
	cut := map[int]bool{0: true, total: true}
	for _, c := range cuts {
		cut[c] = true
	}
	pcm := make([]float32, 2*score.Frame)
	buf := make([]byte, 4000)
	var out [][]byte
	for p := range total + Warm {
		for i := range score.Frame {
			pcm[2*i] = float32(b.L[p*score.Frame+i])
			pcm[2*i+1] = float32(b.R[p*score.Frame+i])
		}
		k := p - Warm
		enc.SetPredictionDisabled(cut[k] || cut[k+1])
		n, err := enc.Encode(pcm, buf)
		if err != nil {
			return nil, fmt.Errorf("packet %d: %w", k, err)
		}
		if k >= 0 {
			out = append(out, append([]byte(nil), buf[:n]...))
		}
	}
	return out, nil
}

// configure chooses CELT for everything: the joins are made for it.
func configure(enc *gopus.Encoder) error {
	enc.SetVBR(true)
	enc.SetVBRConstraint(false)
	for _, err := range []error{
		enc.SetBitrate(BitRate),
		enc.SetComplexity(10),
		enc.SetMode(gopus.EncoderModeCELT),
		enc.SetSignal(gopus.SignalMusic),
		enc.SetBandwidth(gopus.BandwidthFullband),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
