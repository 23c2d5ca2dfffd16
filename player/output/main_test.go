package output_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if scene := os.Getenv("OUTPUT_TEST_OTO"); scene != "" {
		os.Exit(otoScene(scene)) // oto's goroutines stay
	}
	goleak.VerifyTestMain(m)
}
