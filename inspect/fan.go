package inspect

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"

	"github.com/dotool-dev/dotool/inspect/sqlite"
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
	return fan(ctx, objects, sql, func(ctx context.Context, r *sqlite.Reader, o Object, out chan<- Batch) {
		s.batches(ctx, r, o, sql, params, out)
	})
}

// KVAll reads the key-value storage of many objects, as [Store.QueryAll] does: the rows
// are keys and values. read is a method of the database, such as [sqlite.DB.KV].
func (s *Store) KVAll(ctx context.Context, objects iter.Seq2[Object, error], read func(context.Context, *sqlite.DB) iter.Seq2[sqlite.Entry, error]) iter.Seq[Batch] {
	return fan(ctx, objects, "", func(ctx context.Context, r *sqlite.Reader, o Object, out chan<- Batch) {
		w := batchWriter{ctx, Batch{Object: o}, 0, out}
		db, err := r.Open(o.Path())
		if err != nil {
			w.Err = err
			w.flush()
			return
		}
		defer db.Close()
		for e, err := range read(ctx, db) {
			if err != nil {
				w.Err = err
				break
			}
			if !w.add([]sqlite.Value{sqlite.TextValue(e.Key), sqlite.BlobValue(e.Value)}) {
				return
			}
		}
		w.flush()
	})
}

// fan calls fn for many objects in parallel, with a reader for its statements, and yields in
// their order what it sends.
func fan(ctx context.Context, objects iter.Seq2[Object, error], sql string, fn func(context.Context, *sqlite.Reader, Object, chan<- Batch)) iter.Seq[Batch] {
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
				r := sqlite.NewReader(sql)
				defer r.Close()
				for j := range todo {
					fn(ctx, r, j.object, j.out)
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
func (s *Store) batches(ctx context.Context, r *sqlite.Reader, o Object, sql string, params []sqlite.Value, out chan<- Batch) {
	b := batchWriter{ctx, Batch{Object: o}, 0, out}
	db, err := r.Open(o.Path())
	if err != nil {
		b.Err = err
		b.flush()
		return
	}
	defer db.Close()
	rows := db.Query(ctx, sql, params...)
	defer rows.Close()
	for rows.NextResult() {
		if !slices.Equal(b.Columns, rows.Columns()) {
			if len(b.Rows) > 0 && !b.flush() {
				return
			}
			b.Columns = rows.Columns()
		}
		for rows.Next() {
			row := slices.Clone(rows.Row())
			for i, v := range row {
				if v.Bytes != nil {
					row[i] = v.Clone()
				}
			}
			if !b.add(row) {
				return
			}
		}
	}
	b.Err = rows.Close()
	b.flush()
}

// batchWriter sends the rows of an object.
type batchWriter struct {
	ctx context.Context
	Batch
	size int
	out  chan<- Batch
}

// add adds a row, and reports whether more are wanted.
func (b *batchWriter) add(row []sqlite.Value) bool {
	for _, v := range row {
		b.size += len(v.Bytes)
	}
	b.Rows = append(b.Rows, row)
	return len(b.Rows) < batchRows && b.size <= batchBytes || b.flush()
}

func (b *batchWriter) flush() bool {
	select {
	case b.out <- b.Batch:
		b.Rows, b.size = nil, 0
		return true
	case <-b.ctx.Done():
		return false
	}
}
