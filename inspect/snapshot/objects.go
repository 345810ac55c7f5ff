package snapshot

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/state"
)

// ObjectKey identifies an object in every snapshot.
type ObjectKey struct {
	Key state.Key
	ID  state.ObjectID
}

// Objects returns the objects in a snapshot or, with the id "", those of the state folder.
// They can be read as any others.
func Objects(ctx context.Context, store *inspect.Store, id string) (map[ObjectKey]inspect.Object, error) {
	dir := store.State().ObjectsDir()
	if id != "" {
		s, err := Read(store.State(), id)
		if err != nil {
			return nil, err
		}
		dir = filepath.Join(store.State().SnapshotsDir(), s.ID, "do")
	}
	folders, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list objects: %w", err)
	}
	all := map[ObjectKey]inspect.Object{}
	for _, folder := range folders {
		key := state.Key(folder.Name())
		if !folder.IsDir() || key.Validate() != nil {
			continue
		}
		n := &inspect.Namespace{Key: key, Class: string(key), Label: string(key)} // of a class that is no more
		for _, known := range store.Namespaces() {
			if known.Key == key {
				copied := *known
				n = &copied
			}
		}
		n.Dir = filepath.Join(dir, folder.Name())
		files, err := os.ReadDir(n.Dir)
		if err != nil {
			return nil, fmt.Errorf("list objects: %w", err)
		}
		for _, f := range files {
			if !isObject(f.Name()) {
				continue
			}
			id, err := state.ParseObjectID(strings.TrimSuffix(f.Name(), ".sqlite"))
			if err != nil {
				continue // it is no object's
			}
			o, err := store.Complete(ctx, inspect.Object{Namespace: n, ID: id})
			if err != nil {
				return nil, err
			}
			all[ObjectKey{key, id}] = o
		}
	}
	return all, nil
}
