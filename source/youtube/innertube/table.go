package innertube

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"anyaudio/source"
)

// A Table is the identities in the order in which they are tried. It is not changed
// after it was made.
type Table struct{ all []Identity }

// DefaultTable is the compiled-in table.
func DefaultTable() *Table { return &Table{identities()} }

// tableFile is the form of a table; see the package doc.
type tableFile struct {
	Client []map[string]any `toml:"client"`
}

// LoadTable returns the compiled-in table with the changes of a file, in the form that the
// package doc shows. An empty path, and a file that does not exist, change nothing.
// An error names the file and, for a listener, what is wrong in it.
func LoadTable(path string) (*Table, error) {
	if path == "" {
		return DefaultTable(), nil
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return DefaultTable(), nil
	}
	if err != nil {
		return nil, errTable(path, err)
	}
	t, err := ParseTable(b)
	if err != nil {
		return nil, errTable(path, err)
	}
	return t, nil
}

// ParseTable is LoadTable for the text of a file.
func ParseTable(text []byte) (*Table, error) {
	var f tableFile
	if err := decode(text, &f); err != nil {
		return nil, err
	}
	t := DefaultTable()
	var fresh []Identity
	for n, entry := range f.Client {
		name, _ := entry["name"].(string)
		at := slices.IndexFunc(t.all, func(i Identity) bool { return i.Name == name })
		id := Identity{}
		if at >= 0 {
			id = t.all[at]
		}
		if err := id.merge(entry); err != nil {
			return nil, fmt.Errorf("client %d (%q): %w", n+1, name, err)
		}
		if at >= 0 {
			t.all[at] = id
		} else {
			fresh = append(fresh, id)
		}
	}
	t.all = append(fresh, t.all...)
	return t, nil
}

// merge changes the fields that an entry names and checks the whole.
func (i *Identity) merge(entry map[string]any) error {
	text, err := toml.Marshal(entry)
	if err != nil {
		return err
	}
	old := i.Context
	i.Context = nil
	if err := decode(text, i); err != nil {
		return err
	}
	if i.Context == nil {
		i.Context = maps.Clone(old)
	}
	return i.check()
}

// decode reads TOML and refuses fields that nobody knows. The decoder panics on some values
// of the wrong type (a date where text belongs, go-toml v2.2.4).
func decode(text []byte, into any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("a value of the wrong type")
		}
	}()
	return toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(into)
}

func (i *Identity) check() error {
	switch {
	case i.Name == "" || i.ClientName == "" || i.ClientVersion == "" || i.UserAgent == "" || i.ID <= 0:
		return errors.New("name, client_name, client_version, id and user_agent are all needed")
	case !slices.Contains([]string{"", "www", "apis", "music", "charts"}, i.Host):
		return fmt.Errorf("no host %q: www, apis, music or charts", i.Host)
	case !slices.Contains([]string{"", "player", "reel"}, i.Player):
		return fmt.Errorf("no kind of player %q: player or reel", i.Player)
	case strings.ContainsAny(i.UserAgent+i.ClientVersion, "\r\n\x00"):
		return errors.New("a line break in a header")
	}
	if _, err := json.Marshal(i.Context); err != nil {
		return errors.New("context: a value that cannot be sent")
	}
	return nil
}

// Get returns an identity by its name.
func (t *Table) Get(name string) (Identity, bool) {
	for _, i := range t.all {
		if i.Name == name && !i.Disabled {
			return i, true
		}
	}
	return Identity{}, false
}

// Players returns the identities that give stream addresses, those of muxed files or the
// others, in the order of names; no names mean all. A name that the table does not
// have is an error for the listener.
func (t *Table) Players(muxed bool, names ...string) ([]Identity, error) {
	var found []Identity
	for _, name := range names {
		i, ok := t.Get(name)
		if !ok {
			return nil, &source.Error{
				Kind: source.ErrUnsupported,
				Line: fmt.Sprintf("no YouTube client %q in the table", name),
				Hint: "the clients are: " + strings.Join(t.Names(), ", "),
			}
		}
		if i.Player != "" && i.Muxed == muxed {
			found = append(found, i)
		}
	}
	if len(names) > 0 {
		return found, nil
	}
	for _, i := range t.all {
		if i.Player != "" && i.Muxed == muxed && !i.Disabled {
			found = append(found, i)
		}
	}
	return found, nil
}

// Names are the names of all identities in use.
func (t *Table) Names() []string {
	var names []string
	for _, i := range t.all {
		if !i.Disabled {
			names = append(names, i.Name)
		}
	}
	return names
}

func errTable(path string, err error) error {
	return &source.Error{
		Kind: source.ErrUnsupported,
		Line: fmt.Sprintf("cannot use the client table %q: %s", path, source.Clean(err.Error())),
		Hint: "correct the file, or remove it to use the table that is built in",
		Err:  err,
	}
}
