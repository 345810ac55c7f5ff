package cert

import (
	"testing"
	"time"
)

func TestCertificate(t *testing.T) {
	t.Parallel()
	now := time.Now()
	text, err := create("192.0.2.7", now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text  []byte
		ip    string
		after time.Duration
		want  bool
	}{
		{text, "localhost", 0, true},
		{text, "0.0.0.0", 0, true},
		{text, "::1", 0, true},
		{text, "192.0.2.7", 700 * 24 * time.Hour, true},
		{text, "192.0.2.8", 0, false},
		{text, "localhost", lifetime - 29*24*time.Hour, false},
		{text, "localhost", -2 * time.Hour, false},
		{text[:len(text)/2], "localhost", 0, false},
		{nil, "localhost", 0, false},
	} {
		if got := covers(c.text, c.ip, now.Add(c.after)); got != c.want {
			t.Errorf("%d bytes, %s, %s later: %t", len(c.text), c.ip, c.after, got)
		}
	}
}
