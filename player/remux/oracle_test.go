package remux_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/player/remux"
)

func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("ANYAUDIO_CI") != "" {
				t.Fatalf("%s is required in CI", tool)
			}
			t.Skipf("%s is not installed", tool)
		}
	}
}

func run(t *testing.T, tool string, args ...string) string {
	t.Helper()
	var out, complaints bytes.Buffer
	cmd := exec.Command(tool, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("%s %s: %v\n%s%s", tool, strings.Join(args, " "), err, &complaints, &out)
	}
	return out.String()
}

func cover(encode func(b *bytes.Buffer, m image.Image) error) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 16, 9))
	for i := range 16 * 9 {
		m.Set(i%16, i/16, color.RGBA{uint8(i), 9, 200, 255})
	}
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// pcm is the sum of what ffmpeg decodes.
func pcm(t *testing.T, file string) [32]byte {
	t.Helper()
	out := run(t, "ffmpeg", "-v", "error", "-i", file, "-map", "0:a:0", "-f", "s16le", "-")
	if len(out) < 1000 {
		t.Fatalf("%s: %d bytes of sound", file, len(out))
	}
	return sha256.Sum256([]byte(out))
}

// write remuxes a file and returns the name of the other one.
func write(t *testing.T, file string, tags remux.Tags) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	r, err := remux.Write(&out, bytes.NewReader(b), int64(len(b)), tags, "")
	if err != nil || !r.Tagged {
		t.Fatalf("%+v, %v", r, err)
	}
	name := file + ".out" + r.Ext
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestOracle has ffprobe, opusinfo and AtomicParsley check files of all kinds, and compares what
// ffmpeg decodes of the source and of the file.
func TestOracle(t *testing.T) {
	need(t, "ffmpeg", "ffprobe", "opusinfo", "AtomicParsley")
	withJPEG := cover(func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) })
	withPNG := cover(func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
	tags := remux.Tags{
		Title: "Title — ü", Artist: "東京", Album: "Album", Link: "https://example.org/watch?v=1",
		Chapters: []remux.Chapter{{Title: "one"}, {Start: 1500 * time.Millisecond, Title: "two"}},
	}
	sound := []string{"-v", "error", "-f", "lavfi", "-i", "aevalsrc=0.4*sin(2*PI*440*t)|0.3*sin(2*PI*t*(200+50*t)):d=3.21:s=48000"}
	for _, c := range []struct {
		name  string
		cover []byte
		args  []string
	}{
		{"a.webm", withJPEG, []string{"-c:a", "libopus", "-b:a", "128k"}},
		{"long.webm", nil, []string{"-c:a", "libopus", "-frame_duration", "60", "-b:a", "24k"}},
		{"short.webm", withPNG, []string{"-c:a", "libopus", "-frame_duration", "2.5"}},
		{"surround.webm", nil, []string{"-ac", "6", "-c:a", "libopus", "-mapping_family", "1"}},
		{"late.m4a", withJPEG, []string{"-c:a", "aac"}},
		{"early.m4a", withPNG, []string{"-c:a", "aac", "-movflags", "+faststart", "-metadata", "genre=Test"}},
		{"fragments.m4a", withJPEG, []string{"-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov+default_base_moof+skip_trailer", "-frag_duration", "500000"}},
		{"dash.m4a", nil, []string{"-c:a", "aac", "-movflags", "+dash+global_sidx+skip_trailer", "-frag_duration", "500000"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), c.name)
			run(t, "ffmpeg", append(append(sound, c.args...), file)...)
			with := tags
			with.Cover = c.cover
			out := write(t, file, with)
			check(t, out, with)
			if pcm(t, file) != pcm(t, out) {
				t.Error("decodes to other samples than the source")
			}
			if strings.HasSuffix(out, ".opus") {
				content(t, run(t, "opusinfo", out))
				return
			}
			// What it does not know it marks and names at the end; of a damaged tree it complains.
			content(t, run(t, "AtomicParsley", out, "-T"))
			read := content(t, run(t, "AtomicParsley", out, "-t"))
			for _, want := range []string{`"©nam" contains: ` + with.Title, `"©ART" contains: ` + with.Artist, `"©alb" contains: ` + with.Album} {
				if !strings.Contains(read, want) {
					t.Errorf("no %s in\n%s", want, read)
				}
			}
			if strings.Contains(read, `"covr"`) != (with.Cover != nil) {
				t.Errorf("cover:\n%s", read)
			}
		})
	}
}

// content gives what a tool has said about a file, in which it must not complain.
func content(t *testing.T, said string) string {
	t.Helper()
	for _, complaint := range []string{"WARNING", "ERROR", "CORRUPT", "INVALID"} {
		if strings.Contains(strings.ToUpper(said), complaint) {
			t.Errorf("complains:\n%s", said)
		}
	}
	return said
}

// check reads the tags with ffprobe, which must have nothing to complain of.
func check(t *testing.T, file string, tags remux.Tags) {
	t.Helper()
	var got struct {
		Format struct {
			Tags map[string]string `json:"tags"`
		} `json:"format"`
		Streams []struct {
			Kind string            `json:"codec_type"`
			Tags map[string]string `json:"tags"`
		} `json:"streams"`
		Chapters []struct {
			Start string            `json:"start_time"`
			Tags  map[string]string `json:"tags"`
		} `json:"chapters"`
	}
	text := run(t, "ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", file)
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	pictures := 0
	for _, s := range got.Streams {
		if s.Kind == "video" {
			pictures++
			continue
		}
		for k, v := range s.Tags {
			all[strings.ToLower(k)] = v
		}
	}
	for k, v := range got.Format.Tags {
		all[strings.ToLower(k)] = v
	}
	if all["title"] != tags.Title || all["artist"] != tags.Artist || all["album"] != tags.Album {
		t.Errorf("tags %v", all)
	}
	if (pictures == 1) != (tags.Cover != nil) {
		t.Errorf("%d pictures", pictures)
	}
	if strings.HasSuffix(file, "early.m4a.out.m4a") && all["genre"] != "Test" {
		t.Errorf("lost what was there: %v", all)
	}
	if len(got.Chapters) != 2 || got.Chapters[1].Start != "1.500000" || got.Chapters[1].Tags["title"] != "two" {
		t.Errorf("chapters %+v", got.Chapters)
	}
}
