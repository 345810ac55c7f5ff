package local

import (
	"os"
	"path/filepath"

	"github.com/dotool-dev/dotool/migrate/state"
)

// DataOf names the products, besides Durable Objects, that have data in a state folder.
func DataOf(folder *state.Folder) (products []string) {
	for _, p := range []struct{ dir, name string }{{"d1", "D1"}, {"kv", "KV"}, {"r2", "R2"}, {"queues", "Queues"}, {state.WorkflowsFolder, "Workflows"}} {
		found, _ := filepath.Glob(filepath.Join(folder.ProductsDir(), p.dir, "*", "*.sqlite"))
		for _, file := range found {
			if info, err := os.Stat(file); err == nil && info.Size() > 0 && filepath.Base(file) != "metadata.sqlite" {
				products = append(products, p.name)
				break
			}
		}
	}
	return products
}
