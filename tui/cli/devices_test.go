package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/player/output"
)

var someDevices = []output.Device{
	{Spec: "pulse:@desk", Server: "unix:/run/p", Name: "desk", Description: "Desk", State: "idle", Default: true, Volume: 1},
	{Spec: "pulse:@bath", Server: "unix:/run/p", Name: "bath", Description: "Bath\x1b[2J & tub", State: "suspended", Volume: 0.5},
	{Spec: "oto", Name: "oto", Description: "ALSA's default device (HDA Intel)"},
}

func TestWriteDevices(t *testing.T) {
	var b bytes.Buffer
	if err := writeDevices(&b, someDevices); err != nil {
		t.Fatal(err)
	}
	want := "* pulse:@desk  Desk, idle\n" +
		"  pulse:@bath  Bath[2J & tub, suspended, volume 50%\n" +
		"  oto          ALSA's default device (HDA Intel)\n"
	if b.String() != want {
		t.Errorf("\n%s\nwant\n%s", &b, want)
	}
	b.Reset()
	if err := writeDevicesJSON(&b, someDevices[1:]); err != nil {
		t.Fatal(err)
	}
	want = `{"output":"pulse:@bath","server":"unix:/run/p","name":"bath","description":"Bath\u001b[2J & tub","default":false,"state":"suspended","volume":0.5}` + "\n" +
		`{"output":"oto","name":"oto","description":"ALSA's default device (HDA Intel)","default":false}` + "\n"
	if b.String() != want {
		t.Errorf("\n%s\nwant\n%s", &b, want)
	}
}

func TestDevicesWithoutServer(t *testing.T) {
	var stdout, stderr bytes.Buffer
	none := func(key string) string { return map[string]string{"PULSE_SERVER": "/nonexistent /neither"}[key] }
	status := Devices(t.Context(), "auto", output.Options{Getenv: none}, false, &stdout, &stderr)
	if (status == ExitOK) != (stdout.Len() > 0) { // a card of this machine counts
		t.Errorf("status %d with %q", status, &stdout)
	}
	if s := stderr.String(); !strings.Contains(s, "/nonexistent") || !strings.Contains(s, "/neither") || strings.Count(s, "\n") != 1 {
		t.Errorf("%q", s)
	}
}

// TestDevices asks a real server.
func TestDevices(t *testing.T) {
	if _, err := exec.LookPath("pulseaudio"); err != nil {
		if os.Getenv("ANYAUDIO_CI") != "" {
			t.Fatal("pulseaudio required in CI")
		}
		t.Skip("no pulseaudio")
	}
	dir, err := os.MkdirTemp("", "anyaudio-devices") // short: a socket's path has 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "native")
	cmd := exec.Command("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+socket,
		"-L", "module-null-sink sink_name=desk sink_properties=device.description=Desk")
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "DISPLAY=", "DBUS_SESSION_BUS_ADDRESS=")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var stdout, stderr bytes.Buffer
	status := ExitFailed
	for range 200 { // until it is up
		stdout.Reset()
		status = Devices(t.Context(), "pulse:"+socket, output.Options{}, true, &stdout, &stderr)
		if strings.Contains(stdout.String(), "desk") {
			break
		}
		time.Sleep(25 * time.Millisecond)
	}
	line, _, _ := strings.Cut(stdout.String(), "\n")
	var got device
	if err := json.Unmarshal([]byte(line), &got); err != nil || status != ExitOK {
		t.Fatalf("status %d, %q, %q: %v", status, &stdout, &stderr, err)
	}
	if got.Output != "pulse:unix:"+socket+"@desk" || got.Description != "Desk" || !got.Default || got.Volume == nil || *got.Volume != 1 {
		t.Errorf("%+v", got)
	}
}
