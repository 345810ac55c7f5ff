package commands

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

type topOptions struct {
	Sort  string
	Limit int
	Every time.Duration
	Once  bool
}

// usage is a row of `dotool top`.
type usage struct {
	event.Count
	PerSecond    float64 `json:"perSecond"`   // calls, since the last look
	BusyPercent  float64 `json:"busyPercent"` // of the time since the last look
	StorageBytes int64   `json:"storageBytes"`
}

var topOrders = map[string]func(a, b usage) int{
	"calls": func(a, b usage) int {
		return cmp.Or(cmp.Compare(b.PerSecond, a.PerSecond), cmp.Compare(b.Calls, a.Calls))
	},
	"errors": func(a, b usage) int { return cmp.Compare(b.Errors, a.Errors) },
	"wall":   func(a, b usage) int { return cmp.Compare(b.WallMs, a.WallMs) },
	"busy": func(a, b usage) int {
		return cmp.Or(cmp.Compare(b.BusyPercent, a.BusyPercent), cmp.Compare(b.BusyMs, a.BusyMs))
	},
	"sockets": func(a, b usage) int { return cmp.Compare(b.Sockets, a.Sockets) },
	"storage": func(a, b usage) int { return cmp.Compare(b.StorageBytes, a.StorageBytes) },
}

func topCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "top", Usage: "show the busiest objects, live",
		Description: "Shows a table of the objects that a running `dotool dev` hosts: calls per\n" +
			"second, time per call, time the thread was blocked (BUSY: until a handler first\n" +
			"waits), errors, open hibernatable WebSockets and size. The row without an object\n" +
			"is the Worker itself. Press q to quit; in a pipe and with --json, it prints\n" +
			"once.\n\n" +
			"Example:\n  $ dotool top --sort errors",
		Flags: []cli.Flag{
			choice("sort", "order by `WHAT`: calls, errors, wall, busy, sockets, storage", "", "calls", "errors", "wall", "busy", "sockets", "storage"),
			&cli.IntFlag{Name: "limit", Usage: "show the first `N`", DefaultText: "as many as fit"},
			&cli.DurationFlag{Name: "every", Usage: "refresh every `DURATION`", Value: time.Second},
			&cli.BoolFlag{Name: "once", Usage: "print once"},
		},
		Action: func(c *cli.Context) error {
			o := topOptions{Sort: c.String("sort"), Limit: c.Int("limit"), Every: c.Duration("every"), Once: c.Bool("once")}
			if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
				return ui.Usagef("--limit must be 1 or more, not %d", o.Limit)
			}
			if o.Every < 100*time.Millisecond {
				return ui.Usagef("--every takes 100ms or more, not %s", o.Every)
			}
			return runTop(c.Context, env, o)
		},
	}
}

func runTop(ctx context.Context, env *local.Project, o topOptions) error {
	store, client, err := env.DialServer(ctx)
	if err != nil {
		return err
	}
	// While a client follows, a server that was started with --quiet counts too.
	following, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { // ends with stop, or with the server
		defer close(ended)
		_ = client.Logs(following, control.LogOptions{Filter: event.Filter{Counting: true}}, func(event.Event) {})
	}()
	defer func() { stop(); <-ended }()

	live := env.StdoutTerminal && !o.Once && !env.JSON
	out := env.Screen(env.Stdout)
	gone := false
	defer func() {
		if gone { // reported on the normal screen
			env.Note("The dev server has stopped.")
		}
	}()
	if live {
		quit, restore, err := env.QuitKey(ctx)
		if err != nil {
			return err
		}
		defer restore()
		ctx = quit
		fmt.Fprint(out, "\x1b[?1049h\x1b[?25l") // the alternate screen, no cursor
		defer fmt.Fprint(out, "\x1b[?25h\x1b[?1049l")
	}
	var last map[event.Ref]event.Count
	var lastAt time.Time
	tick := time.NewTicker(o.Every)
	defer tick.Stop()
	for {
		counts, err := client.Counts(ctx, 1000)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		now := time.Now()
		rows := usages(store, counts, last, now.Sub(lastAt))
		slices.SortStableFunc(rows, topOrders[o.Sort])
		_, height := env.Size()
		limit := o.Limit
		if limit == 0 && live && height > 4 {
			limit = height - 4
		}
		if limit > 0 && len(rows) > limit {
			rows = rows[:limit]
		}
		if env.JSON {
			return ui.WriteJSON(env.Stdout, rows)
		}
		var b bytes.Buffer
		if live {
			s := env.Style(env.Stdout)
			fmt.Fprintf(&b, "\x1b[H%s  %s\x1b[K\n\x1b[K\n", s.Bold.Render(client.URL()), s.Dim.Render(now.Format("15:04:05")+"  sorted by "+o.Sort+", q ends"))
		}
		topTable(rows, o.Sort, !lastAt.IsZero(), env.Narrow()).Print(env.Env, &b, "")
		if !live {
			_, err := env.Stdout.Write(b.Bytes())
			return err
		}
		// Each line clears what is left of the one before it.
		screen := strings.ReplaceAll(b.String(), "\n", "\x1b[K\n")
		if _, err := io.WriteString(out, screen+"\x1b[J"); err != nil {
			return err
		}
		last, lastAt = map[event.Ref]event.Count{}, now
		for _, c := range counts {
			last[c.Ref()] = c
		}
		select {
		case <-tick.C:
		case <-ended:
			gone = true
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

// usages returns the counts, with their growth since the last look.
func usages(store *inspect.Store, counts []event.Count, last map[event.Ref]event.Count, took time.Duration) []usage {
	dirs := map[event.Ref]string{}
	for _, n := range store.Namespaces() {
		dirs[event.Ref{Worker: n.Worker, Class: n.Class}] = n.Dir
	}
	rows := make([]usage, len(counts))
	for i, c := range counts {
		rows[i] = usage{Count: c}
		if was, ok := last[c.Ref()]; last != nil && took > 0 {
			if !ok {
				was = event.Count{}
			}
			rows[i].PerSecond = float64(c.Calls-was.Calls) / took.Seconds()
			rows[i].BusyPercent = 100 * float64(c.BusyMs-was.BusyMs) / float64(took.Milliseconds())
		}
		if dir := dirs[event.Ref{Worker: c.Worker, Class: c.Class}]; dir != "" && c.ID != "" {
			for _, end := range []string{".sqlite", ".sqlite-wal"} {
				if fi, err := os.Stat(dir + string(os.PathSeparator) + c.ID + end); err == nil {
					rows[i].StorageBytes += fi.Size()
				}
			}
		}
	}
	return rows
}

func topTable(rows []usage, sort string, rates, narrow bool) *ui.Table {
	t := &ui.Table{Head: []string{"OBJECT", "CALLS", "ERRORS", "AVERAGE", "SOCKETS", "STORAGE", "LAST"}, Names: []string{"OBJECT"}}
	if rates {
		t.Head = slices.Insert(t.Head, 1, "PER SECOND", "BUSY")
	}
	short := rates && narrow // drop the last column and shorten the first heading
	if short {
		t.Head[1] = "CALLS/S"
		t.Head = t.Head[:len(t.Head)-1]
	}
	t.Whole = t.Head[1:]
	// The column by which the rows are sorted is kept.
	t.Spare = slices.DeleteFunc([]string{"LAST", "STORAGE", "SOCKETS", "AVERAGE", "BUSY", "ERRORS", "CALLS", "CALLS/S", "PER SECOND"}, func(head string) bool {
		return sort == "calls" && t.Head[1] == head || head == map[string]string{"errors": "ERRORS", "wall": "AVERAGE", "busy": "BUSY", "sockets": "SOCKETS", "storage": "STORAGE"}[sort]
	})
	several := slices.ContainsFunc(rows, func(u usage) bool { return u.Worker != rows[0].Worker })
	for _, u := range rows {
		name := "(the Worker)"
		if several && u.Class == "" {
			name = "(" + diag.Visible(u.Worker) + ")"
		}
		if u.Class != "" {
			o := event.Object{Class: u.Class, ID: u.ID, Named: u.Name != nil}
			if u.Name != nil {
				o.Name = *u.Name
			}
			name = logview.Label(&o)
			if several {
				name = diag.Visible(u.Worker) + "/" + name
			}
		}
		cells := []any{name}
		if rates {
			cells = append(cells, fmt.Sprintf("%*.1f", len(t.Head[1]), u.PerSecond), fmt.Sprintf("%3.0f %%", u.BusyPercent))
		}
		lastAt, _ := time.Parse(time.RFC3339, u.LastAt)
		storage := any(ui.ByteCount(u.StorageBytes))
		if u.Class == "" {
			storage = ""
		}
		cells = append(cells, u.Calls, u.Errors, fmt.Sprintf("%.1f ms", float64(u.WallMs)/float64(max(u.Calls, 1))), u.Sockets, storage, ui.Ago(time.Since(lastAt)))
		t.Row(cells[:len(t.Head)]...)
	}
	return t
}
