package cli

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"anyaudio/player/output"

	"github.com/adrg/xdg"
)

// A value is the place of a setting's value, and knows how to read and write it.
type value interface {
	// set takes the text of a flag, of a variable or of a string in the file.
	set(text string) error
	// toml is the value as it is written in the file.
	toml() string
	// accepts tells whether a TOML value of this type may be handed to set in its
	// text form, and what to ask for when it may not.
	accepts(x any) (ok bool, want string)
}

func isString(x any) bool { _, ok := x.(string); return ok }
func isInt(x any) bool    { _, ok := x.(int64); return ok }
func isNumber(x any) bool { _, ok := x.(float64); return ok || isInt(x) }

// A textValue is any text.
type textValue struct{ p *string }

func text(p *string, def string) value { *p = def; return textValue{p} }

func (v textValue) set(s string) error           { *v.p = s; return nil }
func (v textValue) toml() string                 { return quoteTOML(*v.p) }
func (v textValue) accepts(x any) (bool, string) { return isString(x), `text in quotes` }

// A pathValue is the name of a file; "~/" at its start is the home directory, which a shell
// does not put in for us in a file.
type pathValue struct{ textValue }

func path(p *string, def string) value { *p = def; return pathValue{textValue{p}} }

func (v pathValue) set(s string) error {
	if rest, found := strings.CutPrefix(s, "~/"); found {
		s = filepath.Join(xdg.Home, rest)
	}
	*v.p = s
	return nil
}

// An outputValue is the name of a sound output.
type outputValue struct{ textValue }

func outputSpec(p *string, def string) value { *p = def; return outputValue{textValue{p}} }

func (v outputValue) set(s string) error {
	if _, err := output.ParseSpec(s); err != nil {
		return err
	}
	*v.p = s
	return nil
}

// A choiceValue is one of some words, or empty.
type choiceValue struct {
	textValue
	words []string
}

func choice(p *string, def string, words ...string) value {
	*p = def
	return choiceValue{textValue{p}, words}
}

func (v choiceValue) set(s string) error {
	if s != "" && !slices.Contains(v.words, s) {
		return fmt.Errorf("%q is none of %s", s, strings.Join(v.words, ", "))
	}
	*v.p = s
	return nil
}

// A listValue is a list of texts, in a flag or a variable with commas between.
type listValue struct {
	p    *[]string
	each func(string) string // done to each one
}

func list(p *[]string) value { *p = nil; return listValue{p, strings.TrimSpace} }

// pathList is a list of names of files and folders, with "~/" as in a pathValue.
func pathList(p *[]string) value {
	*p = nil
	return listValue{p, func(s string) string {
		var one string
		_ = path(&one, "").set(strings.TrimSpace(s)) // takes everything
		return one
	}}
}

func (v listValue) set(s string) error { return v.setAll(strings.Split(s, ",")) }

// setAll takes the values of a list in the file, which may have commas in them.
func (v listValue) setAll(all []string) error {
	*v.p = nil
	for _, s := range all {
		if s = v.each(s); s != "" {
			*v.p = append(*v.p, s)
		}
	}
	return nil
}

func (v listValue) toml() string {
	quoted := make([]string, len(*v.p))
	for i, s := range *v.p {
		quoted[i] = quoteTOML(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func (v listValue) accepts(x any) (bool, string) {
	all, ok := x.([]any)
	for _, x := range all {
		ok = ok && isString(x)
	}
	return ok, `a list such as ["a", "b"]`
}

// A tableValue is a table of texts with any keys, in a variable as KEY=TEXT with semicolons
// between.
type tableValue struct{ p *map[string]string }

func table(p *map[string]string) value { *p = nil; return tableValue{p} }

func (v tableValue) set(s string) error {
	*v.p = nil
	for _, pair := range strings.Split(s, ";") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		key, text, ok := strings.Cut(pair, "=")
		if !ok {
			return fmt.Errorf("%q is not KEY=TEXT", pair)
		}
		v.put(strings.TrimSpace(key), strings.TrimSpace(text))
	}
	return nil
}

// put sets one entry.
func (v tableValue) put(key, text string) {
	if *v.p == nil {
		*v.p = map[string]string{}
	}
	(*v.p)[key] = text
}

func (v tableValue) toml() string {
	if len(*v.p) == 0 {
		return "{}"
	}
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(*v.p)) {
		pairs = append(pairs, quoteTOML(key)+" = "+quoteTOML((*v.p)[key]))
	}
	return "{ " + strings.Join(pairs, ", ") + " }"
}

func (v tableValue) accepts(x any) (bool, string) {
	m, ok := x.(map[string]any)
	return ok && len(m) == 0, "a table of texts"
}

// A truthValue is true or false.
type truthValue struct{ p *bool }

func truth(p *bool, def bool) value { *p = def; return truthValue{p} }

func (v truthValue) set(s string) error {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return fmt.Errorf("%q is neither true nor false", s)
	}
	*v.p = b
	return nil
}

func (v truthValue) toml() string                 { return strconv.FormatBool(*v.p) }
func (v truthValue) accepts(x any) (bool, string) { _, ok := x.(bool); return ok, "true or false" }

// A numberValue is a whole number within bounds, both included.
type numberValue struct {
	p        *int
	min, max int
}

func number(p *int, def, min, max int) value { *p = def; return numberValue{p, min, max} }

func (v numberValue) set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < v.min || n > v.max {
		return fmt.Errorf("%q is not %s", s, v.want())
	}
	*v.p = n
	return nil
}

func (v numberValue) want() string                 { return fmt.Sprintf("a whole number from %d to %d", v.min, v.max) }
func (v numberValue) toml() string                 { return strconv.Itoa(*v.p) }
func (v numberValue) accepts(x any) (bool, string) { return isInt(x), v.want() }

// A timeValue is a length of time, in the file a text such as "10s" or a number of
// seconds.
type timeValue struct{ p *time.Duration }

func duration(p *time.Duration, def time.Duration) value { *p = def; return timeValue{p} }

func (v timeValue) set(s string) error {
	d, err := ParseTime(s)
	if err != nil {
		return err
	}
	*v.p = d
	return nil
}

func (v timeValue) toml() string { return quoteTOML(v.p.String()) }

func (v timeValue) accepts(x any) (bool, string) {
	return isString(x) || isNumber(x), `a time such as "10s"`
}

// A sizeValue is a number of bytes, in the file a text such as "64MiB" or a number.
type sizeValue struct{ p *int64 }

func size(p *int64, def int64) value { *p = def; return sizeValue{p} }

func (v sizeValue) set(s string) error {
	n, err := ParseSize(s)
	if err != nil {
		return err
	}
	*v.p = n
	return nil
}

func (v sizeValue) toml() string { return quoteTOML(FormatSize(*v.p)) }

func (v sizeValue) accepts(x any) (bool, string) {
	return isString(x) || isInt(x), `a size such as "64MiB"`
}

// quoteTOML writes s as a TOML basic string.
func quoteTOML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
