package logview

import (
	"bytes"
	"fmt"
	"time"

	"dotool/commands/ui"
	"dotool/config/diag"
	"dotool/devserver/event"
)

// PrintFiring prints an alarm that fired as the log of the dev server does.
func PrintFiring(e *ui.Env, object *event.Object, f event.Firing) error {
	var b bytes.Buffer
	s := e.Style(e.Stdout)
	l := New(e, s, false)
	if f.Outcome == "timeout" {
		what := "alarm"
		if f.Kind == "cron" {
			what = "scheduled " + s.Accent.Render(diag.Visible(f.Cron))
		} else {
			what += " " + s.Accent.Render(Label(object))
		}
		fmt.Fprintf(&b, "%s %s %s\n", f.Time().Local().Format(time.TimeOnly), what,
			s.Bad.Render("did not end in "+ui.Duration(time.Duration(f.WallMs)*time.Millisecond)))
		_, err := e.Stdout.Write(b.Bytes())
		return err
	}
	if f.Virtual {
		b.WriteString(f.Time().Local().Format("2006-01-02 "))
	}
	call, items := f.Log(object)
	l.tree(&b, call, items, 0)
	if next := f.Next(); !next.IsZero() {
		fmt.Fprintf(&b, "%s%s\n", indent, s.Dim.Render("next alarm in "+ui.Until(next.Sub(f.Time()))+", "+next.Local().Format("2006-01-02 15:04:05")))
	}
	_, err := e.Stdout.Write(b.Bytes())
	return err
}
