package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dotool/config/diag"
)

// Product is a kind of binding.
type Product struct {
	Key   string // of the configuration, such as "kv_namespaces"
	Title string // wrangler's word for one of its bindings, such as "KV Namespace"

	scope  scope
	member string       // of the section of that key which holds the entries, "" for the section itself
	shape  kind         // array: a list of entries; object: entries by name; null: one entry
	entry  reflect.Type // of an entry
	named  bool         // whether an entry has a name in env
	plain  bool         // whether an entry is a string
}

// product describes a product whose entries are at a place such as "ai",
// "kv_namespaces[]", "queues.producers[]" or "text_blobs{}".
func product[T Binding](at string, s scope, title string) Product {
	p := Product{Title: title, scope: s, shape: null, entry: reflect.TypeFor[T]()}
	for suffix, shape := range map[string]kind{"[]": array, "{}": object} {
		if rest, ok := strings.CutSuffix(at, suffix); ok {
			at, p.shape = rest, shape
		}
	}
	p.Key, p.member, _ = strings.Cut(at, ".")
	p.named = p.shape == object
	for i := range p.entry.NumField() {
		t := tagOf(p.entry.Field(i))
		p.plain = p.plain || t.key == "."
		p.named = p.named || i == 0 && t.key != ""
	}
	return p
}

// products are those of wrangler 4.164.0, with the inheritance and the titles of
// its validator. The bindings of vars and assets have code of their own.
var products = []Product{
	product[Var]("vars", own, "Environment Variable"),
	product[AssetsBinding]("assets", inherited, "Assets"),
	product[DurableObject]("durable_objects.bindings[]", own, "Durable Object"),
	product[Secret]("secrets.required[]", own, "Secret"),

	product[AgentMemory]("agent_memory[]", own, "Agent Memory"),
	product[AI]("ai", own, "AI"),
	product[AISearch]("ai_search[]", own, "AI Search Instance"),
	product[AISearchNamespace]("ai_search_namespaces[]", own, "AI Search Namespace"),
	product[AnalyticsEngine]("analytics_engine_datasets[]", own, "Analytics Engine Dataset"),
	product[AnalyticsSQL]("analytics", own, "Analytics SQL"),
	product[Artifacts]("artifacts[]", own, "Artifacts"),
	product[Browser]("browser", own, "Browser Run"),
	product[Certificate]("mtls_certificates[]", own, "mTLS Certificate"),
	product[Connect]("connect[]", own, "Connect Handler"),
	product[Container]("containers[]", own, "Container"),
	product[Cron]("triggers.crons[]", inherited, "Cron Trigger"),
	product[D1]("d1_databases[]", own, "D1 Database"),
	product[DataBlob]("data_blobs{}", topOnly, "Data Blob"),
	product[DispatchNamespace]("dispatch_namespaces[]", own, "Dispatch Namespace"),
	product[EventTrigger]("triggers.events[]", inherited, "Event Trigger"),
	product[Flagship]("flagship[]", own, "Flagship"),
	product[HelloWorld]("unsafe_hello_world[]", own, "Hello World"),
	product[Hyperdrive]("hyperdrive[]", own, "Hyperdrive Config"),
	product[Images]("images", own, "Images"),
	product[K2]("k2[]", own, "K2 Stream"),
	product[KV]("kv_namespaces[]", own, "KV Namespace"),
	product[Logfwdr]("logfwdr.bindings[]", inherited, "logfwdr"),
	product[Media]("media", own, "Media"),
	product[Pipeline]("pipelines[]", own, "Pipeline"),
	product[QueueConsumer]("queues.consumers[]", own, "Queue"),
	product[QueueProducer]("queues.producers[]", own, "Queue"),
	product[R2]("r2_buckets[]", own, "R2 Bucket"),
	product[RateLimit]("ratelimits[]", own, "Rate Limit"),
	product[SendEmail]("send_email[]", own, "Send Email"),
	product[Service]("services[]", own, "Worker"),
	product[Site]("site", topOnly, "Site"),
	product[StoreSecret]("secrets_store_secrets[]", own, "Secrets Store Secret"),
	product[Stream]("stream", own, "Stream"),
	product[StreamingTailConsumer]("streaming_tail_consumers[]", own, "Streaming Tail Consumer"),
	product[TailConsumer]("tail_consumers[]", own, "Tail Consumer"),
	product[TextBlob]("text_blobs{}", topOnly, "Text Blob"),
	product[Unsafe]("unsafe.bindings[]", own, "Unsafe Metadata"),
	product[VPCNetwork]("vpc_networks[]", own, "VPC Network"),
	product[VPCService]("vpc_services[]", own, "VPC Service"),
	product[Vectorize]("vectorize[]", own, "Vectorize Index"),
	product[VersionMetadata]("version_metadata", own, "Worker Version Metadata"),
	product[WasmModule]("wasm_modules{}", topOnly, "Wasm Module"),
	product[WorkerLoader]("worker_loaders[]", own, "Worker Loader"),
	product[Workflow]("workflows[]", own, "Workflow"),
}

// besides are the members of sections that hold no bindings.
var besides = map[string][]string{"durable_objects": {"code_update_strategy"}, "unsafe": {"metadata", "capnp"}}

// ProductOf returns the product that a binding is of.
func ProductOf(b Binding) Product {
	t := reflect.TypeOf(b)
	if i := slices.IndexFunc(products, func(p Product) bool { return p.entry == t }); i >= 0 {
		return products[i]
	}
	return Product{}
}

// Inherits reports whether an environment without bindings of the product has
// those of the top level.
func (p Product) Inherits() bool { return p.scope != own }

// bindings reads those of all products but vars, which has no entries.
func (l *loader) bindings() {
	l.found = map[*node][]Binding{}
	for i, p := range products {
		if p.Key == "vars" || p.Key == "assets" || slices.ContainsFunc(products[:i], func(o Product) bool { return o.Key == p.Key }) {
			continue
		}
		before := len(l.diags)
		l.p.Bindings = append(l.p.Bindings, pick(l, p.Key, l.section)...)
		if p.Key != "durable_objects" {
			for _, d := range l.diags[before:] {
				if d.Severity == diag.Error {
					l.p.RunFaults = append(l.p.RunFaults, d)
				}
			}
		}
	}
	if f := l.selected("assets"); f != nil {
		if name := f.value.get("binding"); name.is(text) && name.value != "" {
			l.p.Bindings = append(l.p.Bindings, AssetsBinding{Entry{String{name.value, l.doc.at(name)}, l.doc.at(f.value)}})
		}
	}
	slices.SortStableFunc(l.p.Bindings, inFile)
	l.checkNames()
	// A class without a name was reported, and is not one that migrate could look at.
	l.p.Bindings = slices.DeleteFunc(l.p.Bindings, func(b Binding) bool {
		object, ok := b.(DurableObject)
		return ok && object.ClassName.Value == ""
	})
}

func inFile(a, b Binding) int {
	x, y := a.Common().Pos, b.Common().Pos
	if x.Line != y.Line {
		return x.Line - y.Line
	}
	return x.Column - y.Column
}

// checkNames reports names in env that are taken twice.
func (l *loader) checkNames() {
	all := slices.Clone(l.p.Bindings)
	if f := l.selected("vars"); f != nil {
		for i := range f.value.fields {
			all = append(all, Var{Name: String{f.value.fields[i].name, l.doc.name(&f.value.fields[i])}})
		}
	}
	slices.SortStableFunc(all, inFile)
	seen := map[string]Binding{}
	for _, b := range all {
		name := b.Common().Name
		first, taken := seen[name.Value]
		switch {
		case name.Value == "":
		case !taken:
			seen[name.Value] = b
		default:
			one, two, line := ProductOf(first).Title, ProductOf(b).Title, first.Common().Name.Pos.Line
			e := l.doc.errorAt(name.Pos, "%s names two %s bindings; the first is on line %d", name.Value, two, line)
			if one != two {
				e.Message = fmt.Sprintf("%s names two bindings, %s and %s; the first is on line %d", name.Value, one, two, line)
			}
			e.Fix = "give each binding its own name"
		}
	}
}

// section reads the bindings at a key, of one product or more.
func (l *loader) section(n *node, path string) (all []Binding) {
	key := path[strings.LastIndexByte(path, '.')+1:]
	var members []string
	for _, p := range products {
		switch {
		case p.Key != key || n == nil:
		case n.kind == null && (p.scope != own || !p.named && p.member == ""): // wrangler passes it over too
		case p.member == "":
			all = l.entries(p, n, path)
		case len(members) > 0 || l.must(n, path, object):
			members = append(members, p.member)
			all = append(all, l.entries(p, n.get(p.member), path+"."+p.member)...)
		}
	}
	if members != nil {
		l.only(n, path, append(members, besides[key]...)...)
	}
	if s := n.get("code_update_strategy"); key == "durable_objects" && l.must(s, path+".code_update_strategy", object) {
		l.codeUpdate(s, path+".code_update_strategy")
	}
	l.found[n] = all
	return all
}

// entries reads the bindings of a product.
func (l *loader) entries(p Product, n *node, path string) (all []Binding) {
	add := func(n *node, path string, name String) {
		if p.plain && !l.must(n, path, text) || !p.plain && !l.must(n, path, object) {
			return
		}
		v := reflect.New(p.entry)
		l.fill(v.Elem(), n, path)
		if p.shape == object {
			v.Elem().FieldByName("Name").Set(reflect.ValueOf(name))
		}
		if c, ok := v.Interface().(checker); ok {
			c.check(l, n, path)
		}
		if b := v.Elem().Interface().(Binding); !p.named || b.Common().Name.Value != "" {
			all = append(all, b)
		}
	}
	switch {
	case n == nil:
	case p.shape == null:
		add(n, path, String{})
	case !l.must(n, path, p.shape):
	case p.shape == array:
		for i, item := range n.items {
			add(item, fmt.Sprintf("%s[%d]", path, i), String{})
		}
	default:
		for i := range n.fields {
			f := &n.fields[i]
			add(f.value, path+"."+f.name, String{f.name, l.doc.name(f)})
		}
	}
	return all
}

// tag is what the tag of a field says; see [Binding].
type tag struct {
	key                                       string
	required, nonempty, open, one, null, list bool
	in                                        []string
}

func tagOf(f reflect.StructField) tag {
	key, options, _ := strings.Cut(f.Tag.Get("key"), ",")
	has := func(option string) bool { return slices.Contains(strings.Split(options, ","), option) }
	return tag{key, has("required"), has("nonempty"), has("open"), has("one"), has("null"), has("list"), strings.Fields(f.Tag.Get("in"))}
}

// fill sets the fields of a struct to the members of an object.
func (l *loader) fill(v reflect.Value, n *node, path string) {
	var known []string
	open := false
	for i := range v.NumField() {
		t := tagOf(v.Type().Field(i))
		member, at := n.get(t.key), path+"."+t.key
		if t.key == "." {
			member, at = n, path
		}
		known, open = append(known, t.key), open || t.open
		entry, isEntry := v.Field(i).Addr().Interface().(*Entry)
		if (t.required || isEntry && t.key != "") && member == nil {
			l.doc.errorAt(l.doc.at(n), "%s has no %q", path, t.key).Fix = fmt.Sprintf("add %q", t.key)
		}
		if member == nil && !isEntry || t.null && member.absent() {
			continue
		}
		switch to := v.Field(i).Addr().Interface().(type) {
		case *Entry:
			*entry = Entry{l.string(member, at), l.doc.at(n)}
		case *String:
			*to = l.string(member, at)
			if t.nonempty && member.is(text) && to.Value == "" {
				l.doc.errorAt(to.Pos, "%s is empty", at)
			} else if len(t.in) > 0 && member.is(text) {
				l.oneOf(*to, at, t.in...)
			}
		case *bool:
			*to = l.bool(member, at)
		case *Number:
			if l.must(member, at, number) {
				to.Value, _ = strconv.ParseFloat(member.value, 64)
				to.Pos = l.doc.at(member)
			}
		case *[]String:
			if t.one && member.is(text) {
				*to = []String{l.string(member, at)}
			} else {
				*to = l.strings(member, at)
			}
		case *json.RawMessage:
			if t.list && l.must(member, at, array) || !t.list && l.must(member, at, object) {
				var b bytes.Buffer
				member.json(&b)
				*to = b.Bytes()
			}
		default:
			if l.must(member, at, object) {
				l.fill(v.Field(i), member, at)
			}
		}
	}
	if !open && n.is(object) {
		l.only(n, path, known...)
	}
}

// checker is a binding with more rules than its tags say.
type checker interface {
	check(l *loader, n *node, path string)
}

func (b *DurableObject) check(l *loader, n *node, path string) {
	if f := n.field("environment"); f != nil && n.get("script_name") == nil {
		l.doc.errorAt(l.doc.name(f), `%s has an "environment", but no "script_name" that it could belong to`, path).Fix = `add "script_name", or remove "environment"`
	}
}

// Names that only a deploy would refuse are warnings.
var bucketRE = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)

func (b *R2) check(l *loader, n *node, path string) {
	for key, name := range map[string]String{"bucket_name": b.BucketName, "preview_bucket_name": b.PreviewBucketName} {
		if name.Pos.Line > 0 && (name.Value != "" || key != "bucket_name") && !bucketRE.MatchString(name.Value) {
			l.doc.diags.Warnf(name.Pos, "config", "%s.%s=%q is invalid", path, key, name.Value).
				Fix = "bucket names begin and end with a letter or a digit, have only lower-case letters, digits and hyphens, and 3 to 63 of them"
		}
	}
}

var workflowRE = regexp.MustCompile(`^[a-zA-Z0-9_][a-zA-Z0-9_-]{0,63}$`)

func (b *Workflow) check(l *loader, n *node, path string) {
	if name := b.WorkflowName; name.Pos.Line > 0 && !workflowRE.MatchString(name.Value) {
		l.doc.diags.Warnf(name.Pos, "config", "%s.name=%q is invalid", path, name.Value).
			Fix = "workflow names start with a letter, a digit or an underscore, have only letters, digits, underscores and hyphens, and at most 64 of them"
	}
}

func (b *RateLimit) check(l *loader, n *node, path string) {
	if p := b.Simple.Period; p.Pos.Line > 0 && p.Value != 10 && p.Value != 60 {
		l.doc.errorAt(p.Pos, "%s.simple.period must be either 10 or 60, but it is %v", path, p.Value)
	}
}

func (b *Connect) check(l *loader, n *node, path string) {
	if p := b.Port; p.Pos.Line > 0 && (p.Value != float64(int(p.Value)) || p.Value < 1 || p.Value > 65535) {
		l.doc.errorAt(p.Pos, "%s.port must be an integer between 1 and 65535, but it is %v", path, p.Value)
	}
}

func (b *SendEmail) check(l *loader, n *node, path string) {
	l.notBoth(n, path, "destination_address", "allowed_destination_addresses")
}

func (b *VPCNetwork) check(l *loader, n *node, path string) {
	l.notBoth(n, path, "tunnel_id", "network_id")
	if n.get("tunnel_id") == nil && n.get("network_id") == nil {
		l.doc.errorAt(l.doc.at(n), `%s must have either a "tunnel_id" or "network_id"`, path)
	}
}

func (b *Pipeline) check(l *loader, n *node, path string) {
	switch {
	case b.Stream.Value != "":
	case b.Pipeline.Value != "":
		l.doc.diags.Warnf(b.Pipeline.Pos, "config", `%s.pipeline is deprecated`, path).Fix = `use "stream" instead`
	case n.get("stream") == nil || n.get("stream").is(text):
		l.doc.errorAt(l.doc.at(n), `%s has no "stream"`, path).Fix = `add "stream"`
	}
}

func (b *K2) check(l *loader, n *node, path string) {
	if f := n.field("remote"); f != nil && f.value.is(boolean) && !b.Remote {
		l.doc.errorAt(l.doc.name(f), `%s cannot have "remote": false, since K2 bindings always access remote resources`, path).Fix = `remove "remote"`
	}
}

func (l *loader) notBoth(n *node, path, one, other string) {
	if f := n.field(other); f != nil && n.get(one) != nil {
		l.doc.errorAt(l.doc.name(f), "%s must have either %q or %q, but not both", path, one, other)
	}
}
