package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// CheckConfig looks at the configuration of this invocation.
func (inv *Invocation) CheckConfig() Check {
	return Check{"config", func(context.Context) []Finding {
		l := inv.loaded
		if l.file == "" {
			return []Finding{{Note, "no home directory, so no configuration file", ErrNoHome.Error()}}
		}
		var found []Finding
		for _, p := range l.problems {
			found = append(found, Finding{Bad, p.Error(), "correct it; `anyaudio config check` looks again"})
		}
		if len(found) > 0 {
			return found
		}
		if _, err := os.Stat(l.file); errors.Is(err, fs.ErrNotExist) {
			return []Finding{{Good, l.file + " (not there: everything has its default)", ""}}
		}
		return []Finding{{Good, l.file, ""}}
	}}
}
