package player

import (
	"errors"
	"io"
	"io/fs"
	"net/http"

	"anyaudio/player/decode"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/stream"
)

// Explain returns the one line that a listener reads about err, with the next step to
// take. The full chain belongs in the log. A nil error gives an empty line.
func Explain(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*stream.StatusError](err); ok {
		return explainStatus(e.Code)
	}
	for _, x := range explanations {
		if errors.Is(err, x.err) {
			return x.line
		}
	}
	if e, ok := errors.AsType[*TrackError](err); ok {
		err = e.Err
	}
	line, hint := source.Explain(err)
	if hint != "" {
		line += ": " + hint
	}
	return line
}

// explanations are tried in this order: an error may wrap several of them, and
// the first is the most telling.
var explanations = []struct {
	err  error
	line string
}{
	{stream.ErrNotMedia, "that address is a web page, not media: paste the address of the sound file itself"},
	{stream.ErrForbidden, "the server refuses this track: try again later, or choose another"},
	{stream.ErrExpired, "the address has expired: open the track again"},
	{stream.ErrChanged, "the file at that address has changed: play it again"},
	{stream.ErrEncoding, "the server sends a compressed file: it cannot be played from there"},
	{stream.ErrNoRange, "the server does not support seeking: download the file and play it from disk"},
	{stream.ErrTLS, "the server's certificate is not trusted: check this machine's clock"},
	{stream.ErrPolicy, "the server redirects to an address that is not allowed"},
	{stream.ErrRange, "the server refuses a part of the file: try again later"},
	{stream.ErrProtocol, "the server's answers make no sense: try again later"},
	{decode.ErrNoAudio, "there is no sound in this file: choose another"},
	{decode.ErrNoFFmpeg, "this kind of sound needs ffmpeg, which is not installed: install it, or choose another format"},
	{decode.ErrUnsupported, "this kind of sound cannot be played here: choose another format"},
	{output.ErrNoOutput, "no sound output: run 'anyaudio doctor'"},
	{output.ErrLost, "sound output lost"},
	{io.ErrUnexpectedEOF, "the file is cut short: download it again"},
	{decode.ErrDamaged, "the file is damaged: download it again"},
	{fs.ErrNotExist, "no such file: check the path"},
	{fs.ErrPermission, "permission denied: check who may read the file"},
}

func explainStatus(code int) string {
	switch code {
	case http.StatusNotFound:
		return "nothing at that address (404): check the spelling"
	case http.StatusGone:
		return "no longer at that address (410): search for it again"
	case http.StatusUnauthorized, http.StatusForbidden:
		return "the server refuses this track (" + http.StatusText(code) + "): choose another"
	case http.StatusProxyAuthRequired:
		return "the proxy wants a password (407): check the proxy setting"
	case http.StatusUnavailableForLegalReasons:
		return "not available in this country (451): choose another"
	case http.StatusTooManyRequests:
		return "the server asks to wait (429): try again in some minutes"
	}
	return "the server answers with an error (" + http.StatusText(code) + "): try again later"
}
