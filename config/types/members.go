package types

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/tree"
)

// member is a property of an interface.
type member struct {
	name, typ string
	optional  bool
	category  string   // of a binding: the same name may not have two in different environments
	text      bool     // process.env has it
	union     []string // its types in several environments
}

// plain are the products whose bindings have one type each, in wrangler's order.
var plain = []struct{ path, typ string }{
	{"kv_namespaces", "KVNamespace"},
	{"r2_buckets", "R2Bucket"},
	{"d1_databases", "D1Database"},
	{"vectorize", "VectorizeIndex"},
	{"hyperdrive", "Hyperdrive"},
	{"send_email", "SendEmail"},
	{"analytics_engine_datasets", "AnalyticsEngineDataset"},
	{"dispatch_namespaces", "DispatchNamespace"},
	{"mtls_certificates", "Fetcher"},
	{"queues.producers", "Queue"},
	{"k2", k2},
	{"secrets_store_secrets", "SecretsStoreSecret"},
	{"artifacts", "Artifacts"},
	{"unsafe_hello_world", "HelloWorldBinding"},
	{"flagship", "Flagship"},
	{"ratelimits", "RateLimit"},
	{"worker_loaders", "WorkerLoader"},
	{"vpc_services", "Fetcher"},
	{"vpc_networks", "Fetcher"},
	{"ai_search_namespaces", "AiSearchNamespace"},
	{"ai_search", "AiSearchInstance"},
	{"agent_memory", "AgentMemoryNamespace"},
	{"logfwdr.bindings", "any"},
	{"browser", "BrowserRun"},
	{"analytics", "AnalyticsSQLBinding"},
	{"ai", "Ai"},
	{"images", "ImagesBinding"},
	{"stream", "StreamBinding"},
	{"media", "MediaBinding"},
	{"version_metadata", "WorkerVersionMetadata"},
	{"assets", "Fetcher"},
}

const k2 = `{
		send(records:
			| { content: ArrayBuffer; headers?: Record<string, string> }[]
			| { content: Uint8Array; headers?: Record<string, string> }[]
		): Promise<
			| { success: true }
			| { success: false; error: { code: number; message: string; retryable: boolean } }
		>;
	}`

const genericPipeline = `import("cloudflare:pipelines").Pipeline<import("cloudflare:pipelines").PipelineRecord>`

func fields(n *tree.Node) []tree.Field {
	if n == nil {
		return nil
	}
	return n.Fields
}

func str(n *tree.Node, name string) string {
	if v := n.Get(name); v.Is(tree.Text) {
		return v.Value
	}
	return ""
}

// list returns the entries of a product in a section of the configuration.
func list(section *tree.Node, path string) []*tree.Node {
	for name := range strings.SplitSeq(path, ".") {
		if section = section.Get(name); section == nil {
			return nil
		}
	}
	if section.Is(tree.Table) {
		return []*tree.Node{section}
	}
	return section.Items
}

func nameOf(n *tree.Node) string {
	if name := str(n, "binding"); name != "" {
		return name
	}
	return str(n, "name")
}

// plainMembers returns the members of the products in plain.
func plainMembers(section *tree.Node) (all []member) {
	for _, product := range plain {
		entries := list(section, product.path)
		if product.path == "logfwdr.bindings" && len(entries) > 0 {
			all = append(all, member{name: "LOGFWDR_SCHEMA", typ: product.typ, category: product.path})
			continue
		}
		for _, n := range entries {
			if name := nameOf(n); name != "" {
				all = append(all, member{name: name, typ: product.typ, category: product.path})
			}
		}
	}
	return all
}

// searchLast puts the members of search products last, as wrangler has them where there
// are environments.
func searchLast(all []member) []member {
	isSearch := func(m member) bool {
		return slices.Contains([]string{"ai_search_namespaces", "ai_search", "agent_memory"}, m.category)
	}
	var search []member
	for _, m := range all {
		if isSearch(m) {
			search = append(search, m)
		}
	}
	return append(slices.DeleteFunc(all, isSearch), search...)
}

func pipelineMembers(section *tree.Node) (all []member) {
	for _, n := range list(section, "pipelines") {
		if name := nameOf(n); name != "" {
			all = append(all, member{name: name, typ: genericPipeline})
		}
	}
	return all
}

// variableMembers returns the members of vars, whose values are their types.
func variableMembers(section *tree.Node, any bool) (all []member) {
	for _, f := range fields(section.Get("vars")) {
		typ := literal(f.Value)
		if any {
			typ = typeOf(f.Value)
		}
		all = append(all, member{name: f.Name, typ: typ, text: true})
	}
	return all
}

func secretMembers(names []string) (all []member) {
	for _, name := range names {
		all = append(all, member{name: name, typ: "string", text: true})
	}
	return all
}

// classMembers returns the members whose type is that of a class of this or another Worker.
func (t *text) classMembers(section *tree.Node) (objects, services, workflows []member) {
	for _, n := range list(section, "durable_objects.bindings") {
		class, script := str(n, "class_name"), str(n, "script_name")
		typ := "DurableObjectNamespace " + comment(from(class, script))
		if e := t.worker(script); e.has(class) {
			typ = fmt.Sprintf(`DurableObjectNamespace<import(%s).%s>`, quote(e.specifier(t.Path)), class)
		}
		objects = append(objects, member{name: nameOf(n), typ: typ})
	}
	for _, n := range list(section, "services") {
		service, entrypoint := str(n, "service"), str(n, "entrypoint")
		e := t.workers[service]
		if t.entry != nil && t.entry.worker == service {
			e = t.entry
		}
		typ := "Fetcher " + comment(service)
		if export := cmp.Or(entrypoint, "default"); e.has(export) {
			typ = fmt.Sprintf(`Service<typeof import(%s).%s>`, quote(e.specifier(t.Path)), export)
		} else if entrypoint != "" {
			typ = "Service " + comment("entrypoint "+from(entrypoint, service))
		}
		services = append(services, member{name: nameOf(n), typ: typ})
	}
	for _, n := range list(section, "workflows") {
		class, script := str(n, "class_name"), str(n, "script_name")
		typ := "Workflow " + comment(from(class, script))
		if e := t.worker(script); e.has(class) {
			typ = fmt.Sprintf(`Workflow<Parameters<import(%s).%s['run']>[0]['payload']>`, quote(e.specifier(t.Path)), class)
		}
		workflows = append(workflows, member{name: str(n, "binding"), typ: typ})
	}
	return objects, services, workflows
}

// comment returns a text in a comment, which it cannot end.
func comment(text string) string { return "/* " + strings.ReplaceAll(text, "*/", "* /") + " */" }

// worker returns the entry of the Worker with a name; "" is this one.
func (t *text) worker(name string) *entry {
	if name == "" {
		return t.entry
	}
	return t.workers[name]
}

func from(class, script string) string {
	if script == "" {
		return class
	}
	return class + " from " + script
}

// unsafeMembers returns the members of unsafe.bindings. wrangler knows a service only where a
// Worker has one interface, and in environments.
func unsafeMembers(section *tree.Node, services bool) (all []member) {
	for _, n := range list(section, "unsafe.bindings") {
		m := member{name: nameOf(n), typ: "any"}
		switch kind := str(n, "type"); {
		case kind == "ratelimit":
			m.typ = "RateLimit"
		case kind == "service" && services:
			m.typ = "Fetcher"
		}
		all = append(all, m)
	}
	return all
}

// blobMembers returns the members for Workers in the service-worker format.
func blobMembers(root *tree.Node) (all []member) {
	for _, f := range fields(root.Get("data_blobs")) {
		all = append(all, member{name: f.Name, typ: "ArrayBuffer"})
	}
	for _, f := range fields(root.Get("text_blobs")) {
		all = append(all, member{name: f.Name, typ: "string"})
	}
	return all
}

// literal returns a value as JSON.stringify writes it.
func literal(n *tree.Node) string {
	switch n.Kind {
	case tree.Text, tree.Date:
		return quote(n.Value)
	case tree.Number:
		return number(n.Value)
	case tree.List:
		items := make([]string, len(n.Items))
		for i, item := range n.Items {
			items[i] = literal(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case tree.Table:
		items := make([]string, len(n.Fields))
		for i, f := range n.Fields {
			items[i] = quote(f.Name) + ":" + literal(f.Value)
		}
		return "{" + strings.Join(items, ",") + "}"
	}
	return n.Value
}

// number returns a number as JavaScript prints it.
func number(s string) string {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	if a := math.Abs(x); x == 0 {
		return "0"
	} else if a >= 1e-6 && a < 1e21 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}

// quote returns a string as JSON.stringify writes it.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch at := strings.IndexRune("\"\\\b\f\n\r\t", c); {
		case at >= 0:
			b.WriteByte('\\')
			b.WriteByte(`"\bfnrt`[at])
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// typeOf returns the type of a value as typeof names it.
func typeOf(n *tree.Node) string {
	switch n.Kind {
	case tree.Text:
		return "string"
	case tree.Number:
		return "number"
	case tree.Boolean:
		return "boolean"
	case tree.List:
		var kinds []string
		for _, item := range n.Items {
			kind := typeOf(item)
			if item.Is(tree.List) {
				kind = "object"
			}
			kinds = append(kinds, kind)
		}
		slices.Sort(kinds)
		switch kinds = slices.Compact(kinds); len(kinds) {
		case 0:
			return "unknown[]"
		case 1:
			return kinds[0] + "[]"
		}
		return "(" + strings.Join(kinds, "|") + ")[]"
	}
	return "object"
}
