package inspect

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"

	"dotool/inspect/sqlite"
)

// Batch is some rows of one object's result.
type Batch struct {
	Object  Object
	Columns []string
	Rows    [][]sqlite.Value // may be empty; stay valid
	Err     error            // ends the rows of this object only
}

const (
	batchRows  = 256
	batchBytes = 1 << 20
	ahead      = 64 // objects that may be ahead of the one being printed
)

// QueryAll runs a query on many objects, in parallel, and yields their rows in the
// order of the objects. An object that fails yields its error and does not stop the
// others; an error of the sequence of objects comes in a batch without an object. When
// ctx is done the sequence ends early, without an error. Memory is bounded by the size
// of a few batches, however many rows there are.
func (s *Store) QueryAll(ctx context.Context, objects iter.Seq2[Object, error], sql string, params ...sqlite.Value) iter.Seq[Batch] {
	return func(yield func(Batch) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var all sync.WaitGroup
		defer all.Wait()
		defer cancel()
		type job struct {
			object Object
			err    error
			out    chan Batch
		}
		todo, order := make(chan job), make(chan job, ahead)
		// Ends with the objects, or with ctx.
		all.Go(func() {
			defer close(order)
			defer close(todo)
			for o, err := range objects {
				j := job{o, err, make(chan Batch, 1)}
				select {
				case order <- j:
				case <-ctx.Done():
					return
				}
				if err != nil {
					j.out <- Batch{Err: err}
					close(j.out)
					continue
				}
				select {
				case todo <- j:
				case <-ctx.Done():
					close(j.out)
					return
				}
			}
		})
		for range runtime.GOMAXPROCS(0) {
			// Ends with todo, and each job with ctx.
			all.Go(func() {
				for j := range todo {
					s.batches(ctx, j.object, sql, params, j.out)
					close(j.out)
				}
			})
		}
		for j := range order {
			for b := range j.out {
				if !yield(b) {
					return
				}
			}
		}
	}
}

// batches runs the query on one object.
func (s *Store) batches(ctx context.Context, o Object, sql string, params []sqlite.Value, out chan<- Batch) {
	b := Batch{Object: o}
	size := 0
	flush := func() bool {
		select {
		case out <- b:
			b.Rows, size = nil, 0
			return true
		case <-ctx.Done():
			return false
		}
	}
	db, err := o.Open()
	if err != nil {
		b.Err = err
		flush()
		return
	}
	defer db.Close()
	rows := db.Query(ctx, sql, params...)
	defer rows.Close()
	for rows.NextResult() {
		if !slices.Equal(b.Columns, rows.Columns()) {
			if len(b.Rows) > 0 && !flush() {
				return
			}
			b.Columns = rows.Columns()
		}
		for rows.Next() {
			row := slices.Clone(rows.Row())
			for i, v := range row {
				if v.Bytes != nil {
					row[i] = v.Clone()
					size += len(v.Bytes)
				}
			}
			if b.Rows = append(b.Rows, row); len(b.Rows) == batchRows || size > batchBytes {
				if !flush() {
					return
				}
			}
		}
	}
	b.Err = rows.Close()
	flush()
}
