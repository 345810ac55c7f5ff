package workerd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// Version is the workerd that dotool is tested with and installs, as npm names
// it.
//
//	2026-11-23  1.20261117.1  the first
const Version = "1.20261117.1"

// MinVersion is the oldest workerd that passes dotool's tests. What we need
// arrived bit by bit; the last of it was evictAllDurableObjects in
// workerd:unsafe, which a reload needs: 1.20260625.1 or shortly before.
//
// Before 1.20261014.1 or so, SIGTERM leaves -wal files beside the databases;
// nothing is lost by that.
const MinVersion = "1.20260703.1"

// Runtime is a workerd binary.
type Runtime struct {
	Path    string // absolute
	Version string // "1.20261117.1", or "2026-11-17" from a binary outside of a package
	Date    string // the newest compatibility date it takes; one after today it refuses too
	Source  Source
}

// Source tells where a Runtime was found.
type Source string

const (
	FromEnvironment Source = "DOTOOL_WORKERD"
	FromProject     Source = "node_modules"
	FromCache       Source = "cache"
	FromInstall     Source = "installed" // just now, into the cache
)

// FindOptions say where to look.
type FindOptions struct {
	ProjectDir string              // its node_modules, and those of the folders above; "" leaves them out
	CacheDir   string              // dotool's folder in the user's cache; "" is the usual place
	Getenv     func(string) string // nil is os.Getenv
}

// ErrNotFound is answered by Find when no place has a workerd. Install is the
// cure.
var ErrNotFound error = hintError{errors.New("no workerd found"), "install it with: dotool runtime install"}

// TooOldError is answered by Find when the workerd it found, which shadows
// others, cannot be used.
type TooOldError struct{ Runtime Runtime }

func (e *TooOldError) Error() string {
	return fmt.Sprintf("workerd %s is too old: dotool needs %s or later, which can end objects gently for a reload (found at %s)",
		e.Runtime.Version, MinVersion, e.Runtime.Path)
}

// Hint returns the cure.
func (e *TooOldError) Hint() string {
	if e.Runtime.Source == FromProject {
		return "update it with: npm install --save-dev wrangler@latest"
	}
	return "unset DOTOOL_WORKERD, or let it name a newer workerd"
}

// hintError is an error with a cure.
type hintError struct {
	error
	hint string
}

func (e hintError) Hint() string  { return e.hint }
func (e hintError) Unwrap() error { return e.error }

// Find looks for a workerd: the one that DOTOOL_WORKERD names, the one of the
// project's node_modules, the one in the user's cache. The first that is there
// counts: if it cannot be used that is an error, not a reason to run another
// runtime than the user expects. With none it answers ErrNotFound.
func Find(ctx context.Context, o FindOptions) (Runtime, error) {
	getenv := o.Getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	if path := getenv("DOTOOL_WORKERD"); path != "" {
		r, err := inspect(ctx, path, FromEnvironment)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			return Runtime{}, hintError{fmt.Errorf("DOTOOL_WORKERD: %w", err), "let DOTOOL_WORKERD name a workerd binary, or unset it"}
		}
		return r, err
	}
	if o.ProjectDir != "" {
		if path := inNodeModules(o.ProjectDir); path != "" {
			return inspect(ctx, path, FromProject)
		}
	}
	dir, err := cacheDir(o.CacheDir)
	if err != nil {
		return Runtime{}, err
	}
	if r := cached(dir); executable(r.Path) == nil {
		return r, nil
	}
	return Runtime{}, ErrNotFound
}

func cacheDir(dir string) (string, error) {
	if dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", hintError{err, "let XDG_CACHE_HOME name a folder for caches"}
	}
	return filepath.Join(dir, "dotool"), nil
}

// cached returns the pinned runtime in the cache, there or not.
func cached(dir string) Runtime {
	return Runtime{
		Path:    filepath.Join(dir, "workerd", Version, binaryName),
		Version: Version,
		Date:    newestDate(releaseDate(Version)),
		Source:  FromCache,
	}
}

const binaryName = "workerd"

func executable(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || runtime.GOOS != "windows" && info.Mode()&0o111 == 0 {
		return fmt.Errorf("%s is not an executable file: %w", path, fs.ErrPermission)
	}
	return nil
}

// inspect finds out the version of the binary and whether it is new enough.
func inspect(ctx context.Context, path string, source Source) (Runtime, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Runtime{}, err
	}
	if err := executable(path); err != nil {
		return Runtime{}, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil && isScript(real) {
		// node_modules/.bin/workerd is a script for Node that would not pass our
		// descriptors on; the binary is in the package that it looks up.
		if p := resolve(filepath.Dir(real), platformPackage()); p != "" {
			path = filepath.Join(p, "bin", binaryName)
		}
	}
	r := Runtime{Path: path, Source: source}
	// Starting the binary to ask takes longer than all the rest of Find.
	if r.Version = packageVersion(path); r.Version == "" {
		if r.Version, err = askVersion(ctx, path); err != nil {
			return Runtime{}, err
		}
	}
	date := releaseDate(r.Version)
	if date < releaseDate(MinVersion) {
		return Runtime{}, &TooOldError{r}
	}
	r.Date = newestDate(date)
	return r, nil
}

// packageVersion reads the package.json of the npm package that the binary is
// in: @cloudflare/workerd-linux-64/bin/workerd, or, where npm left out optional
// packages, workerd/lib/downloaded-….
func packageVersion(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	b, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(path)), "package.json"))
	var p struct{ Name, Version string }
	if err != nil || json.Unmarshal(b, &p) != nil || releaseDate(p.Version) == "" ||
		p.Name != "workerd" && !strings.HasPrefix(p.Name, "@cloudflare/workerd-") {
		return ""
	}
	return p.Version
}

func isScript(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [2]byte
	_, err = io.ReadFull(f, head[:])
	return err == nil && string(head[:]) == "#!"
}

func askVersion(ctx context.Context, path string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--version")
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return "", hintError{fmt.Errorf("%s --version: %w", path, err), startHint(path, err)}
	}
	version, ok := strings.CutPrefix(strings.TrimSpace(string(out)), "workerd ")
	if !ok || releaseDate(version) == "" {
		return "", fmt.Errorf("%s --version answers %.80q; is this workerd?", path, out)
	}
	return version, nil
}

var versionForm = regexp.MustCompile(`^(?:\d+\.(\d{4})(\d\d)(\d\d)\.\d+|(\d{4})-(\d\d)-(\d\d))$`)

// releaseDate returns the date in a version of either form, "2026-11-17", or "".
func releaseDate(version string) string {
	m := versionForm.FindStringSubmatch(version)
	if m == nil {
		return ""
	}
	return fmt.Sprintf("%s-%s-%s", m[1]+m[4], m[2]+m[5], m[3]+m[6])
}

// newestDate returns the newest compatibility date of a release: workerd takes
// dates up to a week after its own (so did all of the releases tried, from
// 1.20260331.1 on).
func newestDate(release string) string {
	t, err := time.Parse(time.DateOnly, release)
	if err != nil {
		return release
	}
	return t.AddDate(0, 0, 7).Format(time.DateOnly)
}

// platformPackage returns the npm package that holds the binary for this
// machine, or "".
func platformPackage() string {
	switch runtime.GOOS + "/" + runtime.GOARCH {
	case "linux/amd64":
		return "@cloudflare/workerd-linux-64"
	case "linux/arm64":
		return "@cloudflare/workerd-linux-arm64"
	case "darwin/amd64":
		return "@cloudflare/workerd-darwin-64"
	case "darwin/arm64":
		return "@cloudflare/workerd-darwin-arm64"
	}
	return ""
}

// inNodeModules finds the binary as Node would from within each package on the
// way to it, which covers flat and nested trees and those of links (pnpm) alike.
// wrangler's comes first: it is the runtime of the project's wrangler dev.
func inNodeModules(dir string) string {
	platform := platformPackage()
	if platform == "" {
		return ""
	}
	for _, chain := range [][]string{
		{"wrangler", "workerd"},
		{"wrangler", "miniflare", "workerd"},
		{"workerd"},
		{"miniflare", "workerd"},
		{"@cloudflare/vite-plugin", "miniflare", "workerd"},
		{"@cloudflare/vitest-pool-workers", "miniflare", "workerd"},
		{},
	} {
		from := dir
		for _, name := range chain {
			if from = resolve(from, name); from == "" {
				break
			}
		}
		if from == "" {
			continue
		}
		candidates := []string{
			// Where workerd's install script puts it if optional packages are off.
			filepath.Join(from, "lib", "downloaded-"+strings.Replace(platform, "/", "-", 1)+"-"+binaryName),
		}
		if p := resolve(from, platform); p != "" {
			candidates = append(candidates, filepath.Join(p, "bin", binaryName))
		}
		for _, path := range candidates {
			if executable(path) == nil {
				return path
			}
		}
	}
	return ""
}

// resolve returns the real folder of the package that `name` means in files of
// dir, or "".
func resolve(dir, name string) string {
	for {
		p := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		if _, err := os.Stat(filepath.Join(p, "package.json")); err == nil {
			if p, err = filepath.EvalSymlinks(p); err == nil {
				return p
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
