package migrate

import "strings"

// rules says of each code of a diagnostic what it is about.
var rules = map[string]string{
	"applied-step-edited":        "A migration that has been applied is not edited: the change has no effect.",
	"bind-without-lifecycle":     "A bound class is created by a migration or declared in exports.",
	"bound-not-exported":         "A bound class is exported by the entry module.",
	"class-lost":                 "A class with objects stays in the code until it is deleted, renamed or transferred.",
	"config":                     "The configuration can be read and says what it must.",
	"delete-bound":               "A class is unbound before it is deleted.",
	"delete-missing":             "A class that is deleted was there before the deploy.",
	"duplicate-tag":              "Each migration has a tag of its own.",
	"duplicate-target":           "A class is the target of one migration in an upload.",
	"duplicate-target-on-server": "A class is the target of one migration in an upload.",
	"duplicate-worker":           "Each Worker of a state folder has a name of its own.",
	"exports-xor-migrations":     "Classes are declared by migrations or by exports, not by both.",
	"history-trimmed":            "Applied migrations stay in the list.",
	"new-exists":                 "A class is created once.",
	"new-not-exported":           "A class that is created is exported by the entry module.",
	"order":                      "Migrations stay in the order in which they were applied.",
	"rename-self":                "A class is renamed to another name.",
	"rename-source-missing":      "A class that is renamed is live.",
	"rename-target-duplicate":    "Two classes are renamed to two names.",
	"rename-target-exists":       "The new name of a class is free.",
	"rename-target-not-exported": "The new name of a class is exported by the entry module.",
	"rename-target-not-live":     "The new name of a class is declared live.",
	"stale-tombstone":            "A tombstone that has done its work can go.",
	"storage-change":             "A class keeps its kind of storage.",
	"tag-not-found":              "The migration that was applied last stays in the list.",
	"tag-required":               "Once a migration has been applied, the list stays.",
	"transfer-source-missing":    "A class that is transferred is live in the Worker that gives it.",
	"transfer-target-exists":     "The name that a transferred class gets is free.",
	"unknown-key":                "Keys of the configuration are known to wrangler.",
}

// RuleText is a sentence on what a code of a diagnostic is about, "" if nothing
// more than its name is known. Codes that begin with 100402: are the names of
// Cloudflare's scenarios.
func RuleText(code string) string {
	if scenario, ok := strings.CutPrefix(code, "100402:"); ok {
		return "Cloudflare's reconciliation of exports: " + strings.ReplaceAll(scenario, "_", " ") + "."
	}
	return rules[code]
}
