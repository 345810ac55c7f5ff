package inspect_test

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/state"
)

// The objects of a state folder that wrangler dev has written, and the rows of one.
// Reading changes nothing on disk and needs no runtime.
func Example() {
	ctx := context.Background()
	dir, err := filepath.Abs(filepath.Join("..", "testdata", "storage", "wrangler"))
	if err != nil {
		panic(err)
	}
	store, err := inspect.Open(&state.Folder{Dir: dir}, inspect.Options{})
	if err != nil {
		panic(err)
	}
	for o, err := range store.Objects(ctx, inspect.Address{Text: "Room/[a-f]*"}) {
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s/%q\n", o.Namespace.Label, o.Name)
	}

	full, err := store.Object(ctx, inspect.Address{Text: "Room/full"})
	if err != nil {
		panic(err)
	}
	db, err := full.Open()
	if err != nil {
		panic(err)
	}
	defer db.Close()
	for row, err := range db.Query(ctx, "SELECT id, author FROM message ORDER BY id").All() {
		if err != nil {
			panic(err)
		}
		fmt.Println(row[0], row[1])
	}
	// Output:
	// Room/"a/b\nc"
	// Room/"b"
	// Room/"drifted"
	// Room/"full"
	// 1 ann
	// 2 bob
}

// The schemas that the objects of a class have, that of the most objects first.
func ExampleStore_Variants() {
	dir, err := filepath.Abs(filepath.Join("..", "testdata", "storage", "wrangler"))
	if err != nil {
		panic(err)
	}
	store, err := inspect.Open(&state.Folder{Dir: dir}, inspect.Options{})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	variants, _, err := store.Variants(ctx, store.Objects(ctx, inspect.Address{Text: "Room/*"}))
	if err != nil {
		panic(err)
	}
	for _, v := range variants {
		fmt.Println(len(v.Schema), "tables and indexes in", len(v.Objects), "objects")
	}
	// Output:
	// 5 tables and indexes in 4 objects
	// 0 tables and indexes in 3 objects
	// 5 tables and indexes in 1 objects
}
