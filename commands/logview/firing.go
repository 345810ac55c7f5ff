package logview

import (
	"bytes"
	"fmt"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// PrintFiring prints an alarm, cron trigger or delivery that has fired, in the way of the
// dev server's log but without the calls that it made. If several is set, its Worker is
// named.
func PrintFiring(e *ui.Env, several bool, object *event.Object, f event.Firing) error {
	var b bytes.Buffer
	s := e.Style(e.Stdout)
	l := New(e, s, false)
	l.Several = several
	if f.Outcome == "timeout" {
		what := "alarm"
		if f.Kind == "cron" {
			what = "scheduled " + s.Accent.Render(diag.Visible(f.Cron))
		} else {
			what += " " + s.Accent.Render(Label(object))
		}
		fmt.Fprintf(&b, "%s %s%s %s\n", f.Time().Format(time.TimeOnly), l.of(f.Worker), what,
			s.Bad.Render("did not end in "+ui.Duration(time.Duration(f.WallMs)*time.Millisecond)))
	}
	if f.Virtual {
		b.WriteString(f.Time().Format("2006-01-02 "))
	}
	for _, line := range f.Lines {
		if line.Event == "call" && line.ID != line.Root {
			continue
		}
		if object != nil && object.Named && line.Class == f.Class && line.ObjectID == f.ID {
			line.Name = &object.Name // the runtime may not know it
		}
		if line.Event == "call" {
			line.At, line.Queue = f.At, f.Queue // those of the line may be missing
		}
		if e, ok := line.Read(); ok {
			l.Add(&b, e, time.Time{})
		}
	}
	if next := f.Next(); !next.IsZero() {
		fmt.Fprintf(&b, "%s%s\n", indent, s.Dim.Render("next alarm in "+ui.Until(next.Sub(f.Time()))+", "+next.Format("2006-01-02 15:04:05")))
	}
	_, err := e.Stdout.Write(b.Bytes())
	return err
}
