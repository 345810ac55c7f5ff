package migrate

import (
	"maps"
	"slices"
	"strings"
)

// rules describes each code of a diagnostic.
var rules = map[string]string{
	"applied-step-edited":        "A migration that has been applied is not edited: the change has no effect.",
	"bind-without-lifecycle":     "A bound class is created by a migration or declared in exports.",
	"bound-not-exported":         "A bound class is exported by the entry module.",
	"class-lost":                 "A class with objects stays in the code until it is deleted, renamed or transferred.",
	"config":                     "The configuration is readable and complete.",
	"delete-bound":               "A class is unbound before it is deleted.",
	"delete-missing":             "A deleted class existed before the deploy.",
	"delete-transferred":         "A class that another Worker receives is not deleted.",
	"deploy-order":               "Workers between which a class moves are deployed one after the other.",
	"duplicate-tag":              "Each migration has a unique tag.",
	"duplicate-target":           "A class is the target of one migration in an upload.",
	"duplicate-target-on-server": "A class is the target of one migration in an upload.",
	"duplicate-worker":           "Each Worker of a state folder has a unique name.",
	"exports-xor-migrations":     "Classes are declared by migrations or by exports, not by both.",
	"history-trimmed":            "Applied migrations stay in the list.",
	"new-exists":                 "A class is created once.",
	"new-not-exported":           "A class that is created is exported by the entry module.",
	"order":                      "Migrations stay in the order in which they were applied.",
	"rename-self":                "A class is renamed to another name.",
	"rename-source-missing":      "A class that is renamed is live.",
	"rename-target-duplicate":    "Two classes are renamed to two names.",
	"rename-target-exists":       "The new name of a class is unused.",
	"rename-target-not-exported": "The new name of a class is exported by the entry module.",
	"rename-target-not-live":     "The new name of a class is declared live.",
	"stale-tombstone":            "A tombstone that is no longer needed can be removed.",
	"storage-change":             "A class keeps its storage type.",
	"tag-not-found":              "The migration that was applied last stays in the list.",
	"tag-required":               "Once a migration has been applied, the list stays.",
	"transfer-source-missing":    "A transferred class is live in its source Worker.",
	"transfer-target-exists":     "A transferred class gets an unused name.",
	"unknown-key":                "Keys of the configuration are known to wrangler.",
}

// Codes returns the codes of diagnostics, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(rules)) }

// RuleText describes a code of a diagnostic in a sentence; "" if only its name is
// known. Codes that begin with 100402: are the names of Cloudflare's scenarios.
func RuleText(code string) string {
	if scenario, ok := strings.CutPrefix(code, "100402:"); ok {
		return "Cloudflare's reconciliation of exports: " + strings.ReplaceAll(scenario, "_", " ") + "."
	}
	return rules[code]
}

// RefusedError says why a rollback, a restore, an adoption or a conversion is
// impossible. Nothing was changed.
type RefusedError struct {
	Op     string // the operation, such as "roll back"
	Reason string
	Fix    string // "" for none
}

func (e *RefusedError) Error() string { return e.Op + ": " + e.Reason }

// Hint says what is possible instead, if anything.
func (e *RefusedError) Hint() string { return e.Fix }

// Refuse returns a [*RefusedError].
func Refuse(op, reason, fix string) error { return &RefusedError{op, reason, fix} }
