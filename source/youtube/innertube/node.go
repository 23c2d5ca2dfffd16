package innertube

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// A Node is a place in a JSON document, or nothing. Answers change their shape without
// notice: what is not there, or of another type, is the zero of what was asked for, so
// that no shape can make a parser fail.
type Node struct{ v any }

// Parse reads a document.
func Parse(b []byte) (Node, error) {
	var v any
	err := json.Unmarshal(b, &v)
	return Node{v}, err
}

// At goes down a path of keys and indices with dots between, such as "tabs.0.content".
func (n Node) At(path string) Node {
	v := n.v
	for path != "" {
		var step string
		step, path, _ = strings.Cut(path, ".")
		switch at := v.(type) {
		case map[string]any:
			v = at[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(at) {
				return Node{}
			}
			v = at[i]
		default:
			return Node{}
		}
	}
	return Node{v}
}

// First returns what is at the first of the paths that leads somewhere.
func (n Node) First(paths ...string) Node {
	for _, p := range paths {
		if at := n.At(p); at.Exists() {
			return at
		}
	}
	return Node{}
}

// Exists reports whether there is anything but null.
func (n Node) Exists() bool { return n.v != nil }

// List returns the elements of an array.
func (n Node) List() []Node {
	a, _ := n.v.([]any)
	list := make([]Node, len(a))
	for i, v := range a {
		list[i] = Node{v}
	}
	return list
}

// Only returns key and value of an object with one member, as lists of renderers are made
// of; of several the one whose key comes first.
func (n Node) Only() (string, Node) {
	m, _ := n.v.(map[string]any)
	key := ""
	for k := range m {
		if k == "clickTrackingParams" || k == "trackingParams" {
			continue
		}
		if key == "" || k < key {
			key = k
		}
	}
	return key, Node{m[key]}
}

// Str returns a string, or a number as text.
func (n Node) Str() string {
	switch v := n.v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// Int returns an integer, also one written as a string; 0 when it is none.
func (n Node) Int() int64 {
	switch v := n.v.(type) {
	case string:
		i, _ := strconv.ParseInt(v, 10, 64)
		return i
	case float64:
		if math.Abs(v) < 1<<62 {
			return int64(v)
		}
	}
	return 0
}

// Float returns a number.
func (n Node) Float() float64 {
	switch v := n.v.(type) {
	case string:
		f, _ := strconv.ParseFloat(v, 64)
		return f
	case float64:
		return v
	}
	return 0
}

// Bool reports whether there is a true.
func (n Node) Bool() bool { b, _ := n.v.(bool); return b }

// Text returns the text of one of the three kinds of text objects: simpleText, runs and
// content; a plain string is one too.
func (n Node) Text() string {
	if s := n.First("simpleText", "content").Str(); s != "" {
		return s
	}
	runs := n.At("runs").List()
	if len(runs) == 0 {
		s, _ := n.v.(string)
		return s
	}
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.At("text").Str())
	}
	return b.String()
}

// Find returns the first value under a key of that name, at any depth down to max
// levels below n. It is for answers in which a known thing sits in an unknown place.
func (n Node) Find(key string, depth int) Node {
	if depth < 0 {
		return Node{}
	}
	switch v := n.v.(type) {
	case map[string]any:
		if at, ok := v[key]; ok && at != nil {
			return Node{at}
		}
		for _, k := range sortedKeys(v) {
			if found := (Node{v[k]}).Find(key, depth-1); found.Exists() {
				return found
			}
		}
	case []any:
		for _, e := range v {
			if found := (Node{e}).Find(key, depth-1); found.Exists() {
				return found
			}
		}
	}
	return Node{}
}

// Keys are the names of an object's members, sorted.
func (n Node) Keys() []string {
	m, _ := n.v.(map[string]any)
	return sortedKeys(m)
}
