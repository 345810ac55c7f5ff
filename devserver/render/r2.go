package render

import (
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// bucket returns an R2 bucket, simulated on the files of wrangler dev.
func bucket(b binding.R2) hosting {
	name := b.LocalName()
	return func(p *plan) workerd.BindingValue {
		return workerd.BucketBinding{
			Service: p.simulate("r2", workerd.Namespace{ClassName: "R2BucketObject", UniqueKey: "miniflare-R2BucketObject", SQL: true}),
			Props:   props(map[string]any{"name": name, "folder": state.ValuesFolder(name)}),
		}
	}
}
