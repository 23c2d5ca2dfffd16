//go:build !linux && !darwin

package tui

import (
	"errors"
	"os"
)

// Elsewhere standard error is left alone: Windows has no C libraries that write there
// behind our back.

func stderrIsTerminal() bool { return false }

func dupStderr() (*os.File, error) { return nil, errors.ErrUnsupported }

func setStderr(*os.File) error { return errors.ErrUnsupported }
