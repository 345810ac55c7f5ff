package workerd

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/dotool-dev/dotool/devserver/workerd/download"
)

// pinned has npm's data about the packages of [Version], from
//
//	npm view @cloudflare/workerd-linux-64@VERSION dist.integrity
//
// and read the size off npm pack. For other packages, npm is asked.
var pinned = map[string]download.Release{
	"@cloudflare/workerd-linux-64":    {Version: Version, Integrity: "sha512-gZLA8X11m/luZwn+YA3+mDu61vdxNJzpksP/QZqjydKTQ+VUCulsK5gtn9Bqst1p3KJu2kafQpJ1nDQv4B23jA==", Size: 46705140},
	"@cloudflare/workerd-linux-arm64": {Version: Version, Integrity: "sha512-gxWngFojq41ULKNKb9rpWYvKotN5hT2I/xot+Bpy31cXzrwcTgtDLSMb2t75sW5BJxH7hihFvikgYb577kB3Zg==", Size: 46754578},
}

// InstallOptions are the options of [Install].
type InstallOptions struct {
	CacheDir string // dotool's folder in the user's cache; "" is the usual place
	Version  string // npm's version, or "latest"; "" is [Version]

	// Progress is called at each stage: "wait" for another dotool that
	// is installing, "download", "verify", "unpack". done and total are bytes, total is 0 if
	// it is unknown; a download is reported at its beginning and end only. It may be nil.
	Progress func(stage string, done, total int64)

	npm       string // "" is the one in PATH
	integrity string // "" is the pinned one, or the registry's
	rename    func(from, to string) error
}

// Install installs workerd into the user's cache, unless it is there, and
// returns it. npm downloads it, as it knows mirrors, proxies and credentials; the
// checksum of the pinned version is compiled in, and that of others asked from the
// registry. Several dotools may install at once, and a killed one leaves nothing that Find
// would use.
func Install(ctx context.Context, o InstallOptions) (Runtime, error) {
	dir, err := cacheDir(o.CacheDir)
	if err != nil {
		return Runtime{}, err
	}
	pkg := platformPackage()
	if pkg == "" {
		return Runtime{}, hintError{fmt.Errorf("there is no workerd for %s/%s", runtime.GOOS, runtime.GOARCH), download.Bring}
	}
	if o.Version == "latest" {
		latest, err := o.client(dir).Look(ctx, pkg+"@latest")
		if err != nil {
			return Runtime{}, err
		}
		o.Version = latest.Version
	}
	o.Version = cmp.Or(o.Version, Version)
	if !IsVersion(o.Version) {
		return Runtime{}, hintError{fmt.Errorf("%q is not a version of workerd", o.Version), "versions look like " + Version + "; latest is the newest one"}
	}
	r := Cached(dir, o.Version)
	if !r.usable() {
		return Runtime{}, hintError{fmt.Errorf("workerd %s is too old", o.Version), "dotool needs " + minVersion + " or later"}
	}
	if err := trusted(dir, r.Path); err != nil {
		return Runtime{}, err
	}
	there := func() bool { return executable(r.Path) == nil }
	if there() {
		return r, nil
	}
	if err := o.fetch(ctx, dir, pkg, "bin/"+binaryName, r.Path, there); err != nil {
		return Runtime{}, err
	}
	r.Source = FromInstall
	return r, nil
}

// TypesProgram returns the path of worker.mjs, which prints the types of a runtime: one
// beside it, that of the project's package workerd, if it has the same version, or one in
// the cache, which is downloaded if need be.
func TypesProgram(ctx context.Context, r Runtime, project string, o InstallOptions) (string, error) {
	const name = "worker.mjs"
	if path := filepath.Join(filepath.Dir(r.Path), name); regular(path) {
		return path, nil
	}
	for _, chain := range packageChains {
		if from := follow(project, chain); from != "" && filepath.Base(from) == "workerd" && packageVersion(filepath.Join(from, "bin", binaryName)) == r.Version {
			if path := filepath.Join(from, name); regular(path) {
				return path, nil
			}
		}
	}
	dir, err := cacheDir(o.CacheDir)
	if err != nil {
		return "", err
	}
	if r.Version == releaseDate(Version) {
		r.Version = Version
	} else if !IsVersion(r.Version) {
		return "", hintError{fmt.Errorf("the npm version of %s is unknown", r.Path), "use a workerd from npm: npm install --save-dev workerd"}
	}
	o.Version = r.Version
	path := filepath.Join(dir, "workerd", r.Version, name)
	if err := trusted(dir, path); err != nil {
		return "", err
	}
	there := func() bool { return regular(path) }
	if there() {
		return path, nil
	}
	return path, o.fetch(ctx, dir, "workerd", name, path, there)
}

func regular(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func (o InstallOptions) client(dir string) download.Client {
	return download.Client{Dir: filepath.Join(dir, "workerd"), NPM: o.npm, Progress: o.Progress, Stopped: isStopped, Rename: o.rename}
}

// fetch takes a file out of a package and puts it at path, unless another dotool does.
func (o InstallOptions) fetch(ctx context.Context, dir, pkg, file, path string, there func() bool) error {
	known := pinned[pkg]
	if known.Version != o.Version {
		known = download.Release{Version: o.Version}
	}
	known.Integrity = cmp.Or(o.integrity, known.Integrity)
	return o.client(dir).Fetch(ctx, pkg, known, file, path, there)
}
