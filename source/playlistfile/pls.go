package playlistfile

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"anyaudio/source"
)

// A PLS reads a PLS list: an INI file with the section [playlist] and for each entry a
// number n and the keys FileN, TitleN and LengthN, in any order. There is no standard;
// https://en.wikipedia.org/wiki/PLS_(file_format) says what players agree on. Since a title
// may come after all locations, the list is read whole before the first entry is returned;
// Options.MaxBytes bounds the memory.
type PLS struct {
	lines
	entries map[int]*Entry // by number; nil once they are in order
	order   []Entry
	err     error
}

// NewPLS returns a reader of the list in r. It does not close r.
func NewPLS(r io.Reader, o Options) *PLS {
	return &PLS{lines: newLines(r, o, hintNoPLS), entries: make(map[int]*Entry)}
}

const hintNoPLS = "check that it is a PLS list"

// Read is as in Reader. Entries come in the order of their numbers. An error anywhere in
// the file comes before the first entry.
func (p *PLS) Read() (Entry, error) {
	if p.entries != nil {
		p.err = p.readAll()
		p.entries = nil
	}
	if p.err != nil {
		return Entry{}, p.err
	}
	if len(p.order) == 0 {
		p.err = io.EOF
		return Entry{}, p.err
	}
	e := p.order[0]
	p.order = p.order[1:]
	return e, nil
}

func (p *PLS) readAll() error {
	if err := p.head(); err != nil {
		return err
	}
	for {
		raw, err := p.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if raw[0] == ';' || raw[0] == '#' {
			continue // a comment
		}
		if raw[0] == '[' {
			break // another section
		}
		if err := p.setting(toUTF8(raw)); err != nil {
			return err
		}
	}
	numbers := make([]int, 0, len(p.entries))
	for n, e := range p.entries {
		if e.Location != "" {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		p.order = append(p.order, *p.entries[n])
	}
	return nil
}

// head reads up to [playlist]. An empty file is an empty list.
func (p *PLS) head() error {
	for {
		raw, err := p.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case raw[0] == ';' || raw[0] == '#':
			continue
		case strings.EqualFold(string(raw), "[playlist]"):
			return nil
		}
		return p.refuse(source.ErrUnsupported, "no PLS list, it must begin with [playlist]", hintNoPLS)
	}
}

// setting takes one "key = value". What it does not know (NumberOfEntries, Version) says
// nothing that the entries do not say.
func (p *PLS) setting(line string) error {
	key, value, ok := strings.Cut(line, "=")
	if !ok {
		return p.refuse(nil, "neither a section nor a key with a value", hintNoPLS)
	}
	key, value = strings.ToLower(strings.Trim(key, " \t")), strings.Trim(value, " \t")
	name := strings.TrimRight(key, "0123456789")
	n, err := strconv.Atoi(key[len(name):])
	if err != nil || n < 0 || value == "" || name != "file" && name != "title" && name != "length" {
		return nil
	}
	e := p.entries[n]
	if e == nil {
		if len(p.entries) == p.o.MaxEntries {
			return p.refuse(nil, tooMany(p.o), hintSplit)
		}
		e = &Entry{}
		p.entries[n] = e
	}
	switch name {
	case "file":
		e.Location, e.Line = value, p.line
	case "title":
		e.Title = source.Clean(value)
	case "length":
		e.Duration = seconds(value)
	}
	return nil
}
