package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
)

// Product is a kind of binding.
type Product struct {
	Key   string // of the configuration, such as "kv_namespaces"
	Title string // wrangler's name for a binding, such as "KV Namespace"

	scope  scope
	member string       // of that section which has the entries, "" for the section itself
	shape  kind         // array: a list of entries; object: entries by name; null: one entry
	entry  reflect.Type // of an entry
}

// product describes a product by the path of its entries, such as "ai",
// "kv_namespaces[]", "queues.producers[]" or "text_blobs{}".
func product[T binding.Binding](at string, s scope, title string) Product {
	p := Product{Title: title, scope: s, shape: null, entry: reflect.TypeFor[T]()}
	if rest, ok := strings.CutSuffix(at, "[]"); ok {
		at, p.shape = rest, array
	} else if rest, ok := strings.CutSuffix(at, "{}"); ok {
		at, p.shape = rest, object
	}
	p.Key, p.member, _ = strings.Cut(at, ".")
	return p
}

// named reports whether an entry has a name in env.
func (p Product) named() bool { return p.shape == object || tagOf(p.entry.Field(0)).key != "" }

// plain reports whether an entry is a string, not an object.
func (p Product) plain() bool {
	return slices.ContainsFunc(reflect.VisibleFields(p.entry), func(f reflect.StructField) bool { return tagOf(f).key == "." })
}

// products are the products of wrangler 4.164.0, with the inheritance and the titles of
// its validator. The bindings of vars and assets have code of their own.
var products = []Product{
	product[binding.Var]("vars", perEnvironment, "Environment Variable"),
	product[binding.AssetsBinding]("assets", inherited, "Assets"),
	product[binding.DurableObject]("durable_objects.bindings[]", perEnvironment, "Durable Object"),
	product[binding.Secret]("secrets.required[]", perEnvironment, "Secret"),

	product[binding.AgentMemory]("agent_memory[]", perEnvironment, "Agent Memory"),
	product[binding.AI]("ai", perEnvironment, "AI"),
	product[binding.AISearch]("ai_search[]", perEnvironment, "AI Search Instance"),
	product[binding.AISearchNamespace]("ai_search_namespaces[]", perEnvironment, "AI Search Namespace"),
	product[binding.AnalyticsEngine]("analytics_engine_datasets[]", perEnvironment, "Analytics Engine Dataset"),
	product[binding.AnalyticsSQL]("analytics", perEnvironment, "Analytics SQL"),
	product[binding.Artifacts]("artifacts[]", perEnvironment, "Artifacts"),
	product[binding.Browser]("browser", perEnvironment, "Browser Run"),
	product[binding.Certificate]("mtls_certificates[]", perEnvironment, "mTLS Certificate"),
	product[binding.Connect]("connect[]", perEnvironment, "Connect Handler"),
	product[binding.Container]("containers[]", perEnvironment, "Container"),
	product[binding.Cron]("triggers.crons[]", inherited, "Cron Trigger"),
	product[binding.D1]("d1_databases[]", perEnvironment, "D1 Database"),
	product[binding.DataBlob]("data_blobs{}", topOnly, "Data Blob"),
	product[binding.DispatchNamespace]("dispatch_namespaces[]", perEnvironment, "Dispatch Namespace"),
	product[binding.EventTrigger]("triggers.events[]", inherited, "Event Trigger"),
	product[binding.Flagship]("flagship[]", perEnvironment, "Flagship"),
	product[binding.HelloWorld]("unsafe_hello_world[]", perEnvironment, "Hello World"),
	product[binding.Hyperdrive]("hyperdrive[]", perEnvironment, "Hyperdrive Config"),
	product[binding.Images]("images", perEnvironment, "Images"),
	product[binding.K2]("k2[]", perEnvironment, "K2 Stream"),
	product[binding.KV]("kv_namespaces[]", perEnvironment, "KV Namespace"),
	product[binding.Logfwdr]("logfwdr.bindings[]", inherited, "logfwdr"),
	product[binding.Media]("media", perEnvironment, "Media"),
	product[binding.Pipeline]("pipelines[]", perEnvironment, "Pipeline"),
	product[binding.QueueConsumer]("queues.consumers[]", perEnvironment, "Queue"),
	product[binding.QueueProducer]("queues.producers[]", perEnvironment, "Queue"),
	product[binding.R2]("r2_buckets[]", perEnvironment, "R2 Bucket"),
	product[binding.RateLimit]("ratelimits[]", perEnvironment, "Rate Limit"),
	product[binding.SendEmail]("send_email[]", perEnvironment, "Send Email"),
	product[binding.Service]("services[]", perEnvironment, "Worker"),
	product[binding.Site]("site", topOnly, "Site"),
	product[binding.StoreSecret]("secrets_store_secrets[]", perEnvironment, "Secrets Store Secret"),
	product[binding.Stream]("stream", perEnvironment, "Stream"),
	product[binding.StreamingTailConsumer]("streaming_tail_consumers[]", perEnvironment, "Streaming Tail Consumer"),
	product[binding.TailConsumer]("tail_consumers[]", perEnvironment, "Tail Consumer"),
	product[binding.TextBlob]("text_blobs{}", topOnly, "Text Blob"),
	product[binding.Unsafe]("unsafe.bindings[]", perEnvironment, "Unsafe Metadata"),
	product[binding.VPCNetwork]("vpc_networks[]", perEnvironment, "VPC Network"),
	product[binding.VPCService]("vpc_services[]", perEnvironment, "VPC Service"),
	product[binding.Vectorize]("vectorize[]", perEnvironment, "Vectorize Index"),
	product[binding.VersionMetadata]("version_metadata", perEnvironment, "Worker Version Metadata"),
	product[binding.WasmModule]("wasm_modules{}", topOnly, "Wasm Module"),
	product[binding.WorkerLoader]("worker_loaders[]", perEnvironment, "Worker Loader"),
	product[binding.Workflow]("workflows[]", perEnvironment, "Workflow"),
}

// besides are members of sections that are not bindings.
var besides = map[string][]string{"durable_objects": {"code_update_strategy"}, "unsafe": {"metadata", "capnp"}}

// ProductOf returns the product of a binding.
func ProductOf(b binding.Binding) Product {
	t := reflect.TypeOf(b)
	if i := slices.IndexFunc(products, func(p Product) bool { return p.entry == t }); i >= 0 {
		return products[i]
	}
	return Product{}
}

// bindings reads the bindings of all products but vars, which has no entries.
func (l *loader) bindings() {
	l.found = map[*node][]binding.Binding{}
	for i, p := range products {
		if p.Key == "vars" || p.Key == "assets" || slices.ContainsFunc(products[:i], func(o Product) bool { return o.Key == p.Key }) {
			continue
		}
		before := len(l.diags)
		l.p.Bindings = append(l.p.Bindings, pick(l, p.Key, l.section)...)
		if p.Key != "durable_objects" {
			for _, d := range l.diags[before:] {
				if d.Severity == diag.Error {
					l.p.RunProblems = append(l.p.RunProblems, d)
				}
			}
		}
	}
	if f := l.selected("assets"); f != nil {
		if name := f.Value.Get("binding"); name.Is(text) && name.Value != "" {
			l.p.Bindings = append(l.p.Bindings, binding.AssetsBinding{Entry: binding.Entry{Name: String{Value: name.Value, Pos: l.doc.At(name)}, Pos: l.doc.At(f.Value)}})
		}
	}
	slices.SortStableFunc(l.p.Bindings, inFile)
	l.checkNames()
	// A class without a name was reported, and is not one that migrate could look at.
	l.p.Bindings = slices.DeleteFunc(l.p.Bindings, func(b binding.Binding) bool {
		object, ok := b.(binding.DurableObject)
		return ok && object.ClassName.Value == ""
	})
}

func inFile(a, b binding.Binding) int {
	x, y := a.Common().Pos, b.Common().Pos
	if x.Line != y.Line {
		return x.Line - y.Line
	}
	return x.Column - y.Column
}

// checkNames reports names in env that are used twice.
func (l *loader) checkNames() {
	all := slices.Clone(l.p.Bindings)
	if f := l.selected("vars"); f != nil {
		for i := range f.Value.Fields {
			all = append(all, binding.Var{Name: String{Value: f.Value.Fields[i].Name, Pos: l.doc.Name(&f.Value.Fields[i])}})
		}
	}
	slices.SortStableFunc(all, inFile)
	seen := map[string]binding.Binding{}
	for _, b := range all {
		name := b.Common().Name
		first, taken := seen[name.Value]
		switch {
		case name.Value == "":
		case !taken:
			seen[name.Value] = b
		default:
			one, two, line := ProductOf(first).Title, ProductOf(b).Title, first.Common().Name.Pos.Line
			e := l.doc.Errorf(name.Pos, "%s names two %s bindings; the first is on line %d", name.Value, two, line)
			if one != two {
				e.Message = fmt.Sprintf("%s names two bindings, %s and %s; the first is on line %d", name.Value, one, two, line)
			}
			e.Fix = "give each binding its own name"
		}
	}
}
