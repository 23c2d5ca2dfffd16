// Command gen makes the music of the demo: it renders the songs, encodes their parts as
// Opus and writes parts.bin and catalogue.json, which package demo embeds.
//
//	go run ./source/demo/gen -o source/demo          what go generate does
//	go run ./source/demo/gen -balance                measure the tracks again, rewrite mix.json
//	go run ./source/demo/gen -wav DIR [-only ID]     also write what a player will hear, judge the joins
//
// mix.json holds the gain of every track; it is measured, so that a change of an
// instrument does not upset the balance, and kept, so that one part can be made
// again without the others.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"anyaudio/source/demo/gen/pack"
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/songs"
)

type options struct {
	out, wav, mix, only string
	balance             bool
}

func main() {
	var o options
	flag.StringVar(&o.out, "o", ".", "directory of parts.bin and catalogue.json")
	flag.StringVar(&o.mix, "mix", "", "file of the gains (default: gen/mix.json in the -o directory)")
	flag.BoolVar(&o.balance, "balance", false, "measure all tracks again and rewrite the gains")
	flag.StringVar(&o.wav, "wav", "", "directory for WAV files: as composed and as heard")
	flag.StringVar(&o.only, "only", "", "ids of songs, with commas; nothing but WAV and gains is written then")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if o.mix == "" {
		o.mix = filepath.Join(o.out, "gen", "mix.json")
	}
	list := songs.All()
	if o.only != "" {
		list = nil
		for id := range strings.SplitSeq(o.only, ",") {
			s := songs.Find(id)
			if s == nil {
				return fmt.Errorf("no song %q", id)
			}
			list = append(list, s)
		}
	}
	gains, err := readGains(o.mix)
	if err != nil {
		return err
	}
	if o.balance {
		if err := balance(list, gains, o.mix); err != nil {
			return err
		}
	}
	encoded, err := encode(list, gains)
	if err != nil {
		return err
	}
	if o.wav != "" {
		if err := check(o.wav, list, gains, encoded); err != nil {
			return err
		}
	}
	if o.only != "" {
		return nil
	}
	parts, catalogue, err := pack.Build(list, encoded, songs.Mix(), songs.Playlists())
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(o.out, "parts.bin"), parts, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.out, "catalogue.json"), catalogue, 0o644)
}

func encode(list []*score.Song, gains map[string]score.Gains) ([]*pack.Song, error) {
	out := make([]*pack.Song, len(list))
	var g errgroup.Group
	g.SetLimit(runtime.NumCPU())
	for i, s := range list {
		g.Go(func() (err error) {
			out[i], err = pack.EncodeSong(s, gains[s.ID])
			return err
		})
	}
	return out, g.Wait()
}

func readGains(path string) (map[string]score.Gains, error) {
	gains := map[string]score.Gains{}
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return gains, nil
	}
	if err != nil {
		return nil, err
	}
	return gains, json.Unmarshal(b, &gains)
}

// balance measures the songs and writes all gains, sorted by name.
func balance(list []*score.Song, gains map[string]score.Gains, path string) error {
	measured := make([]score.Gains, len(list))
	var g errgroup.Group
	g.SetLimit(runtime.NumCPU())
	for i, s := range list {
		g.Go(func() error {
			measured[i] = pack.Balance(s)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, s := range list {
		gains[s.ID] = measured[i]
	}
	b, err := json.MarshalIndent(gains, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}
