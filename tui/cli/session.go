package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"

	"anyaudio/player"
	"anyaudio/source"
)

const (
	sessionSchema = 1
	maxSession    = 10_000   // tracks that are kept
	maxSessionLen = 16 << 20 // bytes that are read
)

// A Session is the queue and the place in it, as they were when the interface was left.
type Session struct {
	Schema   int            `json:"schema"`
	Tracks   []source.Track `json:"tracks"`
	Index    int            `json:"index"`
	Position time.Duration  `json:"position"`
	Repeat   player.Repeat  `json:"repeat"`
	Shuffle  bool           `json:"shuffle"`
}

// SessionPath is the file of the session in the XDG state directory, empty without a home.
func SessionPath(env Lookup) string {
	if dir, _ := env("XDG_STATE_HOME"); dir == "" {
		if _, err := os.UserHomeDir(); err != nil {
			return ""
		}
	}
	return filepath.Join(xdg.StateHome, "anyaudio", "session.json")
}

// SessionOf is the session of a player. It takes only what can be seen from outside.
func SessionOf(p *player.Player) Session {
	st := p.State()
	s := Session{Schema: sessionSchema, Index: st.Index, Position: p.Progress().Position, Repeat: st.Repeat, Shuffle: st.Shuffle}
	for i, e := range p.Queue() {
		if i == maxSession {
			break
		}
		s.Tracks = append(s.Tracks, e.Track)
	}
	if st.Status == player.Stopped {
		s.Position = 0
	}
	return s
}

// Save writes the session to path in one step: a crash leaves the old one or the new one.
// Only its owner may read it, since addresses may hold passwords. An empty
// path saves nowhere.
func (s Session) Save(path string) error {
	if path == "" {
		return nil
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".session-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone when the rename succeeds
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// LoadSession reads the session at path. There is none when the file does not exist; a
// file that makes no sense is set aside with the ending ".bad" and reported.
func LoadSession(path string) (Session, error) {
	if path == "" {
		return Session{}, nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Session{}, nil
	}
	if err != nil {
		return Session{}, err
	}
	var b []byte
	if info.Size() <= maxSessionLen {
		if b, err = os.ReadFile(path); err != nil {
			return Session{}, err
		}
	}
	s, err := ParseSession(b)
	if err != nil {
		return Session{}, errors.Join(fmt.Errorf("session %s: %w", path, err), os.Rename(path, path+".bad"))
	}
	return s, nil
}

// ParseSession reads a session. What is out of range in it is put right.
func ParseSession(b []byte) (Session, error) {
	var s Session
	if err := json.Unmarshal(b, &s); err != nil {
		return Session{}, err
	}
	if s.Schema != sessionSchema {
		return Session{}, fmt.Errorf("schema %d, this program knows %d", s.Schema, sessionSchema)
	}
	if len(s.Tracks) > maxSession {
		s.Tracks = s.Tracks[:maxSession]
	}
	s.Index = min(max(s.Index, 0), max(len(s.Tracks)-1, 0))
	s.Position = max(s.Position, 0)
	if s.Repeat < player.RepeatOff || s.Repeat > player.RepeatOne {
		s.Repeat = player.RepeatOff
	}
	return s, nil
}

// Restore puts the session into a player that has just been started.
func (s Session) Restore(p *player.Player) {
	if len(s.Tracks) == 0 {
		return
	}
	p.Restore(s.Tracks, s.Index, s.Position)
	p.SetRepeat(s.Repeat)
}
