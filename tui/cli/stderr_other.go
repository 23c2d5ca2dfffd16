//go:build !unix

package cli

import "os"

func redirectStderr(*os.File) (*os.File, error) { return nil, nil }
func restoreStderr(*os.File)                    {}
