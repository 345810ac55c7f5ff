package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect/queues"
)

// Producer and Consumer are those of a Worker.
type (
	Producer struct {
		Worker string
		binding.QueueProducer
	}
	Consumer struct {
		Worker string
		binding.QueueConsumer
	}
)

// Producers returns the producers of the configurations.
func (x *Objects) Producers() (all []Producer) {
	for _, p := range x.project.projects() {
		for _, b := range config.Of[binding.QueueProducer](p) {
			all = append(all, Producer{p.Name.Value, b})
		}
	}
	return all
}

// Consumers returns the consumers of the configurations: of a queue with several, the first
// one gets the messages.
func (x *Objects) Consumers() (all []Consumer) {
	for _, p := range x.project.projects() {
		for _, b := range config.Of[binding.QueueConsumer](p) {
			all = append(all, Consumer{p.Name.Value, b})
		}
	}
	return all
}

// Consumer returns the consumer of a queue, nil if there is none.
func (x *Objects) Consumer(queue string) *Consumer {
	all := x.Consumers()
	if i := slices.IndexFunc(all, func(c Consumer) bool { return c.Queue.Value == queue }); i >= 0 {
		return &all[i]
	}
	return nil
}

// QueueNames returns the queues of the configuration, including those of dead letters, and
// those on disk. The error names files that cannot be read.
func (x *Objects) QueueNames(ctx context.Context) ([]string, error) {
	names, err := queues.Names(ctx, x.State().ProductsDir())
	for _, p := range x.Producers() {
		names = append(names, p.LocalName())
	}
	for _, c := range x.Consumers() {
		names = append(names, c.Queue.Value, c.DeadLetterQueue.Value)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" }), err
}

// Queue finds a queue by its name or the binding of a producer.
func (x *Objects) Queue(ctx context.Context, text string) (*queues.Queue, error) {
	names, err := x.QueueNames(ctx)
	if !slices.Contains(names, text) {
		var meant []string
		for _, p := range x.Producers() {
			if p.Name.Value == text && text != "" && !slices.Contains(meant, p.LocalName()) {
				meant = append(meant, p.LocalName())
			}
		}
		switch len(meant) {
		case 0:
			return nil, errors.Join(&missingError{kind: "queue", name: text, among: names, section: "queues"}, err)
		case 1:
			text = meant[0]
		default:
			return nil, ui.UsageError(fmt.Sprintf("the binding %s stands for several queues", text), "name the queue: "+strings.Join(meant, ", "))
		}
	}
	return x.QueueNamed(text), nil
}

// QueueNamed returns the queue of a name, which need not exist.
func (x *Objects) QueueNamed(name string) *queues.Queue {
	return queues.Open(x.State().ProductsDir(), name)
}

// ChangeQueues runs fn, which changes queues on disk and names them, with the lock of the
// state folder or beside the server that has it, which is told of the change.
func (x *Objects) ChangeQueues(ctx context.Context, fn func() (changed []string, err error)) error {
	var changed []string
	err := x.Beside(ctx, func() (err error) {
		changed, err = fn()
		return err
	})
	if len(changed) == 0 {
		return err
	}
	client, e := x.Server(ctx)
	if e == nil {
		e = client.WakeQueues(ctx, changed...)
	}
	if errors.Is(e, control.ErrNoServer) { // the next one looks when it starts
		e = nil
	}
	return errors.Join(err, e)
}
