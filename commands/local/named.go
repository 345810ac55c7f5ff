package local

import (
	"fmt"
	"strings"

	"dotool/config/diag"
)

// missingError reports that the configuration has nothing of a kind that a name means.
type missingError struct {
	kind, name string
	among      []string // the names that there are
	section    string   // of the configuration
}

func (e *missingError) Error() string {
	return fmt.Sprintf("no %s %q", e.kind, diag.Visible(e.name))
}

// Hint names what there is.
func (e *missingError) Hint() string {
	if near := diag.Nearest(e.name, e.among); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(e.among) == 0 {
		return e.section + " in the configuration lists them"
	}
	return "there are " + strings.Join(e.among, ", ")
}

// clashError reports that a name means an object and something else.
type clashError struct {
	name, object string // the object, so that it is clear
	kind, other  string // what else it means, and how to say so
}

func (e *clashError) Error() string {
	return fmt.Sprintf("%q is an object and a %s", diag.Visible(e.name), e.kind)
}

// Hint says how to name either.
func (e *clashError) Hint() string {
	_, what, _ := strings.Cut(e.kind, " ")
	return fmt.Sprintf("say %s for the object, %s for the %s", e.object, e.other, what)
}
