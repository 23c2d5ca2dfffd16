package webm

import (
	"encoding/binary"
	"io"
)

// search moves to the next sound place at or after off: the header of a cluster
// or, in a cluster whose time is known, a row of blocks that fit together. So one wrong
// byte costs some packets and not the rest of the cluster. io.EOF means that there is
// none before limit.
func (d *Demuxer) search(off, limit int64) error {
	for off < limit {
		d.src.jump(off)
		b, err := d.src.peek(maxHead + 1)
		if err != nil && (err != io.EOF || len(b) == 0) {
			return err
		}
		switch b[0] {
		case IDCluster >> 24:
			if isCluster(b, off) {
				d.at = from(off)
				d.resync = true
				return nil
			}
		case IDSimpleBlock:
			ok, err := d.isChain(off)
			if err != nil {
				return err
			}
			if ok {
				d.at.pos, d.at.last = off, off
				d.resync = true
				return nil
			}
		}
		off++
	}
	return io.EOF
}

// isCluster says whether b begins with a cluster header and the id of a child.
func isCluster(b []byte, off int64) bool {
	e, ok := parseHead(b, off)
	if !ok || e.id != IDCluster || e.size == 0 {
		return false
	}
	b = b[min(int(e.data-off), len(b)):]
	if len(b) == 0 {
		return false
	}
	switch b[0] {
	case IDTimestamp, IDCRC32, IDVoid, IDPosition, IDPrevSize, IDSilentTracks >> 8:
		return true
	}
	return false
}

// chain is how many blocks in a row must fit together to be believed.
const chain = 3

// isChain says whether a row of SimpleBlocks of the chosen track begins at off,
// inside the present cluster. Times may not go back.
func (d *Demuxer) isChain(off int64) (bool, error) {
	if !d.at.inside || !d.at.timed || off >= d.at.end {
		return false, nil
	}
	n, last := 0, int16(-1<<15)
	for i := range chain {
		if n+2*maxHead > lookAhead {
			return i > 1, nil
		}
		b, err := d.src.peek(n + 2*maxHead)
		if err != nil && err != io.EOF {
			return false, err
		}
		if len(b) <= n {
			return i > 0, nil // ends with the file
		}
		e, ok := parseHead(b[n:], off+int64(n))
		if i > 0 && ok && (topLevel(e.id) || e.id == IDBlockGroup) {
			return true, nil
		}
		if !ok || e.id != IDSimpleBlock || e.size < 4 || e.size > maxBlock || e.end() > d.at.end {
			return false, nil
		}
		body := b[min(int(e.data-off), len(b)):]
		track, k := vint(body)
		if track != d.track || len(body) < k+3 || body[k+2]&0x70 != 0 {
			return false, nil
		}
		rel := int16(binary.BigEndian.Uint16(body[k:]))
		if rel < last {
			return false, nil
		}
		last = rel
		n = int(e.end() - off)
		if e.end() == d.at.end {
			return true, nil
		}
	}
	return true, nil
}
