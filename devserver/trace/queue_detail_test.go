package trace

import (
	"testing"

	"github.com/dotool-dev/dotool/devserver/event"
)

func TestQueueDetail(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text   string
		failed bool
		want   event.QueueCall
	}{
		{`["a",3,0,0,0]`, false, event.QueueCall{Name: "a", Messages: 3, Acked: 3}},
		{`["a",3,1,1,0]`, false, event.QueueCall{Name: "a", Messages: 3, Acked: 2, Retried: 1}},
		{`["a",3,1,0,2]`, false, event.QueueCall{Name: "a", Messages: 3, Acked: 1, Retried: 2}},
		{`["a",3,1,1,0]`, true, event.QueueCall{Name: "a", Messages: 3, Acked: 1, Retried: 2}},
		{`["a",3,0,1,1]`, true, event.QueueCall{Name: "a", Messages: 3, Acked: 2, Retried: 1}},
	} {
		if got, ok := queueDetail(tt.text, tt.failed); !ok || *got != tt.want {
			t.Errorf("%s, failed %t: %+v, want %+v", tt.text, tt.failed, got, tt.want)
		}
	}
	if got, ok := queueDetail("[]", true); got != nil || !ok {
		t.Errorf("a batch that could not be read: %+v, %t", got, ok)
	}
	for _, text := range []string{"", "{}", `["a"]`, `[1,2,3,4,5]`, `["a",1,0,0,0`} {
		if _, ok := queueDetail(text, false); ok {
			t.Errorf("%s was read", text)
		}
	}
}
