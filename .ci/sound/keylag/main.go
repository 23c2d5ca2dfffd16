// Command keylag prints the time of each key it reads, in nanoseconds since 1970: it shows
// how much of a measured reaction tmux and its send-keys take. Run it in the pane in raw mode.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	for b := make([]byte, 64); ; {
		if _, err := os.Stdin.Read(b); err != nil {
			return
		}
		fmt.Println(time.Now().UnixNano())
	}
}
