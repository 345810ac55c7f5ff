package inspect

import (
	"context"
	"errors"
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
	return fan(ctx, objects, sql, func(db *sqlite.DB, b *batchWriter) error {
		rows := db.Query(b.ctx, sql, params...)
		defer rows.Close()
		for rows.NextResult() {
			if !slices.Equal(b.Columns, rows.Columns()) {
				if len(b.Rows) > 0 && !b.flush() {
					return errUnwanted
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
					return errUnwanted
				}
			}
		}
		return rows.Close()
	})
}

// KVAll reads the key-value storage of many objects, as [Store.QueryAll] does: the rows
// are keys and values. read is a method of the database, such as [sqlite.DB.KV].
func (s *Store) KVAll(ctx context.Context, objects iter.Seq2[Object, error], read func(context.Context, *sqlite.DB) iter.Seq2[sqlite.Entry, error]) iter.Seq[Batch] {
	return fan(ctx, objects, "", func(db *sqlite.DB, b *batchWriter) error {
		for e, err := range read(b.ctx, db) {
			if err != nil {
				return err
			}
			if !b.add([]sqlite.Value{sqlite.TextValue(e.Key), sqlite.BlobValue(e.Value)}) {
				return errUnwanted
			}
		}
		return nil
	})
}

// errUnwanted says that no more rows are wanted.
var errUnwanted = errors.New("no more rows are wanted")

// fan reads many objects in parallel, with a reader for its statements, and yields in their
// order what read adds.
func fan(ctx context.Context, objects iter.Seq2[Object, error], sql string, read func(*sqlite.DB, *batchWriter) error) iter.Seq[Batch] {
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
					readObject(ctx, r, j.object, j.out, read)
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

// attempts is how often an object is read that others change meanwhile.
const attempts = 5

// readObject sends the rows of one object, and its error.
func readObject(ctx context.Context, r *sqlite.Reader, o Object, out chan<- Batch, read func(*sqlite.DB, *batchWriter) error) {
	for attempt := 1; ; attempt++ {
		b := &batchWriter{ctx: ctx, Batch: Batch{Object: o}, out: out}
		db, err := r.Open(o.Path())
		if err == nil {
			err = read(db, b)
			db.Close()
		}
		switch {
		case err == errUnwanted:
			return
		case sqlite.Changed(err) && !b.sent && attempt < attempts:
			continue
		}
		b.Err = err
		b.flush()
		return
	}
}

// batchWriter sends the rows of an object.
type batchWriter struct {
	ctx context.Context
	Batch
	size int
	sent bool // something of the object
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
		b.Rows, b.size, b.sent = nil, 0, true
		return true
	case <-b.ctx.Done():
		return false
	}
}
