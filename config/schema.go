package config

import (
	"maps"
	"slices"
)

// key is what wrangler knows of a key of the configuration.
type key struct {
	scope   scope
	product string // how wrangler calls the bindings in it, "" if it makes none
}

type scope int

const (
	inherited scope = iota // an environment without it takes that of the top level
	own                    // every environment needs its own
	topOnly                // not allowed in an environment
)

// keys are those of config-schema.json of wrangler 4.164.0 with the
// inheritance and the names of bindings of its validator.
var keys = map[string]key{
	"$schema":                      {topOnly, ""},
	"env":                          {topOnly, ""},
	"alias":                        {topOnly, ""},
	"addresses":                    {topOnly, ""},
	"data_blobs":                   {topOnly, "Data Blob"},
	"dependencies_instrumentation": {topOnly, ""},
	"dev":                          {topOnly, ""},
	"keep_vars":                    {topOnly, ""},
	"pages_build_output_dir":       {topOnly, ""},
	"send_metrics":                 {topOnly, ""},
	"site":                         {topOnly, ""},
	"text_blobs":                   {topOnly, "Text Blob"},
	"wasm_modules":                 {topOnly, "Wasm Module"},

	"access":                  {inherited, ""},
	"account_id":              {inherited, ""},
	"assets":                  {inherited, "Assets"},
	"base_dir":                {inherited, ""},
	"build":                   {inherited, ""},
	"cache":                   {inherited, ""},
	"compatibility_date":      {inherited, ""},
	"compatibility_flags":     {inherited, ""},
	"compliance_region":       {inherited, ""},
	"exports":                 {inherited, ""},
	"find_additional_modules": {inherited, ""},
	"first_party_worker":      {inherited, ""},
	"jsx_factory":             {inherited, ""},
	"jsx_fragment":            {inherited, ""},
	"keep_names":              {inherited, ""},
	"limits":                  {inherited, ""},
	"logfwdr":                 {inherited, "logfwdr"},
	"logpush":                 {inherited, ""},
	"main":                    {inherited, ""},
	"migrations":              {inherited, ""},
	"minify":                  {inherited, ""},
	"name":                    {inherited, ""},
	"no_bundle":               {inherited, ""},
	"observability":           {inherited, ""},
	"placement":               {inherited, ""},
	"preserve_file_names":     {inherited, ""},
	"preview_urls":            {inherited, ""},
	"previews":                {inherited, ""},
	"python_modules":          {inherited, ""},
	"route":                   {inherited, ""},
	"routes":                  {inherited, ""},
	"rules":                   {inherited, ""},
	"triggers":                {inherited, ""},
	"tsconfig":                {inherited, ""},
	"upload_source_maps":      {inherited, ""},
	"workers_dev":             {inherited, ""},

	"agent_memory":              {own, "Agent Memory"},
	"ai":                        {own, "AI"},
	"ai_search":                 {own, "AI Search Instance"},
	"ai_search_namespaces":      {own, "AI Search Namespace"},
	"analytics":                 {own, "Analytics SQL"},
	"analytics_engine_datasets": {own, "Analytics Engine Dataset"},
	"artifacts":                 {own, "Artifacts"},
	"browser":                   {own, "Browser Run"},
	"cloudchamber":              {own, ""},
	"connect":                   {own, ""},
	"containers":                {own, ""},
	"d1_databases":              {own, "D1 Database"},
	"define":                    {own, ""},
	"dispatch_namespaces":       {own, "Dispatch Namespace"},
	"durable_objects":           {own, "Durable Object"},
	"flagship":                  {own, "Flagship"},
	"hyperdrive":                {own, "Hyperdrive Config"},
	"images":                    {own, "Images"},
	"k2":                        {own, "K2 Stream"},
	"kv_namespaces":             {own, "KV Namespace"},
	"media":                     {own, "Media"},
	"mtls_certificates":         {own, "mTLS Certificate"},
	"pipelines":                 {own, "Pipeline"},
	"queues":                    {own, "Queue"},
	"r2_buckets":                {own, "R2 Bucket"},
	"ratelimits":                {own, "Rate Limit"},
	"secrets":                   {own, "Secret"},
	"secrets_store_secrets":     {own, "Secrets Store Secret"},
	"send_email":                {own, "Send Email"},
	"services":                  {own, "Worker"},
	"stream":                    {own, "Stream"},
	"streaming_tail_consumers":  {own, ""},
	"tail_consumers":            {own, ""},
	"unsafe":                    {own, "Unsafe Metadata"},
	"unsafe_hello_world":        {own, "Hello World"},
	"vars":                      {own, "Environment Variable"},
	"vectorize":                 {own, "Vectorize Index"},
	"version_metadata":          {own, "Worker Version Metadata"},
	"vpc_networks":              {own, "VPC Network"},
	"vpc_services":              {own, "VPC Service"},
	"worker_loaders":            {own, "Worker Loader"},
	"workflows":                 {own, "Workflow"},
}

// withoutName are the keys of products that put nothing into env, and of
// which dotool provides nothing all the same.
var withoutName = []string{"site", "queues", "triggers", "containers", "tail_consumers", "streaming_tail_consumers", "connect"}

// generated are keys that build tools add to the configuration that they
// redirect wrangler to.
var generated = []string{"configPath", "userConfigPath", "topLevelName", "definedEnvironments", "targetEnvironment", "legacy_env"}

func keyNames(allowed func(key) bool) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		if allowed(keys[name]) {
			names = append(names, name)
		}
	}
	return names
}
