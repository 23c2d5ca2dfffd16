package output_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"anyaudio/player/output"

	"github.com/jfreymuth/pulse/proto"
)

type panicWriter struct{}

func (panicWriter) Write([]byte) (int, error) { panic("the pipe is on fire") }

// A panicLog panics at a warning.
type panicLog struct{}

func (panicLog) Enabled(_ context.Context, l slog.Level) bool { return l == slog.LevelWarn }
func (panicLog) Handle(context.Context, slog.Record) error    { panic("the log is on fire") }
func (l panicLog) WithAttrs([]slog.Attr) slog.Handler         { return l }
func (l panicLog) WithGroup(string) slog.Handler              { return l }

// TestPanicIsALoss: what panics beside the sound goroutine does not end the program.
func TestPanicIsALoss(t *testing.T) {
	lost := func(t *testing.T, out output.Output) {
		var err error
		for range 100 {
			if _, err = out.Write(t.Context(), block(960)); err != nil {
				break
			}
		}
		if !errors.Is(err, output.ErrLost) || !strings.Contains(err.Error(), "on fire") {
			t.Errorf("error %v", err)
		}
	}
	t.Run("stdout", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			lost(t, open(t, "stdout", output.Options{Stdout: panicWriter{}}))
		})
	})
	t.Run("pulse", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			f := &fakePulse{t: t, period: 480}
			o := output.Options{Getenv: env("XDG_RUNTIME_DIR", "/run/user/1000"), Logger: slog.New(panicLog{})}
			out := open(t, "pulse", output.WithDial(o, f.dial))
			f.set(func() { f.say(uint32(proto.OpOverflow), uint32(0xFFFFFFFF), uint32(1)) })
			lost(t, out)
		})
	})
}
