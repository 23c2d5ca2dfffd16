package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// Exit statuses, the same for all commands.
const (
	ExitOK          = 0
	ExitFailed      = 1   // described in one line on standard error
	ExitUsage       = 2   // wrong command line or configuration
	ExitInterrupted = 130 // ended by a signal
)

// An Invocation is what the command line asks for.
type Invocation struct {
	// Command is "open" (the interface), "demo", "play", "search", "resolve", "get", "stats", "remote", "devices", "doctor",
	// "version", "config print", ..., "library export", ..., "playlist list", ...
	Command string
	// Args are the words, URLs and paths of open, play, search and resolve.
	Args []string

	NoUI  bool          // play
	Start time.Duration // play: where to begin in the first track
	For   time.Duration // play: how much to play in all, 0 for everything

	RTT       time.Duration // demo: the delay of the simulated network
	Bandwidth int64         // demo: bytes per second of the simulated network, 0 for no limit

	JSON     bool   // search, resolve
	Filter   string // search
	ShowURL  bool   // resolve
	Online   bool   // doctor
	Licenses bool   // version

	Get      *getArgs      // get
	Stats    *StatsArgs    // stats
	Suggest  *SuggestArgs  // suggest ...
	Keeping  *OfflineArgs  // offline ...
	Offline  bool          // the flag
	Plain    bool          // the flag
	Socket   string        // remote
	Library  *LibraryArgs  // library ...
	Playlist *PlaylistArgs // playlist ...

	// Config is valid when Problems is empty.
	Config   Config
	Problems []Problem

	loaded *loaded
}

// grammar is the command line as kong reads it. The texts in ${} come from the table
// of settings.
type grammar struct {
	Output string `placeholder:"SPEC" help:"${output}"`
	Source string `placeholder:"NAME" help:"${source}"`
	Log    string `placeholder:"FILE" help:"${log}"`
	Config string `placeholder:"FILE" help:"configuration file ($$ANYAUDIO_CONFIG)"`

	Buffer             string `placeholder:"TIME" help:"${buffer}"`
	Quality            string `placeholder:"WHICH" help:"${quality}"`
	Proxy              string `placeholder:"URL" help:"${proxy}"`
	IPv4               bool   `name:"ipv4" short:"4" xor:"ip" help:"IPv4 only."`
	IPv6               bool   `name:"ipv6" short:"6" xor:"ip" help:"IPv6 only."`
	Cookies            string `placeholder:"FILE" help:"${cookies}"`
	CookiesFromBrowser string `placeholder:"NAME" help:"${cookies_from_browser}"`
	Remote             string `placeholder:"SOCKET" help:"${remote}"`
	Plain              bool   `help:"Lines instead of a screen, for screen readers and logs; commands are read as typed after a colon."`
	Offline            bool   `help:"Use no network: what is kept plays, and what is on this machine."`
	Private            bool   `help:"${private}"`

	Open openArgs `cmd:"" name:"words|url|path" default:"withargs" hidden:""`
	Demo demoArgs `cmd:"" help:"The interface on built-in music, over a simulated network."`
	Play playArgs `cmd:"" help:"Play at once: the first result for WORDS, or what is at each URL or PATH."`

	Search   searchArgs   `cmd:"" help:"Print what is found for WORDS."`
	Resolve  resolveArgs  `cmd:"" help:"Print which stream would be played for a URL, a path or WORDS, and why."`
	Doctor   doctorArgs   `cmd:"" help:"Look at sound, network, helper programs and terminal, and say what to do."`
	Get      getArgs      `cmd:"" help:"Fetch the sound of URLs or of the first result for WORDS into files."`
	Keeping  OfflineArgs  `cmd:"" name:"offline" help:"Tracks that play without a network: list, keep or drop."`
	Suggest  SuggestArgs  `cmd:"" help:"What you might like, from what you heard: list, forget, never or allow."`
	Stats    StatsArgs    `cmd:"" help:"What you heard, by week, month, year or ever."`
	Control  remoteArgs   `cmd:"" name:"remote" help:"Send a command to the interface that was started with --remote."`
	Devices  devicesArgs  `cmd:"" help:"List where sound can come out."`
	Library  LibraryArgs  `cmd:"" help:"What you heard and saved: export, import, stats, forget, backup or check."`
	Playlist PlaylistArgs `cmd:"" help:"Your playlists: list, show, create, add, remove, move, rename, duplicate, merge, delete, follow, import or export."`
	Conf     confArgs     `cmd:"" name:"config" help:"The configuration: print, edit, check or path."`

	Completion struct {
		Shell string `arg:"" help:"bash, zsh or fish."`
	} `cmd:"" help:"Print the script that completes command lines."`
	Complete struct {
		Words []string `arg:"" optional:""`
	} `cmd:"" hidden:""`
	Version versionArgs `cmd:"" help:"Print the version."`
}

type openArgs struct {
	Args []string `arg:"" optional:"" name:"words|url|path"`
}

type demoArgs struct {
	RTT       TimeArg `placeholder:"TIME" help:"Round trip time of the simulated network, such as 80ms."`
	Bandwidth RateArg `placeholder:"RATE" help:"Bytes per second of the simulated network, such as 1MB or 500KB/s."`
}

type playArgs struct {
	NoUI  bool     `name:"no-ui" help:"No interface: one status line on a terminal, only errors elsewhere."`
	Start TimeArg  `placeholder:"T" help:"Begin there in the first track: 1:23, 83s or 1h2m."`
	For   TimeArg  `placeholder:"D" help:"Stop after that much sound."`
	Args  []string `arg:"" optional:"" name:"words|url|path" help:"Words to look up, URLs and paths; - reads a list from standard input."`
}

type searchArgs struct {
	JSON   bool     `name:"json" help:"One JSON object a line."`
	Filter string   `placeholder:"KIND" help:"Only songs, videos, albums, artists or playlists."`
	Words  []string `arg:"" name:"words"`
}

type resolveArgs struct {
	JSON    bool     `name:"json" help:"One JSON object a line."`
	ShowURL bool     `name:"show-url" help:"Print the whole address. It is a key to the stream: do not pass it on."`
	Args    []string `arg:"" name:"words|url|path"`
}

type getArgs struct {
	Dir     string   `placeholder:"DIR" help:"Folder for the files; the current one without."`
	Name    string   `placeholder:"TEMPLATE" help:"What they are called, such as \"{artist} - {title}\"."`
	Archive string   `placeholder:"FILE" help:"File that lists what has been fetched before, and is left out now."`
	JSON    bool     `name:"json" help:"One JSON object a line."`
	Args    []string `arg:"" name:"words|url|path"`
}

type remoteArgs struct {
	Socket string   `placeholder:"SOCKET" help:"Where the interface listens."`
	Words  []string `arg:"" passthrough:"" name:"command" help:"As typed after a colon; also status and subscribe."`
}

type devicesArgs struct {
	JSON bool `name:"json" help:"One JSON object a line."`
}

type doctorArgs struct {
	Online bool `help:"Search and resolve on YouTube by each way in turn, which takes up to a minute."`
}

type versionArgs struct {
	Licenses bool `help:"Print the licences of everything in this program."`
}

type confArgs struct {
	Print struct{} `cmd:"" help:"Print the values in effect and where each came from."`
	Edit  struct{} `cmd:"" help:"Open the file in $$EDITOR, then check it."`
	Check struct{} `cmd:"" help:"Check the file."`
	Path  struct{} `cmd:"" help:"Print where the file is."`
}

// openName is kong's name for the command without a name: nothing that anybody looks up.
const openName = "words|url|path"

// errHelp says that the help has been printed.
var errHelp = errors.New("help printed")

// Parse reads the command line (without the program's name), the environment and the
// configuration file. The first word that is a command's name is that command; after
// "--" nothing is. It returns nil and an exit status when there is nothing left to do:
// help has gone to stdout, or what is wrong with the command line to stderr.
//
// Problems of the configuration are left in the Invocation: not every command minds.
func Parse(args []string, env Lookup, stdout, stderr io.Writer) (*Invocation, int) {
	var g grammar
	inv, err := parse(&g, args, env, stdout)
	if errors.Is(err, errHelp) {
		return nil, ExitOK
	}
	if err != nil {
		fmt.Fprintf(stderr, "anyaudio: %v; try `anyaudio --help`\n", err)
		return nil, ExitUsage
	}
	return inv, ExitOK
}

func parse(g *grammar, args []string, env Lookup, stdout io.Writer) (inv *Invocation, err error) {
	// kong would take the first word after "--" for a command all the same.
	var after []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, after = args[:i], args[i+1:]
	}
	k, err := parser(g, stdout)
	if err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r == errHelp { //nolint:errorlint // a panic's value, made below
			inv, err = nil, errHelp
		} else if r != nil {
			panic(r)
		}
	}()
	ctx, err := k.Parse(args)
	if err != nil {
		return nil, err
	}
	return invocation(g, ctx, after, env)
}

// parser makes kong's parser, with the help texts of the settings.
func parser(g *grammar, stdout io.Writer) (*kong.Kong, error) {
	vars := kong.Vars{}
	var c Config
	for _, s := range settings(&c) {
		if s.flag != "" {
			// kong leaves a name with a hyphen as it stands.
			vars[strings.ReplaceAll(s.flag, "-", "_")] = s.help + " ($" + s.env() + ")"
		}
	}
	return kong.New(g, kong.Name("anyaudio"), vars,
		kong.Writers(stdout, io.Discard),
		kong.Help(printHelp),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		// Only the help flag exits, after it has printed.
		kong.Exit(func(int) { panic(errHelp) }),
	)
}

// invocation makes an Invocation of what kong has put into g.
func invocation(g *grammar, ctx *kong.Context, after []string, env Lookup) (*Invocation, error) {
	flags := map[string]string{}
	for _, f := range ctx.Flags() {
		if f.Set && f.Target.Kind().String() == "string" {
			flags[f.Name] = f.Target.String()
		}
	}
	if g.Private {
		flags["private"] = "true"
	}
	switch {
	case g.IPv4:
		flags[ipFlag] = "4"
	case g.IPv6:
		flags[ipFlag] = "6"
	}
	l := loadConfig(flags, env)
	inv := &Invocation{
		Command: ctx.Selected().Path(),
		Config:  l.config, Problems: l.problems, loaded: l,
		NoUI: g.Play.NoUI, Start: time.Duration(g.Play.Start), For: time.Duration(g.Play.For),
		RTT: time.Duration(g.Demo.RTT), Bandwidth: int64(g.Demo.Bandwidth),
		JSON: g.Search.JSON || g.Resolve.JSON || g.Devices.JSON, Filter: g.Search.Filter, ShowURL: g.Resolve.ShowURL,
		Online: g.Doctor.Online, Licenses: g.Version.Licenses,
		Get: &g.Get, Stats: &g.Stats, Suggest: &g.Suggest, Keeping: &g.Keeping, Offline: g.Offline, Plain: g.Plain, Socket: g.Control.Socket, Library: &g.Library, Playlist: &g.Playlist,
	}
	if inv.Command == openName {
		inv.Command = "open"
	}
	inv.Args = slices.Concat(g.Open.Args, g.Play.Args, g.Search.Words, g.Resolve.Args, g.Complete.Words,
		g.Get.Args, g.Control.Words, after)
	if inv.Command == "completion" {
		inv.Args = []string{g.Completion.Shell}
	}
	return inv, inv.check()
}

// check looks for what the grammar cannot express.
func (inv *Invocation) check() error {
	switch inv.Command {
	case "open", "search", "resolve", "completion", "complete", "get", "remote":
	case "play":
		if len(inv.Args) == 0 {
			return errors.New("play what? give words, a URL or a path")
		}
		if slices.Contains(inv.Args, "-") && len(inv.Args) > 1 {
			return errors.New("- (a list on standard input) stands alone")
		}
	default:
		if len(inv.Args) > 0 {
			return fmt.Errorf("unexpected argument %q", inv.Args[0])
		}
	}
	return nil
}
