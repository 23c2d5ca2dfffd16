package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

const helpHead = `anyaudio plays music in the terminal.

Usage:
  anyaudio [WORDS | URL | PATH ...]      the interface; words are looked up
  anyaudio COMMAND [ARGUMENTS]           one of the commands below
  anyaudio -- WORDS                      words that begin with a command's name

`

const helpTail = `T and D are 1:23, 83s, 83 or 1h2m. Flags come before variables, variables before
the file: "anyaudio config print" shows every setting and where it came from.

Exit status: 0 success, 1 failure (one line on standard error says which),
2 wrong command line or configuration, 130 ended by a signal.
`

// printHelp is kong's help for a command, without the flags that all of them take, and our own
// for the program.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	named := slices.ContainsFunc(ctx.Path, func(p *kong.Path) bool { return p.Command != nil && p.Command.Name != openName })
	if named {
		for _, f := range ctx.Model.Flags {
			f.Hidden = f.Name != "help"
		}
		err := kong.DefaultHelpPrinter(options, ctx)
		fmt.Fprint(ctx.Stdout, "\nFlags that every command takes, and exit statuses: anyaudio --help\n")
		return err
	}
	var b strings.Builder
	b.WriteString(helpHead)
	var rows [][2]string
	for _, cmd := range ctx.Model.Leaves(true) {
		rows = append(rows, [2]string{cmd.Path(), cmd.Help})
	}
	writeRows(&b, "Commands", rows)
	writeRows(&b, "Flags", flagRows(ctx.Model.Flags))
	for _, cmd := range ctx.Model.Leaves(true) {
		if len(cmd.Flags) > 0 {
			writeRows(&b, "Flags of "+cmd.Path(), flagRows(cmd.Flags))
		}
	}
	b.WriteString(helpTail)
	_, err := io.WriteString(ctx.Stdout, b.String())
	return err
}

// writeRows writes a heading and two aligned columns, with an empty line after.
func writeRows(b *strings.Builder, head string, rows [][2]string) {
	fmt.Fprintf(b, "%s:\n", head)
	width := 0
	for _, row := range rows {
		width = max(width, len(row[0]))
	}
	for _, row := range rows {
		fmt.Fprintf(b, "  %-*s   %s\n", width, row[0], row[1])
	}
	b.WriteByte('\n')
}

func flagRows(flags []*kong.Flag) [][2]string {
	rows := make([][2]string, len(flags))
	for i, f := range flags {
		rows[i] = [2]string{flagText(f), f.Help}
	}
	return rows
}

// flagText is the flag as it is typed: "--log FILE".
func flagText(f *kong.Flag) string {
	text := "--" + f.Name
	if f.Short != 0 {
		text = fmt.Sprintf("-%c, %s", f.Short, text)
	}
	if !f.IsBool() {
		text += " " + f.FormatPlaceHolder()
	}
	return text
}
