package render

import (
	"errors"
	"io/fs"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// ReadAssets returns the assets of a project for a runtime, with the files that say how they
// are served; nil if there are none, or the runtime cannot serve them, which is a warning.
func ReadAssets(p *config.Project, r workerd.Runtime, list *diag.List) (*workerd.Assets, error) {
	if p.Assets == nil {
		return nil, nil
	}
	var problems diag.List
	if !r.HasAssets() {
		if p.Main.Value == "" {
			d := problems.Errorf(p.Assets.Directory.Pos, "not-hosted", "workerd %s cannot serve assets", r.Version)
			d.Fix = "update the runtime: " + r.Newer()
			return nil, problems.Err()
		}
		d := list.Warnf(p.Assets.Directory.Pos, "not-hosted", "workerd %s cannot serve assets: only the Worker responds", r.Version)
		if p.Assets.Binding.Value != "" {
			d.Message += ", and " + p.Assets.Binding.Value + " is absent from env"
		}
		d.Fix = "update the runtime: " + r.Newer()
		return nil, nil
	}
	a := &workerd.Assets{
		Path:             p.Assets.Dir,
		HTMLHandling:     p.Assets.HTMLHandling,
		NotFoundHandling: p.Assets.NotFoundHandling,
		BasePath:         p.Assets.BasePath,
		RunWorkerFirst:   p.Assets.RunWorkerFirst,
		WorkerFirst:      p.Assets.WorkerFirst,
	}
	for i, into := range []*string{&a.Headers, &a.Redirects, &a.Ignore} {
		path := p.Assets.Files()[i]
		data, err := diag.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems.Errorf(diag.Pos{File: path}, "config", "the file cannot be read: %v", errors.Unwrap(err))
		}
		*into = string(data)
	}
	return a, problems.Err()
}
