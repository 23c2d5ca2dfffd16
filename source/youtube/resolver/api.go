package resolver

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"anyaudio/source/youtube/innertube"
)

// maxVisitors is how often a bot check is answered with a fresh visitorData.
const maxVisitors = 2

// visitorPause is waited before the first of them, and three times that before the second.
const visitorPause = 300 * time.Millisecond

// An api asks YouTube itself as one identity. With muxed ones it is the last resort.
type api struct {
	name string
	c    *innertube.Client
	id   innertube.Identity
}

func (a *api) Name() string { return a.name }
func (a *api) As() string   { return a.id.Name }

// Resolve makes one player call, and after a bot check up to two more, each as a new
// visitor.
func (a *api) Resolve(ctx context.Context, id string) (Answer, error) {
	pause := visitorPause
	for n := 0; ; n++ {
		answer, visitor, err := a.c.DoAs(ctx, a.call(id))
		var formats []Format
		if err == nil {
			formats, err = readPlayer(id, a.response(answer))
		}
		if err == nil {
			return a.answer(formats), nil
		}
		if innertube.KindOf(err) != innertube.ErrBotCheck {
			return Answer{}, err
		}
		a.c.Visitors().Drop(visitor)
		if n == maxVisitors || !a.id.Visitor {
			return Answer{}, err
		}
		if err := sleep(ctx, pause); err != nil {
			return Answer{}, err
		}
		pause *= 3
	}
}

func (a *api) answer(formats []Format) Answer {
	return Answer{
		Formats: formats,
		Header:  http.Header{"User-Agent": {a.id.UserAgent}},
		As:      a.id.Name + " " + a.id.Version(a.c.Now()),
	}
}

// call is a player call in the way of the identity.
func (a *api) call(id string) innertube.Call {
	body := map[string]any{"videoId": id, "contentCheckOk": true, "racyCheckOk": true}
	call := innertube.Call{Identity: a.id, Endpoint: "player", Query: url.Values{}, Body: body}
	if a.id.Native {
		body["cpn"] = innertube.Nonce(16)
		call.Query.Set("t", innertube.Nonce(12))
		call.Query.Set("id", id)
	} else {
		body["playbackContext"] = map[string]any{
			"contentPlaybackContext": map[string]any{"html5Preference": "HTML5_PREF_WANTS"},
		}
	}
	if a.id.Player == "reel" {
		call.Endpoint = "reel/reel_item_watch"
		call.Query.Set("$fields", "playerResponse")
		call.Body = map[string]any{"playerRequest": body, "disablePlayerResponse": false}
	}
	return call
}

// response is the player's part of an answer.
func (a *api) response(n innertube.Node) innertube.Node {
	if a.id.Player == "reel" {
		return n.At("playerResponse")
	}
	return n
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
