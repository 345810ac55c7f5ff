package commands

import (
	"context"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/inspect"
)

func completeBucket(ctx context.Context, store *local.Objects, u *unfinished, add adder) {
	if len(u.args) == 0 {
		for _, name := range store.BucketNames() {
			add(name, "R2 bucket")
		}
		return
	}
	if len(u.args) > 1 && u.path != "r2 delete " {
		return
	}
	bucket, err := store.Bucket(u.args[0])
	if err != nil {
		return
	}
	for e, err := range bucket.List(ctx, u.last, "") {
		if err != nil || !add(e.Object.Key, "object") {
			return
		}
	}
}

func completeWorkflow(ctx context.Context, store *local.Objects, u *unfinished, add adder) {
	if len(u.args) == 0 {
		for _, name := range store.WorkflowNames() {
			add(name, "workflow")
		}
		return
	}
	if u.path == "workflows list " || u.path == "workflows create " || len(u.args) > 1 && (u.path == "workflows show " || u.path == "workflows send-event ") {
		return
	}
	w, err := store.Workflow(u.args[0])
	if err != nil {
		return
	}
	for i, err := range w.Instances(ctx) {
		if err == nil && !add(i.ID, i.Status) {
			return
		}
	}
}

func completeQueue(ctx context.Context, store *local.Objects, u *unfinished, add adder) {
	if len(u.args) > 0 && u.flag != "to" || u.path == "queues list " {
		return
	}
	names, _ := store.QueueNames(ctx)
	for _, name := range names {
		add(name, "queue")
	}
}

// completeOther completes what is not an object, and addressed like one.
func completeOther(store *local.Objects, u *unfinished, add adder) {
	switch {
	case u.path == "sql ":
		for _, b := range store.Databases() {
			add(b.Name.Value, "D1 database")
		}
		for _, name := range store.Datasets() {
			add(local.DatasetPrefix+name, "dataset")
		}
	case strings.HasPrefix(u.path, "kv "):
		for _, name := range store.KVNames() {
			add(name, "KV namespace")
		}
	}
}

func completeKey(ctx context.Context, store *local.Objects, a inspect.Address, prefix string, add adder) {
	n, o, many, err := store.ResolveKV(ctx, a)
	if err != nil {
		return
	}
	if many {
		for e, err := range entriesOfAll(ctx, store, a, readPrefix(prefix), &objectsError{}) {
			if err != nil || !add(e.Key, "key") {
				return
			}
		}
		return
	}
	if n != nil {
		for e, err := range n.List(ctx, prefix) {
			if err != nil {
				return
			}
			add(e.Key, "key")
		}
		return
	}
	db, err := o.Open()
	if err != nil {
		return
	}
	defer db.Close()
	for entry, err := range db.KV(ctx, prefix) {
		if err != nil {
			return
		}
		add(entry.Key, "key")
	}
}
