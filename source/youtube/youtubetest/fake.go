package youtubetest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Fake is a small YouTube. Its exported fields are set before the first request; what
// tests switch while it runs has methods. It may be used from any goroutine.
type Fake struct {
	// Videos by id; what is in no other map can be had by searching too.
	Videos map[string]*Video
	Lists  map[string]*List
	Albums map[string]*Album
	// Artists by channel id.
	Artists map[string]*Artist
	// PageSize of searches and radios is 20, that of playlists 100, when 0.
	PageSize, ListPageSize int
	// Shape is that of renderers.
	Shape Shape
	// Lifetime is how long addresses of media last. 0 means 21540 s.
	Lifetime time.Duration
	// Loose is the behaviour of media hosts before August 2026: HEAD, requests without a
	// range and open-ended ones are answered.
	Loose bool
	// MaxPlayerCalls fails the test that makes more. 0 means any number.
	MaxPlayerCalls int
	// Now is the wall clock, time.Now when nil.
	Now func() time.Time
	// MediaBase is where addresses of media point to. Start and Serve set it.
	MediaBase string

	mu         sync.Mutex // guards below
	violations []string
	calls      map[string]int // by endpoint
	asked      []string       // video ids of player calls
	tokens     map[string]continuation
	refusals   map[string]map[string]string // by video, by clientName or ""
	visitors   int                          // issued
	badUntil   int                          // visitors up to this number are refused
	faults     map[string][]Fault           // by endpoint, each for one request
	media      mediaState
}

// Shape says which renderers are used where there is a choice.
type Shape int

// The shapes.
const (
	Mixed Shape = iota // one after the other
	Old
	New
)

// A Video is one video.
type Video struct {
	ID, Title, Artist, Album string
	ChannelID, AlbumID       string
	Duration                 time.Duration
	Views                    int64
	Live, Upcoming           bool
	// Deleted ones stand in lists and cannot be played.
	Deleted     bool
	Description string
	Chapters    bool
	// Hidden ones are not found by searching.
	Hidden bool
	// Files are what it can be played from.
	Files []*File
	// Muxed is given to clients of the last resort, as itag 18.
	Muxed *File
}

// A File is one format of a video.
type File struct {
	Itag    int
	MIME    string // with codecs; empty for what Itag usually is
	Data    []byte
	BitRate int
	// Modified is lastModified; empty for an invented one.
	Modified string
	DRC      bool
	// Track names a sound track, such as "English original"; TrackID its id.
	Track, TrackID string
	Default        bool
	XTags          string
}

// A List is a playlist.
type List struct {
	ID, Title, Owner string
	// Videos are the ids in it; when empty, Count invented ones.
	Videos []string
	Count  int
	// Missing and Private are the two ways of not being there.
	Missing, Private bool
	// Loop gives the same continuation again and again; EmptyPages come before each page.
	Loop       bool
	EmptyPages int
}

// An Album is an album.
type Album struct {
	ID, Title, Artist, Year string
	Videos                  []string
}

// An Artist is an artist; Songs is the id of the list with all songs, empty for one that
// has only the songs on the page.
type Artist struct {
	ID, Name, Songs string
	Videos          []string
}

//go:embed testdata/refusals.json
var refusalJSON []byte

// refusal returns one of the samples.
func refusal(name, id string) (map[string]any, bool) {
	var all map[string]map[string]any
	if err := json.Unmarshal(refusalJSON, &all); err != nil {
		panic("youtubetest: refusals.json: " + err.Error())
	}
	sample, ok := all[name]
	if details, has := sample["videoDetails"].(map[string]any); has && details["videoId"] == nil {
		details["videoId"] = id
	}
	return sample, ok
}

// Refusals are the names for Refuse.
func Refusals() []string {
	var all map[string]any
	if err := json.Unmarshal(refusalJSON, &all); err != nil {
		panic("youtubetest: refusals.json: " + err.Error())
	}
	return slices.Sorted(maps.Keys(all))
}

// Refuse makes player calls for a video, as one client or as all ("") be answered with a
// sample; an empty name ends that.
func (f *Fake) Refuse(video, clientName, name string) {
	if _, ok := refusal(name, video); !ok && name != "" {
		panic("youtubetest: no refusal " + name)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.init()
	if f.refusals[video] == nil {
		f.refusals[video] = make(map[string]string)
	}
	f.refusals[video][clientName] = name
}

// RefuseVisitors answers players with the bot check for the next n visitors that are
// issued, and for all before; -1 for all there will be.
func (f *Fake) RefuseVisitors(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.badUntil = f.visitors + n
	if n < 0 {
		f.badUntil = 1 << 30
	}
}

// init makes the maps. f.mu is held.
func (f *Fake) init() {
	if f.calls == nil {
		f.calls = make(map[string]int)
		f.tokens = make(map[string]continuation)
		f.refusals = make(map[string]map[string]string)
		f.faults = make(map[string][]Fault)
		f.media.issued = make(map[string]*issued)
	}
}

// Violations are the things that no client should have done, so far.
func (f *Fake) Violations() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.violations)
}

func (f *Fake) violate(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.violations) < 50 {
		f.violations = append(f.violations, fmt.Sprintf(format, args...))
	}
}

// Calls counts the requests for an endpoint: "player", "search", "browse", "next",
// "visitor_id", "suggest", "media", ...
func (f *Fake) Calls(endpoint string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[endpoint]
}

// Total counts all requests to the API.
func (f *Fake) Total() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for endpoint, c := range f.calls {
		if endpoint != "media" {
			n += c
		}
	}
	return n
}

// Asked are the video ids of all player calls, in order.
func (f *Fake) Asked() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

func (f *Fake) count(endpoint string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.init()
	f.calls[endpoint]++
}

func (f *Fake) now() time.Time {
	if f.Now != nil {
		return f.Now()
	}
	return time.Now()
}

// visitor gives out a new visitorData.
func (f *Fake) visitor() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.visitors++
	return fmt.Sprintf("CgtGQUtFVklTSVRPUiiAgICABjIKCgJVUxIEGgAg%06d%%3D%%3D", f.visitors)
}

// trusted reports whether a visitorData was given out here and is not refused.
func (f *Fake) trusted(visitor string) bool {
	var n int
	if _, err := fmt.Sscanf(strings.TrimPrefix(visitor, "CgtGQUtFVklTSVRPUiiAgICABjIKCgJVUxIEGgAg"), "%06d", &n); err != nil {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return n > f.badUntil && n <= f.visitors
}

// video finds a video, also one of those that lists invent.
func (f *Fake) video(id string) (*Video, bool) {
	if v, ok := f.Videos[id]; ok {
		return v, true
	}
	var n int
	if _, err := fmt.Sscanf(id, "inv%08d", &n); err == nil && len(id) == 11 {
		return f.invented(n), true
	}
	return nil, false
}

// invented is the n-th of a list that has only a count.
func (f *Fake) invented(n int) *Video {
	return &Video{
		ID: fmt.Sprintf("inv%08d", n), Title: fmt.Sprintf("Invented Song No. %d", n), Artist: "Invented Artist",
		ChannelID: "UCaaaaaaaaaaaaaaaaaaaaaa", Duration: time.Duration(120+n%180) * time.Second, Views: int64(n) * 1000,
		Hidden: true, Files: []*File{{Itag: 251, Data: Tone(), BitRate: 48000}},
	}
}

var _ http.Handler = (*Fake)(nil)
