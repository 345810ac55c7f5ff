package workerd

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"dotool/config/diag"
)

// pinned has npm's data about the packages of [Version], from
//
//	npm view @cloudflare/workerd-linux-64@VERSION dist.integrity
//
// and read the size off npm pack. For other packages, npm is asked.
var pinned = map[string]release{
	"@cloudflare/workerd-linux-64":    {Version, "sha512-gZLA8X11m/luZwn+YA3+mDu61vdxNJzpksP/QZqjydKTQ+VUCulsK5gtn9Bqst1p3KJu2kafQpJ1nDQv4B23jA==", 46705140},
	"@cloudflare/workerd-linux-arm64": {Version, "sha512-gxWngFojq41ULKNKb9rpWYvKotN5hT2I/xot+Bpy31cXzrwcTgtDLSMb2t75sW5BJxH7hihFvikgYb577kB3Zg==", 46754578},
}

// release is a version of a package, as npm describes it.
type release struct {
	version   string
	integrity string // of the tarball
	size      int64  // of the tarball, in bytes; 0 if unknown
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

// IntegrityError says that a download does not match its checksum. It is deleted.
type IntegrityError struct{ Package, Want, Got string }

func (e *IntegrityError) Error() string {
	return fmt.Sprintf("%s has the wrong checksum: %s, not %s", e.Package, e.Got, e.Want)
}

// Hint returns the fix.
func (e *IntegrityError) Hint() string {
	return "the npm registry or cache in use serves other contents; check: npm config get registry"
}

const bring = "provide your own workerd: npm install --save-dev workerd, or DOTOOL_WORKERD=/path/to/workerd"

// Install installs workerd into the user's cache, unless it is there, and
// returns it. npm downloads it, as it knows mirrors, proxies and credentials; the
// checksum of the pinned version is compiled in. Several dotools may install at once, and a killed one leaves
// nothing that Find would use.
func Install(ctx context.Context, o InstallOptions) (Runtime, error) {
	dir, err := cacheDir(o.CacheDir)
	if err != nil {
		return Runtime{}, err
	}
	pkg := platformPackage()
	if pkg == "" {
		return Runtime{}, hintError{fmt.Errorf("there is no workerd for %s/%s", runtime.GOOS, runtime.GOARCH), bring}
	}
	if o.Version == "latest" {
		latest, err := o.look(ctx, pkg+"@latest")
		if err != nil {
			return Runtime{}, err
		}
		o.Version = latest.version
	}
	o.Version = cmp.Or(o.Version, Version)
	if date := releaseDate(o.Version); date == "" || date == o.Version {
		return Runtime{}, hintError{fmt.Errorf("%q is not a version of workerd", o.Version), "versions look like " + Version + "; latest is the newest one"}
	}
	r := cached(dir, o.Version)
	if !r.usable() {
		return Runtime{}, hintError{fmt.Errorf("workerd %s is too old", o.Version), "dotool needs " + MinVersion + " or later"}
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
	} else if r.Version == releaseDate(r.Version) {
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

// fetch takes a file out of a package and puts it at path, unless another dotool does.
func (o InstallOptions) fetch(ctx context.Context, dir, pkg, file, path string, there func() bool) error {
	progress := o.Progress
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	npm, err := o.npmPath()
	if err != nil {
		return err
	}
	root := filepath.Join(dir, "workerd")
	lock, err := lockCache(ctx, root, func() { progress("wait", 0, 0) })
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	defer lock.Close()
	if there() { // another dotool installed it
		return nil
	}
	// This process has the lock, so unfinished work is that of a killed dotool.
	const workPrefix = "installing-"
	leftovers, err := os.ReadDir(root)
	for _, e := range leftovers {
		if strings.HasPrefix(e.Name(), workPrefix) {
			err = cmp.Or(err, os.RemoveAll(filepath.Join(root, e.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	work, err := os.MkdirTemp(root, workPrefix)
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	defer os.RemoveAll(work)

	spec := pkg + "@" + o.Version
	pin := pinned[pkg]
	if pin.version != o.Version && o.integrity == "" {
		if pin, err = o.look(ctx, spec); err != nil {
			return err
		}
	}
	want := cmp.Or(o.integrity, pin.integrity)
	progress("download", 0, pin.size)
	tarball, err := npmPack(ctx, npm, spec, work)
	if err != nil {
		return err
	}
	progress("download", pin.size, pin.size)
	f, err := diag.OpenFile(tarball)
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	defer f.Close()
	progress("verify", 0, pin.size)
	sum := sha512.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("verify workerd: %w", err)
	}
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != want {
		return &IntegrityError{spec, want, got}
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("unpack workerd: %w", err)
	}
	unpacked := filepath.Join(work, filepath.Base(path))
	if err := unpack(ctx, f, file, unpacked, progress); err != nil {
		return fmt.Errorf("unpack workerd: %w", err)
	}
	rename := o.rename
	if rename == nil {
		rename = os.Rename
	}
	if err := cmp.Or(os.MkdirAll(filepath.Dir(path), 0o755), rename(unpacked, path)); err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	return nil
}

func (o InstallOptions) npmPath() (string, error) {
	npm, err := exec.LookPath(cmp.Or(o.npm, "npm"))
	if err != nil {
		return "", hintError{fmt.Errorf("install workerd: npm: %w", errors.Unwrap(err)), "install Node.js, which comes with npm, or " + bring}
	}
	return npm, nil
}

// look asks npm for the version and the checksum of a package.
func (o InstallOptions) look(ctx context.Context, spec string) (release, error) {
	npm, err := o.npmPath()
	if err != nil {
		return release{}, err
	}
	out, err := runNPM(ctx, npm, os.TempDir(), "view", spec, "version", "dist.integrity", "--json")
	if err != nil {
		return release{}, err
	}
	var found struct {
		Version   string `json:"version"`
		Integrity string `json:"dist.integrity"`
	}
	if err := json.Unmarshal(out, &found); err != nil || !strings.HasPrefix(found.Integrity, "sha512-") {
		return release{}, hintError{fmt.Errorf("download workerd: npm has no checksum of %s", spec), "see npm view " + spec}
	}
	return release{found.Version, found.Integrity, 0}, nil
}

// stoppedError is another dotool that is installing but was stopped, as with Ctrl-Z.
type stoppedError struct{ pid int }

func (e *stoppedError) Error() string {
	return fmt.Sprintf("another dotool (pid %d) is installing it, but is stopped", e.pid)
}

// Hint names the two ways out.
func (e *stoppedError) Hint() string {
	return fmt.Sprintf("let it finish with `kill -CONT %d`, or end it", e.pid)
}

// lockCache makes root and holds it for one dotool, whose id is then in the lock;
// wait is called if another has it. One that is stopped is not waited for.
func lockCache(ctx context.Context, root string, wait func()) (*flock.Flock, error) {
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, err
	}
	// flock opens whatever has the name, and would block on a pipe.
	path := filepath.Join(root, ".lock")
	f, err := diag.AppendFile(path)
	if err != nil {
		return nil, err
	}
	f.Close()
	lock := flock.New(path)
	free, err := lock.TryLock()
	if err == nil && !free {
		wait()
	}
	for looks := 0; err == nil && !free; {
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			err = ctx.Err()
			continue
		}
		if free, err = lock.TryLock(); err != nil || free {
			continue
		}
		text, _ := diag.ReadFile(path)
		if pid, _ := strconv.Atoi(strings.TrimSpace(string(text))); !isStopped(pid) {
			looks = 0
		} else if looks++; looks > 20 {
			err = &stoppedError{pid}
		}
	}
	if err == nil {
		err = writeID(path)
	}
	if err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}

// writeID writes the id of this process into a file that it has locked.
func writeID(path string) error {
	f, err := diag.AppendFile(path)
	if err != nil {
		return err
	}
	if err = f.Truncate(0); err == nil {
		_, err = fmt.Fprint(f, os.Getpid())
	}
	return errors.Join(err, f.Close())
}

// runNPM returns the output of npm. It runs in dir, so that no project's settings apply.
func runNPM(ctx context.Context, npm, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, npm, append(args, "--loglevel", "error", "--no-update-notifier")...)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("download workerd: %w", ctx.Err())
	}
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	hint := "check the connection, the proxy and npm's registry, or set DOTOOL_WORKERD to a workerd binary"
	if strings.Contains(stderr.String(), "E404") || strings.Contains(stderr.String(), "ETARGET") {
		hint = "see the versions that exist: npm view workerd versions"
	}
	return nil, hintError{fmt.Errorf("download workerd: npm %s: %w%s", args[0], err, lastLines(slices.DeleteFunc(lines, func(l string) bool { return l == "" }))), hint}
}

// npmPack downloads a package into dir and returns the path of its tarball.
func npmPack(ctx context.Context, npm, spec, dir string) (string, error) {
	if _, err := runNPM(ctx, npm, dir, "pack", spec, "--pack-destination", dir); err != nil {
		return "", err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fmt.Errorf("download workerd: %w", err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tgz") {
			return filepath.Join(dir, e.Name()), nil
		}
	}
	return "", errors.New("download workerd: npm pack left no tarball")
}

// unpack writes a file of a package to path, and syncs it.
func unpack(ctx context.Context, tarball io.Reader, file, path string, progress func(stage string, done, total int64)) error {
	z, err := gzip.NewReader(tarball)
	if err != nil {
		return err
	}
	for archive := tar.NewReader(z); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return errors.New("the package has no " + file)
		}
		if err != nil {
			return err
		}
		if h.Name != "package/"+file || h.Typeflag != tar.TypeReg {
			continue
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
		if err != nil {
			return err
		}
		for done := int64(0); err == nil && done < h.Size; {
			var n int64
			progress("unpack", done, h.Size)
			n, err = io.CopyN(f, archive, min(8<<20, h.Size-done))
			done += n
			err = cmp.Or(err, ctx.Err())
		}
		err = cmp.Or(err, f.Sync())
		if err = cmp.Or(err, f.Close()); err == nil {
			progress("unpack", h.Size, h.Size)
		}
		return err
	}
}
