package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/google/go-cmp/cmp"
)

const everything = `{
  "name": "chat", "main": "a.ts", "compatibility_date": "2026-11-01",
  "vars": { "VAR": 1 },
  "assets": { "directory": "x", "binding": "ASSETS" },
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "secrets": { "required": ["SECRET"] },
  "agent_memory": [{ "binding": "MEMORY", "namespace": "n" }],
  "ai": { "binding": "AI", "staging": true },
  "ai_search": [{ "binding": "SEARCH", "instance_name": "i" }],
  "ai_search_namespaces": [{ "binding": "SEARCHES", "namespace": "n" }],
  "analytics": { "binding": "ANALYTICS" },
  "analytics_engine_datasets": [{ "binding": "POINTS", "dataset": "d" }],
  "artifacts": [{ "binding": "ARTIFACTS", "namespace": "n" }],
  "browser": { "binding": "BROWSER" },
  "connect": [{ "protocol": "udp", "port": 53, "idle_timeout_ms": 1 }],
  "containers": [{ "name": "c", "class_name": "Room", "image": "./Dockerfile", "max_instances": 2 }],
  "d1_databases": [{ "binding": "DB", "database_id": "1", "migrations_dir": "m", "remote": false }],
  "data_blobs": { "DATA": "d.bin" },
  "dispatch_namespaces": [{ "binding": "DISPATCH", "namespace": "n", "outbound": { "service": "o" } }],
  "flagship": [{ "binding": "FLAGSHIP", "app_id": "1" }],
  "hyperdrive": [{ "binding": "PG", "id": "1", "localConnectionString": "postgres://a:b@localhost/db" }],
  "images": { "binding": "IMAGES" },
  "k2": [{ "binding": "K2", "stream": "s" }],
  "kv_namespaces": [{ "binding": "KV" }],
  "logfwdr": { "bindings": [{ "name": "LOG", "destination": "d" }] },
  "media": { "binding": "MEDIA" },
  "mtls_certificates": [{ "binding": "CERT", "certificate_id": "1" }],
  "pipelines": [{ "binding": "PIPE", "stream": "s" }],
  "queues": { "producers": [{ "binding": "Q", "queue": "q" }], "consumers": [{ "queue": "q", "max_batch_size": 5, "max_concurrency": null }] },
  "r2_buckets": [{ "binding": "BUCKET", "bucket_name": "my-bucket" }],
  "ratelimits": [{ "name": "LIMIT", "namespace_id": "1", "simple": { "limit": 100, "period": 60 } }],
  "secrets_store_secrets": [{ "binding": "STORED", "store_id": "1", "secret_name": "s" }],
  "send_email": [{ "name": "MAIL", "allowed_destination_addresses": ["a@b.c"] }],
  "services": [{ "binding": "OTHER", "service": "other", "entrypoint": "E", "props": { "a": [1] } }],
  "stream": { "binding": "STREAM" },
  "streaming_tail_consumers": [{ "service": "t" }],
  "tail_consumers": [{ "service": "t" }],
  "text_blobs": { "TEXT": "t.txt" },
  "triggers": { "crons": ["* * * * *"], "events": [{ "type": "cf.artifacts.repo.created", "targets": [{ "type": "workflow", "workflow_name": "w" }] }] },
  "unsafe": { "bindings": [{ "name": "UNSAFE", "type": "x", "more": 1 }], "metadata": { "a": 1 } },
  "unsafe_hello_world": [{ "binding": "HELLO", "enable_timer": true }],
  "vectorize": [{ "binding": "INDEX", "index_name": "i" }],
  "version_metadata": { "binding": "VERSION" },
  "vpc_networks": [{ "binding": "NET", "tunnel_id": "1" }],
  "vpc_services": [{ "binding": "VPC", "service_id": "1" }],
  "wasm_modules": { "WASM": "w.wasm" },
  "worker_loaders": [{ "binding": "LOADER" }],
  "workflows": [{ "binding": "FLOW", "name": "w", "class_name": "Flow", "schedules": "* * * * *" }],
  "env": { "staging": {} }
}`

// TestProducts reads a binding of each product, and the bindings that an environment inherits.
func TestProducts(t *testing.T) {
	t.Parallel()
	f := file("wrangler.jsonc", everything)
	p, l, err := Load(Options{Dir: write(t, f)})
	if err != nil || len(l) != 1 || !strings.Contains(l[0].Message, "secret SECRET has no value") {
		t.Fatal(l, err)
	}
	staging := load(t, Options{Env: "staging", EnvSet: true}, f)
	count := func(p *Project, product Product) (n int) {
		for _, b := range p.Bindings {
			if ProductOf(b).entry == product.entry {
				n++
			}
		}
		return n
	}
	for _, product := range products {
		if product.Key == "vars" || product.Key == "site" { // which cannot be combined with assets
			continue
		}
		want := map[bool]int{true: 1}[product.scope != perEnvironment]
		if n, in := count(p, product), count(staging, product); n != 1 || in != want {
			t.Errorf("%s: %d bindings, and %d in an environment without any, want 1 and %d", product.Title, n, in, want)
		}
	}
	for _, b := range p.Bindings {
		name, product := b.Common().Name, ProductOf(b)
		if (name.Value != "") != (product.named() || product.Key == "assets") || b.Common().Pos.Line == 0 {
			t.Errorf("%s: named %q, at %v", product.Title, name.Value, b.Common().Pos)
		} else if name.Value == "" {
			continue
		} else if at := textAt(t, f.Data, name.Pos); strings.Trim(at, `"`) != name.Value {
			t.Errorf("%s: %q is said to be where %q is", product.Title, name.Value, at)
		}
	}
	if s, limit := Of[binding.Service](p)[0], Of[binding.RateLimit](p)[0].Simple; string(s.Props) != `{"a":[1]}` || s.Entrypoint.Value != "E" || limit.Limit.Value != 100 || limit.Period.Pos.Line == 0 {
		t.Errorf("%+v, %+v", s, limit)
	}
	if c, w := Of[binding.Cron](p)[0], Of[binding.Workflow](p)[0]; c.Schedule.Value != "* * * * *" || len(w.Schedules) != 1 || w.Schedules[0].Pos.Line == 0 {
		t.Errorf("%+v, %+v", c, w)
	}
}

// shape lists the members of a type, and marks the required ones.
func shape(t reflect.Type) string {
	var members []string
	for i := range t.NumField() {
		f := t.Field(i)
		tag := tagOf(f)
		if tag.key == "" || tag.key == "." {
			continue
		}
		if tag.required || f.Type == reflect.TypeFor[binding.Entry]() {
			tag.key += "!"
		}
		members = append(members, tag.key)
	}
	slices.Sort(members)
	return strings.Join(members, " ")
}

// TestSchema checks that each binding in wrangler's schema has a type with the same
// members. testdata/schema.txt is made from the schema with -update and
// DOTOOL_WRANGLER.
func TestSchema(t *testing.T) {
	t.Parallel()
	const golden = "testdata/schema.txt"
	if dir := os.Getenv("DOTOOL_WRANGLER"); dir != "" {
		text := readSchema(t, filepath.Join(dir, "wrangler", "config-schema.json"))
		if *update {
			if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, _ := os.ReadFile(golden); cmp.Diff(string(want), text) != "" {
			t.Error(cmp.Diff(string(want), text))
		}
	}
	src, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for line := range strings.Lines(string(src)) {
		key, members, _ := strings.Cut(strings.TrimSpace(line), ":")
		known[key] = strings.TrimSpace(members)
		if _, ok := keys[strings.TrimRight(strings.Split(key, ".")[0], "[]{}")]; !ok {
			t.Errorf("wrangler's schema has %s, which is not among the keys", key)
		}
	}
	for _, p := range products {
		at := p.Key
		if p.member != "" {
			at += "." + p.member
		}
		at += map[kind]string{array: "[]", object: "{}"}[p.shape]
		want, ok := known[at]
		if !ok {
			t.Errorf("wrangler's schema has no %s", at)
		} else if diff := difference(shape(p.entry), want); diff != differs[at] && p.Key != "vars" && p.Key != "assets" {
			t.Errorf("%s: wrangler's schema differs from the type: %s", at, diff)
		}
		delete(known, at)
	}
	for at, members := range known {
		if slices.Contains(strings.Fields(members), "binding!") {
			t.Errorf("%s has no type", at)
		}
	}
}

// differs are the types that differ from wrangler's schema, and how: its checks take
// an environment that the schema does not know, and what only a deploy or a plugin of
// wrangler needs is not read.
var differs = map[string]string{
	"containers[]": "-authorized_keys -constraints -image_build_context -image_vars -images -instance_type -max_instances -observability " +
		"-rollout_active_grace_period -rollout_step_percentage -scheduling_policy -ssh -trusted_user_ca_keys",
	"services[]":        "+environment",
	"unsafe.bindings[]": "-dev",
}

// difference lists the members that only one of them has.
func difference(got, want string) string {
	var out []string
	g, w := strings.Fields(got), strings.Fields(want)
	for _, m := range w {
		if !slices.Contains(g, m) {
			out = append(out, "-"+m)
		}
	}
	for _, m := range g {
		if !slices.Contains(w, m) {
			out = append(out, "+"+m)
		}
	}
	return strings.Join(out, " ")
}

// readSchema writes one line for each section of wrangler's configuration: where its
// entries are, and their members, with "!" after required ones.
func readSchema(t *testing.T, path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	type schema struct {
		Ref        string             `json:"$ref"`
		Properties map[string]*schema `json:"properties"`
		Required   []string           `json:"required"`
		Items      json.RawMessage    `json:"items"`
		AnyOf      []*schema          `json:"anyOf"`
		Additional json.RawMessage    `json:"additionalProperties"`
	}
	var file struct{ Definitions map[string]*schema }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	follow := func(s *schema) *schema {
		for s != nil && s.Ref != "" {
			s = file.Definitions[strings.TrimPrefix(s.Ref, "#/definitions/")]
		}
		return s
	}
	items := func(s *schema) *schema {
		var item schema
		if s = follow(s); s == nil || json.Unmarshal(s.Items, &item) != nil {
			return nil
		}
		return follow(&item)
	}
	members := func(s *schema) string {
		options := s.AnyOf
		if options == nil {
			options = []*schema{s}
		}
		in, needed := map[string]bool{}, map[string]int{}
		for _, option := range options {
			for name := range follow(option).Properties {
				in[name] = true
			}
			for _, name := range follow(option).Required {
				needed[name]++
			}
		}
		var all []string
		for name := range in {
			if needed[name] == len(options) {
				name += "!"
			}
			all = append(all, name)
		}
		slices.Sort(all)
		return strings.Join(all, " ")
	}
	var out strings.Builder
	all := maps.Clone(file.Definitions["RawEnvironment"].Properties)
	maps.Copy(all, file.Definitions["RawConfig"].Properties)
	delete(all, "previews") // a repetition
	for _, key := range slices.Sorted(maps.Keys(all)) {
		s := follow(all[key])
		switch item := items(s); {
		case item != nil:
			fmt.Fprintf(&out, "%s[]: %s\n", key, members(item))
			continue
		case len(s.Properties) == 0 && len(s.Additional) > 0 && key != "vars":
			fmt.Fprintf(&out, "%s{}:\n", key)
			continue
		}
		fmt.Fprintf(&out, "%s: %s\n", key, members(s))
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			if item := items(s.Properties[name]); item != nil {
				fmt.Fprintf(&out, "%s.%s[]: %s\n", key, name, members(item))
			}
		}
	}
	return out.String()
}
