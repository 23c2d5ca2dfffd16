package resolver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/kkdai/youtube/v2"

	"anyaudio/source/youtube/innertube"
)

// ErrNoIdentity says that the table has no identity left that a way could ask as.
var ErrNoIdentity = innertube.NewKind("no identity", "no client identity is left to ask as",
	"wait some hours, or mend the client table; an up-to-date yt-dlp helps at once")

// kkdaiTurn is a mutex that can be waited for with a context. It is held while the module's
// package global is set and used: there is no other way to tell it which client to be.
var kkdaiTurn = make(chan struct{}, 1)

// kkdai is way 3: the module github.com/kkdai/youtube/v2. It reads the same answer with
// other code, so that it helps when ours has a mistake; and nothing of it reaches the
// network but the one player call, which our transport mends.
//
// The module's quirks, and what is done about them: the client is a global (one mutex);
// ClientInfo has few fields, the client's number is always sent as 3 and its visitorData
// is made up (the transport writes headers and context anew); the visitor is read off the
// home page without a context, and the date off the watch page (the transport answers
// both without asking); any demand for a login is taken for an age gate and asked about again
// as another client (the transport refuses a second call, and the reason is read from the
// answer itself).
type kkdai struct {
	c      *innertube.Client
	http   *http.Client
	health *health
}

func (k *kkdai) Name() string { return Kkdai }

func (k *kkdai) As() string {
	id, _ := k.identity()
	return id.Name
}

func (k *kkdai) clientName() string {
	id, _ := k.identity()
	return id.ClientName
}

// identity is the first of the table that the module can be made to speak as and that
// has not been refused.
func (k *kkdai) identity() (innertube.Identity, bool) {
	ids, _ := k.c.Table().Players(false)
	for _, id := range ids {
		expressible := id.Player == "player" && !id.Native && (id.Host == "" || id.Host == "www")
		if expressible && k.health.check(InnerTube+":"+id.Name) == nil {
			return id, true
		}
	}
	return innertube.Identity{}, false
}

// Resolve makes one player call.
func (k *kkdai) Resolve(ctx context.Context, id string) (Answer, error) {
	as, ok := k.identity()
	if !ok {
		return Answer{}, ErrNoIdentity.Fail("", nil)
	}
	visitor, err := k.c.Visitor(ctx, as)
	if err != nil {
		return Answer{}, err
	}
	t := &mending{ctx: ctx, next: k.http, c: k.c, as: as, visitor: visitor}
	video, err := getVideo(ctx, t, as, id)
	if ctx.Err() != nil {
		return Answer{}, ctx.Err()
	}
	// What YouTube said counts, not what the module made of it.
	if judged := t.judge(id); judged != nil {
		return Answer{}, judged
	}
	if err != nil {
		return Answer{}, innertube.ErrGarbled.Fail("", fmt.Errorf("kkdai: %w", err))
	}
	formats := kkdaiFormats(video.Formats)
	if len(formats) == 0 {
		return Answer{}, innertube.ErrNoURL.Fail("", fmt.Errorf("kkdai: %d formats, none with sound and an address", len(video.Formats)))
	}
	return Answer{
		Formats: formats,
		Header:  http.Header{"User-Agent": {as.UserAgent}},
		As:      "kkdai/youtube as " + as.Name,
	}, nil
}

// getVideo calls the module as one identity. The module panics on shapes that it does not
// expect; that is one more way of not being readable.
func getVideo(ctx context.Context, t *mending, as innertube.Identity, id string) (v *youtube.Video, err error) {
	select {
	case kkdaiTurn <- struct{}{}:
		defer func() { <-kkdaiTurn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	before := youtube.DefaultClient
	defer func() {
		youtube.DefaultClient = before
		if r := recover(); r != nil {
			v, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	youtube.DefaultClient = youtube.ClientInfo{Name: as.ClientName, Version: as.ClientVersion, UserAgent: as.UserAgent}
	client := &youtube.Client{HTTPClient: &http.Client{Transport: t}}
	return client.GetVideoContext(ctx, id)
}

// kkdaiFormats translates.
func kkdaiFormats(list youtube.FormatList) []Format {
	var formats []Format
	for _, f := range list {
		kind, codec := splitMIME(f.MimeType)
		muxed := strings.Contains(codec, ",")
		if !strings.HasPrefix(kind, "audio/") && !muxed || !isMediaURL(f.URL) {
			continue
		}
		tags := readTags("", f.URL)
		rate := f.AverageBitrate
		if rate == 0 {
			rate = f.Bitrate
		}
		made := Format{
			Itag: f.ItagNo, URL: f.URL, MIME: kind, Codec: codec, BitRate: bound(int64(rate)), Size: f.ContentLength,
			Channels: f.AudioChannels, Muxed: muxed,
			DRC:   tags["drc"] == "1" || tags["vb"] == "1",
			Track: rankTrack(innertube.Node{}, tags["acont"]),
		}
		made.complete()
		formats = append(formats, made)
	}
	return formats
}

// mending is the transport of one call of the module. It answers for the pages that are
// not needed and writes the player call anew.
type mending struct {
	ctx     context.Context // of the call: the module does not pass it on everywhere
	next    *http.Client
	c       *innertube.Client
	as      innertube.Identity
	visitor string

	calls  int
	answer []byte // of the player call
	failed error
}

func (t *mending) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	switch {
	case req.URL.Path == "/youtubei/v1/player" && t.calls == 0:
		t.calls++
		return t.player(req)
	case req.URL.Path == "/watch":
		return page(req, "var ytInitialPlayerResponse = "+watchPage+";"), nil
	case req.URL.Path == "" || req.URL.Path == "/":
		// The visitor is written into the player call; here it may be anything.
		return page(req, "\nytcfg.set({});"), nil
	}
	return nil, fmt.Errorf("not asked: %s", req.URL.Path)
}

// watchPage has what the module insists on finding in the page.
const watchPage = `{"playabilityStatus":{"status":"OK"},"streamingData":{"formats":[{"itag":18}]}}`

func page(req *http.Request, text string) *http.Response {
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(text)),
		ContentLength: int64(len(text)), Request: req,
	}
}

// player sends the player call as the identity would, through the client that all other
// requests take.
func (t *mending) player(req *http.Request) (*http.Response, error) {
	body := map[string]any{}
	if err := json.NewDecoder(io.LimitReader(req.Body, 1<<20)).Decode(&body); err != nil {
		return nil, err
	}
	body["context"] = map[string]any{"client": t.c.Client(t.as, t.visitor)}
	delete(body, "params")
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	address := t.c.Bases().WWW + "/youtubei/v1/player?" + url.Values{"prettyPrint": {"false"}}.Encode()
	mended, err := http.NewRequestWithContext(t.ctx, http.MethodPost, address, bytes.NewReader(b))
	if err != nil {
		return nil, errors.New("bad address")
	}
	t.as.SetHeader(mended.Header, t.c.Now(), t.visitor)
	resp, err := t.next.Do(mended)
	if err != nil {
		t.failed = innertube.Network(t.ctx, "kkdai player", err)
		return nil, t.failed
	}
	return t.keep(resp)
}

// keep reads the answer, so that it can be judged after the module has.
func (t *mending) keep(resp *http.Response) (*http.Response, error) {
	const maxAnswer = 8 << 20
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		t.failed = innertube.Network(t.ctx, "kkdai player", err)
		return nil, t.failed
	}
	_, t.failed = innertube.Judge("kkdai player", resp, b)
	t.answer = b
	resp.Body = io.NopCloser(bytes.NewReader(b))
	return resp, nil
}

// judge is the error of the player call, nil when its answer can be played.
func (t *mending) judge(id string) error {
	if t.failed != nil {
		return t.failed
	}
	if t.answer == nil {
		return nil
	}
	n, err := innertube.Parse(t.answer)
	if err != nil {
		return nil // the module has said so
	}
	_, err = readPlayer(id, n)
	if kind := innertube.KindOf(err); kind == innertube.ErrGarbled || kind == innertube.ErrNoURL {
		return nil // reading it otherwise is what this way is for
	}
	return err
}
