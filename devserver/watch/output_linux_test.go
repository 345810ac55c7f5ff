package watch

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A reader of dotool's output that keeps a file open writes the output to it; one that
// only saves a file does not.
func TestReadersOfOurOutput(t *testing.T) {
	t.Parallel()
	for _, closes := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "x.txt")
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		reader := exec.Command("sh", "-c", `exec 3>"$0"; echo open; read line; echo line >&3; [ "$line" = keep ] || exec 3>&-; echo done; read line`, path)
		reader.Stdin = r
		out, err := reader.StdoutPipe()
		if err == nil {
			err = reader.Start()
		}
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		lines.Scan()
		o := NewOutput([]*os.File{w})
		wrote := func() (bool, bool) {
			fi, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			return o.Wrote(fi)
		}
		if wrote, sure := wrote(); !wrote || sure {
			t.Errorf("just opened: wrote %t, sure %t", wrote, sure)
		}
		// Long after, it may be another save.
		o.looked, o.open[0].since = o.looked.Add(-time.Hour), o.open[0].since.Add(-time.Hour)
		if wrote, sure := wrote(); !wrote || sure {
			t.Errorf("opened again: wrote %t, sure %t", wrote, sure)
		}
		command := "keep\n"
		if closes {
			command = "close\n"
		}
		if _, err := io.WriteString(w, command); err != nil {
			t.Fatal(err)
		}
		lines.Scan()
		for {
			if wrote, sure := wrote(); sure {
				if wrote == closes {
					t.Errorf("closed %t: wrote %t", closes, wrote)
				}
				break
			}
			time.Sleep(time.Millisecond) // it is asked again until it is sure
		}
		w.Close()
		_ = reader.Wait() // it reads to the end of the pipe
	}
}
