package innertube_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

const mended = `
[[client]]
name = "visionos"
client_version = "1.05"

[[client]]
name = "successor"
client_name = "SUCCESSOR"
client_version = "2.{date}"
id = 120
user_agent = "Successor/2"
player = "player"
visitor = true
context = { osName = "x" }

[[client]]
name = "android"
disabled = true
`

// TestTable: a file changes what it names and nothing else.
func TestTable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clients.toml")
	if err := os.WriteFile(path, []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	table, err := innertube.LoadTable(path)
	if err != nil {
		t.Fatal(err)
	}
	vision, ok := table.Get("visionos")
	if !ok || vision.ClientVersion != "1.05" || vision.ID != 101 || vision.Context["osName"] != "visionOS" {
		t.Errorf("%+v", vision)
	}
	players, err := table.Players(false)
	if err != nil || players[0].Name != "successor" || players[1].Name != "visionos" {
		t.Errorf("%+v, error %v", players, err)
	}
	if v := players[0].Version(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)); v != "2.20261123" {
		t.Errorf("version %q", v)
	}
	if names := table.Names(); slices.Contains(names, "android") || !slices.Contains(names, "web_remix") {
		t.Errorf("%q", names)
	}
	// The compiled-in one is not changed by it.
	if v, _ := innertube.DefaultTable().Get("visionos"); v.ClientVersion != "1.02" {
		t.Errorf("the built-in table has been changed: %+v", v)
	}
}

func TestTableErrors(t *testing.T) {
	for name, text := range map[string]string{
		"syntax": "[[client", "unknown field": "[[client]]\nname = \"visionos\"\ncolour = 1",
		"incomplete":  "[[client]]\nname = \"new\"\nclient_name = \"NEW\"",
		"bad host":    "[[client]]\nname = \"visionos\"\nhost = \"example.com\"",
		"bad player":  "[[client]]\nname = \"visionos\"\nplayer = \"dvd\"",
		"line break":  "[[client]]\nname = \"visionos\"\nuser_agent = \"a\\r\\nb\"",
		"no number":   "[[client]]\nname = \"visionos\"\ncontext = { x = nan }",
		"wrong type":  "[[client]]\nname = \"visionos\"\nid = \"x\"",
		"other table": "[server]\nx = 1",
	} {
		path := filepath.Join(t.TempDir(), "clients.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := innertube.LoadTable(path)
		line, hint := source.Explain(err)
		if err == nil || !strings.Contains(line, "clients.toml") || hint == "" {
			t.Errorf("%s: error %v, %q, %q", name, err, line, hint)
		}
	}
	if _, err := innertube.LoadTable(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Errorf("no file: %v", err)
	}
}

// FuzzParseTable: any text is a table or an error.
func FuzzParseTable(f *testing.F) {
	f.Add(mended)
	f.Add("[[client]]\nname = 1979-05-27\n")
	f.Add("client = 7")
	f.Fuzz(func(t *testing.T, s string) {
		table, err := innertube.ParseTable([]byte(s))
		if err != nil {
			return
		}
		for _, name := range table.Names() {
			if i, ok := table.Get(name); !ok || i.UserAgent == "" || i.ID <= 0 {
				t.Errorf("%+v", i)
			}
		}
	})
}

// FuzzJudge: whatever comes in place of an answer is an answer, or an error of one kind that has a
// line and a next step, and shows no query.
func FuzzJudge(f *testing.F) {
	f.Add(200, "application/json", "", []byte(`{"a":1}`))
	f.Add(200, "text/html", "", []byte(`<html>consent.youtube.com</html>`))
	f.Add(302, "", "https://www.google.com/sorry/index?continue=x", []byte(nil))
	f.Add(400, "application/json", "", []byte(`{"error":{"status":"FAILED_PRECONDITION","message":7}}`))
	f.Add(429, "", "9", []byte(`{`))
	f.Fuzz(func(t *testing.T, status int, kind, other string, body []byte) {
		resp := &http.Response{StatusCode: status, Header: http.Header{
			"Content-Type": {kind}, "Location": {other}, "Retry-After": {other}, "Date": {other},
		}}
		n, err := innertube.Judge("player", resp, body)
		if err == nil {
			if !n.Exists() {
				t.Error("neither an answer nor an error")
			}
			return
		}
		line, hint := source.Explain(err)
		if innertube.KindOf(err) == nil || line == "" || hint == "" || line != source.Clean(line) {
			t.Errorf("error %v: the listener sees %q, %q", err, line, hint)
		}
	})
}

// FuzzNode: no path into any document fails.
func FuzzNode(f *testing.F) {
	f.Add([]byte(`{"a":[{"b":"1"},null,2.5,{"runs":[{"text":"x"}]}]}`), "a.0.b")
	f.Add([]byte(`[1e400]`), "0")
	f.Add([]byte(`{"":{"":7}}`), ".")
	f.Fuzz(func(t *testing.T, b []byte, path string) {
		n, err := innertube.Parse(b)
		if err != nil {
			return
		}
		at := n.At(path)
		_, _, _, _, _ = at.Str(), at.Int(), at.Float(), at.Bool(), at.Text()
		key, inner := at.Only()
		if key == "" && inner.Exists() && at.At("").Exists() && len(at.Keys()) == 0 {
			t.Errorf("%s: a value without a key", b)
		}
		_ = at.List()
	})
}
