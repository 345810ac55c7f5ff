// Package workerd runs the runtime: it writes workerd's configuration, runs workerd as
// a child process, and finds or installs its binary.
//
// Start from [Start], which turns a [Config] into a running [Process], and from [Find],
// which returns the [Runtime] to run. The package knows nothing of projects, bundles or
// migrations: package devserver decides what is hosted, and what happens when workerd
// ends.
package workerd

// Config describes everything that a workerd process hosts. Its fields follow workerd.capnp, the
// schema in workerd's npm package; an empty field is left to workerd's default.
type Config struct {
	Workers  []Worker
	Services []Service
	Sockets  []Socket
	Internal []Module // ESM that only workerd's own modules, wrapped bindings and each other can import
}

// Worker is a service that runs JavaScript.
type Worker struct {
	Name               string
	Modules            []Module // the first is the entry
	CompatibilityDate  string   // "2026-11-01"
	CompatibilityFlags []string
	Bindings           []Binding
	Namespaces         []Namespace
	Storage            string // name of the Disk service that holds the objects; "" keeps them in memory
	Tails              []Designator
	StreamingTails     []Designator
	GlobalOutbound     string // name of the service that fetch() goes to; "" means "internet"
	CacheOutbound      string // name of the service behind the Cache API; "" means that there is none
	Engine             *Engine

	// Later is the name of an ES module that is not among the Modules: see
	// [Options.Ahead].
	Later    string
	fallback string // where it comes from
}

// ModuleKind says what importing a module returns.
type ModuleKind string

// The kinds of modules. Their values are the fields of workerd's schema.
const (
	ESM      ModuleKind = "esModule"
	CommonJS ModuleKind = "commonJsModule"
	Text     ModuleKind = "text" // a string
	Data     ModuleKind = "data" // an ArrayBuffer
	Wasm     ModuleKind = "wasm" // a WebAssembly.Module
)

// Module is a file of a worker.
type Module struct {
	Name    string // what import specifiers resolve to, such as "index.js"
	Kind    ModuleKind
	Content []byte
}

// Namespace is a Durable Object class with storage of its own.
type Namespace struct {
	ClassName       string
	UniqueKey       string // names the folder of the objects and keys their ids
	SQL             bool   // whether storage.sql can be used
	PreventEviction bool   // keep idle objects in memory
}

// Designator names a service, or one entrypoint of it.
type Designator struct {
	Service    string
	Entrypoint string // "" means the default export
	Props      []byte // ctx.props of the target as JSON; nil means {}
}

// Binding is a property of a worker's env.
type Binding struct {
	Name  string
	Value BindingValue
}

// BindingValue is one of [TextBinding], [EnvironmentBinding], [JSONBinding],
// [DataBinding], [ServiceBinding], [BucketBinding], [KVBinding], [QueueBinding], [NamespaceBinding],
// [WrappedBinding], [LoaderBinding], [HyperdriveBinding], [AnalyticsBinding] and
// [DebugPortBinding].
type BindingValue interface{ binding() field }

type (
	// TextBinding is a string. Bytes that are not UTF-8 become U+FFFD.
	TextBinding string
	// EnvironmentBinding is a string: a variable of the process, by its name.
	EnvironmentBinding string
	// JSONBinding is a value given as JSON.
	JSONBinding []byte
	// DataBinding is an ArrayBuffer.
	DataBinding []byte
	// ServiceBinding is a stub of another service.
	ServiceBinding Designator
	// BucketBinding is an R2 bucket, whose operations reach a service over HTTP.
	BucketBinding Designator
	// KVBinding is a KV namespace, whose operations reach a service over HTTP.
	KVBinding Designator
	// QueueBinding is a producer of a queue, whose messages reach a service over HTTP.
	QueueBinding Designator
	// NamespaceBinding is a Durable Object namespace; Service is the worker
	// that hosts it, "" the bound worker itself.
	NamespaceBinding struct{ ClassName, Service string }
	// WrappedBinding is the result of a function of an internal module, which gets
	// bindings that the worker does not see; it is called before any module of the
	// worker runs.
	WrappedBinding struct {
		Module, Function string // "" means the default export
		Bindings         []Binding
	}
	// LoaderBinding makes Workers of code that is given while the worker runs.
	LoaderBinding struct{}
	// DebugPortBinding connects to the debug ports of other processes: see
	// [Options.DebugPort].
	DebugPortBinding struct{}
	// HyperdriveBinding is a database that is reached by TCP, through the service.
	HyperdriveBinding struct{ Service, Scheme, User, Password, Database string }
	// AnalyticsBinding passes data points on to a service, as requests.
	AnalyticsBinding Designator
)

func (b TextBinding) binding() field        { return field{"text", text(string(b))} }
func (b EnvironmentBinding) binding() field { return field{"fromEnvironment", text(string(b))} }
func (b JSONBinding) binding() field        { return field{"json", text(b)} }
func (b DataBinding) binding() field        { return field{"data", data(b)} }
func (b ServiceBinding) binding() field     { return field{"service", designator(Designator(b))} }
func (b BucketBinding) binding() field      { return field{"r2Bucket", designator(Designator(b))} }
func (b KVBinding) binding() field          { return field{"kvNamespace", designator(Designator(b))} }
func (b QueueBinding) binding() field       { return field{"queue", designator(Designator(b))} }
func (b AnalyticsBinding) binding() field {
	return field{"analyticsEngine", designator(Designator(b))}
}
func (LoaderBinding) binding() field    { return field{"workerLoader", tuple()} }
func (DebugPortBinding) binding() field { return field{"workerdDebugPort", void{}} }
func (b HyperdriveBinding) binding() field {
	return field{"hyperdrive", tuple(
		field{"designator", named(b.Service)},
		field{"database", text(b.Database)},
		field{"user", text(b.User)},
		field{"password", text(b.Password)},
		field{"scheme", text(b.Scheme)},
	)}
}
func (b WrappedBinding) binding() field {
	return field{"wrapped", tuple(
		field{"moduleName", text(b.Module)},
		field{"entrypoint", optional(b.Function)},
		field{"innerBindings", list(b.Bindings, bindingValue)},
	)}
}
func (b NamespaceBinding) binding() field {
	return field{"durableObjectNamespace", tuple(
		field{"className", text(b.ClassName)},
		field{"serviceName", optional(b.Service)},
	)}
}

// Service is a service that is not a worker.
type Service struct {
	Name  string
	Value ServiceValue
}

// ServiceValue is one of [Network], [Disk], [External] and [Assets].
type ServiceValue interface{ service() field }

type (
	// Network reaches other machines, by name or address.
	Network struct {
		Allow, Deny []string // CIDR blocks, or "public", "private", "local", "unix", …; no Allow means "public"
	}
	// Disk is a folder, and where objects live.
	Disk struct {
		Path     string // absolute
		Writable bool   // needed for objects
		Dotfiles bool   // serve names that begin with a dot
	}
	// External is one HTTP server, or one of another protocol over TCP.
	External struct {
		Address string // "127.0.0.1:80", "unix:/path"
		TCP     bool   // without Headers
		Headers []Header
	}
)

func (n Network) service() field {
	return field{"network", tuple(
		field{"allow", list(n.Allow, text)},
		field{"deny", list(n.Deny, text)},
		// Without the authorities of browsers, no https: fetch would succeed.
		field{"tlsOptions", tuple(field{"trustBrowserCas", boolean(true)})},
	)}
}

func (d Disk) service() field {
	return field{"disk", tuple(
		field{"path", text(d.Path)},
		field{"writable", boolean(d.Writable)},
		field{"allowDotfiles", boolean(d.Dotfiles)},
	)}
}

func (e External) service() field {
	protocol := field{"http", requestHeaders(e.Headers)}
	if e.TCP {
		protocol = field{"tcp", tuple()}
	}
	return field{"external", tuple(field{"address", text(e.Address)}, protocol)}
}

// extensions returns the internal modules.
func (c *Config) extensions() value {
	if len(c.Internal) == 0 {
		return nil
	}
	modules := list(c.Internal, func(m Module) value {
		return tuple(field{"name", text(m.Name)}, field{"internal", boolean(true)}, field{string(ESM), text(string(m.Content))})
	})
	return list([]value{tuple(field{"modules", modules})}, func(v value) value { return v })
}

// Socket is one at which requests come in. Its file descriptor is given when
// a [Process] starts.
type Socket struct {
	Name    string
	Service Designator
	Headers []Header // set on every request, over what the client sent
	TLS     *TLS     // nil serves plain HTTP
}

// TLS has the key and certificate of a socket for HTTPS, both as PEM.
type TLS struct{ Key, Certificate []byte }

// Header is an HTTP header.
type Header struct{ Name, Value string }

// tree returns the configuration by the names of workerd.capnp.
func (c *Config) tree() value {
	services := make([]value, 0, len(c.Workers)+len(c.Services))
	for _, w := range c.Workers {
		services = append(services, tuple(field{"name", text(w.Name)}, field{"worker", w.value()}))
	}
	for _, s := range c.Services {
		services = append(services, tuple(field{"name", text(s.Name)}, s.Value.service()))
	}
	return tuple(
		field{"services", list(services, func(v value) value { return v })},
		field{"sockets", list(c.Sockets, func(s Socket) value {
			return tuple(
				field{"name", text(s.Name)},
				s.protocol(),
				field{"service", designator(s.Service)},
			)
		})},
		field{"extensions", c.extensions()},
	)
}

func (w Worker) value() value {
	var storage value
	if w.Storage != "" {
		storage = tuple(field{"localDisk", text(w.Storage)})
	} else if len(w.Namespaces) > 0 {
		storage = tuple(field{"inMemory", void{}})
	}
	return tuple(
		field{"modules", list(w.Modules, func(m Module) value {
			content := text(m.Content)
			if m.Kind == Data || m.Kind == Wasm {
				content = data(m.Content)
			}
			return tuple(field{"name", text(m.Name)}, field{string(m.Kind), content})
		})},
		field{"compatibilityDate", optional(w.CompatibilityDate)},
		field{"compatibilityFlags", list(w.CompatibilityFlags, text)},
		field{"bindings", list(w.Bindings, bindingValue)},
		field{"durableObjectNamespaces", list(w.Namespaces, func(n Namespace) value {
			return tuple(
				field{"className", text(n.ClassName)},
				field{"uniqueKey", text(n.UniqueKey)},
				field{"enableSql", boolean(n.SQL)},
				field{"preventEviction", boolean(n.PreventEviction)},
			)
		})},
		field{"durableObjectStorage", storage},
		field{"moduleFallback", optional(w.fallback)},
		field{"tails", list(w.Tails, designator)},
		field{"streamingTails", list(w.StreamingTails, designator)},
		field{"globalOutbound", named(w.GlobalOutbound)},
		field{"cacheApiOutbound", named(w.CacheOutbound)},
		field{"workflowsEngine", w.Engine.value()},
	)
}

func bindingValue(b Binding) value { return tuple(field{"name", text(b.Name)}, b.Value.binding()) }

// named returns a designator of a service, or nil.
func named(service string) value {
	if service == "" {
		return nil
	}
	return designator(Designator{Service: service})
}

func designator(d Designator) value {
	var props value
	if d.Props != nil {
		props = tuple(field{"json", text(d.Props)})
	}
	return tuple(
		field{"name", text(d.Service)},
		field{"entrypoint", optional(d.Entrypoint)},
		field{"props", props},
	)
}

func (s Socket) protocol() field {
	if s.TLS == nil {
		return field{"http", requestHeaders(s.Headers)}
	}
	return field{"https", tuple(
		field{"options", requestHeaders(s.Headers)},
		field{"tlsOptions", tuple(field{"keypair", tuple(
			field{"privateKey", text(s.TLS.Key)},
			field{"certificateChain", text(s.TLS.Certificate)},
		)})},
	)}
}

func requestHeaders(headers []Header) value {
	return tuple(field{"injectRequestHeaders", list(headers, func(h Header) value {
		return tuple(field{"name", text(h.Name)}, field{"value", text(h.Value)})
	})})
}
