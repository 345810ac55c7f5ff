package local

import (
	"slices"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/inspect/r2"
)

// buckets returns the R2 buckets of the configuration.
func (x *Objects) buckets() []binding.R2 {
	return bound[binding.R2](x.project)
}

// BucketNames returns the names by which R2 buckets of the configuration can be given: those
// of their bindings, and their own.
func (x *Objects) BucketNames() (names []string) {
	for _, b := range x.buckets() {
		for _, name := range []string{b.Name.Value, b.BucketName.Value, b.PreviewBucketName.Value} {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Bucket finds an R2 bucket by its binding, its local name or its bucket_name, in this
// order; else one of that name on disk, as `wrangler r2 object put --local` makes it.
func (x *Objects) Bucket(text string) (*r2.Bucket, error) {
	for _, is := range []func(binding.R2) bool{
		func(b binding.R2) bool { return b.Name.Value == text },
		func(b binding.R2) bool { return b.LocalName() == text },
		func(b binding.R2) bool { return b.BucketName.Value == text },
	} {
		if i := slices.IndexFunc(x.buckets(), is); i >= 0 && text != "" {
			return x.openBucket(x.buckets()[i].LocalName()), nil
		}
	}
	if b := x.openBucket(text); b.Exists() {
		return b, nil
	}
	return nil, &missingError{kind: "R2 bucket", name: text, among: x.BucketNames(), section: "r2_buckets"}
}

func (x *Objects) openBucket(name string) *r2.Bucket {
	b := r2.Open(x.State().ProductsDir(), name)
	b.Wait = x.project.Patience
	return b
}
