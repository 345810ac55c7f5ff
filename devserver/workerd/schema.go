package workerd

// layout is the encoding of a struct in a message: words of data, then pointers.
type layout struct {
	data, pointers int
	fields         map[string]slot
}

// slot is the location of a field in its struct.
type slot struct {
	pointer int             // its number among the pointers
	bit     int             // of a Bool, among the data
	of      string          // the struct that it is, or a list of; "" for Text and Data
	group   map[string]slot // the fields of a group

	union bool   // one of several, chosen by
	tag   uint16 // this number
	tagAt int    // at this byte of the data
}

func at(pointer int) slot            { return slot{pointer: pointer} }
func bit(n int) slot                 { return slot{bit: n} }
func group(all map[string]slot) slot { return slot{group: all} }
func (s slot) is(name string) slot   { s.of = name; return s }
func (s slot) when(tag uint16) slot  { return s.whenAt(0, tag) }
func (s slot) whenAt(at int, tag uint16) slot {
	s.union, s.tagAt, s.tag = true, at, tag
	return s
}

// schema has the structs and fields of workerd.capnp that dotool uses, as `capnp compile
// -ocapnp` prints them. A release may add to a struct, but moves nothing.
var schema = map[string]layout{
	"Config": {1, 7, map[string]slot{
		"services":   at(0).is("Service"),
		"sockets":    at(1).is("Socket"),
		"extensions": at(3).is("Extension"),
	}},
	"Socket": {2, 5, map[string]slot{
		"name":    at(0),
		"http":    at(2).is("HttpOptions").when(0),
		"https":   group(map[string]slot{"options": at(2).is("HttpOptions"), "tlsOptions": at(3).is("TlsOptions")}).when(1),
		"service": at(4).is("ServiceDesignator"),
	}},
	"Service": {1, 2, map[string]slot{
		"name":     at(0),
		"worker":   at(1).is("Worker").when(1),
		"network":  at(1).is("Network").when(2),
		"external": at(1).is("ExternalServer").when(3),
		"disk":     at(1).is("DiskDirectory").when(4),
		"assets":   at(1).is("AssetsService").when(6),
	}},
	"AssetsService": {0, 5, map[string]slot{
		"path":               at(0),
		"config":             at(1),
		"userWorker":         at(2).is("ServiceDesignator"),
		"compatibilityDate":  at(3),
		"compatibilityFlags": at(4),
	}},
	"ServiceDesignator": {1, 3, map[string]slot{
		"name":       at(0),
		"entrypoint": at(1),
		"props":      group(map[string]slot{"json": at(2).when(1)}),
	}},
	"WorkflowsEngine": {0, 2, map[string]slot{
		"actorClass": at(0).is("ServiceDesignator"),
		"workflows":  at(1).is("Workflow"),
	}},
	"Workflow": {0, 3, map[string]slot{
		"className":      at(0),
		"name":           at(1),
		"bindingService": at(2).is("ServiceDesignator"),
	}},
	"Worker": {1, 16, map[string]slot{
		"modules":                 at(0).is("Module").when(0),
		"compatibilityDate":       at(1),
		"compatibilityFlags":      at(2),
		"bindings":                at(3).is("Binding"),
		"globalOutbound":          at(4).is("ServiceDesignator"),
		"durableObjectNamespaces": at(5).is("DurableObjectNamespace"),
		"cacheApiOutbound":        at(7).is("ServiceDesignator"),
		"durableObjectStorage":    group(map[string]slot{"inMemory": slot{}.whenAt(2, 1), "localDisk": at(8).whenAt(2, 2)}),
		"moduleFallback":          at(9),
		"tails":                   at(10).is("ServiceDesignator"),
		"streamingTails":          at(11).is("ServiceDesignator"),
		"workflowsEngine":         at(15).is("WorkflowsEngine"),
	}},
	"Module": {1, 3, map[string]slot{
		"name":           at(0),
		string(ESM):      at(1).when(0),
		string(CommonJS): at(1).when(1),
		string(Text):     at(1).when(2),
		string(Data):     at(1).when(3),
		string(Wasm):     at(1).when(4),
		string(Bundled):  at(1).when(9),
	}},
	"Binding": {1, 6, map[string]slot{
		"name":                   at(0),
		"text":                   at(1).when(2),
		"data":                   at(1).when(3),
		"json":                   at(1).when(4),
		"service":                at(1).is("ServiceDesignator").when(7),
		"durableObjectNamespace": at(1).is("DurableObjectNamespaceDesignator").when(8),
		"kvNamespace":            at(1).is("ServiceDesignator").when(9),
		"r2Bucket":               at(1).is("ServiceDesignator").when(10),
		"wrapped":                at(1).is("WrappedBinding").when(12),
		"queue":                  at(1).is("ServiceDesignator").when(13),
		"fromEnvironment":        at(1).when(14),
		"analyticsEngine":        at(1).is("ServiceDesignator").when(15),
		"hyperdrive": group(map[string]slot{
			"designator": at(1).is("ServiceDesignator"),
			"database":   at(2),
			"user":       at(3),
			"password":   at(4),
			"scheme":     at(5),
		}).when(16),
		"workerLoader":     group(map[string]slot{}).when(20),
		"workerdDebugPort": slot{}.when(21),
	}},
	"DurableObjectNamespaceDesignator": {0, 3, map[string]slot{"className": at(0), "serviceName": at(1)}},
	"WrappedBinding": {0, 3, map[string]slot{
		"moduleName":    at(0),
		"entrypoint":    at(1),
		"innerBindings": at(2).is("Binding"),
	}},
	"DurableObjectNamespace": {1, 3, map[string]slot{
		"className":       at(0),
		"uniqueKey":       at(1).when(0),
		"preventEviction": bit(16),
		"enableSql":       bit(17),
	}},
	"ExternalServer": {1, 4, map[string]slot{
		"address": at(0),
		"http":    at(1).is("HttpOptions").when(0),
		"tcp":     group(map[string]slot{}).when(2),
	}},
	"Network": {0, 3, map[string]slot{
		"allow":      at(0),
		"deny":       at(1),
		"tlsOptions": at(2).is("TlsOptions"),
	}},
	"DiskDirectory": {1, 1, map[string]slot{"path": at(0), "writable": bit(0), "allowDotfiles": bit(1)}},
	"HttpOptions":   {1, 5, map[string]slot{"injectRequestHeaders": at(2).is("Header")}},
	"Header":        {0, 2, map[string]slot{"name": at(0), "value": at(1)}},
	"TlsOptions":    {1, 3, map[string]slot{"keypair": at(0).is("Keypair"), "trustBrowserCas": bit(1)}},
	"Keypair":       {0, 2, map[string]slot{"privateKey": at(0), "certificateChain": at(1)}},
	"Extension":     {0, 1, map[string]slot{"modules": at(0).is("Extension.Module")}},
	"Extension.Module": {1, 2, map[string]slot{
		"name":      at(0),
		"internal":  bit(0),
		string(ESM): at(1),
	}},
}
