package logview

import (
	"fmt"
	"slices"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
)

// describe describes a step of a migration in a line; worker is "" where it is clear.
func describe(worker string, step migrate.Step) string {
	if worker != "" {
		worker += "/"
	}
	what := string(step.Kind) + " " + subject(worker, step)
	if step.Kind == migrate.Create {
		what += " (" + string(step.Storage) + ")"
	}
	if step.Objects > 0 {
		what += ", " + ui.Count(step.Objects, "object")
	}
	if step.Tag != "" {
		what += ", tag " + step.Tag
	}
	return diag.Visible(what)
}

// steps describes a migration; many created classes are only counted, since the screen
// lists them.
func steps(all []migrate.Step) []string {
	var out []string
	created, tags := 0, []string{}
	for _, step := range all {
		if step.Kind == migrate.Create {
			created++
			if step.Tag != "" && !slices.Contains(tags, step.Tag) {
				tags = append(tags, step.Tag)
			}
		}
	}
	short := created > 3
	for _, step := range all {
		if !short || step.Kind != migrate.Create {
			out = append(out, describe("", step))
			continue
		}
		if created > 0 {
			text := fmt.Sprintf("create %d classes", created)
			switch len(tags) {
			case 0:
			case 1:
				text += ", tag " + tags[0]
			default:
				text += ", tags " + tags[0] + " to " + tags[len(tags)-1]
			}
			out, created = append(out, text), 0
		}
	}
	return out
}

// Subject names the class of a step, and the one it was or will be.
func Subject(step migrate.Step) string { return subject("", step) }

func subject(own string, step migrate.Step) string {
	switch {
	case step.FromScript != "":
		return step.FromScript + "/" + step.From + " → " + own + step.Class
	case step.ToScript != "":
		return own + step.Class + " → " + step.ToScript + "/" + step.To
	case step.From != "":
		return own + step.From + " → " + step.Class
	}
	return own + step.Class
}
