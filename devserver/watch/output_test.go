package watch

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A file that grows each time something is printed is delayed more and more; one that
// changes at another time counts at once.
func TestEchoBacksOff(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.txt")
	o := NewOutput(nil)
	grow := func() (time.Duration, bool) {
		t.Helper()
		f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString("x"); err != nil {
			t.Fatal(err)
		}
		fi, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		return o.backoff(path, fi)
	}
	last := time.Duration(0)
	for i := range mostEchoes + 8 {
		o.printed = time.Now().Add(time.Hour) // however busy the machine
		d, first := grow()
		if i < mostEchoes && d != 0 || first != (i == mostEchoes) || i >= mostEchoes && (d < last || d == 0 || d > maxBackoff) {
			t.Errorf("change %d waits %v after %v, first %t", i, d, last, first)
		}
		last = d
	}
	o.printed = time.Time{}
	if d, _ := grow(); d != 0 {
		t.Errorf("a change at another time waits %v", d)
	}
}
