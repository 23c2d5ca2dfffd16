//go:build !unix

package output

import (
	"errors"
	"os"
)

var errNoFIFO = errors.New("this system has no named pipes with a path")

func makeFIFO(string) error { return errNoFIFO }

func tryFIFO(string) (*os.File, bool, error) { return nil, false, errNoFIFO }
