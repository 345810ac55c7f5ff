package devserver

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"unicode/utf8"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/bundle"
	"dotool/devserver/event"
	"dotool/devserver/workerd"
)

// noCode is the code of a Worker that has only assets, so that its process is reached
// and ended like any other.
var noCode = &bundle.Bundle{Modules: []bundle.Module{{Name: "index.js", Kind: bundle.ESM, Code: []byte("export {};\n")}}}

// assetProblems reports why the files cannot be served.
func assetProblems(p *config.Project) diag.List {
	var list diag.List
	if p.Assets == nil {
		return nil
	}
	fi, err := os.Stat(p.Assets.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		list.Errorf(p.Assets.Directory.Pos, "config", "the folder of the assets, %s, does not exist", p.Assets.Directory.Value).
			Fix = "create it, or run the build that does"
	case err != nil:
		list.Errorf(p.Assets.Directory.Pos, "config", "the folder of the assets cannot be read: %v", err)
	case !fi.IsDir():
		list.Errorf(p.Assets.Directory.Pos, "config", "assets.directory must be a folder, but %s is a file", p.Assets.Directory.Value)
	case !utf8.ValidString(p.Assets.Dir):
		list.Errorf(p.Assets.Directory.Pos, "config", "the assets are in %q: workerd takes no path that is not UTF-8", p.Assets.Dir).
			Fix = "rename the folder"
	}
	return list
}

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
		d.Fix = "update the runtime with npm install --save-dev workerd@latest"
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
