//go:build nooto

package output

import (
	"context"
	"errors"
)

// hasOto says that this build has no oto.
const hasOto = false

// openOto says that oto is not there: with it a Linux binary needs the C library at
// run time, without it it is static.
func openOto(context.Context, Options) (Output, error) {
	return nil, errors.New("oto: left out of this build (tag nooto)")
}
