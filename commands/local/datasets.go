package local

import (
	"fmt"
	"slices"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/analytics"
	"github.com/dotool-dev/dotool/inspect/d1"
)

// DatasetPrefix stands before the name of a dataset of Analytics Engine.
const DatasetPrefix = "analytics:"

// Datasets returns the names of the datasets that the configuration has.
func (x *Objects) Datasets() (names []string) {
	for _, b := range bound[binding.AnalyticsEngine](x.project) {
		if name := b.LocalDataset(); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// dataset finds a dataset by its name or, failing that, by a binding.
func (x *Objects) dataset(name string) (inspect.Object, error) {
	o := analytics.Object(x.State(), name)
	if o.Exists() {
		return o, nil
	}
	names := x.Datasets()
	if !slices.Contains(names, name) {
		for _, b := range bound[binding.AnalyticsEngine](x.project) {
			if b.Name.Value == name {
				name = b.LocalDataset()
			}
		}
	}
	if !slices.Contains(names, name) {
		return o, &datasetError{name, false, names}
	}
	if o = analytics.Object(x.State(), name); !o.Exists() {
		return o, &datasetError{name, true, names}
	}
	return o, nil
}

// datasetError reports a dataset without data points.
type datasetError struct {
	name  string
	bound bool // the configuration has it
	among []string
}

func (e *datasetError) Error() string {
	if e.bound {
		return fmt.Sprintf("the dataset %s is empty: no data point has been written to it", e.name)
	}
	return fmt.Sprintf("no dataset %q", e.name)
}

// Hint names what there is.
func (e *datasetError) Hint() string {
	switch {
	case e.bound:
		return "the Worker writes data points by writeDataPoint under `dotool dev`"
	case len(e.among) == 0:
		return "the configuration has none: they are listed in analytics_engine_datasets"
	}
	return diag.DidYouMean(e.name, e.among, diag.ThereAre(e.among))
}

// OfProduct reports whether an object is a database of a product, and of no class: it is
// queried by a name of its own.
func OfProduct(o inspect.Object) bool { return d1.Is(o) || analytics.Is(o) }
