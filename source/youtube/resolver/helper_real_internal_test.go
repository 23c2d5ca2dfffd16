package resolver

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"
)

// TestRealHelper runs the real yt-dlp, of any version, with our command line on an address that
// it knows nothing of: its options are understood, its answer is found in what it prints, and it
// reaches the loopback. What it makes of YouTube is not tested anywhere.
func TestRealHelper(t *testing.T) {
	path, err := exec.LookPath("yt-dlp")
	if err != nil {
		if os.Getenv("ANYAUDIO_CI") != "" {
			t.Fatal("tool yt-dlp required in CI")
		}
		t.Skip("no yt-dlp")
	}
	const wav = "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\xbb\x00\x00\x00\x77\x01\x00\x02\x00\x10\x00data\x00\x00\x00\x00"
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "audio/wav")
		http.ServeContent(w, r, "tone.wav", time.Unix(0, 0), bytes.NewReader([]byte(wav)))
	}))
	defer s.Close()
	t.Setenv("NO_PROXY", "127.0.0.1")

	h := newHelper(HelperOptions{IPv4: true}, time.Now)
	args := h.args("aaaaaaaaaaa")
	args[len(args)-1] = s.URL + "/tone.wav"
	out, err := h.run(t.Context(), path, time.Minute, args)
	if err != nil {
		t.Fatal(err)
	}
	n, err := helperDocument(out)
	if err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	formats := n.At("formats").List()
	if n.At("id").Str() != "tone" || len(formats) != 1 || formats[0].At("url").Str() != s.URL+"/tone.wav" || formats[0].At("protocol").Str() != "http" {
		t.Errorf("answer:\n%s", out)
	}
}
