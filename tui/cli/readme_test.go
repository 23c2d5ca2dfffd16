package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The configuration of the README has every setting with its default.
func TestReadmeConfig(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| key | default | |\n|---|---|---|\n")
	for _, s := range settings(new(Config)) {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", s.key, s.value.toml(), s.help)
	}
	if !strings.Contains(string(readme), b.String()) {
		t.Errorf("the README's table of settings should be:\n%s", b.String())
	}
}
