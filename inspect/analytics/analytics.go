// Package analytics finds the data points of Analytics Engine that the Worker has
// written: a database per dataset, with one table of its name. It is read like an
// object of package inspect, see [Object]; only a server writes it.
package analytics

import (
	"path/filepath"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/state"
)

// key is the key of the ids of datasets.
const key state.Key = "dotool-Dataset"

// Object returns a dataset. Its file need not exist.
func Object(folder *state.Folder, dataset string) inspect.Object {
	return inspect.Object{
		Namespace: &inspect.Namespace{Label: "analytics", Class: "analytics", Key: key, Dir: filepath.Join(folder.ProductsDir(), "analytics", string(key))},
		ID:        key.ID(dataset),
		Name:      dataset,
		Named:     true,
	}
}

// Is reports whether an object is a dataset.
func Is(o inspect.Object) bool { return o.Namespace != nil && o.Namespace.Key == key }
