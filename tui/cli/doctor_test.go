package cli

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"anyaudio/player/output"
)

func TestDoctor(t *testing.T) {
	say := func(f ...Finding) func(context.Context) []Finding {
		return func(context.Context) []Finding { return f }
	}
	checks := []Check{
		{"sound", say(Finding{Bad, "no \x1b[2Joutput", "do this:\n  one\n  two"})},
		{"network", say(Finding{Good, "fine", ""}, Finding{Note, "slow", "wait"})},
	}
	var b bytes.Buffer
	status := Doctor(t.Context(), &b, checks)
	want := "sound     FAIL  no [2Joutput\n" +
		"                -> do this:\n                -> one\n                -> two\n" +
		"network   ok    fine\n" +
		"network   note  slow\n                -> wait\n"
	if status != ExitFailed || b.String() != want {
		t.Errorf("status %d\n%s\nwant\n%s", status, &b, want)
	}
	if status := Doctor(t.Context(), &b, checks[1:]); status != ExitOK {
		t.Errorf("status %d with notes only", status)
	}
}

func TestHelperVersion(t *testing.T) {
	for _, c := range []struct{ name, out, want string }{
		{"ffmpeg", "ffmpeg version 5.1.6-0+deb12u1 Copyright (c) 2000-2024 the FFmpeg developers\nbuilt with gcc", "5.1.6-0+deb12u1"},
		{"yt-dlp", "2026.08.21\n", "2026.08.21"},
		{"x", "", "of unknown version"},
	} {
		if got := helperVersion(c.name, c.out); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestYtDlpAge(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]Grade{
		"yt-dlp 2023.03.04 at /usr/bin/yt-dlp":        Note,
		"yt-dlp 2026.08.21 at /usr/bin/yt-dlp":        Note,
		"yt-dlp 2026.11.01 at /usr/bin/yt-dlp":        Good,
		"yt-dlp 2026.11.01.123456 at /usr/bin/yt-dlp": Good,
		"yt-dlp of unknown version at /usr/bin":       Good,
	} {
		if f := checkYtDlp(Finding{Good, text, ""}, now); f.Grade != want || (want == Note) != (f.Remedy != "") {
			t.Errorf("%s: %+v", text, f)
		}
	}
}

func TestLocale(t *testing.T) {
	for _, c := range []struct {
		env  []string
		want Grade
	}{
		{[]string{"LANG", "en_US.UTF-8"}, Good},
		{[]string{"LANG", "C.utf8"}, Good},
		{[]string{"LANG", "en_US.UTF-8", "LC_ALL", "C"}, Note},
		{[]string{"LANG", "", "LC_CTYPE", "de_DE.utf-8"}, Good},
		{nil, Note},
	} {
		if f := checkLocale(variables(c.env...)); f.Grade != c.want {
			t.Errorf("%v: %+v", c.env, f)
		}
	}
}

func TestGradeSound(t *testing.T) {
	server := output.Finding{What: "sound server unix:/x", OK: true}
	noServer := output.Finding{What: "sound server unix:/x", Remedy: "start it"}
	library, cards := output.Finding{What: "ALSA library", OK: true}, output.Finding{What: "sound cards", OK: true}
	noCards := output.Finding{What: "sound cards"}
	for _, c := range []struct {
		name   string
		goos   string
		probed []output.Finding
		want   []Grade
	}{
		{"server", "linux", []output.Finding{server, library, noCards}, []Grade{Good, Good, Note}},
		{"card", "linux", []output.Finding{noServer, library, cards}, []Grade{Note, Good, Good}},
		{"library alone", "linux", []output.Finding{noServer, library, noCards}, []Grade{Bad, Good, Bad}},
		{"elsewhere", "darwin", []output.Finding{noServer}, []Grade{Note}},
	} {
		var got []Grade
		for _, f := range gradeSound(c.probed, c.goos) {
			got = append(got, f.Grade)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
