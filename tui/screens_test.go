package tui_test

import (
	"context"
	"flag"
	"fmt"
	"html"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui"

	"github.com/charmbracelet/x/ansi"
)

// The screens of the README are frames of the interface, drawn as SVG files that stand in
// testdata/screens. After a change of the interface they are made anew by
//
//	go test ./tui -run ReadmeScreens -update

// readmeScreens are what the README shows.
func readmeScreens() []struct {
	scene         scene
	width, height int
} {
	shown := catalogue()
	shown.home = func(context.Context) (source.Page, error) { return source.Page{Tracks: pieces()}, nil }
	playing := func(p *fakePlayer) {
		list := pieces()
		p.PlayNow(list[4], list[11], list[14])
		p.state.Format, p.state.Volume = "opus 48 kHz stereo 50 kb/s", 100
		p.SeekTo(106 * time.Second)
		p.buffered = []player.Span{{From: 0, To: .27}, {From: .7, To: .93}}
		p.ahead = 21 * time.Second
	}
	o := tui.Options{Source: shown}
	return []struct {
		scene         scene
		width, height int
	}{
		{scene{name: "home", player: playing, options: o, keys: keys("esc down")}, 80, 24},
		{scene{name: "queue", player: playing, options: o, keys: keys("esc g q j")}, 56, 16},
		{scene{name: "help", player: playing, options: o, keys: func(s *screen) { s.press("esc", "?"); s.typeText("seek") }}, 56, 16},
	}
}

// pieces are those of the demo.
func pieces() (tracks []source.Track) {
	for i, line := range strings.Split(strings.TrimSpace(`
Carousel for Two|Les Lampions|2:11
Rain on Rua Nova|Inês & the Umbrellas|3:04
Leave the Porch Light On|Odile March|2:58
Paper Boat|Tilda Fern|2:20
Neon Ferry|Port Vector|2:20
Pocket Dragon|8 Kilobytes|2:20
Marigold Bus|Ada Quartey's Upper Deck|2:56
Northern Static|Sleet & Signal|2:29
Half Past Blue|The Night Clerks|2:35
Slow Harbour|Tin Roof Hi-Fi|2:31
Board Meeting at Dawn|The Undertow Committee|2:09
Twelve Windows|Ensemble Pendel|3:02
Invention for Clockwork|Trio Pendel|2:23
The Biscuit Brigade|Crumb Street Town Band|2:19
The Long Way Home (One-Hour Mix)|The AnyAudio House Band|61:24`), "\n") {
		f := strings.Split(line, "|")
		var minutes, seconds int
		fmt.Sscanf(f[2], "%d:%d", &minutes, &seconds)
		tracks = append(tracks, source.Track{
			Provider: "demo", ID: fmt.Sprint(i), Title: f[0], Artist: f[1],
			Duration: time.Duration(minutes*60+seconds) * time.Second,
		})
	}
	return tracks
}

// The README shows these screens, and they are as the interface draws them.
func TestReadmeScreens(t *testing.T) {
	update := flag.Lookup("update").Value.String() == "true" // package golden's
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range readmeScreens() {
		v := frameOf(t, s.scene, s.width, s.height)
		path := filepath.Join("testdata", "screens", s.scene.name+".svg")
		drawn := drawSVG(v.Content, s.width, s.height)
		if update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(drawn), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if was, err := os.ReadFile(path); err != nil || string(was) != drawn {
			t.Errorf("%s is not what the interface draws (%v); run the test with -update and look at it", path, err)
		}
		if !strings.Contains(string(readme), "](tui/"+filepath.ToSlash(path)+")") {
			t.Errorf("README.md does not show tui/%s", path)
		}
	}
}

// Cells of the drawing, and the colours of a terminal that is dark.
const (
	cellWidth, cellHeight = 8.4, 18
	paper, ink            = "#16191d", "#dcdfe4"
)

// drawSVG draws a frame with its colours.
func drawSVG(frame string, width, height int) string {
	var b strings.Builder
	w, h := float64(width)*cellWidth+16, height*cellHeight+16
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.1f %d" width="%.1f" height="%d" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", paper)
	for y, line := range strings.Split(frame, "\n") {
		drawLine(&b, line, y)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// brush is how a run of cells is drawn.
type brush struct {
	fg, bg        string
	bold, reverse bool
}

// drawLine draws a line run by run: cells that look the same.
func drawLine(b *strings.Builder, line string, y int) {
	parser := ansi.NewParser()
	var state byte
	var now, was brush
	run, from, x := "", 0, 0
	flush := func() {
		drawRun(b, run, was, from, x, y)
		run, from, was = "", x, now
	}
	for len(line) > 0 {
		seq, cells, n, next := ansi.DecodeSequence(line, state, parser)
		state, line = next, line[n:]
		if cells == 0 && ansi.Cmd(parser.Command()).Final() == 'm' {
			now.take(parser.Params())
			continue
		}
		if now != was {
			flush()
		}
		run += seq
		x += cells
	}
	flush()
}

func drawRun(b *strings.Builder, run string, how brush, from, to, y int) {
	fg, bg := how.fg, how.bg
	if fg == "" {
		fg = ink
	}
	if how.reverse {
		fg, bg = paper, ink
	}
	left, top, width := 8+float64(from)*cellWidth, 8+y*cellHeight, float64(to-from)*cellWidth
	if bg != "" && to > from {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, top, width, cellHeight, bg)
	}
	if strings.TrimSpace(run) == "" {
		return
	}
	weight := ""
	if how.bold {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" fill="%s"%s textLength="%.1f" xml:space="preserve">%s</text>`+"\n",
		left, top+14, fg, weight, width, html.EscapeString(run))
}

// take takes over what an SGR sequence sets.
func (p *brush) take(params ansi.Params) {
	if len(params) == 0 {
		*p = brush{}
	}
	for i := 0; i < len(params); i++ {
		switch code := params[i].Param(0); {
		case code == 0:
			*p = brush{}
		case code == 1:
			p.bold = true
		case code == 22:
			p.bold = false
		case code == 7:
			p.reverse = true
		case code == 27:
			p.reverse = false
		case code == 39:
			p.fg = ""
		case code == 49:
			p.bg = ""
		case code == 38, code == 48:
			var c color.Color
			n := ansi.ReadStyleColor(params[i:], &c)
			if n == 0 {
				return
			}
			i += n - 1
			r, g, bl, _ := c.RGBA()
			hex := fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, bl>>8)
			if code == 38 {
				p.fg = hex
			} else {
				p.bg = hex
			}
		}
	}
}
