package local

import (
	"context"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

// Objects are the objects of a project. They are found and read on disk in any case,
// and changed, called and fired where they are: in the server that hosts them or,
// without one, on disk and in a runtime started for that.
type Objects struct {
	*inspect.Store
	project *Project
}

// Objects opens the objects of the project.
func (e *Project) Objects() (*Objects, error) {
	store, _, err := e.OpenStore()
	return &Objects{store, e}, err
}

// Results receives the results of statements.
type Results struct {
	Header func(columns []string) error // a result begins
	Row    func([]sqlite.Value) error
}

func (r Results) take(rows *sqlite.Rows) error {
	defer rows.Close()
	for rows.NextResult() {
		if err := r.Header(rows.Columns()); err != nil {
			return err
		}
		for rows.Next() {
			if err := r.Row(rows.Row()); err != nil {
				return err
			}
		}
	}
	return rows.Close()
}

// Query runs statements that write nothing.
func (x *Objects) Query(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) error {
	db, err := o.Open()
	if err != nil {
		return err
	}
	defer db.Close()
	return to.take(db.Query(ctx, sql, params...))
}

// Decoded decodes a stored value; one that cannot be decoded is raw.
func Decoded(b []byte) v8.Value {
	v, err := v8.Decode(b)
	if err != nil {
		return v8.Raw(b)
	}
	return v
}
