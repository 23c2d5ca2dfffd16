package tui_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// withCovers is a catalogue with pictures.
type withCovers struct {
	fakeCatalogue
	cover func(context.Context, source.Track) (source.Cover, error)
}

func (c withCovers) Cover(ctx context.Context, t source.Track) (source.Cover, error) {
	return c.cover(ctx, t)
}

// pictured has a picture for every track, of one colour that its name chooses.
func pictured() withCovers {
	return withCovers{rich(), func(_ context.Context, t source.Track) (source.Cover, error) {
		m := image.NewPaletted(image.Rect(0, 0, 320, 180), color.Palette{colorOf(t)})
		var b bytes.Buffer
		err := png.Encode(&b, m)
		return source.Cover{Data: b.Bytes(), Type: "image/png"}, err
	}}
}

func colorOf(t source.Track) color.RGBA {
	n := crc32.ChecksumIEEE([]byte(t.ID))
	return color.RGBA{byte(n), byte(n >> 8), byte(n >> 16), 255}
}

// What the program and a terminal say about it.
var (
	colors     = tea.ColorProfileMsg{Profile: colorprofile.TrueColor}
	xterm      = tea.EnvMsg{"TERM=xterm-256color"}
	kittyYes   = uv.KittyGraphicsEvent{Options: kitty.Options{ID: 31}, Payload: []byte("OK")}
	kittyNo    = uv.KittyGraphicsEvent{Options: kitty.Options{ID: 31}, Payload: []byte("ENOTSUPPORTED")}
	sixelYes   = uv.PrimaryDeviceAttributesEvent{62, 4, 22}
	sixelNo    = uv.PrimaryDeviceAttributesEvent{62, 22}
	cellOf10   = uv.CellSizeEvent{Width: 10, Height: 20}
	wideScreen = tea.WindowSizeMsg{Width: 120, Height: 40}
)

// blocksOf is whether the frame has half-blocks in the colour of a track.
func (s *screen) blocksOf(t source.Track) bool {
	c := colorOf(t)
	return strings.Contains(s.m.View().Content, fmt.Sprintf("\x1b[38;2;%d;%d;%dm\x1b[48;2;%d;%d;%dm▀", c.R, c.G, c.B, c.R, c.G, c.B))
}

// sent is what went to the terminal since the last call.
func (s *screen) sent() string {
	all := strings.Join(s.raw, "")
	s.raw = nil
	return all
}

// onWide is onPlaying at 120x40, with colours.
func onWide(t *testing.T, o tui.Options, f func(s *screen)) {
	onPlaying(t, o, func(s *screen) {
		s.send(wideScreen, colors)
		s.press("esc")
		f(s)
	})
}

// A terminal that answers nothing has half-blocks, and those are the track's that plays.
func TestArtBlocks(t *testing.T) {
	onWide(t, tui.Options{Source: pictured()}, func(s *screen) {
		s.send(xterm)
		s.wait(time.Second)
		queued := songs("Queued", 5)
		if !s.blocksOf(queued[0]) {
			t.Fatalf("no picture:\n%s", s.frame())
		}
		s.sees("Up next", "Queued song 2")
		s.press(">")
		s.wait(time.Second)
		if !s.blocksOf(queued[1]) || s.blocksOf(queued[0]) {
			t.Error("the picture is not that of the track that plays")
		}
		s.press("g", "q")
		if s.blocksOf(queued[1]) {
			t.Error("there is a picture on the queue")
		}
		s.press("esc", "t")
		s.sees("pictures: off")
		if s.blocksOf(queued[1]) {
			t.Error("t leaves the picture")
		}
		s.press("t")
		s.wait(time.Second)
		s.sees("pictures: half-blocks")
		if !s.blocksOf(queued[1]) {
			t.Error("t does not bring it back")
		}
		if got := s.sent(); strings.Contains(got, "a=T") || strings.Contains(got, "\x1bP") {
			t.Errorf("sent %.80q", got)
		}
	})
}

// Where there are too few colours, or none are wanted, there are no pictures.
func TestArtNeedsColors(t *testing.T) {
	playing := songs("Queued", 1)[0]
	for name, msg := range map[string]tea.Msg{
		"NO_COLOR":   tea.ColorProfileMsg{Profile: colorprofile.ASCII},
		"16 colours": tea.ColorProfileMsg{Profile: colorprofile.ANSI},
	} {
		onWide(t, tui.Options{Source: pictured()}, func(s *screen) {
			s.send(msg, xterm, kittyYes)
			s.wait(time.Second)
			if s.blocksOf(playing) || strings.ContainsRune(s.frame(), kitty.Placeholder) || strings.Contains(s.sent(), "a=T") {
				t.Errorf("%s: there is a picture", name)
			}
			s.command("art on")
			s.sees("too few colours")
		})
	}
	onWide(t, tui.Options{Source: pictured(), Theme: tui.Theme{Name: "none"}}, func(s *screen) {
		s.wait(time.Second)
		if s.blocksOf(playing) {
			t.Error("theme none: there is a picture")
		}
	})
}

// Small windows have none, and are not asked for any.
func TestArtSizes(t *testing.T) {
	src := pictured()
	asked, cover := 0, src.cover
	src.cover = func(ctx context.Context, t source.Track) (source.Cover, error) { asked++; return cover(ctx, t) }
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.send(colors)
		s.press("esc", "I")
		for _, c := range []struct {
			width, height int
			want          bool
		}{{40, 10, false}, {56, 16, false}, {70, 24, false}, {80, 24, true}, {120, 40, true}, {200, 60, true}, {79, 20, true}, {120, 18, true}} {
			s.send(tea.WindowSizeMsg{Width: c.width, Height: c.height})
			s.wait(time.Second)
			if got := strings.Contains(s.frame(), "▀▀"); got != c.want {
				t.Errorf("%dx%d: picture %v, want %v\n%s", c.width, c.height, got, c.want, s.frame())
			}
			checkFits(t, s.m.View(), c.width, c.height)
		}
		if asked != 1 {
			t.Errorf("asked for the picture %d times", asked)
		}
	})
}

// The picture of a track that has been left, when it comes after all, is not shown; and of
// tracks that are gone through only the last has its picture asked for.
func TestArtOfTheTrackBefore(t *testing.T) {
	src := pictured()
	cover := src.cover
	var asked []string
	src.cover = func(_ context.Context, t source.Track) (source.Cover, error) {
		asked = append(asked, t.ID)
		if t.ID == "Queued-1" {
			time.Sleep(time.Minute) // whatever the context says
		}
		return cover(context.Background(), t)
	}
	onWide(t, tui.Options{Source: src}, func(s *screen) {
		queued := songs("Queued", 5)
		s.wait(time.Second)
		s.press(">")
		s.wait(time.Second)
		if !s.blocksOf(queued[1]) {
			t.Error("the first picture holds up the second")
		}
		s.wait(2 * time.Minute)
		if s.blocksOf(queued[0]) || !s.blocksOf(queued[1]) {
			t.Error("the picture of the track before has come")
		}
		for range 3 {
			s.press(">")
			s.wait(50 * time.Millisecond)
		}
		s.wait(time.Second)
		s.press("<", "<", "<")
		s.wait(time.Second)
		if want := []string{"Queued-1", "Queued-2", "Queued-5"}; !slices.Equal(asked, want) {
			t.Errorf("asked for %q, want %q", asked, want)
		}
	})
}

// A source that never answers, and one with damage, leave everything as it is but the log.
func TestArtFails(t *testing.T) {
	for name, c := range map[string]struct {
		cover func(context.Context, source.Track) (source.Cover, error)
		lines int
	}{
		"damaged": {func(context.Context, source.Track) (source.Cover, error) {
			return source.Cover{Data: []byte("\x89PNG\r\n\x1a\n, and nothing"), Type: "image/png"}, nil
		}, 1},
		"none": {func(context.Context, source.Track) (source.Cover, error) {
			return source.Cover{}, source.ErrNotFound
		}, 0},
		"no network": {func(context.Context, source.Track) (source.Cover, error) {
			return source.Cover{}, errors.New("no route to host")
		}, 0},
		"stuck": {func(ctx context.Context, _ source.Track) (source.Cover, error) {
			<-ctx.Done()
			return source.Cover{}, ctx.Err()
		}, 0},
	} {
		var log bytes.Buffer
		src := pictured()
		src.cover = c.cover
		onWide(t, tui.Options{Source: src, Logger: slog.New(slog.NewTextHandler(&log, nil))}, func(s *screen) {
			before := s.frame()
			s.wait(time.Second)
			s.press("j")
			s.press("k")
			s.send(tea.WindowSizeMsg{Width: 130, Height: 40}, wideScreen)
			s.wait(time.Second)
			if got := s.frame(); strings.Count(got, "Up next") != 1 || strings.Contains(got, "▀") || len(got) != len(before) {
				t.Errorf("%s:\n%s", name, got)
			}
			if n := strings.Count(log.String(), "\n"); n != c.lines {
				t.Errorf("%s: %d lines in the log\n%s", name, n, log.String())
			}
		})
	}
}

// A terminal that says that it knows kitty's protocol is sent each picture once, before its
// placeholders are drawn, and told to forget it in the end.
func TestArtKitty(t *testing.T) {
	onWide(t, tui.Options{Source: pictured()}, func(s *screen) {
		s.send(xterm)
		if got := s.sent(); !strings.Contains(got, "a=q") || !strings.Contains(got, "\x1b[c") {
			t.Errorf("the terminal was asked %q", got)
		}
		s.send(cellOf10, sixelYes, kittyYes)
		s.wait(time.Second)
		first := s.sent()
		if strings.Count(first, "a=T,U=1") != 1 || strings.Contains(first, "\x1bPq") || !strings.Contains(s.frame(), strings.Repeat("\U0010eeee", 1)) {
			t.Fatalf("sent %.80q\n%s", first, s.frame())
		}
		for _, l := range strings.Split(s.frame(), "\n") {
			if w := ansi.StringWidthWc(l); w > 120 {
				t.Errorf("a line of %d cells", w)
			}
		}
		s.press("j")
		s.press("g", "q")
		s.press("esc")
		s.wait(time.Second)
		if got := s.sent(); got != "" || !strings.ContainsRune(s.frame(), kitty.Placeholder) {
			t.Errorf("another page and back: sent %.80q", got)
		}
		s.press(">")
		s.wait(time.Second)
		second := s.sent()
		if strings.Count(second, "a=T,U=1") != 1 || strings.Count(second, "a=d,d=I") != 1 {
			t.Errorf("the next track: sent %.80q", second)
		}
		s.send(tea.ResumeMsg{})
		if got := s.sent(); strings.Count(got, "a=T,U=1") != 1 {
			t.Errorf("back from the shell: sent %.80q", got)
		}
		s.press("t")
		if got := s.sent(); strings.Count(got, "a=d,d=I") != 1 {
			t.Errorf("off: sent %.80q", got)
		}
		s.press("t")
		s.wait(time.Second)
		s.sent()
		s.press("q")
		s.wait(3 * time.Second)
		if got := s.sent(); strings.Count(got, "a=d,d=I") != 1 || !s.quit {
			t.Errorf("at the end: sent %.80q, quit %v", got, s.quit)
		}
	})
}

// A sixel picture is sent when its cells are on the screen, and again when they have moved or
// been drawn anew.
func TestArtSixel(t *testing.T) {
	onWide(t, tui.Options{Source: pictured()}, func(s *screen) {
		s.send(xterm, kittyNo, cellOf10, sixelYes)
		s.wait(time.Second)
		got := s.sent()
		if strings.Count(got, "\x1bP0;1q") != 1 || !strings.Contains(got, "\x1b7\x1b[4;87H\x1bP") || !strings.HasSuffix(got, "\x1b\\\x1b8") {
			t.Fatalf("sent %.120q", got)
		}
		s.sees("\u00a0\u00a0\u00a0")
		s.press("j")
		s.wait(time.Second)
		if got := s.sent(); got != "" {
			t.Errorf("a key in the list: sent %.80q", got)
		}
		for name, again := range map[string]func(){
			"another size":        func() { s.send(tea.WindowSizeMsg{Width: 121, Height: 40}) },
			"back from the shell": func() { s.send(tea.ResumeMsg{}) },
			"another page":        func() { s.press("g", "q"); s.wait(time.Second); s.press("esc") },
			"another track":       func() { s.press(">") },
			"graphemes":           func() { s.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet}) },
		} {
			again()
			s.wait(time.Second)
			if got := s.sent(); strings.Count(got, "\x1bP0;1q") != 1 {
				t.Errorf("%s: sent %.80q", name, got)
			}
		}
		s.press("t")
		s.wait(time.Second)
		s.seesNot("\u00a0\u00a0")
		if got := s.sent(); got != "" {
			t.Errorf("off: sent %.80q", got)
		}
	})
}

// What decides between the ways to draw.
func TestArtForms(t *testing.T) {
	for name, c := range map[string]struct {
		art  string
		msgs []tea.Msg
		want string
	}{
		"nothing known":            {"", nil, "half-blocks"},
		"kitty":                    {"", []tea.Msg{xterm, kittyYes, sixelNo}, "kitty graphics"},
		"sixel":                    {"auto", []tea.Msg{xterm, sixelYes, cellOf10}, "sixel"},
		"sixel, from the window":   {"auto", []tea.Msg{xterm, sixelYes, uv.PixelSizeEvent{Width: 1200, Height: 800}}, "sixel"},
		"sixel, cells not known":   {"auto", []tea.Msg{xterm, sixelYes}, "half-blocks"},
		"cells of no size":         {"auto", []tea.Msg{xterm, sixelYes, uv.CellSizeEvent{}}, "half-blocks"},
		"neither":                  {"auto", []tea.Msg{xterm, kittyNo, sixelNo, cellOf10}, "half-blocks"},
		"tmux":                     {"auto", []tea.Msg{tea.EnvMsg{"TERM=xterm", "TMUX=/tmp/x"}, sixelYes, cellOf10}, "half-blocks"},
		"screen":                   {"auto", []tea.Msg{tea.EnvMsg{"TERM=screen.xterm"}, sixelYes, cellOf10}, "half-blocks"},
		"blocks, as asked for":     {"blocks", []tea.Msg{xterm, kittyYes}, "half-blocks"},
		"kitty, as asked for":      {"kitty", []tea.Msg{tea.EnvMsg{"TERM=tmux-256color", "TMUX=/tmp/x"}}, "kitty graphics"},
		"sixel, as asked for":      {"sixel", nil, "sixel"},
		"a word that is no answer": {"auto", []tea.Msg{xterm, uv.KittyGraphicsEvent{Options: kitty.Options{ID: 7}, Payload: []byte("OK")}}, "half-blocks"},
	} {
		onWide(t, tui.Options{Source: pictured(), Art: c.art}, func(s *screen) {
			s.send(c.msgs...)
			s.wait(time.Second)
			sent := s.sent()
			if strings.Contains(name, "tmux") || strings.Contains(name, "screen") {
				if strings.Contains(sent, "a=q") {
					t.Errorf("%s: a question that becomes a title: %q", name, sent)
				}
			}
			if name == "kitty, as asked for" && !strings.HasPrefix(strings.TrimPrefix(sent, "\x1b[16t\x1b[14t"), "\x1bPtmux;\x1b\x1b_G") {
				t.Errorf("%s: not passed through tmux: %.60q", name, sent)
			}
			s.command("art " + map[bool]string{true: "on", false: c.art}[c.art == ""])
			s.sees("pictures: " + c.want)
		})
	}
	onWide(t, tui.Options{Source: pictured(), Art: "off"}, func(s *screen) {
		for _, env := range []tea.EnvMsg{{"TERM=linux"}, {"TERM=dumb"}, {}} {
			s.send(env)
			s.command("art auto")
			if got := s.sent(); got != "" {
				t.Errorf("%q is asked %q", env, got)
			}
		}
		s.command("art bloks")
		s.sees(`no way to draw pictures "bloks"`)
	})
	onWide(t, tui.Options{}, func(s *screen) {
		s.press("t")
		s.sees("this source has no pictures")
	})
}

// A click below the picture is one on what comes next.
func TestArtMouse(t *testing.T) {
	onWide(t, tui.Options{Source: pictured()}, func(s *screen) {
		s.wait(time.Second)
		s.click("Queued song 3")
		s.sees("[Queue", "▌")
		for l := range strings.SplitSeq(s.frame(), "\n") {
			if strings.HasPrefix(l, "▌") && !strings.Contains(l, "Queued song 3") {
				t.Errorf("the cursor is on %q", l)
			}
		}
	})
}

// picturedProgram is program at 120x40 with pictures, in the bubble of the test.
func picturedProgram(p *fakePlayer, w *terminal) (*tea.Program, chan error) {
	m := tui.New(tui.Options{Controls: p, Source: pictured()})
	prog, unpace := tui.NewProgram(m, tea.WithInput(nil), tea.WithOutput(w), tea.WithWindowSize(120, 40),
		tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	done := make(chan error, 1)
	go func() {
		_, err := prog.Run()
		unpace()
		m.Close()
		done <- err
	}()
	return prog, done
}

// The whole program: placeholders come out of the renderer as they went in, after the picture, and
// the last thing about it is that the terminal may forget it.
func TestProgramArtKitty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := newFakePlayer(), new(terminal)
		prog, done := picturedProgram(p, w)
		time.Sleep(time.Second)
		prog.Send(kittyYes)
		p.PlayNow(songs("Long", 2)...)
		prog.Send(keyMsg("esc"))
		time.Sleep(time.Second)
		out := w.output()
		image, cells := strings.Index(out, "a=T,U=1"), strings.IndexRune(out, kitty.Placeholder)
		if image < 0 || cells < image {
			t.Errorf("the picture is sent at %d, its cells at %d", image, cells)
		}
		if i := cells - len("\x1b[38;5;200m"); i < 0 || !strings.Contains(out[i:cells], "[38;5;") {
			t.Error("the placeholders have lost the colour that is their number")
		}
		for x := range 33 {
			if !strings.Contains(out, string([]rune{kitty.Placeholder, kitty.Diacritic(8), kitty.Diacritic(x)})) {
				t.Errorf("column %d of the last row is not drawn", x)
			}
		}
		prog.Send(keyMsg("q"))
		if err := <-done; err != nil {
			t.Error(err)
		}
		if end := w.output()[len(out):]; strings.Count(end, "a=d,d=I") != 1 {
			t.Errorf("the picture stays in the terminal: %.200q", end)
		}
		time.Sleep(2 * time.Minute)
	})
}

// The whole program: a sixel picture is written after its cells, these are not written again
// while it lies there, and a minute of playing redraws no more than without.
func TestProgramArt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := newFakePlayer(), new(terminal)
		prog, done := picturedProgram(p, w)
		time.Sleep(time.Second)
		prog.Send(cellOf10)
		prog.Send(sixelYes)
		p.PlayNow(songs("Long", 100)...)
		press := func(keys string) {
			for k := range strings.FieldsSeq(keys) {
				prog.Send(keyMsg(k))
				time.Sleep(time.Second)
			}
		}
		// The completions of what is typed have wide characters among them: their rows are
		// written as a whole when they come and go.
		press("l o n g enter")
		out := w.output()
		sixel, cells := strings.LastIndex(out, "\x1bP0;1q"), strings.LastIndex(out, "\u00a0")
		if sixel < cells || cells < 0 {
			t.Errorf("the picture is sent %d bytes after its cells", sixel-cells)
		}
		press("j j j k G g g ctrl+d")
		if after := w.output()[len(out):]; strings.Contains(after, "\x1bP") || strings.Contains(after, "\u00a0") {
			t.Error("the picture or its cells are written again for a key in the list")
		}
		w.redraws()
		time.Sleep(time.Minute)
		if n := w.redraws(); n > 4*60 {
			t.Errorf("%d redraws in a minute of playing", n)
		}
		p.TogglePause()
		time.Sleep(time.Second)
		w.redraws()
		time.Sleep(time.Hour)
		if n := w.redraws(); n != 0 {
			t.Errorf("%d redraws in a paused hour", n)
		}
		prog.Quit()
		if err := <-done; err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
	})
}
