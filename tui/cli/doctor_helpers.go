package cli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// CheckHelpers looks for the programs that anyaudio can make use of. None is needed for what
// it plays by itself.
func CheckHelpers(now time.Time) Check {
	return Check{"helpers", func(ctx context.Context) []Finding {
		return []Finding{
			checkHelper(ctx, "ffmpeg", "-version", "only for ALAC, WMA, HE-AAC and others that are rare"),
			checkYtDlp(checkHelper(ctx, "yt-dlp", "--version", "not needed for URLs of sound files"), now),
		}
	}}
}

// checkHelper asks a program for its version.
func checkHelper(ctx context.Context, name, flag, without string) Finding {
	path, err := exec.LookPath(name)
	if err != nil {
		return Finding{Note, name + " is not installed (" + without + ")", installHint(name)}
	}
	// A helper that hangs must not take the doctor's whole time.
	ctx, cancel := context.WithTimeout(ctx, checkTimeout/2)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, flag)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		reason := err.Error()
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			reason = "no answer in time"
		}
		return Finding{Note, fmt.Sprintf("%s does not run: %s", path, reason), installHint(name)}
	}
	return Finding{Good, name + " " + helperVersion(name, string(out)) + " at " + path, ""}
}

// helperVersion takes the version out of the first line that a helper prints: "ffmpeg
// version 5.1.6-0+deb12u1 Copyright ..." or "2026.08.21".
func helperVersion(name, out string) string {
	line, _, _ := strings.Cut(out, "\n")
	words := strings.Fields(line)
	if len(words) > 2 && words[0] == name && words[1] == "version" {
		return words[2]
	}
	if len(words) > 0 {
		return words[0]
	}
	return "of unknown version"
}

func installHint(name string) string {
	return "install " + name + " with the system's package manager (apt, dnf, pacman, brew, winget)"
}

// checkYtDlp minds the age of yt-dlp, whose version is a date: sites change, and an old one
// stops working within months.
func checkYtDlp(f Finding, now time.Time) Finding {
	words := strings.Fields(f.Text)
	if f.Grade != Good || len(words) < 2 || len(words[1]) < 10 {
		return f
	}
	made, err := time.Parse("2006.01.02", words[1][:10])
	if days := int(now.Sub(made).Hours() / 24); err == nil && days > 90 {
		f.Grade = Note
		f.Text += fmt.Sprintf(" is %d days old", days)
		f.Remedy = "update it: yt-dlp -U, or pipx upgrade yt-dlp"
	}
	return f
}
