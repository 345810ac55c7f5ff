package v8

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestInspectLikeNode compares with what util.inspect of Node 20 said of the
// same bytes, with breakLength 80 and no limit of depth.
func TestInspectLikeNode(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/node-inspect.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Hex, Text string }
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		data, err := hex.DecodeString(c.Hex)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.Text, Inspect(v, 80)); d != "" {
			t.Errorf("%s (-node +ours):\n%s", c.Hex, d)
		}
	}
}
