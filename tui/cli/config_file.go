package cli

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// schema is the version of the configuration file that this program writes. A file
// without one is taken as of this version.
const schema = 1

// A migration makes the keys of a file of one schema those of the next one.
type migration func([]entry) []entry

// migrations has at place n the step from schema n+1 to n+2; it is one shorter than schema.
func migrations() []migration { return nil }

// An entry is one key of the file with its value and its place.
type entry struct {
	key  string // with the sections, joined by dots
	line int    // from 1
	x    any
}

// A Problem is one thing wrong with the configuration, at its place.
type Problem struct {
	// Where is "FILE:LINE", the name of a variable, or a flag.
	Where string
	Text  string
}

// Error is the problem in one line.
func (p Problem) Error() string { return p.Where + ": " + p.Text }

// readFile puts what is in the file into the settings and notes in origins where each
// came from. It goes on after a problem, so that all are reported at once.
func readFile(name string, data []byte, table []setting, origins map[string]string) []Problem {
	entries, err := parseTOML(data)
	if err != nil {
		var p Problem
		errors.As(err, &p)
		return []Problem{{name + p.Where, p.Text}}
	}
	entries, p := migrate(name, entries, schema, migrations())
	if p != nil {
		return []Problem{*p}
	}
	var problems []Problem
	for _, e := range entries {
		where := fmt.Sprintf("%s:%d", name, e.line)
		i := slices.IndexFunc(table, func(s setting) bool { return s.key == e.key })
		if i < 0 {
			if text, known := setTableEntry(table, e); known {
				if text != "" {
					problems = append(problems, Problem{where, e.key + ": " + text})
				}
				continue
			}
			problems = append(problems, Problem{where, unknownKey(e.key, table)})
			continue
		}
		if text := setTOML(table[i].value, e.x); text != "" {
			problems = append(problems, Problem{where, e.key + ": " + text})
			continue
		}
		origins[e.key] = fmt.Sprintf("line %d", e.line)
	}
	return problems
}

// setTableEntry sets an entry of a setting that is a table; known is false where there is
// none of that name.
func setTableEntry(settings []setting, e entry) (problem string, known bool) {
	for _, s := range settings {
		v, ok := s.value.(tableValue)
		if !ok {
			continue
		}
		if key, ok := strings.CutPrefix(e.key, s.key+"."); ok {
			text, isText := e.x.(string)
			if !isText {
				return "want text in quotes, found " + describeTOML(e.x), true
			}
			v.put(key, text)
			return "", true
		}
	}
	return "", false
}

// setTOML sets v from a TOML value and returns what is wrong with it.
func setTOML(v value, x any) string {
	if ok, want := v.accepts(x); !ok {
		return "want " + want + ", found " + describeTOML(x)
	}
	err := error(nil)
	switch v := v.(type) {
	case listValue:
		err = v.setAll(texts(x))
	case tableValue:
		err = v.set("") // an empty one
	default:
		err = v.set(fmt.Sprint(x))
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// texts are the elements of a list that has been accepted.
func texts(x any) []string {
	var all []string
	for _, x := range x.([]any) {
		all = append(all, fmt.Sprint(x))
	}
	return all
}

// describeTOML names the type of a decoded value.
func describeTOML(x any) string {
	switch x := x.(type) {
	case string:
		return "text"
	case int64, float64:
		return fmt.Sprintf("the number %v", x)
	case bool:
		return fmt.Sprint(x)
	case nil, []any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "a date or time"
}

// migrate takes the schema's number off the entries and brings them to the given schema.
func migrate(name string, entries []entry, current int64, steps []migration) ([]entry, *Problem) {
	version := current
	i := slices.IndexFunc(entries, func(e entry) bool { return e.key == "schema" })
	if i >= 0 {
		e := entries[i]
		where := fmt.Sprintf("%s:%d", name, e.line)
		n, isNumber := e.x.(int64)
		switch {
		case !isNumber || n < 1:
			return nil, &Problem{where, fmt.Sprintf("schema: want a whole number from 1 to %d", current)}
		case n > current:
			return nil, &Problem{where, fmt.Sprintf("schema %d is of a newer anyaudio; this one knows up to %d: update it, or use another file with --config", n, current)}
		}
		version = n
		entries = slices.Delete(entries, i, i+1)
	}
	for ; version < current; version++ {
		entries = steps[version-1](entries)
	}
	return entries, nil
}

// parseTOML returns the keys of a TOML document in the order of their lines. What is
// in a list of tables comes without a value, as no setting is of that kind. The error
// is a Problem whose Where has only the place in the file.
//
// The document is read twice: by the parser, which knows the lines, and by the decoder
// above it, which knows the rules.
func parseTOML(data []byte) ([]entry, error) {
	places := parsePlaces(data)
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		return nil, tomlProblem(err, places)
	}
	var entries []entry
	for _, at := range places {
		if at.kind == unstable.KeyValue {
			entries = appendLeaves(entries, at.path, at.line, lookup(tree, at.path))
		}
	}
	return entries, nil
}

// A place is where a table or a key is in the file.
type place struct {
	kind unstable.Kind
	path []string
	line int // from 1
}

// parsePlaces returns the tables and keys of data up to its end or its first error.
func parsePlaces(data []byte) []place {
	var places []place
	var section []string
	p := unstable.Parser{}
	p.Reset(data)
	for p.NextExpression() {
		node := p.Expression()
		if node.Kind != unstable.KeyValue && node.Kind != unstable.Table && node.Kind != unstable.ArrayTable {
			continue
		}
		path, offset := keyOf(node.Key())
		if node.Kind == unstable.KeyValue {
			path = append(slices.Clone(section), path...)
		} else {
			section = path
		}
		places = append(places, place{node.Kind, path, 1 + bytes.Count(data[:offset], []byte("\n"))})
	}
	return places
}

// keyOf returns the parts of a dotted key and the offset at which it starts.
func keyOf(it unstable.Iterator) (names []string, offset int) {
	for it.Next() {
		n := it.Node()
		if names == nil {
			offset = int(n.Raw.Offset)
		}
		names = append(names, string(n.Data))
	}
	return names, offset
}

// lookup follows names into nested tables; nil when they lead into a list of tables.
func lookup(tree map[string]any, names []string) any {
	var x any = tree
	for _, name := range names {
		m, ok := x.(map[string]any)
		if !ok {
			return nil
		}
		x = m[name]
	}
	return x
}

// appendLeaves adds x, or the values in it when it is an inline table.
func appendLeaves(entries []entry, path []string, line int, x any) []entry {
	m, isTable := x.(map[string]any)
	if !isTable || len(m) == 0 {
		return append(entries, entry{strings.Join(path, "."), line, x})
	}
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		entries = appendLeaves(entries, append(slices.Clone(path), name), line, m[name])
	}
	return entries
}

// tomlProblem makes a Problem of a decoder's error. The decoder gives no position for
// a key or table that is there twice.
func tomlProblem(err error, places []place) Problem {
	text := oneLine(strings.TrimPrefix(err.Error(), "toml: "))
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, column := decode.Position()
		return Problem{fmt.Sprintf(":%d:%d", line, column), text}
	}
	for i, at := range places {
		same := func(other place) bool {
			return other.kind == at.kind && slices.Equal(other.path, at.path)
		}
		if at.kind != unstable.ArrayTable && slices.ContainsFunc(places[:i], same) {
			return Problem{fmt.Sprintf(":%d", at.line), text}
		}
	}
	return Problem{"", text}
}

// oneLine makes control characters visible, which a file may hold and a terminal would obey.
func oneLine(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unknownKey says that there is no such key, and which one may be meant.
func unknownKey(key string, table []setting) string {
	text := fmt.Sprintf("unknown key %q", key)
	names := []string{"schema"}
	for _, s := range table {
		names = append(names, s.key)
	}
	if near := nearest(key, names); near != "" {
		return text + fmt.Sprintf("; did you mean %q?", near)
	}
	return text + "; `anyaudio config print` shows all keys"
}
