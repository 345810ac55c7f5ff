package logview

import "testing"

func TestKeyLine(t *testing.T) {
	t.Parallel()
	for width := range 200 {
		line := keyLine(width, width%2 == 0)
		if len(line) > max(width, len("? help   q quit")) {
			t.Errorf("%d columns: %q", width, line)
		}
	}
}
