package stream

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	dataExt  = ".data"
	indexExt = ".index"
	pinExt   = ".pin"

	itemMagic  = "AnyAudio stream cache 1\n"
	recordSize = 24
	metaMax    = 64 << 10
)

// itemMeta says of which file an item holds bytes.
type itemMeta struct {
	Identity string `json:"identity,omitempty"`
	Size     int64  `json:"size"`
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
}

// A record says that a run of bytes within one page is in the data file, and its
// sum. In the index it is followed by a sum of itself, so that a torn end is
// found; the data are written first and verified when read, so that no order of what reaches
// the disk in a crash can make wrong bytes right.
type record struct {
	off int64
	len uint32
	sum uint32
}

var crcTable = crc32.MakeTable(crc32.Castagnoli)

func (r record) encode() []byte {
	b := make([]byte, recordSize)
	binary.LittleEndian.PutUint64(b, uint64(r.off))
	binary.LittleEndian.PutUint32(b[8:], r.len)
	binary.LittleEndian.PutUint32(b[12:], r.sum)
	binary.LittleEndian.PutUint32(b[20:], crc32.Checksum(b[:20], crcTable))
	return b
}

// decodeRecord reads a record; ok is false when it is not one.
func decodeRecord(b []byte) (r record, ok bool) {
	r.off = int64(binary.LittleEndian.Uint64(b))
	r.len = binary.LittleEndian.Uint32(b[8:])
	r.sum = binary.LittleEndian.Uint32(b[12:])
	ok = crc32.Checksum(b[:20], crcTable) == binary.LittleEndian.Uint32(b[20:])
	ok = ok && r.off >= 0 && r.off < 1<<62 && r.len > 0 && r.off%pageSize+int64(r.len) <= pageSize
	return r, ok
}

// An item is one cached file, opened by one stream. load may be called by several
// goroutines; save and the rest belong to the stream's saver.
type item struct {
	path     string
	meta     itemMeta
	index    *os.File // nil until something is saved in a new item
	data     *os.File
	writable bool
	err      error // why it is neither readable nor writable

	records map[int64][]record // by page; guarded by the stream's lock
}

// openItem opens the item at path. The item is empty when there is none, or none
// that can be read.
func openItem(path string) *item {
	it := &item{path: path, records: map[int64][]record{}, writable: true}
	index, err := os.OpenFile(path+indexExt, os.O_RDWR, 0)
	if err != nil {
		it.writable = errors.Is(err, os.ErrNotExist)
		index, err = os.Open(path + indexExt)
		if err != nil {
			if !it.writable {
				it.err = err
			}
			return it
		}
	}
	if it.writable && lockFile(index) != nil {
		it.writable = false // another player is at it: read what is there
	}
	end, err := it.readIndex(index)
	if err == nil {
		it.data, err = openData(path, it.writable)
	}
	if err != nil {
		index.Close()
		if it.writable {
			deleteItem(path)
		}
		return &item{path: path, records: map[int64][]record{}, writable: it.writable}
	}
	it.index = index
	if it.writable {
		index.Truncate(end) // a torn end
		index.Seek(end, io.SeekStart)
		now := time.Now()
		os.Chtimes(path+indexExt, now, now) // last use
	}
	return it
}

func openData(path string, write bool) (*os.File, error) {
	if write {
		return os.OpenFile(path+dataExt, os.O_RDWR, 0)
	}
	return os.Open(path + dataExt)
}

// readIndex reads the head and all records, and returns where the good ones end.
func (it *item) readIndex(f *os.File) (end int64, err error) {
	b, err := io.ReadAll(io.LimitReader(f, 1<<28))
	if err != nil {
		return 0, err
	}
	const head = len(itemMagic) + 8
	if len(b) < head || string(b[:len(itemMagic)]) != itemMagic {
		return 0, errors.New("not an index")
	}
	n := int(binary.LittleEndian.Uint32(b[len(itemMagic):]))
	sum := binary.LittleEndian.Uint32(b[len(itemMagic)+4:])
	if n > metaMax || head+n > len(b) || crc32.Checksum(b[head:head+n], crcTable) != sum {
		return 0, errors.New("torn index")
	}
	if err := json.Unmarshal(b[head:head+n], &it.meta); err != nil {
		return 0, err
	}
	at := head + n
	for ; at+recordSize <= len(b); at += recordSize {
		r, ok := decodeRecord(b[at : at+recordSize])
		if !ok {
			break
		}
		it.remember(r)
	}
	return int64(at), nil
}

// remember adds a record. Older ones that it covers are forgotten.
func (it *item) remember(r record) {
	page := r.off / pageSize
	kept := it.records[page][:0:0]
	for _, o := range it.records[page] {
		if o.off < r.off || o.off+int64(o.len) > r.off+int64(r.len) {
			kept = append(kept, o)
		}
	}
	it.records[page] = append(kept, r)
}

// find returns the record that holds the byte at off.
func (it *item) find(off int64) (record, bool) {
	for _, r := range it.records[off/pageSize] {
		if r.off <= off && off < r.off+int64(r.len) {
			return r, true
		}
	}
	return record{}, false
}

// forget takes out a record whose bytes are not what they were.
func (it *item) forget(r record) {
	kept := it.records[r.off/pageSize][:0:0]
	for _, o := range it.records[r.off/pageSize] {
		if o != r {
			kept = append(kept, o)
		}
	}
	it.records[r.off/pageSize] = kept
}

// load reads the bytes of a record into p and verifies them.
func (it *item) load(r record, p *page) error {
	b := p[:r.len]
	if _, err := it.data.ReadAt(b, r.off); err != nil {
		return err
	}
	if crc32.Checksum(b, crcTable) != r.sum {
		return errors.New("sum differs")
	}
	return nil
}

// save writes a run of bytes within one page, the data before the record.
func (it *item) save(meta itemMeta, off int64, p []byte) (record, error) {
	if it.index == nil {
		if err := it.create(meta); err != nil {
			return record{}, err
		}
	}
	r := record{off, uint32(len(p)), crc32.Checksum(p, crcTable)}
	if _, err := it.data.WriteAt(p, off); err != nil {
		return r, err
	}
	_, err := it.index.Write(r.encode())
	return r, err
}

// create makes the files of a new item.
func (it *item) create(meta itemMeta) (err error) {
	if err := os.MkdirAll(filepath.Dir(it.path), 0o700); err != nil {
		return err
	}
	index, err := os.OpenFile(it.path+indexExt, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			index.Close()
			deleteItem(it.path)
		}
	}()
	if err := lockFile(index); err != nil {
		return err
	}
	text, err := json.Marshal(meta)
	if err != nil {
		return err
	}
	if len(text) > metaMax {
		return fmt.Errorf("identity of %d bytes", len(text))
	}
	head := append([]byte(itemMagic), make([]byte, 8)...)
	binary.LittleEndian.PutUint32(head[len(itemMagic):], uint32(len(text)))
	binary.LittleEndian.PutUint32(head[len(itemMagic)+4:], crc32.Checksum(text, crcTable))
	if _, err := index.Write(append(head, text...)); err != nil {
		return err
	}
	data, err := os.OpenFile(it.path+dataExt, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	it.meta, it.index, it.data = meta, index, data
	return nil
}

// pinned reports whether the item is marked.
func (it *item) pinned() bool {
	_, err := os.Stat(it.path + pinExt)
	return err == nil
}

// pin marks the item as not to be swept, or takes the mark away.
func (it *item) pin(on bool) error {
	if !on {
		return os.Remove(it.path + pinExt)
	}
	return os.WriteFile(it.path+pinExt, nil, 0o600)
}

// close releases the files and the lock, and deletes the files if remove is true.
func (it *item) close(remove bool) {
	if it.index == nil {
		return
	}
	remove = remove && it.writable
	if remove {
		deleteItem(it.path) // under the lock, where an open file can be deleted
	}
	it.index.Close()
	it.data.Close()
	if remove {
		deleteItem(it.path)
	}
}
