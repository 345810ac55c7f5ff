package lines

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriter(t *testing.T) {
	t.Parallel()
	for _, chunk := range []int{1, 2, 3, 7, 100} {
		var got []string
		w := &Writer{Emit: func(line []byte) { got = append(got, string(line)) }}
		in := "a\n\nbc\r\nlong line here\nend"
		for rest := in; rest != ""; {
			n := min(chunk, len(rest))
			if m, err := io.WriteString(w, rest[:n]); m != n || err != nil {
				t.Fatal(m, err)
			}
			rest = rest[n:]
		}
		w.Flush()
		w.Flush()
		if diff := cmp.Diff([]string{"a", "", "bc\r", "long line here", "end"}, got); diff != "" {
			t.Errorf("in pieces of %d:\n%s", chunk, diff)
		}
	}
	pieces := 0
	w := &Writer{Emit: func([]byte) { pieces++ }}
	for range 2 {
		w.Write(make([]byte, most+1))
	}
	if pieces != 2 || cap(w.line) > most {
		t.Errorf("%d pieces, %d MB kept", pieces, cap(w.line)>>20)
	}
}

// Lines that are held back come before those after them; too many are no one's.
func TestSink(t *testing.T) {
	t.Parallel()
	var got []string
	var s Sink
	s.Pass(0, []byte("dropped"))
	full := 0
	s.Hold(func() { full++ })
	line := []byte("a")
	s.Pass(0, line)
	line[0] = 'x' // it is the writer's
	s.Pass(1, []byte("b"))
	s.To(func(l []byte) { got = append(got, "out "+string(l)) }, func(l []byte) { got = append(got, "err "+string(l)) })
	s.Pass(0, []byte("c"))
	if len(got) > 0 {
		t.Errorf("passed on too early: %q", got)
	}
	s.Release()
	s.Pass(1, []byte("d"))
	s.Release()
	if d := cmp.Diff([]string{"out a", "err b", "out c", "err d"}, got); d != "" {
		t.Error(d)
	}
	s.Hold(func() { full++ })
	for i := range 1030 {
		s.Pass(0, []byte(fmt.Sprint(i, strings.Repeat("x", 1<<10))))
	}
	if full == 0 {
		t.Error("1 MB was kept")
	}
}
