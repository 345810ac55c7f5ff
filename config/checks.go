package config

import (
	"regexp"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/cron"
)

// check applies the rules of a product that the tags of its type cannot express.
func (l *loader) check(b any, n *node, path string) {
	switch b := b.(type) {
	case *binding.DurableObject:
		l.checkDurableObject(b, n, path)
	case *binding.R2:
		l.checkR2(b, n, path)
	case *binding.Workflow:
		l.checkWorkflow(b, n, path)
	case *binding.RateLimit:
		if p := b.Simple.Period; p.Pos.Line > 0 && p.Value != 10 && p.Value != 60 {
			l.doc.Errorf(p.Pos, "%s.simple.period must be either 10 or 60, but it is %v", path, p.Value)
		}
	case *binding.Hyperdrive:
		l.checkHyperdrive(b)
	case *binding.Connect:
		l.checkConnect(b, n, path)
	case *binding.SendEmail:
		l.notBoth(n, path, "destination_address", "allowed_destination_addresses")
	case *binding.VPCNetwork:
		l.checkVPCNetwork(b, n, path)
	case *binding.Pipeline:
		l.checkPipeline(b, n, path)
	case *binding.K2:
		l.checkK2(b, n, path)
	case *binding.QueueConsumer:
		if pos, problem, fix := b.Problem(l.consumed); problem != "" {
			l.doc.Errorf(pos, "%s", problem).Fix = fix
		}
		l.consumed = append(l.consumed, b.Queue.Value)
	case *binding.Cron:
		l.checkCron(b.Schedule)
	}
}

func (l *loader) checkDurableObject(b *binding.DurableObject, n *node, path string) {
	if f := n.Field("environment"); f != nil && n.Get("script_name") == nil {
		l.doc.Errorf(l.doc.Name(f), `%s has an "environment", but no "script_name" that it could belong to`, path).Fix = `add "script_name", or remove "environment"`
	}
}

// Names that only a deploy would refuse are warnings.
func (l *loader) checkR2(b *binding.R2, n *node, path string) {
	valid := regexp.MustCompile(`^[a-z0-9][a-z0-9-]+[a-z0-9]$`)
	for key, name := range map[string]String{"bucket_name": b.BucketName, "preview_bucket_name": b.PreviewBucketName} {
		if name.Pos.Line > 0 && (name.Value != "" || key != "bucket_name") && (len(name.Value) > 63 || !valid.MatchString(name.Value)) {
			l.doc.Diags.Warnf(name.Pos, "config", "%s.%s=%q is invalid", path, key, name.Value).
				Fix = "bucket names begin and end with a letter or a digit, have only lower-case letters, digits and hyphens, and 3 to 63 of them"
		}
	}
}

func (l *loader) checkWorkflow(b *binding.Workflow, n *node, path string) {
	valid := regexp.MustCompile(`^[a-zA-Z0-9_][a-zA-Z0-9_-]*$`)
	if name := b.WorkflowName; name.Pos.Line > 0 && (len(name.Value) > 64 || !valid.MatchString(name.Value)) {
		l.doc.Diags.Warnf(name.Pos, "config", "%s.name=%q is invalid", path, name.Value).
			Fix = "workflow names start with a letter, a digit or an underscore, have only letters, digits, underscores and hyphens, and at most 64 of them"
	}
	for _, schedule := range b.Schedules {
		l.checkCron(schedule)
	}
}

// mostCrons is how many cron triggers an account can have, on the larger of the plans.
const mostCrons = 250

// checkCron warns of an expression that a deploy would refuse; wrangler dev takes any.
func (l *loader) checkCron(s String) {
	if l.crons++; l.crons == mostCrons+1 {
		l.doc.Diags.Warnf(s.Pos, "cron", "an account can have %d cron triggers, and this is one more", mostCrons).Fix = "let one trigger do the work of several"
	}
	_, err := cron.Parse(s.Value)
	if e, ok := err.(*cron.Error); ok && s.Pos.Line > 0 {
		pos := s.Pos
		if pos.Length == len(s.Value)+2 && e.End > e.Start { // in quotes, with nothing escaped
			pos.Column, pos.Length = pos.Column+1+e.Start, e.End-e.Start
		}
		l.doc.Diags.Warnf(pos, "cron", "the cron trigger %q is not valid: %s", s.Value, e.Message).Fix = e.Fix
	}
}

// HyperdriveVariable is the beginning of the name of an environment variable whose value
// is the local connection string of the binding that the rest names.
const HyperdriveVariable = "CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_"

func (l *loader) checkHyperdrive(b *binding.Hyperdrive) {
	for _, prefix := range []string{HyperdriveVariable, "WRANGLER_HYPERDRIVE_LOCAL_CONNECTION_STRING_"} {
		if value := l.environ.Values[prefix+b.Name.Value]; value != "" {
			b.LocalConnectionString.Value = value
			return
		}
	}
}

func (l *loader) checkConnect(b *binding.Connect, n *node, path string) {
	if p := b.Port; p.Pos.Line > 0 && (p.Value != float64(int(p.Value)) || p.Value < 1 || p.Value > 65535) {
		l.doc.Errorf(p.Pos, "%s.port must be an integer between 1 and 65535, but it is %v", path, p.Value)
	}
}

func (l *loader) checkVPCNetwork(b *binding.VPCNetwork, n *node, path string) {
	l.notBoth(n, path, "tunnel_id", "network_id")
	if n.Get("tunnel_id") == nil && n.Get("network_id") == nil {
		l.doc.Errorf(l.doc.At(n), `%s must have either a "tunnel_id" or "network_id"`, path)
	}
}

func (l *loader) checkPipeline(b *binding.Pipeline, n *node, path string) {
	switch {
	case b.Stream.Value != "":
	case b.Pipeline.Value != "":
		l.doc.Diags.Warnf(b.Pipeline.Pos, "config", `%s.pipeline is deprecated`, path).Fix = `use "stream" instead`
	case n.Get("stream") == nil || n.Get("stream").Is(text):
		l.doc.Errorf(l.doc.At(n), `%s has no "stream"`, path).Fix = `add "stream"`
	}
}

func (l *loader) checkK2(b *binding.K2, n *node, path string) {
	if f := n.Field("remote"); f != nil && f.Value.Is(boolean) && !b.Remote {
		l.doc.Errorf(l.doc.Name(f), `%s cannot have "remote": false, since K2 bindings always access remote resources`, path).Fix = `remove "remote"`
	}
}

func (l *loader) notBoth(n *node, path, one, other string) {
	if f := n.Field(other); f != nil && n.Get(one) != nil {
		l.doc.Errorf(l.doc.Name(f), "%s must have either %q or %q, but not both", path, one, other)
	}
}
