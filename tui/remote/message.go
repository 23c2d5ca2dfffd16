package remote

import (
	"bytes"
	"errors"
	"io"
	"unicode"
	"unicode/utf8"
)

// A Reply is the answer to a line: OK, or Error with the reason in one line.
type Reply struct {
	OK     bool   `json:"ok,omitempty"`
	Error  string `json:"error,omitempty"`
	Notice string `json:"notice,omitempty"` // what the screen says about it
	Status *Event `json:"status,omitempty"` // the answer to "status"
}

// An Event is something that has changed, by its name in Kind: "track", "state" or
// "position". Only the fields of that kind are set. Times are in seconds.
type Event struct {
	Kind string `json:"event,omitempty"`

	Title  string `json:"title,omitempty"`
	Artist string `json:"artist,omitempty"`
	Album  string `json:"album,omitempty"`
	Index  int    `json:"index,omitempty"` // in the queue, from 1 on
	Queue  int    `json:"queue,omitempty"` // its length

	State   string `json:"state,omitempty"`
	Volume  *int   `json:"volume,omitempty"` // percent
	Muted   bool   `json:"muted,omitempty"`
	Shuffle bool   `json:"shuffle,omitempty"`
	Repeat  string `json:"repeat,omitempty"`
	Error   string `json:"error,omitempty"`

	Position *float64 `json:"position,omitempty"`
	Duration float64  `json:"duration,omitempty"`
}

// MaxLine is the longest line that is read, in bytes without its end.
const MaxLine = 4096

var (
	errLong    = errors.New("the line is too long")
	errControl = errors.New("the line has control characters")
	errUTF8    = errors.New("the line is not UTF-8")
)

// ParseLine makes a command of what a client sent. What is not printable text is refused:
// no command has any, and a log that shows it should not be redrawn by it.
func ParseLine(raw []byte) (string, error) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) > MaxLine:
		return "", errLong
	case !utf8.Valid(raw):
		return "", errUTF8
	case bytes.ContainsFunc(raw, unicode.IsControl):
		return "", errControl
	}
	return string(raw), nil
}

// WriteJSON writes an event as a line, as the server does.
func WriteJSON(w io.Writer, e *Event) error {
	if e == nil {
		return errors.New("the player did not say")
	}
	_, err := w.Write(encode(e))
	return err
}
