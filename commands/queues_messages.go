package commands

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect/queues"
	"github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/inspect/v8/console"
)

type queueOptions struct {
	Queue  string
	Bodies []string
	Limit  int // 0: all
	To     string
	Text   bool          // bodies are text, not JSON
	Delay  time.Duration // until they are due
}

// queueMessage is a message as JSON.
type queueMessage struct {
	ID          string          `json:"id"`
	ContentType string          `json:"contentType"`
	Body        json.RawMessage `json:"body"`
	SentAt      string          `json:"sentAt"`
	DueAt       string          `json:"dueAt"`
	Attempts    int             `json:"attempts"` // the number of failed attempts
	DeadFrom    local.JSONText  `json:"deadFrom,omitempty"`
}

// bodyJSON returns the body of a message as JSON; bytes are {"$blob": Base64}.
func bodyJSON(m queues.Message) json.RawMessage {
	switch {
	case m.Type == "json" && json.Valid(m.Body):
		return m.Body
	case m.Type == "v8":
		return v8.ToJSON(local.Decoded(m.Body))
	case m.Type == "bytes" || !utf8.Valid(m.Body):
		text, _ := json.Marshal(map[string]string{"$blob": base64.StdEncoding.EncodeToString(m.Body)})
		return text
	}
	text, _ := json.Marshal(string(m.Body))
	return text
}

// bodyText returns the body of a message for people, on one line.
func bodyText(m queues.Message) string {
	switch {
	case m.Type == "v8":
		return console.Inspect(local.Decoded(m.Body), 1<<30)
	case m.Type == "text" && utf8.Valid(m.Body) && !bytes.ContainsFunc(m.Body, unicode.IsControl):
		return string(m.Body)
	}
	return string(bodyJSON(m))
}

func runQueuesPeek(ctx context.Context, env *local.Project, objects *local.Objects, o queueOptions) error {
	queue, err := objects.Queue(ctx, o.Queue)
	if err != nil {
		return err
	}
	print, end := ui.JSONList[queueMessage](env.Stdout)
	t := ui.Table{Head: []string{"ID", "DUE", "FAILED", "BODY"}, Names: []string{"BODY"}, Spare: []string{"ID"}}
	found := 0
	for m, err := range queue.Messages(ctx) {
		if err != nil {
			return err
		}
		if env.JSON {
			err = print(queueMessage{m.ID, m.Type, bodyJSON(m), ui.JSONTime(m.Sent), ui.JSONTime(m.Due), m.Attempts, local.JSONText(m.From)})
		} else {
			t.Row(m.ID, m.Due, m.Attempts, bodyText(m))
		}
		if err != nil {
			return err
		}
		if found++; found == o.Limit {
			break
		}
	}
	if env.JSON {
		return end()
	}
	if found == 0 {
		env.Note("The queue is empty.")
	}
	t.Print(env.Env, env.Stdout, "")
	return nil
}

func runQueuesSend(ctx context.Context, env *local.Project, objects *local.Objects, o queueOptions) error {
	queue, err := objects.Queue(ctx, o.Queue)
	if err != nil {
		return err
	}
	now := objects.Clock(ctx)
	var messages []queues.Message
	for _, body := range o.Bodies {
		m := queues.Message{Type: "json", Sent: now, Due: now.Add(o.Delay)}
		if m.Body = []byte(body); o.Text {
			m.Type = "text"
		} else {
			var compact bytes.Buffer
			if err := json.Compact(&compact, m.Body); err != nil {
				return err
			}
			m.Body = compact.Bytes()
		}
		messages = append(messages, m)
	}
	err = objects.ChangeQueues(ctx, func() ([]string, error) { return []string{queue.Name}, queue.Send(ctx, messages) })
	if err != nil {
		return err
	}
	return reportCount(env, "sent", len(messages), "Sent %s.")
}

func runQueuesPurge(ctx context.Context, env *local.Project, objects *local.Objects, o queueOptions) error {
	queue, err := objects.Queue(ctx, o.Queue)
	if err != nil {
		return err
	}
	n := 0
	err = objects.ChangeQueues(ctx, func() (changed []string, err error) {
		if n, err = queue.Purge(ctx); n > 0 {
			changed = []string{queue.Name}
		}
		return changed, err
	})
	if err != nil {
		return err
	}
	return reportCount(env, "deleted", n, "Deleted %s.")
}

// reportCount says how many messages something was done to.
func reportCount(env *local.Project, key string, n int, sentence string) error {
	if env.JSON {
		return ui.WriteJSON(env.Stdout, map[string]int{key: n})
	}
	env.Note(sentence, ui.Count(n, "message"))
	return nil
}

func runQueuesRedrive(ctx context.Context, env *local.Project, objects *local.Objects, o queueOptions) error {
	queue, err := objects.Queue(ctx, o.Queue)
	if err != nil {
		return err
	}
	target := queue
	if o.To != "" {
		if target, err = objects.Queue(ctx, o.To); err != nil {
			return err
		}
		if target.Name == queue.Name {
			return ui.Usagef("--to must name another queue")
		}
	}
	var moved map[string]int
	stayed := 0
	err = objects.ChangeQueues(ctx, func() (changed []string, err error) {
		moved, stayed, err = queue.Redrive(ctx, objects.Clock(ctx), func(from string) *queues.Queue {
			switch {
			case o.To != "":
				return target
			case from == "" || from == queue.Name:
				return nil
			}
			return objects.QueueNamed(from)
		})
		if len(moved) > 0 {
			changed = append(slices.Sorted(maps.Keys(moved)), queue.Name)
		}
		return changed, err
	})
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Moved map[string]int `json:"moved"` // by queue
			Left  int            `json:"left"`
		}{moved, stayed})
	}
	for _, name := range slices.Sorted(maps.Keys(moved)) {
		env.Note("Moved %s to %s.", ui.Count(moved[name], "message"), name)
	}
	switch {
	case stayed > 0:
		env.Note("%s stayed in %s: sent to it, not moved there after failing. --to QUEUE moves them too.", ui.Count(stayed, "message"), queue.Name)
	case len(moved) == 0:
		env.Note("The queue is empty.")
	}
	return nil
}
