package bundle

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/pattern"
)

// The compatibility dates from which workerd has Node's modules without a flag,
// and from which nodejs_compat means nodejs_compat_v2.
const (
	nodeCompatDate   = "2026-08-04"
	nodeCompatV2Date = "2024-09-23"
)

// nodeCompat reports whether a Worker that runs with a compatibility date has
// the modules of Node.js, and whether it has them under names without "node:",
// and as globals. "" is today.
func nodeCompat(p *config.Project, date string) (v1, v2 bool) {
	date = cmp.Or(date, time.Now().UTC().Format(time.DateOnly))
	byDate := date >= nodeCompatDate
	named := hasFlag(p, "nodejs_compat")
	v1 = named || byDate && !hasFlag(p, "no_nodejs_compat")
	v2 = hasFlag(p, "nodejs_compat_v2") || (byDate || named && date >= nodeCompatV2Date) && !hasFlag(p, "no_nodejs_compat_v2")
	return v1, v2
}

// NodeCompat reports whether workerd gives a Worker that runs with a
// compatibility date modules of Node.js, AsyncLocalStorage among them.
func NodeCompat(p *config.Project, date string) bool {
	v1, v2 := nodeCompat(p, date)
	return v1 || v2 || hasFlag(p, "nodejs_als")
}

// nodeFlags are modules of Node.js that workerd got after nodejs_compat_v2: the flag
// that enables them, and the compatibility date from which they need none.
var nodeFlags = []struct{ flag, date, modules string }{
	{"nodejs_zlib", "2024-09-23", "zlib"},
	{"enable_nodejs_http_modules", "2025-08-15", "_http_agent _http_client _http_common _http_incoming _http_outgoing _http_server http https"},
	{"enable_nodejs_http_server_modules", "2025-09-01", "_http_server http https"},
	{"enable_nodejs_http2_module", "2025-09-01", "http2"},
	{"enable_nodejs_os_module", "2025-09-15", "os"},
	{"enable_nodejs_fs_module", "2025-09-15", "fs fs/promises"},
	{"enable_nodejs_process_v2", "2025-09-15", "process"},
	{"enable_nodejs_console_module", "2025-09-21", "console"},
	{"enable_nodejs_vm_module", "2025-10-01", "vm"},
	{"enable_nodejs_cluster_module", "2025-12-04", "cluster"},
	{"enable_nodejs_domain_module", "2025-12-04", "domain"},
	{"enable_nodejs_punycode_module", "2025-12-04", "punycode"},
	{"enable_nodejs_trace_events_module", "2025-12-04", "trace_events"},
	{"enable_nodejs_wasi_module", "2025-12-04", "wasi"},
	{"enable_nodejs_dgram_module", "2026-01-29", "dgram"},
	{"enable_nodejs_inspector_module", "2026-01-29", "inspector inspector/promises"},
	{"enable_nodejs_sqlite_module", "2026-01-29", "sqlite"},
	{"enable_nodejs_stream_wrap_module", "2026-01-29", "_stream_wrap"},
	{"enable_nodejs_v8_module", "2026-02-19", "v8"},
	{"enable_nodejs_child_process_module", "2026-03-17", "child_process"},
	{"enable_nodejs_perf_hooks_module", "2026-03-17", "perf_hooks"},
	{"enable_nodejs_readline_module", "2026-03-17", "readline readline/promises"},
	{"enable_nodejs_repl_module", "2026-03-17", "repl"},
	{"enable_nodejs_tty_module", "2026-03-17", "tty"},
	{"enable_nodejs_worker_threads_module", "2026-03-17", "worker_threads"},
}

// NodeFlags returns the compatibility flags that enable modules of Node.js which the
// bundle imports and for which its compatibility date is too old; wrangler replaces
// these modules, some of them by stubs. It also returns the names of the modules and
// the date from which they need no flag. A module that the configuration disables gets
// none.
func (b *Bundle) NodeFlags(p *config.Project, date string) (flags, modules []string, since string) {
	if _, v2 := nodeCompat(p, date); !v2 || date == "" || hasFlag(p, "no_nodejs_compat") || hasFlag(p, "no_nodejs_compat_v2") {
		return nil, nil, ""
	}
	for _, f := range nodeFlags {
		verb, name, _ := strings.Cut(f.flag, "_")
		off := map[string]string{"enable": "disable_" + name, "nodejs": "no_" + f.flag}[verb]
		if date >= f.date || hasFlag(p, f.flag) || hasFlag(p, off) {
			continue
		}
		imported := false
		for name := range strings.FieldsSeq(f.modules) {
			if slices.Contains(b.Node, name) {
				imported = true
				if name := "node:" + name; !slices.Contains(modules, name) {
					modules = append(modules, name)
				}
				since = max(since, f.date)
			}
		}
		if imported || name == "nodejs_process_v2" && b.Any("process", usesProcess) {
			flags = append(flags, f.flag)
		}
	}
	slices.Sort(modules)
	return flags, modules, since
}

// processMember finds uses of the global process.
var processMember = pattern.New(`\bprocess\.([A-Za-z]+)`)

// usesProcess reports whether the code uses more of the global process than its first
// version has.
func usesProcess(code []byte) bool {
	for _, m := range processMember.FindAllSubmatch(code, -1) {
		if !slices.Contains([]string{"browser", "env", "exit", "features", "getBuiltinModule", "nextTick", "platform"}, string(m[1])) {
			return true
		}
	}
	return false
}

// NoNodeModule says why a Worker lacks a module of Node.js that it imports, and how to
// enable it.
func NoNodeModule(p *config.Project, module string) (cause, fix string) {
	name := strings.TrimPrefix(module, "node:")
	date := p.CompatibilityDate.Value
	v1, v2 := nodeCompat(p, date)
	for _, off := range []string{"no_nodejs_compat", "no_nodejs_compat_v2"} {
		if hasFlag(p, off) {
			return off + " takes modules of Node.js away", `remove "` + off + `" from compatibility_flags`
		}
	}
	for _, f := range nodeFlags {
		off := strings.Replace(f.flag, "enable_", "disable_", 1)
		if f.flag == "nodejs_zlib" {
			off = "no_nodejs_zlib"
		}
		if slices.Contains(strings.Fields(f.modules), name) && hasFlag(p, off) {
			return off + " takes " + module + " away", `remove "` + off + `" from compatibility_flags`
		}
	}
	switch {
	case !v1 && !v2:
		return module + " is a module of Node", `set "compatibility_flags": ["nodejs_compat"] in the configuration`
	case !v2:
		return module + " is not there at this compatibility date", "set compatibility_date to " + nodeCompatV2Date + " or later"
	case p.Build.NoBundle || p.Build.FindAdditionalModules:
		for _, f := range nodeFlags {
			if slices.Contains(strings.Fields(f.modules), name) && date < f.date {
				return "modules that are not bundled have " + module + " from compatibility date " + f.date + " on",
					"set compatibility_date to " + f.date + ` or later, or add "` + f.flag + `" to compatibility_flags`
			}
		}
	}
	return "Workers have no module " + module, "leave it out, or replace it with `alias` in the configuration"
}
