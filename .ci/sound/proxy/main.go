// Command proxy is a link that can be made long, thin or dead.
//
//	proxy [-rtt 50ms] [-rate BYTES_PER_S] [-log FILE] LISTEN TARGET
//
// LISTEN and TARGET are tcp:HOST:PORT (port 0 picks one) or unix:PATH. The first line on stdout
// is the address it listens on. Each direction takes half of the round trip, and a new
// connection one more for its handshake, which the kernel here would answer at once.
// The rate limits the way to the client, all connections together. Lines on stdin
// change it while it runs:
//
//	rtt 150ms | rate 24000 | rate 0   (0: no limit)
//	jitter 30ms   each piece takes up to so much longer, and never overtakes another
//	hole      nothing passes any more and nothing says so, as on a lost radio link
//	heal      what waited passes
//	cut       reset all connections
//
// The log has a line for each event: UNIXNANO, connection number, then "open", "request
// RANGE", "bytes N" (arrived at the client) or "close". No path or query is logged.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	rtt := flag.Duration("rtt", 0, "round trip time")
	rate := flag.Int("rate", 0, "bytes per second to the client, 0 for no limit")
	logFile := flag.String("log", os.DevNull, "file for the log of events")
	flag.Parse()
	fmt.Fprintln(os.Stderr, "proxy:", run(*rtt, *rate, *logFile, flag.Args()))
	os.Exit(1)
}

// run serves for ever; it returns only for an error.
func run(rtt time.Duration, rate int, logFile string, args []string) error {
	if len(args) != 2 {
		return errors.New("usage: proxy [-rtt D] [-rate N] [-log FILE] LISTEN TARGET")
	}
	network, address, _ := strings.Cut(args[0], ":")
	ln, err := net.Listen(network, address)
	if err != nil {
		return err
	}
	f, err := os.Create(logFile)
	if err != nil {
		return err
	}
	fmt.Println(ln.Addr())
	l := newLink(rtt, rate, f)
	go func() {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			if err := l.command(in.Text()); err != nil {
				fmt.Fprintln(os.Stderr, "proxy:", err)
			}
		}
	}()
	target, to, _ := strings.Cut(args[1], ":")
	for {
		client, err := ln.Accept()
		if err != nil {
			return err
		}
		go l.serve(client, func() (net.Conn, error) { return net.Dial(target, to) })
	}
}

// command carries out one line of stdin.
func (l *link) command(line string) error {
	word, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch word {
	case "rtt":
		d, err := time.ParseDuration(arg)
		if err != nil {
			return err
		}
		l.set(func() { l.rtt = d })
	case "jitter":
		d, err := time.ParseDuration(arg)
		if err != nil {
			return err
		}
		l.set(func() { l.jitter = d })
	case "rate":
		n, err := strconv.Atoi(arg)
		if err != nil {
			return err
		}
		l.set(func() { l.rate = n })
	case "hole":
		l.set(func() { l.dead = true })
	case "heal":
		l.set(func() { l.dead = false })
	case "cut":
		l.cut()
	default:
		return fmt.Errorf("unknown command %q", word)
	}
	return nil
}

// request is the wanted range if b starts an HTTP request, "" if not.
func request(b []byte) string {
	if !strings.HasPrefix(string(b), "GET ") {
		return ""
	}
	for line := range strings.SplitSeq(string(b), "\r\n") {
		name, value, ok := strings.Cut(line, ":")
		if ok && strings.EqualFold(name, "range") {
			return strings.TrimSpace(value)
		}
	}
	return "whole"
}
