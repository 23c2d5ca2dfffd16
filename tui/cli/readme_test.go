package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The README's table of settings is this one.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var c Config
	var want strings.Builder
	for _, s := range settings(&c) {
		fmt.Fprintf(&want, "| `%s` | `%s` | %s |\n", s.key, s.value.toml(), s.help)
	}
	if !strings.Contains(string(data), want.String()) {
		t.Errorf("the table of settings in README.md should be:\n%s", &want)
	}
}
