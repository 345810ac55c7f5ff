package worker

import (
	"errors"
	"io/fs"
	"os"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
)

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
