package library

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

// The document is read without a database, which would be most of the time.
func FuzzReadExport(f *testing.F) {
	doc, err := os.ReadFile("testdata/v1.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(doc)
	f.Add([]byte(`{"format":"anyaudio-library","version":1,"tracks":[{"provider":"a","id":"b"}],"saved":[{"track":0,"at":5}]}`))
	f.Add([]byte(`{"format":"anyaudio-library","version":1,"never":[{"artist":"A","at":5},{"provider":"a","id":"b","at":5}]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		doc, err := readExport(bytes.NewReader(in))
		if err != nil {
			if doc != nil && doc.check() == nil {
				t.Errorf("error %v and a sound document", err)
			}
			return
		}
		if err := doc.check(); err != nil {
			t.Errorf("an unsound document was accepted: %v", err)
		}
		out, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readExport(bytes.NewReader(out)); err != nil {
			t.Errorf("what was accepted is refused the second time: %v\n%s", err, out)
		}
	})
}

func FuzzSplice(f *testing.F) {
	f.Add([]byte("abcdef"), []byte("abxef"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		before, after := toRows(a), toRows(b)
		s := diff(before, after)
		if !s.fits(before) || !s.inverse().fits(after) {
			t.Errorf("%+v does not fit %v and %v", s, before, after)
		}
		got := append(append(append([]int64{}, before[:s.At]...), s.Inserted...), before[s.At+len(s.Removed):]...)
		if string(toBytes(got)) != string(b) {
			t.Errorf("%+v makes %v of %v, want %v", s, got, before, after)
		}
	})
}

func toRows(b []byte) []int64 {
	rows := make([]int64, len(b))
	for i, c := range b {
		rows[i] = int64(c)
	}
	return rows
}

func toBytes(rows []int64) []byte {
	b := make([]byte, len(rows))
	for i, r := range rows {
		b[i] = byte(r)
	}
	return b
}
