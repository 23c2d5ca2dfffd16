package cli

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"
)

// OpenLog returns a logger that appends to the named file, which is made if it does not
// exist, readable by its owner only. An empty name gives one that discards everything,
// and no file.
func OpenLog(name string) (*slog.Logger, *os.File, error) {
	if name == "" {
		return slog.New(slog.DiscardHandler), nil, nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("log file %s: %s", name, pathReason(err))
	}
	return NewLogger(f), f, nil
}

// NewLogger returns the logger of OpenLog on w. Nothing in the program shall log a
// signed URL; this is the last place to make sure, since what ends up here is sent to
// others with a bug report. It leaves out what stands in a URL before the host and after
// the path.
func NewLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			// Numbers and times, most of what is logged, hold no URL.
			if k := a.Value.Kind(); k == slog.KindString || k == slog.KindAny {
				if s := a.Value.String(); strings.Contains(s, "://") {
					a.Value = slog.StringValue(withoutSecrets(s))
				}
			}
			return a
		},
	}))
}

var (
	urlUser  = regexp.MustCompile(`://[^/?#\s"'@]*@`)
	urlQuery = regexp.MustCompile(`(://[^\s"'?#]*)[?#][^\s"']*`)
)

// withoutSecrets takes user, password, query and fragment out of each URL in s.
func withoutSecrets(s string) string {
	return urlQuery.ReplaceAllString(urlUser.ReplaceAllString(s, "://"), "$1")
}
