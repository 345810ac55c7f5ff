package lint

import "testing"

// Every rule has two programs to show, also where they are chosen.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, r := range Rules() {
		_, chosen := typical[r.ID]
		bad, good := Example(r)
		if chosen && (bad == "" || good == "") || bad == good && bad != "" {
			t.Errorf("%s has no two examples", r.ID)
		}
	}
}
