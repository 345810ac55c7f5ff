package commands

import (
	"context"
	"errors"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// queryAll queries many objects. One that fails does not stop the rest.
func (q *query) queryAll(ctx context.Context) error {
	failures := &objectsError{}
	objects := q.store.Objects(ctx, q.address)
	if q.write {
		for o, err := range objects {
			if err != nil {
				return err
			}
			failures.objects++
			if err := q.run(ctx, o); err != nil {
				failures.add(o, err)
			}
		}
		return q.settle(ctx, failures)
	}
	var last inspect.Object
	for b := range q.store.QueryAll(ctx, objects, q.sql, q.params...) {
		if b.Object.Namespace == nil {
			return b.Err
		}
		if b.Object.ID != last.ID || b.Object.Namespace != last.Namespace {
			last = b.Object
			failures.objects++
		}
		err := b.Err
		if needs, ok := errors.AsType[*sqlite.NeedsWriteError](err); ok {
			return needs // as it would for all the others
		}
		if len(b.Rows) > 0 || q.results == 0 {
			if e := q.header(b.Columns); e != nil {
				err = errors.Join(e, err)
				b.Rows = nil
			}
		}
		for _, row := range b.Rows {
			if err := q.line(b.Object, row); err != nil {
				return err
			}
		}
		if err != nil {
			failures.add(b.Object, err)
		}
	}
	return q.settle(ctx, failures)
}

// settle ends a query of many.
func (q *query) settle(ctx context.Context, failures *objectsError) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case failures.objects == 0:
		q.env.Note("%s", nothing("objects", q.address.Text))
	case failures.failed > 0:
		if !q.env.JSON {
			failures.sql = q.sql
		}
		first := failures.groups[0]
		failures.hint = ui.HintOf(q.point(ctx, first.first, first.err))
		return failures
	case failures.empty > 0:
		// An object that never wrote anything has a file, but no tables.
		q.env.Note("%d of %s are empty.", failures.empty, ui.Count(failures.objects, "object"))
	}
	return nil
}

// gather collects the rows of all objects in one file.
func (q *query) gather(ctx context.Context, path string) error {
	const table = "rows"
	failures := &objectsError{}
	objects := func(yield func(inspect.Object, error) bool) {
		all := q.store.Objects(ctx, q.address)
		if local.OfProduct(q.object) {
			all = func(yield func(inspect.Object, error) bool) { yield(q.object, nil) }
		}
		for o, err := range all {
			failures.objects++
			if !yield(o, err) {
				return
			}
		}
	}
	rows, failed, err := archive.Gather(ctx, q.store.Store, objects, q.env.Path(path), table, q.sql, q.params...)
	if err != nil {
		return err
	}
	for _, f := range failed {
		failures.add(f.Object, f.Err)
	}
	if q.env.JSON {
		err = ui.WriteJSON(q.env.Stdout, struct {
			File    string `json:"file"`
			Table   string `json:"table"`
			Rows    int64  `json:"rows"`
			Objects int    `json:"objects"`
		}{q.env.Path(path), table, rows, failures.objects})
		if err != nil {
			return err
		}
	}
	q.env.Note("Collected %s of %s into table %s of %s.", ui.Count(int(rows), "row"), ui.Count(failures.objects, "object"), diag.Visible(table), diag.Visible(path))
	return q.settle(ctx, failures)
}
