package inspect

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// Variant is a schema, and the objects that have it.
type Variant struct {
	Schema  sqlite.Schema
	Objects []Object
}

// ObjectError is an error of one object among many.
type ObjectError struct {
	Object Object
	Err    error
}

func (e *ObjectError) Error() string {
	return fmt.Sprintf("%s/%s: %v", e.Object.Namespace.Label, diag.Visible(e.Object.String()), e.Err)
}
func (e *ObjectError) Unwrap() error { return e.Err }

// Variants groups objects by their exact schema, the most frequent first.
// Objects that cannot be read are returned separately.
func (s *Store) Variants(ctx context.Context, objects iter.Seq2[Object, error]) (variants []Variant, failed []*ObjectError, err error) {
	at := map[string]int{}
	var raw strings.Builder
	var current Object
	var items [][]sqlite.Value
	group := func() {
		if current.Namespace == nil {
			return
		}
		// Most objects have one of a few literally equal schemas, so normalise those once.
		i, ok := at[raw.String()]
		if !ok {
			schema := sqlite.NewSchema(items)
			i = slices.IndexFunc(variants, func(v Variant) bool { return slices.Equal(v.Schema, schema) })
			if i < 0 {
				i = len(variants)
				variants = append(variants, Variant{Schema: schema})
			}
			at[raw.String()] = i
		}
		variants[i].Objects = append(variants[i].Objects, current)
	}
	for b := range s.QueryAll(ctx, objects, sqlite.SchemaSQL) {
		if b.Object.Namespace == nil {
			return nil, nil, b.Err
		}
		if b.Object.Namespace != current.Namespace || b.Object.ID != current.ID {
			group()
			current, items = b.Object, nil
			raw.Reset()
		}
		if b.Err != nil {
			failed = append(failed, &ObjectError{b.Object, b.Err})
			current = Object{}
			continue
		}
		for _, row := range b.Rows {
			items = append(items, row)
			for _, v := range row {
				raw.Write(v.Bytes)
				raw.WriteByte(0)
			}
		}
	}
	group()
	if ctx.Err() != nil {
		return nil, nil, context.Cause(ctx)
	}
	slices.SortStableFunc(variants, func(a, b Variant) int { return cmp.Compare(len(b.Objects), len(a.Objects)) })
	return variants, failed, nil
}
