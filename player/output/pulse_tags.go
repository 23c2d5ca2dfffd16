package output

import (
	"encoding/binary"
	"errors"
	"math"
)

// The native protocol's packets are lists of tagged values ("tagstructs"): a
// letter for the type, then the value, big-endian. proto reads and writes the
// requests of opening a stream; what goes by while sound plays is read and
// written here, because proto drops the answers to raw packets, prints commands
// that it does not know to standard output, and panics when a value is of another
// type than it expects.
//
// https://www.freedesktop.org/wiki/Software/PulseAudio/Documentation/Developer/Clients/WritingNativeProtocol/
// src/pulsecore/tagstruct.h of PulseAudio 16.1

var errTags = errors.New("pulse: malformed packet")

// tags reads one packet's values. The first wrong one makes all that follow zero
// and err set.
type tags struct {
	p   []byte
	err error
}

// take returns the n bytes after the type letter, which must be t.
func (r *tags) take(t byte, n int) []byte {
	if r.err != nil || len(r.p) < 1+n || r.p[0] != t {
		r.err = errTags
		return make([]byte, n)
	}
	v := r.p[1 : 1+n]
	r.p = r.p[1+n:]
	return v
}

func (r *tags) uint32() uint32 { return binary.BigEndian.Uint32(r.take('L', 4)) }
func (r *tags) uint64() uint64 { return binary.BigEndian.Uint64(r.take('R', 8)) }
func (r *tags) int64() int64   { return int64(binary.BigEndian.Uint64(r.take('r', 8))) }
func (r *tags) usec() uint64   { return binary.BigEndian.Uint64(r.take('U', 8)) }
func (r *tags) time()          { r.take('T', 8) }

func (r *tags) uint8() byte { return r.take('B', 1)[0] }

// value returns the bytes of the next value, its letter included, which must be t. No
// string counts as a string.
func (r *tags) value(t byte) []byte {
	if r.err == nil && len(r.p) > 0 && (r.p[0] == t || t == 't' && r.p[0] == 'N') {
		if n := valueLen(r.p); n > 0 && n <= len(r.p) {
			v := r.p[:n]
			r.p = r.p[n:]
			return v
		}
	}
	r.err = errTags
	return nil
}

// skip passes over values of these types.
func (r *tags) skip(types string) {
	for i := range len(types) {
		r.value(types[i])
	}
}

func (r *tags) string() { r.skip("t") }

// text returns a string, empty when there is none.
func (r *tags) text() string {
	v := r.value('t')
	return string(v[min(1, len(v)):max(len(v)-1, min(1, len(v)))])
}

// volumes returns the highest of a list of volumes.
func (r *tags) volumes() (most uint32) {
	for v := r.value('v'); len(v) >= 6; v = v[4:] {
		most = max(most, binary.BigEndian.Uint32(v[2:]))
	}
	return most
}

func (r *tags) bool() bool {
	if r.err != nil || len(r.p) == 0 || (r.p[0] != '0' && r.p[0] != '1') {
		r.err = errTags
		return false
	}
	v := r.p[0] == '1'
	r.p = r.p[1:]
	return v
}

// shape returns the type letters of a packet's values, with 'N' (no string)
// written as 't' and '0' (false) as '1', so that packets of one kind have one shape.
// It fails when a value is longer than the packet.
func shape(p []byte) (string, error) {
	var s []byte
	for len(p) > 0 {
		t := p[0]
		n := valueLen(p)
		if n < 0 || n > len(p) {
			return "", errTags
		}
		switch t {
		case 'N':
			t = 't'
		case '0':
			t = '1'
		}
		s = append(s, t)
		p = p[n:]
	}
	return string(s), nil
}

// valueLen returns the length of the first value of p with its letter, or -1.
func valueLen(p []byte) int {
	switch p[0] {
	case 'N', '0', '1':
		return 1
	case 'B':
		return 2
	case 'L', 'V':
		return 5
	case 'a':
		return 7
	case 'R', 'r', 'U', 'T':
		return 9
	case 't':
		for i, b := range p {
			if b == 0 {
				return i + 1
			}
		}
		return -1
	case 'x':
		if len(p) < 5 || binary.BigEndian.Uint32(p[1:]) > math.MaxInt16 {
			return -1
		}
		return 5 + int(binary.BigEndian.Uint32(p[1:]))
	case 'm':
		if len(p) < 2 {
			return -1
		}
		return 2 + int(p[1])
	case 'v':
		if len(p) < 2 {
			return -1
		}
		return 2 + 4*int(p[1])
	case 'P':
		return propsLen(p)
	case 'f': // format info: B encoding, P properties
		if len(p) < 4 || p[1] != 'B' || p[3] != 'P' {
			return -1
		}
		if n := propsLen(p[3:]); n >= 0 {
			return 3 + n
		}
	}
	return -1
}

// propsLen returns the length of the property list that p begins with, or -1: pairs
// of a string and a length with bytes, ended by 'N'.
func propsLen(p []byte) int {
	i := 1
	for i < len(p) {
		if p[i] == 'N' {
			return i + 1
		}
		for _, want := range "tLx" {
			if i >= len(p) || rune(p[i]) != want {
				return -1
			}
			n := valueLen(p[i:])
			if n < 0 || i+n > len(p) {
				return -1
			}
			i += n
		}
	}
	return -1
}

// appendCommand begins a packet: the command and the number that its answer
// will carry.
func appendCommand(b []byte, op, tag uint32) []byte {
	return appendUint32(appendUint32(b, op), tag)
}

func appendUint32(b []byte, v uint32) []byte {
	return binary.BigEndian.AppendUint32(append(b, 'L'), v)
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, '1')
	}
	return append(b, '0')
}

// appendTime appends a time of no meaning; the server sends it back.
func appendTime(b []byte) []byte {
	return append(b, 'T', 0, 0, 0, 0, 0, 0, 0, 0)
}
