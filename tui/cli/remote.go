package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"anyaudio/source"
	"anyaudio/tui/remote"
)

// RemotePath is the socket of the remote control when none is named: in the user's runtime
// directory, or with the user's number in the directory for temporary files.
func RemotePath(env Lookup) string {
	if dir, ok := env("XDG_RUNTIME_DIR"); ok && filepath.IsAbs(dir) {
		return filepath.Join(dir, "anyaudio.sock")
	}
	return filepath.Join(os.TempDir(), "anyaudio-"+strconv.Itoa(os.Getuid())+".sock")
}

// Remote sends one command, as typed after ":", to the player that listens at path, and
// prints what it says: a line for the listener, or JSON for "status" and "subscribe", of
// which the latter goes on until ctx ends or the player does. It returns the exit status.
func Remote(ctx context.Context, path string, words []string, stdout, stderr io.Writer) int {
	line := strings.Join(words, " ")
	if line == "subscribe" || line == "status" {
		return failedOr(stderr, follow(ctx, path, line, stdout))
	}
	reply, err := remote.Call(ctx, path, line)
	switch {
	case err != nil:
	case reply.Error != "":
		err = errors.New(source.Clean(reply.Error))
	case reply.Notice != "":
		_, err = fmt.Fprintln(stdout, source.Clean(reply.Notice))
	}
	return failedOr(stderr, err)
}

// follow prints lines as they come; of "status" there is one.
func follow(ctx context.Context, path, line string, stdout io.Writer) error {
	if line == "subscribe" {
		return remote.Follow(ctx, path, line, stdout)
	}
	reply, err := remote.Call(ctx, path, line)
	if err != nil {
		return err
	}
	return remote.WriteJSON(stdout, reply.Status)
}

func failedOr(stderr io.Writer, err error) int {
	if err != nil {
		Report(stderr, err)
		return ExitFailed
	}
	return ExitOK
}
