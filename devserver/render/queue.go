package render

import (
	"slices"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// queuesService is the simulator of all queues of the process, if any is used, and
// queuesEntrypoint what the control worker uses of it.
const (
	queuesService    = "simulator:queues"
	queuesEntrypoint = "Queues"
)

// queues adds the simulator of queues, once.
func (p *plan) queues() *workerd.Worker {
	elsewhere := len(QueuesElsewhere(p.projects())) > 0
	if elsewhere {
		p.elsewhere()
	}
	p.simulate("queues", workerd.Namespace{ClassName: "Queue", UniqueKey: "dotool-Queue", SQL: true, PreventEviction: true})
	w := p.simulator(queuesService)
	if len(w.CompatibilityFlags) == 1 {
		// It calls handlers of the user's Workers.
		w.CompatibilityFlags = append(w.CompatibilityFlags, "service_binding_extra_handlers")
		w.Bindings = append(w.Bindings, value("HELD", p.Held), text("SECRET", p.Secret))
		if elsewhere {
			w.Bindings = append(w.Bindings, workerd.Binding{Name: "ELSEWHERE", Value: workerd.ServiceBinding{Service: RegistryService}})
		}
	}
	return w
}

// has reports whether a simulator was added.
func (p *plan) has(service string) bool { return p.simulator(service) != nil }

func (p *plan) simulator(service string) *workerd.Worker {
	for i := range p.Config.Workers {
		if w := &p.Config.Workers[i]; w.Name == service {
			return w
		}
	}
	return nil
}

// producer sends to a queue.
func producer(b binding.QueueProducer) hosting {
	return func(p *plan) workerd.BindingValue {
		return workerd.QueueBinding{
			Service: p.queues().Name,
			Props:   props(map[string]any{"queue": b.LocalName(), "delay": b.DeliveryDelay.Value}),
		}
	}
}

// The defaults of a consumer are Cloudflare's, but for the time of a batch, which is
// wrangler dev's: 5 s would only be waiting.
const (
	defaultBatchSize    = 10
	defaultBatchTimeout = 1 // seconds
	defaultRetries      = 3
)

// consumer has the simulator deliver a queue to the Worker, unless another Worker has
// it: a queue has one consumer.
func consumer(b binding.QueueConsumer) hosting {
	return func(p *plan) workerd.BindingValue {
		w, queue := p.queues(), b.Queue.Value
		if slices.ContainsFunc(w.Bindings, func(b workerd.Binding) bool { return b.Name == "settings:"+queue }) {
			return nil
		}
		given := func(n binding.Number, otherwise float64) float64 {
			if n.Pos.Line == 0 {
				return otherwise
			}
			return n.Value
		}
		w.Bindings = append(w.Bindings,
			workerd.Binding{Name: "consumer:" + queue, Value: workerd.ServiceBinding{Service: p.service()}},
			workerd.Binding{Name: "worker:" + queue, Value: workerd.ServiceBinding{Service: p.service(), Entrypoint: host.Entrypoint}},
			value("settings:"+queue, map[string]any{
				"batchSize":    max(1, given(b.MaxBatchSize, defaultBatchSize)),
				"batchTimeout": given(b.MaxBatchTimeout, defaultBatchTimeout),
				"retries":      given(b.MaxRetries, defaultRetries),
				"retryDelay":   b.RetryDelay.Value,
				"concurrency":  b.MaxConcurrency.Value, // 0: any
				"deadLetters":  b.DeadLetterQueue.Value,
			}))
		return nil
	}
}

// Consumes reports whether a Worker consumes a queue.
func (r Input) Consumes() bool {
	return slices.ContainsFunc(r.Workers, func(w Worker) bool {
		return slices.ContainsFunc(w.Project.Bindings, func(b binding.Binding) bool { _, ok := b.(binding.QueueConsumer); return ok })
	})
}

// queueWarnings are about queues that another Worker consumes, which stands before p in
// the list.
func queueWarnings(p *config.Project, beside []*config.Project) (list diag.List) {
	for _, b := range config.Of[binding.QueueConsumer](p) {
		for _, other := range beside {
			if other.File == p.File {
				break
			}
			if slices.ContainsFunc(config.Of[binding.QueueConsumer](other), func(o binding.QueueConsumer) bool { return o.Queue.Value == b.Queue.Value }) {
				list.Warnf(b.Queue.Pos, "not-hosted", "the queue %q is consumed by the Worker %q: this one gets no messages of it", b.Queue.Value, other.Name.Value).
					Fix = "remove one of the consumers: a queue can have only one"
				break
			}
		}
	}
	return list
}
