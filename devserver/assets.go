package devserver

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// assets returns the assets for the runtime; nil for none.
func (s *server) assets(p *config.Project) (*workerd.Assets, error) {
	if p.Assets == nil {
		return nil, nil
	}
	var list diag.List
	if !s.runtime.HasAssets() {
		d := list.Warnf(p.Assets.Directory.Pos, "not-hosted", "workerd %s cannot serve assets: only the Worker responds", s.runtime.Version)
		switch {
		case p.Main.Value == "":
			d.Severity, d.Message = diag.Error, fmt.Sprintf("workerd %s cannot serve assets", s.runtime.Version)
		case p.Assets.Binding.Value != "":
			d.Message += ", and " + p.Assets.Binding.Value + " is absent from env"
		}
		d.Fix = "update the runtime: " + s.runtime.Newer()
		if err := list.Err(); err != nil {
			return nil, err
		}
		s.log.Put(event.Warnings{List: list})
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
			list.Errorf(diag.Pos{File: path}, "config", "the file cannot be read: %v", errors.Unwrap(err))
		}
		*into = string(data)
	}
	return a, list.Err()
}
