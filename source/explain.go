package source

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"syscall"
)

const checkNetwork = "check the network, then try again"

// Explain says in one line what went wrong and in a second one what to do about it,
// for any error that came out of this package or of a provider. The hint may be
// empty. Both are lower-case, hold no control characters, no password and no query
// string, so that they can be put on a terminal as they are. A nil error gives two
// empty strings.
func Explain(err error) (line, hint string) {
	if err == nil {
		return "", ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		line, hint = e.Line, e.Hint
		if hint == "" {
			hint = hintFor(err)
		}
		return Clean(line), Clean(hint)
	}
	if line, hint = explainNetwork(err); line != "" {
		return Clean(line), hint
	}
	return Clean(RedactText(err.Error())), hintFor(err)
}

// explainNetwork has the words for the ways in which a network lets one down. It
// gives an empty line for any other error.
func explainNetwork(err error) (line, hint string) {
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
		return fmt.Sprintf("no such host: %q", e.Name), "check the address and the network"
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return fmt.Sprintf("cannot look up the host %q", e.Name), checkNetwork
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the server's certificate cannot be trusted", "check the address and this machine's clock"
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "the server's certificate cannot be trusted", "check the address and this machine's clock"
	}
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled", ""
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused", "check the address; the server may be down"
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return "no answer in time", checkNetwork
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return "network: " + e.Err.Error(), checkNetwork
	}
	return "", ""
}

// hintFor is the usual next step for each kind of error.
func hintFor(err error) string {
	for _, h := range [...]struct {
		kind error
		hint string
	}{
		{ErrNotMine, "type words to search, or paste a URL or a path"},
		{ErrNotFound, "check the spelling of the address or path"},
		{ErrUnavailable, "choose another track"},
		{ErrRateLimited, "wait a few minutes, then try again"},
		{ErrUnsupported, "choose another file or address"},
		{context.DeadlineExceeded, checkNetwork},
	} {
		if errors.Is(err, h.kind) {
			return h.hint
		}
	}
	return ""
}
