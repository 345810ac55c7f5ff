package logview

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// stuck prints that a handler blocks the Worker.
func (l *Log) stuck(w *bytes.Buffer, e event.Stuck) {
	end := "save a change to end it"
	if l.keys {
		end = "save a change or press r to end it"
	}
	fmt.Fprintf(w, "%s %s has been running since %s and blocks everything else: %s\n", l.S.Bad.Render("stuck:"), diag.Visible(e.String()), e.Since.Local().Format(time.TimeOnly), end)
}

// cut prints which calls a reload did not wait for.
func (l *Log) cut(w *bytes.Buffer, e event.Cut) {
	var names []string
	for _, c := range e.Calls {
		names = append(names, cutName(c))
	}
	if len(names) == 0 {
		names = []string{"a response"}
	}
	const most = 5
	if n := len(names); n > most {
		names = append(names[:most], fmt.Sprintf("%d more", n-most))
	}
	fmt.Fprintf(w, "%s %s, unfinished after %s (--drain makes a reload wait longer)\n", l.S.Warn.Render("cut:"), strings.Join(names, ", "), ui.Duration(e.After))
}

// cutName names a call that was cut.
func cutName(c event.CutCall) string {
	name := c.Kind
	switch c.Kind {
	case "request", "fetch":
		name = c.Method
		if u, err := url.Parse(c.URL); err == nil {
			name += " " + u.RequestURI()
		}
	case "rpc":
		name = c.Method
	case "step":
		name = "step " + c.Method
	}
	if o := c.Object(); o != nil {
		name = o.String() + " " + name
	}
	return diag.Visible(name)
}
