package local

import (
	"context"
	"errors"
	"slices"

	"dotool/config"
	"dotool/config/binding"
	"dotool/devserver/control"
	"dotool/inspect/queues"
)

// Producers are the producers of the configuration.
func (x *Objects) Producers() []binding.QueueProducer {
	if x.project.loaded == nil {
		return nil
	}
	return config.Of[binding.QueueProducer](x.project.loaded)
}

// Consumers are the consumers of the configuration.
func (x *Objects) Consumers() []binding.QueueConsumer {
	if x.project.loaded == nil {
		return nil
	}
	return config.Of[binding.QueueConsumer](x.project.loaded)
}

// QueueNames are the queues of the configuration, including those of dead letters, and
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
		i := slices.IndexFunc(x.Producers(), func(p binding.QueueProducer) bool { return p.Name.Value == text && text != "" })
		if i < 0 {
			return nil, errors.Join(&missingError{kind: "queue", name: text, among: names, section: "queues"}, err)
		}
		text = x.Producers()[i].LocalName()
	}
	return x.QueueNamed(text), nil
}

// QueueNamed is the queue of a name, which need not exist.
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
