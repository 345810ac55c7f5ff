package lint

import (
	"cmp"
	"embed"
	"io/fs"
	"path"
	"strings"

	"github.com/dotool-dev/dotool/config/pattern"
)

//go:embed testdata/rules testdata/stored
var programs embed.FS

var announcement = pattern.New(`(?m)[ \t]*(?://|#)@[+-]?\d* ?[A-Z0-9 ]+$\n?`)

// typical are the programs that show best what a rule means, a bad and a good one, for rules
// where these are not the first.
var typical = map[string][2]string{
	"A05": {"not-exported", "re-exported"},
	"A07": {"exec-reference", "properties-and-bind"},
	"A09": {"field-read", "method-and-getter"},
	"A11": {"class-instance", "plain-and-targets"},
	"A12": {"module-level", "per-request"},
	"A13": {"callbacks-in-set", "dup"},
	"A14": {"old-date", "flag"},
	"C02": {"two-puts", "one-put"},
	"C04": {"fetch-in-constructor", "not-waited-for"},
	"D02": {"default-name-in-const", "default-as-fallback"},
	"D08": {"random-uuid-inline", "uuid-told-to-caller"},
	"D11": {"unique-id-name", "named"},
	"E02": {"retries-everything", "retryable"},
	"E04": {"stub-before-loop", "stub-in-loop"},
	"K03": {"set-for-broadcast", "attachments"},
	"K07": {"listener", "handlers"},
	"K09": {"change-lost", "saved"},
	"L01": {"one-per-job", "earliest"},
	"L02": {"constant-interval", "only-while-work"},
	"L05": {"no-handler", "handler-in-base"},
	"L11": {"now", "backoff"},
	"L12": {"seconds", "milliseconds"},
	"M03": {"token", "no-vars"},
	"S01": {"new-classes", "sqlite"},
	"S02": {"table-in-rpc", "migrate-method"},
	"S04": {"map-before-insert", "write-then-cache"},
	"S05": {"map-in-js", "persisted"},
	"S08": {"sql-on-kv", "sqlite-class"},
	"S09": {"async-arrow", "sync"},
	"S10": {"await-in-loop", "to-array-first"},
	"S11": {"array-for-spread", "spread"},
	"S12": {"long-like", "within"},
	"S13": {"dropped", "read-to-the-end"},
	"S14": {"date", "converted"},
	"S15": {"length-then-loop", "next-then-rest"},
}

// Example returns a program that breaks a rule, and one that does not.
func Example(r *Rule) (bad, good string) {
	read := func(kind, name string) string {
		dirs, _ := fs.Glob(programs, "testdata/*/"+r.ID+"-"+kind+"-"+cmp.Or(name, "*"))
		if len(dirs) == 0 {
			return ""
		}
		names := []string{"src/index.ts", "src/index.js", "wrangler.jsonc"}
		if strings.HasPrefix(r.ID, "M") || r.ID == "S01" || r.ID == "A05" || r.ID == "A14" {
			names = []string{"wrangler.jsonc", "wrangler.toml"}
		}
		for _, name := range names {
			if text, err := programs.ReadFile(path.Join(dirs[0], name)); err == nil {
				return strings.TrimRight(announcement.ReplaceAllStringFunc(string(text), func(s string) string {
					if strings.HasSuffix(s, "\n") {
						return "\n"
					}
					return ""
				}), "\n")
			}
		}
		return ""
	}
	return read("bad", typical[r.ID][0]), read("good", typical[r.ID][1])
}
