package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Completion writes the script that makes a shell complete command lines: bash, zsh or fish.
// The scripts ask the program itself, so that they know what it knows.
func Completion(w io.Writer, shell string) error {
	script, ok := map[string]string{
		"bash": `_anyaudio() {
  local IFS=$'\n'
  COMPREPLY=($(anyaudio complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -o nosort -F _anyaudio anyaudio
`,
		"zsh": `#compdef anyaudio
_anyaudio() {
  local -a found
  found=("${(@f)$(anyaudio complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=(${found:#})
  if ((${#found})); then compadd -Q -- "${found[@]}"; else _files; fi
}
compdef _anyaudio anyaudio
`,
		"fish": `function __anyaudio
  set -l words (commandline -opc) (commandline -ct)
  set -l found (anyaudio complete -- $words[2..] 2>/dev/null)
  if set -q found[1]
    printf '%s\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c anyaudio -f -a '(__anyaudio)'
`,
	}[shell]
	if !ok {
		return fmt.Errorf("no completion for %q: there is one for bash, zsh and fish", shell)
	}
	_, err := io.WriteString(w, script)
	return err
}

// Complete writes what the last of the words may become, one candidate a line; nothing where any
// word, URL or path may stand, which the shell completes as a path.
func Complete(w io.Writer, words []string) error {
	var g grammar
	k, err := parser(&g, io.Discard)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	node, flag := walk(k.Model.Node, words[:len(words)-1])
	for _, c := range candidates(node, flag, last) {
		if strings.HasPrefix(c, last) {
			if _, err := fmt.Fprintln(w, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// walk follows words into the commands. flag is the one whose value comes next, nil for none.
func walk(node *kong.Node, words []string) (_ *kong.Node, flag *kong.Flag) {
	for _, word := range words {
		if flag != nil {
			flag = nil
			continue
		}
		if strings.HasPrefix(word, "-") {
			flag = valueOf(node, word)
			continue
		}
		i := slices.IndexFunc(node.Children, func(c *kong.Node) bool { return c.Name == word && !c.Hidden })
		if i >= 0 {
			node = node.Children[i]
		}
	}
	return node, flag
}

// valueOf finds the flag that a word is, when its value is the word after.
func valueOf(node *kong.Node, word string) *kong.Flag {
	for _, flags := range node.AllFlags(true) {
		for _, f := range flags {
			if word == "--"+f.Name && !f.IsBool() {
				return f
			}
		}
	}
	return nil
}

// candidates are all that may stand there.
func candidates(node *kong.Node, flag *kong.Flag, last string) []string {
	if flag != nil {
		return values(flag.Name)
	}
	var all []string
	if strings.HasPrefix(last, "-") {
		for _, flags := range node.AllFlags(true) {
			for _, f := range flags {
				all = append(all, "--"+f.Name)
			}
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for _, c := range node.Children {
		if !c.Hidden {
			all = append(all, c.Name)
		}
	}
	if node.Name == "completion" {
		all = []string{"bash", "fish", "zsh"}
	}
	return all
}

// values are the words that a flag takes, nothing where there is no list of them.
func values(flag string) []string {
	switch flag {
	case "output":
		return []string{"auto", "pulse", "oto", "null", "stdout", "wav:"}
	case "quality":
		return []string{"low", "medium", "high"}
	case "filter":
		return []string{"songs", "videos", "albums", "artists", "playlists"}
	case "source":
		return []string{"auto", "youtube", "demo"}
	}
	return nil
}
