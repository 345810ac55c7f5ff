// Package binding has a type for each product that a Worker can bind or that runs it,
// such as KV and cron triggers, for the entries in the configuration. Package config
// reads them.
package binding

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/dotool-dev/dotool/config/diag"
)

// String is a string of the configuration and its position.
type String struct {
	Value string
	Pos   diag.Pos
}

// Binding is something that the configuration gives to the Worker, or that runs it.
// Each product has its own type.
//
// The types follow wrangler's schema and checks. A tag has the key of a member ("." if
// the entry itself is a string), "required" and "nonempty" if wrangler checks that,
// "one" if a string is allowed in place of a list of one, "null" if null is allowed,
// "list" for JSON that must be a list, and the allowed values, for a number as in
// [Number.Not]. The tag of [Entry] has
// the key of the name, and "open" if wrangler allows other members. See
// https://developers.cloudflare.com/workers/wrangler/configuration/#bindings.
type Binding interface {
	Common() Entry
}

// Entry has the members common to all bindings.
type Entry struct {
	Name String   // the name in env, or "" where the product has none, such as a cron trigger
	Pos  diag.Pos // of the whole entry
}

// Common makes the structs that embed an Entry a [Binding].
func (e Entry) Common() Entry { return e }

// Number is a number of the configuration and its position.
type Number struct {
	Value float64
	Pos   diag.Pos // without a Line if absent
}

// Not returns what a number should be and is not, such as "a number from 0 to 60", by a
// tag: the least and the most that it can be, and "whole".
func (n Number) Not(tag []string) string {
	if len(tag) < 2 {
		return ""
	}
	least, _ := strconv.ParseFloat(tag[0], 64)
	most, _ := strconv.ParseFloat(tag[1], 64)
	whole := len(tag) > 2
	switch {
	case n.Value >= least && n.Value <= most && (!whole || n.Value == math.Trunc(n.Value)):
		return ""
	case whole:
		return "a whole number from " + tag[0] + " to " + tag[1]
	}
	return "a number from " + tag[0] + " to " + tag[1]
}

// The products that dotool hosts.
type (
	// DurableObject is an entry of durable_objects.bindings.
	DurableObject struct {
		Entry       `key:"name"`
		ClassName   String `key:"class_name,required"`
		ScriptName  String `key:"script_name"` // "" for a class of this Worker
		Environment String `key:"environment"`
	}

	// AssetsBinding is the binding of the assets section; see [Assets].
	AssetsBinding struct{ Entry }

	// Secret is an item of secrets.required; its value, if there is one, is a [Var].
	Secret struct {
		Entry `key:"."`
	}
)

// Storage.
type (
	// KV is an entry of kv_namespaces.
	KV struct {
		Entry     `key:"binding"`
		ID        String `key:"id,nonempty"`
		PreviewID String `key:"preview_id"`
		Remote    bool   `key:"remote"`
	}

	// D1 is an entry of d1_databases.
	D1 struct {
		Entry             `key:"binding"`
		DatabaseName      String `key:"database_name"`
		DatabaseID        String `key:"database_id"`
		PreviewDatabaseID String `key:"preview_database_id"`
		MigrationsDir     String `key:"migrations_dir"`
		MigrationsTable   String `key:"migrations_table"`
		MigrationsPattern String `key:"migrations_pattern"`
		Jurisdiction      String `key:"jurisdiction"`
		InternalEnv       String `key:"database_internal_env"`
		Remote            bool   `key:"remote"`
	}

	// R2 is an entry of r2_buckets.
	R2 struct {
		Entry             `key:"binding"`
		BucketName        String `key:"bucket_name,nonempty"`
		PreviewBucketName String `key:"preview_bucket_name"`
		Jurisdiction      String `key:"jurisdiction"`
		LocalDev          struct {
			Credentials struct {
				AccessKeyID     String `key:"accessKeyId,required"`
				SecretAccessKey String `key:"secretAccessKey,required"`
			} `key:"experimental_s3_credentials"`
		} `key:"local_dev"`
		Remote bool `key:"remote"`
	}

	// Hyperdrive is an entry of hyperdrive.
	Hyperdrive struct {
		Entry                 `key:"binding"`
		ID                    String `key:"id,required"`
		LocalConnectionString String `key:"localConnectionString"`
		Remote                bool   `key:"remote"`
	}

	// Vectorize is an entry of vectorize.
	Vectorize struct {
		Entry     `key:"binding"`
		IndexName String `key:"index_name,required"`
		Remote    bool   `key:"remote"`
	}

	// AnalyticsEngine is an entry of analytics_engine_datasets.
	AnalyticsEngine struct {
		Entry   `key:"binding"`
		Dataset String `key:"dataset,nonempty"`
		Remote  bool   `key:"remote"`
	}

	// StoreSecret is an entry of secrets_store_secrets.
	StoreSecret struct {
		Entry      `key:"binding"`
		StoreID    String `key:"store_id,required"`
		SecretName String `key:"secret_name,required"`
	}

	// WasmModule, TextBlob and DataBlob are members of the sections for Workers
	// in the service-worker format: a name and the path of a file.
	WasmModule struct {
		Entry
		Path String `key:"."`
	}
	TextBlob struct {
		Entry
		Path String `key:"."`
	}
	DataBlob struct {
		Entry
		Path String `key:"."`
	}

	// Site is the site section, the predecessor of assets.
	Site struct {
		Entry
		Bucket     String   `key:"bucket,required"`
		EntryPoint String   `key:"entry-point"`
		Include    []String `key:"include"`
		Exclude    []String `key:"exclude"`
	}
)

// Other Workers, queues, workflows, and what starts a Worker.
type (
	// Service is an entry of services.
	Service struct {
		Entry       `key:"binding,open"`
		Service     String          `key:"service,required"`
		Environment String          `key:"environment"`
		Entrypoint  String          `key:"entrypoint"`
		Props       json.RawMessage `key:"props"`
		Remote      bool            `key:"remote"`
	}

	// DispatchNamespace is an entry of dispatch_namespaces.
	DispatchNamespace struct {
		Entry     `key:"binding,open"`
		Namespace String          `key:"namespace"`
		Outbound  json.RawMessage `key:"outbound"`
		Remote    bool            `key:"remote"`
	}

	// WorkerLoader is an entry of worker_loaders.
	WorkerLoader struct {
		Entry `key:"binding"`
	}

	// QueueProducer is an entry of queues.producers.
	QueueProducer struct {
		Entry         `key:"binding"`
		Queue         String `key:"queue,nonempty"`
		DeliveryDelay Number `key:"delivery_delay" in:"0 86400 whole"`
		Remote        bool   `key:"remote"`
	}

	// QueueConsumer is an entry of queues.consumers.
	QueueConsumer struct {
		Entry
		Queue               String `key:"queue,required"`
		Type                String `key:"type" in:"worker"`
		MaxBatchSize        Number `key:"max_batch_size" in:"0 100"`
		MaxBatchTimeout     Number `key:"max_batch_timeout" in:"0 60"`
		MaxRetries          Number `key:"max_retries" in:"0 100"`
		MaxConcurrency      Number `key:"max_concurrency,null"`
		RetryDelay          Number `key:"retry_delay" in:"0 86400 whole"`
		VisibilityTimeoutMs Number `key:"visibility_timeout_ms"`
		DeadLetterQueue     String `key:"dead_letter_queue"`
	}

	// Workflow is an entry of workflows.
	Workflow struct {
		Entry            `key:"binding"`
		WorkflowName     String          `key:"name,required"`
		ClassName        String          `key:"class_name,required"`
		ScriptName       String          `key:"script_name"` // "" for a class of this Worker
		Schedules        []String        `key:"schedules,one"`
		Jurisdiction     String          `key:"jurisdiction" in:"eu fedramp us"`
		Limits           json.RawMessage `key:"limits"`
		Concurrency      json.RawMessage `key:"concurrency"`
		DefaultRetention json.RawMessage `key:"default_retention"`
	}

	// Cron is an item of triggers.crons.
	Cron struct {
		Entry
		Schedule String `key:"."`
	}

	// EventTrigger is an entry of triggers.events.
	EventTrigger struct {
		Entry   `key:",open"`
		Type    String          `key:"type,required"`
		Filter  json.RawMessage `key:"filter"`
		Targets json.RawMessage `key:"targets,required,list"`
	}

	// TailConsumer is an entry of tail_consumers.
	TailConsumer struct {
		Entry       `key:",open"`
		Service     String `key:"service,required"`
		Environment String `key:"environment"`
	}

	// StreamingTailConsumer is an entry of streaming_tail_consumers.
	StreamingTailConsumer struct {
		Entry   `key:",open"`
		Service String `key:"service,required"`
	}

	// Connect is an entry of connect: a port for TCP or UDP.
	Connect struct {
		Entry
		Protocol        String `key:"protocol,required" in:"tcp udp"`
		Port            Number `key:"port,required"`
		Address         String `key:"address"`
		IdleTimeoutMs   Number `key:"idle_timeout_ms"`
		MaxPendingBytes Number `key:"max_pending_bytes"`
	}

	// Container is an entry of containers.
	Container struct {
		Entry         `key:",open"`
		ContainerName String `key:"name"`
		ClassName     String `key:"class_name"`
		Image         String `key:"image"`
	}
)

// Services of Cloudflare that a Worker calls.
type (
	// AI, and the types below that have only a name, are sections of their own.
	AI struct {
		Entry   `key:"binding,open"`
		Staging bool `key:"staging"`
		Remote  bool `key:"remote"`
	}
	Browser struct {
		Entry  `key:"binding"`
		Remote bool `key:"remote"`
	}
	Images struct {
		Entry  `key:"binding"`
		Remote bool `key:"remote"`
	}
	Media struct {
		Entry  `key:"binding"`
		Remote bool `key:"remote"`
	}
	Stream struct {
		Entry  `key:"binding"`
		Remote bool `key:"remote"`
	}
	AnalyticsSQL struct { // analytics
		Entry  `key:"binding"`
		Remote bool `key:"remote"`
	}
	VersionMetadata struct {
		Entry `key:"binding,open"`
	}

	// RateLimit is an entry of ratelimits.
	RateLimit struct {
		Entry       `key:"name"`
		NamespaceID String `key:"namespace_id,required"`
		Simple      struct {
			Limit  Number `key:"limit,required"`
			Period Number `key:"period,required"` // in seconds, 10 or 60
		} `key:"simple,required"`
	}

	// SendEmail is an entry of send_email.
	SendEmail struct {
		Entry                       `key:"name"`
		DestinationAddress          String   `key:"destination_address"`
		AllowedDestinationAddresses []String `key:"allowed_destination_addresses"`
		AllowedSenderAddresses      []String `key:"allowed_sender_addresses"`
		Remote                      bool     `key:"remote"`
	}

	// AISearch is an entry of ai_search.
	AISearch struct {
		Entry        `key:"binding"`
		InstanceName String `key:"instance_name,required"`
		Remote       bool   `key:"remote"`
	}

	// AISearchNamespace is an entry of ai_search_namespaces.
	AISearchNamespace struct {
		Entry     `key:"binding"`
		Namespace String `key:"namespace,required"`
		Remote    bool   `key:"remote"`
	}

	// AgentMemory is an entry of agent_memory.
	AgentMemory struct {
		Entry     `key:"binding"`
		Namespace String `key:"namespace,required"`
		Remote    bool   `key:"remote"`
	}

	// Artifacts is an entry of artifacts.
	Artifacts struct {
		Entry     `key:"binding"`
		Namespace String `key:"namespace,required"`
		Remote    bool   `key:"remote"`
	}

	// Flagship is an entry of flagship.
	Flagship struct {
		Entry  `key:"binding"`
		AppID  String `key:"app_id"`
		Remote bool   `key:"remote"`
	}

	// K2 is an entry of k2.
	K2 struct {
		Entry  `key:"binding"`
		Stream String `key:"stream,required"`
		Remote bool   `key:"remote"`
	}

	// Pipeline is an entry of pipelines.
	Pipeline struct {
		Entry    `key:"binding"`
		Stream   String `key:"stream"`
		Pipeline String `key:"pipeline"` // the older key for the same
		Remote   bool   `key:"remote"`
	}

	// Certificate is an entry of mtls_certificates.
	Certificate struct {
		Entry         `key:"binding"`
		CertificateID String `key:"certificate_id,required,nonempty"`
		Remote        bool   `key:"remote"`
	}

	// VPCService is an entry of vpc_services.
	VPCService struct {
		Entry     `key:"binding"`
		ServiceID String `key:"service_id,required"`
		Remote    bool   `key:"remote"`
	}

	// VPCNetwork is an entry of vpc_networks, with one of the two ids.
	VPCNetwork struct {
		Entry     `key:"binding"`
		TunnelID  String `key:"tunnel_id"`
		NetworkID String `key:"network_id"`
		Remote    bool   `key:"remote"`
	}

	// Logfwdr is an entry of logfwdr.bindings.
	Logfwdr struct {
		Entry       `key:"name"`
		Destination String `key:"destination,required"`
	}

	// HelloWorld is an entry of unsafe_hello_world.
	HelloWorld struct {
		Entry       `key:"binding"`
		EnableTimer bool `key:"enable_timer"`
	}

	// Unsafe is an entry of unsafe.bindings.
	Unsafe struct {
		Entry `key:"name,open"`
		Type  String `key:"type,required"`
	}
)

// Var is a plain-text, JSON or secret binding.
type Var struct {
	Name String
	Text string // the value, if JSON is nil
	JSON []byte // the value of a var that is not a string, as compact JSON
}

// Common makes a Var a [Binding].
func (v Var) Common() Entry { return Entry{v.Name, v.Name.Pos} }

// LocalID returns the name of a namespace on this machine, which is wrangler dev's.
func (b KV) LocalID() string { return cmp.Or(b.PreviewID.Value, b.ID.Value, b.Name.Value) }

// LocalID returns the local id of the database of a D1 binding, as in wrangler dev.
func (b D1) LocalID() string {
	return cmp.Or(b.PreviewDatabaseID.Value, b.DatabaseID.Value, b.Name.Value)
}

// LocalName returns the local name of the bucket of an R2 binding, as in wrangler dev.
func (b R2) LocalName() string {
	return cmp.Or(b.PreviewBucketName.Value, b.BucketName.Value, b.Name.Value)
}

// LocalName returns the queue of a producer: without a name, that of the binding.
func (b QueueProducer) LocalName() string { return cmp.Or(b.Queue.Value, b.Name.Value) }

// Problem returns what is wrong with a consumer, given the queues that already have one; ""
// if nothing is.
func (b QueueConsumer) Problem(consumed []string) (pos diag.Pos, problem, fix string) {
	switch queue := b.Queue.Value; {
	case queue == "":
	case b.DeadLetterQueue.Value == queue:
		return b.DeadLetterQueue.Pos, fmt.Sprintf("the dead-letter queue of %q cannot be itself", queue), "name another queue"
	case slices.Contains(consumed, queue):
		return b.Queue.Pos, fmt.Sprintf("the queue %q has two consumers", queue), "remove one of them: a queue can have only one"
	}
	return pos, "", ""
}

// LocalDataset returns the dataset of a binding, as wrangler chooses it.
func (b AnalyticsEngine) LocalDataset() string { return cmp.Or(b.Dataset.Value, b.Name.Value) }
