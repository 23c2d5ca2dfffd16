package cli

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"anyaudio/source"
)

// CheckNetwork looks whether this machine can listen on its loopback, over which ffmpeg is
// given what it decodes, and whether the address is reached through client.
func CheckNetwork(client *http.Client, address string) Check {
	return Check{"network", func(ctx context.Context) []Finding {
		return []Finding{checkLoopback(ctx), checkReach(ctx, client, address)}
	}}
}

func checkLoopback(ctx context.Context) Finding {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return Finding{Bad, "cannot listen on 127.0.0.1: " + err.Error(), "bring the loopback interface up: ip link set lo up"}
	}
	_ = l.Close()
	return Finding{Good, "loopback works, over which ffmpeg is fed", ""}
}

// checkReach asks for the head of address. Any answer at all is a good one.
func checkReach(ctx context.Context, client *http.Client, address string) Finding {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout/2)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, address, http.NoBody)
	if err != nil {
		return Finding{Bad, source.RedactError(err).Error(), ""}
	}
	via := ""
	if proxy, err := http.ProxyFromEnvironment(req); err == nil && proxy != nil {
		via = " through the proxy " + proxy.Host
	}
	begin := time.Now()
	resp, err := client.Do(req)
	if err != nil {
		line, hint := source.Explain(source.RedactError(err))
		if via != "" {
			hint = "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
		}
		return Finding{Note, fmt.Sprintf("%s is not reached%s: %s", req.URL.Host, via, line), hint + "; files and the demo work without"}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<10))
	took := time.Since(begin).Round(time.Millisecond)
	return Finding{Good, fmt.Sprintf("%s answers in %v%s", req.URL.Host, took, via), ""}
}
