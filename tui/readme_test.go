package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The key table of the README is the key map.
func TestReadmeKeys(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, s := range defaultSections() {
		fmt.Fprintf(&b, "| **%s** | |\n", s.title)
		for _, k := range s.bindings {
			labels := make([]string, len(k.keys))
			for i, key := range k.keys {
				labels[i] = "`" + keyLabel(key) + "`"
			}
			fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(labels, " "), k.help)
		}
	}
	want := strings.Replace(b.String(), "|\n", "|\n|---|---|\n", 1)
	if !strings.Contains(string(readme), want) {
		t.Errorf("the README's table of keys should be:\n%s", want)
	}
}
