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
	o.printed = time.Now().Add(time.Hour) // however busy the machine
	for range 3 * mostEchoes {
		if d, _ := grow(); d != 0 {
			t.Fatalf("a file that is written in parts waits %v", d)
		}
	}
	o.echoes = map[string]*echo{}
	last := time.Duration(0)
	for i := range mostEchoes + 8 {
		d, first := grow()
		if i < mostEchoes && d != 0 || first != (i == mostEchoes) || i >= mostEchoes && (d < last || d == 0 || d > maxBackoff) {
			t.Errorf("change %d waits %v after %v, first %t", i, d, last, first)
		}
		last = d
		o.passed(map[string]bool{path: true})
	}
	o.printed = time.Time{}
	if d, _ := grow(); d != 0 {
		t.Errorf("a change at another time waits %v", d)
	}
}

// While it is too early to look at who has a file open, dotool's own change may not
// count as the user's, whose changes at other times count at once.
func TestUnsureBetweenLooks(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.txt")
	if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	save := func(at time.Time) os.FileInfo {
		t.Helper()
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		fi, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return fi
	}
	o := NewOutput(nil)
	check := func(when string, fi os.FileInfo, wrote, sure bool) {
		t.Helper()
		if w, s := o.Wrote(fi); w != wrote || s != sure {
			t.Errorf("%s: %t, %t", when, w, s)
		}
	}
	now := time.Now()
	first := save(now)
	check("at first", first, false, true)
	o.looked, o.took = time.Now(), time.Hour // a slow machine
	o.printed = time.Now().Add(time.Hour)    // however busy
	check("the same change", first, false, true)
	second := save(now.Add(time.Millisecond))
	check("just after printing", second, false, false)
	o.looked = time.Now().Add(-30 * time.Hour)
	check("after another look", second, false, true)
	o.looked, o.took, o.printed = time.Now(), time.Hour, time.Time{}
	check("long after printing", save(now.Add(2*time.Millisecond)), false, true)
}
