package decode

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ffmpegFormats are the demuxers that ffmpeg may use. Playlists and what else makes it
// open other files are not among them.
const ffmpegFormats = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,matroska,webm,mov,mp4,mp3,mpc,mpc8," +
	"mpeg,mpegts,oma,ogg,rm,tak,truehd,tta,voc,w64,wav,wv,xwma"

// An ffmpegRun is one process.
type ffmpegRun struct {
	token  string
	server *loopback
	cmd    *exec.Cmd
	out    io.ReadCloser
	info   ffmpegInfo
	ready  chan struct{} // closed when info is complete
	read   chan struct{} // closed when standard error has ended
	last   string        // message, when read is closed
	waited bool
	exit   error // once waited
}

// ffmpegInfo is what ffmpeg prints about its input.
type ffmpegInfo struct {
	codec     string
	channels  int
	bitRate   int
	duration  time.Duration
	tags      Tags
	complaint string // the last line
}

// startFFmpeg starts ffmpeg on what server gives, from the time at on.
func startFFmpeg(program string, server *loopback, at time.Duration) (*ffmpegRun, error) {
	r := &ffmpegRun{token: newToken(), server: server, ready: make(chan struct{}), read: make(chan struct{})}
	args := []string{"-hide_banner", "-nostdin", "-nostats", "-v", "info", "-protocol_whitelist", "http,tcp", "-format_whitelist", ffmpegFormats}
	if at > 0 {
		args = append(args, "-ss", fmt.Sprintf("%.2f", at.Seconds()))
	}
	args = append(args, "-i", "http://"+server.addr+"/"+r.token, "-map", "0:a:0", "-ac", "2", "-ar", strconv.Itoa(ffmpegRate),
		"-c:a", "pcm_f32le", "-f", "f32le", "pipe:1")
	r.cmd = exec.Command(program, args...)
	r.cmd.Env = append(ffmpegEnv(), "http_proxy=", "no_proxy=127.0.0.1", "AV_LOG_FORCE_NOCOLOR=1")
	ownGroup(r.cmd)
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	messages, err := r.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	server.allow(r.token) // before it can ask
	if err := r.cmd.Start(); err != nil {
		server.allow("")
		return nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	r.out = out
	server.killBy(r.token, func() { killGroup(r.cmd) })
	go r.listen(messages)
	return r, nil
}

// ffmpegEnv is the environment without FFREPORT, at which ffmpeg writes log files, even
// when it is empty.
func ffmpegEnv() []string {
	return slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "FFREPORT=") })
}

// wait returns what ffmpeg has said about its input.
func (r *ffmpegRun) wait() *ffmpegInfo {
	<-r.ready
	return &r.info
}

// stop ends the process and waits for it.
func (r *ffmpegRun) stop() {
	r.server.allow("")
	if !r.waited {
		killGroup(r.cmd)
		_ = r.ended()
	}
}

// ended waits for the process, which has closed its output, and returns io.EOF when it was
// content.
func (r *ffmpegRun) ended() error {
	if !r.waited {
		<-r.read
		r.server.unkill(r.token)
		r.exit, r.waited = r.cmd.Wait(), true
	}
	if r.exit != nil {
		return fmt.Errorf("%w: ffmpeg gave up: %w: %s", ErrDamaged, r.exit, r.last)
	}
	return io.EOF
}

// listen reads the messages to their end. What comes after the output has begun is
// not kept.
func (r *ffmpegRun) listen(messages io.Reader) {
	defer close(r.read)
	in := bufio.NewReaderSize(messages, 4<<10)
	known := false
	for {
		line, err := in.ReadSlice('\n') // of a longer line the parts
		text := string(line)
		if line := strings.TrimSpace(r.hide(text)); line != "" {
			r.last = line
		}
		if !known {
			if known = strings.HasPrefix(text, "Output #"); known {
				close(r.ready)
			} else {
				r.info.note(r.hide(text))
			}
		}
		if err != nil && err != bufio.ErrBufferFull {
			break
		}
	}
	if !known {
		close(r.ready)
	}
}

// hide takes the address, which is a secret while it lasts, out of a message.
func (r *ffmpegRun) hide(text string) string {
	return strings.ReplaceAll(text, "http://"+r.server.addr+"/"+r.token, "the file")
}

// patterns of ffmpeg's messages.
const (
	ffmpegDuration = `^ +Duration: (\d+):(\d+):(\d+\.\d+)`
	ffmpegBitRate  = `bitrate: (\d+) kb/s`
	ffmpegStream   = `^ +Stream #0:[^ ]* Audio: ([^ ,]+)[^,]*, (?:\d+ Hz, )?([^,]+)`
	ffmpegTag      = `^ +([A-Za-z_]+) *: (.*)$`
)

// note takes what it knows out of a message.
func (i *ffmpegInfo) note(text string) {
	text = strings.TrimRight(text, "\r\n")
	if text == "" {
		return
	}
	i.complaint = strings.TrimSpace(text)
	if m := regexp.MustCompile(ffmpegDuration).FindStringSubmatch(text); m != nil {
		hours, _ := strconv.Atoi(m[1])
		minutes, _ := strconv.Atoi(m[2])
		seconds, _ := strconv.ParseFloat(m[3], 64)
		i.duration = time.Duration(min(hours, 1e5)*60+minutes)*time.Minute + time.Duration(seconds*float64(time.Second))
		if m := regexp.MustCompile(ffmpegBitRate).FindStringSubmatch(text); m != nil {
			kbps, _ := strconv.Atoi(m[1])
			i.bitRate = kbps * 1000
		}
		return
	}
	if m := regexp.MustCompile(ffmpegStream).FindStringSubmatch(text); m != nil {
		if i.codec == "" {
			i.codec, i.channels = m[1], layoutChannels(m[2])
		}
		return
	}
	if m := regexp.MustCompile(ffmpegTag).FindStringSubmatch(text); m != nil {
		i.tags.set(strings.ToUpper(m[1]), m[2])
	}
}

// layoutChannels counts the channels of a layout by its name, such as "5.1(side)".
func layoutChannels(name string) int {
	switch name {
	case "mono":
		return 1
	case "stereo", "downmix":
		return 2
	}
	n := 0
	name, _, _ = strings.Cut(name, "(")
	for _, part := range strings.Split(strings.TrimSuffix(name, " channels"), ".") {
		k, err := strconv.Atoi(part)
		if err != nil {
			return 0
		}
		n += k
	}
	return n
}
