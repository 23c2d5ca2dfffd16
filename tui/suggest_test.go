package tui_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

// spellOut types text with pauses between the keys.
func (s *screen) spellOut(text string, pause time.Duration) {
	for _, r := range text {
		s.typeText(string(r))
		s.wait(pause)
	}
}

func TestSuggestionsComeAfterAPause(t *testing.T) {
	src := rich()
	var asked []string
	suggest := src.suggest
	src.suggest = func(ctx context.Context, words string) ([]string, error) {
		asked = append(asked, words)
		return suggest(ctx, words)
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.spellOut("daft", 150*time.Millisecond)
		if len(asked) != 0 {
			t.Errorf("asked for %q while keys came", asked)
		}
		s.wait(100 * time.Millisecond)
		s.sees("daft live", "daft one more time")
		s.press("esc")
		s.seesNot("daft live")
		s.spellOut(" p", 250*time.Millisecond)
		s.sees("daft p live")
		if want := []string{"daft", "daft p"}; !slices.Equal(asked, want) {
			// "daft " is the same words, asked once more only if the listener stops there
			if want := []string{"daft", "daft", "daft p"}; !slices.Equal(asked, want) {
				t.Errorf("asked for %q", asked)
			}
		}
	})
}

func TestChoosingASuggestion(t *testing.T) {
	for keys, want := range map[string]string{
		"enter":                          "daft",
		"down enter":                     "daft live",
		"down down enter":                "daft around the world",
		"tab tab tab enter":              "daft one more time",
		"tab shift+tab enter":            "daft",
		"down up enter":                  "daft",
		"up enter":                       "daft 東京", // round the other way
		"down down down down down enter": "daft",    // and round
		"down esc enter":                 "daft live",
	} {
		t.Run(keys, func(t *testing.T) {
			onScreen(t, tui.Options{Source: rich()}, func(s *screen) {
				s.typeText("daft")
				s.wait(time.Second)
				s.press(strings.Fields(keys)...)
				s.sees("5 results for “" + want + "”")
				s.wait(time.Second) // nothing comes after Enter
				s.press("/")
				s.wait(time.Second)
				s.seesNot(" live 東京")
				s.seesNot("╌")
			})
		})
	}
}

// A chosen suggestion can be edited, and what was typed comes back.
func TestSuggestionIsText(t *testing.T) {
	onScreen(t, tui.Options{Source: rich()}, func(s *screen) {
		s.typeText("daft")
		s.wait(time.Second)
		s.press("down")
		s.sees("❯ daft live")
		s.typeText("!")
		s.sees("❯ daft live!")
		s.press("backspace")
		s.wait(time.Second)
		s.sees("daft live live")
	})
}

// The call before is cancelled by the next key, and an older answer, should it come all
// the same, never takes the place of a newer one.
func TestOlderSuggestionsNeverReplaceNewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := rich()
		var cancelled []string
		src.suggest = func(ctx context.Context, words string) ([]string, error) {
			wait := 100 * time.Millisecond
			if words == "slow" {
				wait = 5 * time.Second
			}
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				cancelled = append(cancelled, words)
				time.Sleep(wait) // deaf: it answers although it was cancelled
			}
			return []string{words + " answer"}, nil
		}
		s := newScreen(t, tui.Options{Source: src}, 80, 24)
		s.typeText("slow")
		s.wait(300 * time.Millisecond)
		s.typeText("er")
		if !slices.Equal(cancelled, []string{"slow"}) {
			t.Errorf("after the next key, cancelled are %q", cancelled)
		}
		s.wait(time.Second)
		s.sees("slower answer")
		s.wait(20 * time.Second)
		s.sees("slower answer")
		s.seesNot("slow answer")
		s.end()
	})
}

// An address may hold a key: nobody hears of it before Enter.
func TestAddressesAreNotCompleted(t *testing.T) {
	src := rich()
	src.suggest = func(_ context.Context, words string) ([]string, error) {
		t.Errorf("asked to complete %q", words)
		return nil, nil
	}
	for _, typed := range []string{"https://example.org/?key=SECRET", "/home/me", "~/music", "./x", "  ", strings.Repeat("x", 200)} {
		onScreen(t, tui.Options{Source: src}, func(s *screen) {
			s.send(tea.PasteMsg{Content: typed})
			s.wait(time.Second)
		})
	}
}

// Suggestions that fail, or do not exist, are not worth a word.
func TestNoSuggestions(t *testing.T) {
	src := rich()
	src.suggest = func(context.Context, string) ([]string, error) { return nil, source.ErrUnsupported }
	for _, lib := range []tui.Library{src, catalogue()} {
		onScreen(t, tui.Options{Source: lib}, func(s *screen) {
			s.typeText("daft")
			s.wait(time.Second)
			s.seesNot("unsupported")
			s.press("down", "j")
			s.sees("❯ daft", "▌  Popular song 2")
		})
	}
}
