package innertube

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"
)

// alphabet is what nonces are made of.
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// consentCookie says that the consent page has been seen and everything on it refused.
const consentCookie = "SOCS=CAI"

func (c *Client) request(ctx context.Context, call Call, visitor string) (*http.Request, error) {
	as := call.Identity
	country := c.o.Country
	if call.Country != "" {
		country = call.Country
	}
	body := map[string]any{"context": map[string]any{
		"client":  as.client(c.o.Now(), country, visitor),
		"request": map[string]any{"useSsl": true, "internalExperimentFlags": []any{}},
		"user":    map[string]any{"lockedSafetyMode": false},
	}}
	for k, v := range call.Body {
		body[k] = v
	}
	b, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", call.Endpoint, err)
	}
	q := url.Values{"prettyPrint": {"false"}}
	for k, v := range call.Query {
		q[k] = v
	}
	address := c.o.Bases.Host(as.Host) + "/youtubei/v1/" + call.Endpoint + "?" + q.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(b))
	if err != nil {
		return nil, ErrRequest.Fail("the configured address is not valid", nil)
	}
	as.SetHeader(req.Header, c.o.Now(), visitor)
	return req, nil
}

// SetHeader sets what goes with each request of this identity.
func (i Identity) SetHeader(h http.Header, now time.Time, visitor string) {
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", i.UserAgent)
	h.Set("X-YouTube-Client-Name", fmt.Sprint(i.ID))
	h.Set("X-YouTube-Client-Version", i.Version(now))
	h.Set("Cookie", consentCookie)
	if o := i.origin(); o != "" {
		h.Set("Origin", o)
		h.Set("Referer", o+"/")
	} else if i.Native {
		h.Set("X-Goog-Api-Format-Version", "2")
	}
	if visitor != "" {
		h.Set("X-Goog-Visitor-Id", visitor)
	}
}

// Nonce returns n random characters, as clients put into requests to tell them apart.
func Nonce(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[rand.IntN(len(alphabet))]
	}
	return string(b)
}
