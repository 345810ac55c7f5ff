package config

import (
	"maps"
	"slices"
)

// scope says which environments have a key of the configuration.
type scope int

const (
	inherited      scope = iota // an environment without it takes that of the top level
	perEnvironment              // every environment needs its own
	topOnly                     // not allowed in an environment
)

// keys are the keys of config-schema.json of wrangler 4.164.0, with the inheritance
// of its validator and those of [products].
var keys = map[string]scope{
	"$schema":                      topOnly,
	"env":                          topOnly,
	"alias":                        topOnly,
	"addresses":                    topOnly,
	"dependencies_instrumentation": topOnly,
	"dev":                          topOnly,
	"keep_vars":                    topOnly,
	"pages_build_output_dir":       topOnly,
	"send_metrics":                 topOnly,

	"access":                  inherited,
	"account_id":              inherited,
	"base_dir":                inherited,
	"build":                   inherited,
	"cache":                   inherited,
	"compatibility_date":      inherited,
	"compatibility_flags":     inherited,
	"compliance_region":       inherited,
	"exports":                 inherited,
	"find_additional_modules": inherited,
	"first_party_worker":      inherited,
	"jsx_factory":             inherited,
	"jsx_fragment":            inherited,
	"keep_names":              inherited,
	"limits":                  inherited,
	"logpush":                 inherited,
	"main":                    inherited,
	"migrations":              inherited,
	"minify":                  inherited,
	"name":                    inherited,
	"no_bundle":               inherited,
	"observability":           inherited,
	"placement":               inherited,
	"preserve_file_names":     inherited,
	"preview_urls":            inherited,
	"previews":                inherited,
	"python_modules":          inherited,
	"route":                   inherited,
	"routes":                  inherited,
	"rules":                   inherited,
	"tsconfig":                inherited,
	"upload_source_maps":      inherited,
	"workers_dev":             inherited,

	"cloudchamber": perEnvironment,
	"define":       perEnvironment,
}

func init() {
	for _, p := range products {
		keys[p.Key] = p.scope
	}
}

// generated are keys that build tools add to generated configurations.
var generated = []string{"configPath", "userConfigPath", "topLevelName", "definedEnvironments", "targetEnvironment", "legacy_env"}

func keyNames(allowed func(scope) bool) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		if allowed(keys[name]) {
			names = append(names, name)
		}
	}
	return names
}
