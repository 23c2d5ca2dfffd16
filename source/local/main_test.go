package local

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// saveForever names the index file that a process started by TestIndexSurvivesKill writes.
const saveForever = "ANYAUDIO_TEST_SAVE_INDEX"

func TestMain(m *testing.M) {
	if path := os.Getenv(saveForever); path != "" {
		records := someRecords(3000)
		for {
			if err := saveIndex(path, records); err != nil {
				os.Exit(1)
			}
		}
	}
	goleak.VerifyTestMain(m)
}

// A player that writes the index again and again is killed at any moment: what is there is
// an index, and a whole one.
func TestIndexSurvivesKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	if err := saveIndex(path, someRecords(3000)); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), saveForever+"="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// It is at work when the file has been replaced.
		first, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		for t.Context().Err() == nil {
			now, err := os.Stat(path)
			if err == nil && !os.SameFile(first, now) {
				break
			}
		}
		<-time.After(time.Duration(i) * time.Millisecond) // somewhere else each time
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if all, err := loadIndex(path, 5000); err != nil || len(all) != 3000 {
			t.Fatalf("after the kill: %d files, %v", len(all), err)
		}
	}
}
