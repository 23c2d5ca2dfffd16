package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"anyaudio/player/output"
	"anyaudio/source"

	"github.com/charmbracelet/x/ansi"
)

// Devices writes where sound can come out: the sinks of the sound server that the
// output spec would play on, and what oto offers. Each line has the name to give to
// --output, a mark at the one that is played to when none is chosen, and what is known of it; JSON
// objects, one a line, when asJSON. It returns the exit status, ExitFailed when there is
// nothing; a server that does not answer is said on stderr.
func Devices(ctx context.Context, spec string, o output.Options, asJSON bool, stdout, stderr io.Writer) int {
	devices, err := output.Devices(ctx, spec, o)
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	write := writeDevices
	if asJSON {
		write = writeDevicesJSON
	}
	if werr := write(stdout, devices); werr != nil {
		Report(stderr, werr)
		return ExitFailed
	}
	if err != nil {
		// In one line: several servers may have been tried.
		report(stderr, strings.Join(strings.Fields(source.Clean(err.Error())), " "))
	}
	if len(devices) == 0 {
		return ExitFailed
	}
	return ExitOK
}

// writeDevices writes aligned columns.
func writeDevices(w io.Writer, devices []output.Device) error {
	widest := 0
	for _, d := range devices {
		widest = max(widest, ansi.StringWidth(source.Clean(d.Spec)))
	}
	for _, d := range devices {
		mark, spec := " ", source.Clean(d.Spec)
		if d.Default {
			mark = "*"
		}
		line := fmt.Sprintf("%s %s%*s  %s", mark, spec, widest-ansi.StringWidth(spec), "", source.Clean(strings.Join(about(d), ", ")))
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// about is what there is to say of a device. Its volume is left out when it is full.
func about(d output.Device) []string {
	words := []string{d.Description}
	if d.State != "" {
		words = append(words, d.State)
	}
	switch {
	case d.Muted:
		words = append(words, "muted")
	case d.Server != "" && d.Volume < 0.995:
		words = append(words, fmt.Sprintf("volume %.0f%%", 100*d.Volume))
	}
	return words
}

// A device is a line of devices --json; names are not changed once released.
type device struct {
	Output      string   `json:"output"` // what --output takes
	Server      string   `json:"server,omitempty"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Default     bool     `json:"default"`
	State       string   `json:"state,omitempty"`
	Volume      *float64 `json:"volume,omitempty"` // 1 is full
	Muted       bool     `json:"muted,omitempty"`
}

func writeDevicesJSON(w io.Writer, devices []output.Device) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, d := range devices {
		line := device{
			Output: d.Spec, Server: d.Server, Name: d.Name, Description: d.Description,
			Default: d.Default, State: d.State, Muted: d.Muted,
		}
		if d.Server != "" {
			line.Volume = &d.Volume
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
