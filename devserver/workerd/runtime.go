package workerd

import (
	"context"
	"debug/elf"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
)

// Version is the workerd that dotool is tested with and installs, npm's version.
//
//	2026-11-23  1.20261117.1  the first
const Version = "1.20261117.1"

// minVersion is the oldest workerd that passes dotool's tests. The last feature needed
// was evictAllDurableObjects in workerd:unsafe, for reloads: 1.20260625.1 or shortly
// before. 1.20260619.1 does not have evict, which `dotool evict` needs. .ci/run runs
// scripts on the oldest one.
//
// Before 1.20261014.1 or so, SIGTERM leaves -wal files beside the databases;
// without loss.
const minVersion = "1.20260703.1"

// Runtime is a workerd binary.
type Runtime struct {
	Path    string // absolute
	Version string // "1.20261117.1", or "2026-11-17" from a binary outside of a package
	Date    string // the newest compatibility date it accepts; it also rejects dates after today
	Source  Source
	Passed  string // the preferred ones that were skipped, and why; "" if none
}

// Source says where a Runtime was found.
type Source string

const (
	FromEnvironment Source = "DOTOOL_WORKERD"
	FromProject     Source = "node_modules"
	FromCache       Source = "cache"
	FromInstall     Source = "installed" // just now, into the cache
)

// FindOptions are the options of [Find].
type FindOptions struct {
	ProjectDir string              // look in its node_modules, and in those of the folders above; "" does not
	CacheDir   string              // dotool's folder in the user's cache; "" is the usual place
	Getenv     func(string) string // nil is os.Getenv
	Need       Need
	Only       Source // use only that of DOTOOL_WORKERD or of the project; "" is any
}

// Need has the requirements of a project for its runtime, besides dotool's own.
type Need struct {
	Date      string // compatibility date; "" is any
	Assets    bool   // it has assets
	Workflows bool   // it has Workflows
}

// MissingError is returned by Find if no suitable workerd was found, but [Install]
// would install one.
type MissingError struct {
	Passed string  // the skipped ones, and why
	Usable Runtime // the best of them, if usable at all
}

func (e *MissingError) Error() string {
	if e.Passed != "" {
		return "no suitable workerd found; skipped " + e.Passed
	}
	return "no workerd found"
}

// Hint returns the fix.
func (e *MissingError) Hint() string { return "install it with: dotool runtime install" }

// UnsuitableError is returned by Find if no workerd in the only allowed place can be
// used.
type UnsuitableError struct {
	Source Source
	Passed string
}

func (e *UnsuitableError) Error() string {
	switch {
	case e.Source == FromEnvironment:
		return "the given workerd cannot be used: " + e.Passed
	case e.Passed == "":
		return "the project has no workerd in node_modules"
	}
	return "the project's workerd cannot be used: " + e.Passed
}

// Hint returns the fix.
func (e *UnsuitableError) Hint() string {
	if e.Source == FromEnvironment {
		return "name a newer one, or leave out --runtime"
	}
	return "update it with npm install --save-dev wrangler@latest, or leave out --runtime project"
}

// hintError is an error with a fix.
type hintError struct {
	error
	hint string
}

func (e hintError) Hint() string  { return e.hint }
func (e hintError) Unwrap() error { return e.error }

// Find looks for a workerd: the one that DOTOOL_WORKERD names, the ones of the
// project's node_modules, the one in the user's cache. It returns the first that suits
// dotool and the project. If none does, and the one of Install would not be better, it
// returns the newest that dotool can use.
func Find(ctx context.Context, o FindOptions) (Runtime, error) {
	getenv := o.Getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	// No runtime accepts a future date, so that is no reason to skip one.
	o.Need.Date = min(o.Need.Date, time.Now().UTC().Format(time.DateOnly))
	s := search{need: o.Need}
	if path := getenv("DOTOOL_WORKERD"); path != "" && o.Only != FromProject {
		r, err := inspect(ctx, path, FromEnvironment)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			return Runtime{}, hintError{fmt.Errorf("DOTOOL_WORKERD: %w", err), "set DOTOOL_WORKERD to a workerd binary, or unset it"}
		}
		if err != nil {
			return Runtime{}, err
		}
		if s.take(r) {
			return s.best, nil
		}
	}
	if o.ProjectDir != "" && o.Only != FromEnvironment {
		for path := range inNodeModules(o.ProjectDir) {
			if err := program(path); err != nil {
				s.pass(path, fmt.Sprintf("%s cannot be run: %v", path, err))
			} else if r, err := inspect(ctx, path, FromProject); err != nil {
				s.pass(path, err.Error())
			} else if s.take(r) {
				return s.best, nil
			}
		}
		if pkg := resolve(o.ProjectDir, "workerd"); pkg != "" && len(s.passed) == 0 {
			s.pass(pkg, fmt.Sprintf("%s, which has no binary for %s/%s", pkg, runtime.GOOS, runtime.GOARCH))
		}
	}
	if o.Only != "" {
		if s.best.Path == "" {
			return Runtime{}, &UnsuitableError{o.Only, s.why("")}
		}
		return s.chosen(), nil
	}
	dir, err := cacheDir(o.CacheDir)
	if err != nil {
		return Runtime{}, err
	}
	own := Cached(dir, Version)
	have := executable(own.Path) == nil
	if have {
		if err := trusted(dir, own.Path); err != nil {
			return Runtime{}, err
		}
		if s.take(own) {
			return s.best, nil
		}
	}
	if have || own.lacks(s.need) != "" { // only then others: dotool is tested with its own
		others, err := Installed(dir)
		if err != nil {
			return Runtime{}, err
		}
		for _, r := range others {
			if r != own && s.take(r) {
				return s.best, nil
			}
		}
	}
	if have || s.best.Path != "" && own.Date <= s.best.Date && (own.HasAssets() == s.best.HasAssets() || !s.need.Assets) && (own.HasWorkflows() == s.best.HasWorkflows() || !s.need.Workflows) {
		return s.chosen(), nil
	}
	return Runtime{}, &MissingError{s.why(""), s.best}
}

// Installed returns the runtimes in dotool's folder in the user's cache, "" for the usual one,
// the newest first.
func Installed(dir string) (all []Runtime, err error) {
	if dir, err = cacheDir(dir); err != nil {
		return nil, err
	}
	entries, _ := os.ReadDir(filepath.Join(dir, "workerd")) // may not exist
	for _, e := range entries {
		r := Cached(dir, e.Name())
		if !IsVersion(r.Version) || executable(r.Path) != nil {
			continue
		}
		if err := trusted(dir, r.Path); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Runtime) int { return strings.Compare(b.Version, a.Version) })
	return all, nil
}

// search is the state of Find.
type search struct {
	need   Need
	best   Runtime // the first suitable one, or the newest usable one
	passed []passed
}

// passed is a skipped binary.
type passed struct{ path, why string }

// take checks the next runtime and reports whether it is suitable.
func (s *search) take(r Runtime) bool {
	why := r.lacks(s.need)
	if why == "" || r.usable() && r.Date > s.best.Date {
		s.best = r
	}
	if why == "" {
		s.best = s.chosen()
		return true
	}
	s.pass(r.Path, fmt.Sprintf("workerd %s (%s): %s", r.Version, r.Source, why))
	return false
}

func (s *search) pass(path, why string) {
	if p := (passed{path, why}); !slices.Contains(s.passed, p) {
		s.passed = append(s.passed, p)
	}
}

// chosen returns the best runtime, with a note about the skipped ones.
func (s *search) chosen() Runtime {
	r := s.best
	r.Passed = s.why(r.Path)
	return r
}

// why says why all but one path were skipped.
func (s *search) why(except string) string {
	var all []string
	for _, p := range s.passed {
		if p.path != except && !slices.Contains(all, p.why) {
			all = append(all, p.why)
		}
	}
	return strings.Join(all, "; ")
}

// Released returns the day of the release.
func (r Runtime) Released() (day time.Time, known bool) {
	day, err := time.Parse(time.DateOnly, releaseDate(r.Version))
	return day, err == nil
}

// Newer says how to get a newer runtime.
func (r Runtime) Newer() string {
	switch r.Source {
	case FromProject:
		return "npm install --save-dev wrangler@latest"
	case FromEnvironment:
		return "name a newer one with DOTOOL_WORKERD, or unset it"
	}
	return "dotool runtime install latest"
}

// usable reports whether dotool works with the runtime.
func (r Runtime) usable() bool { return releaseDate(r.Version) >= releaseDate(minVersion) }

// lacks says why the runtime is not suitable, or "".
func (r Runtime) lacks(need Need) string {
	switch {
	case !r.usable():
		return "dotool needs " + minVersion + " or later"
	case need.Date > r.Date:
		return fmt.Sprintf("it knows compatibility dates up to %s, not %s", r.Date, need.Date)
	case need.Assets && !r.HasAssets():
		return "serving assets needs " + assetsSince + " or later"
	case need.Workflows && !r.HasWorkflows():
		return "workflows need " + WorkflowsSince + " or later"
	}
	return ""
}

func cacheDir(dir string) (string, error) {
	if dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", hintError{err, "set XDG_CACHE_HOME to a folder for caches"}
	}
	return filepath.Join(dir, "dotool"), nil
}

// Cached returns a runtime in dotool's folder in the user's cache, whether it exists or not.
func Cached(dir, version string) Runtime {
	return Runtime{
		Path:    filepath.Join(dir, "workerd", version, binaryName),
		Version: version,
		Date:    newestDate(releaseDate(version)),
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

// program checks that a binary is complete and made for this system, which package
// managers do not: node_modules may be copied from another machine. Running it would
// take longer than the rest of Find.
func program(path string) error {
	if err := executable(path); err != nil || runtime.GOOS != "linux" {
		return err
	}
	f, err := elf.Open(path)
	if err != nil {
		return errors.New("it is damaged, or not a program for Linux")
	}
	defer f.Close()
	machines := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}
	if want, ok := machines[runtime.GOARCH]; ok && f.Machine != want {
		return fmt.Errorf("it is made for %s", f.Machine)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	for _, p := range f.Progs {
		if p.Off+p.Filesz > uint64(info.Size()) {
			return errors.New("it is damaged: its end is missing")
		}
		if p.Type == elf.PT_INTERP {
			loader, err := io.ReadAll(p.Open())
			if err == nil {
				_, err = os.Stat(strings.TrimRight(string(loader), "\x00"))
			}
			if err != nil {
				return errors.New("it needs the GNU C library (glibc)")
			}
		}
	}
	return nil
}

// inspect returns the runtime of a binary, with its version.
func inspect(ctx context.Context, path string, source Source) (Runtime, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Runtime{}, err
	}
	if err := executable(path); err != nil {
		return Runtime{}, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil && isScript(real) {
		// node_modules/.bin/workerd is a Node script that does not pass file
		// descriptors on; the binary is in the package that it looks up.
		if p := resolve(filepath.Dir(real), platformPackage()); p != "" {
			path = filepath.Join(p, "bin", binaryName)
		}
	}
	r := Runtime{Path: path, Source: source}
	// Running the binary takes longer than the rest of Find.
	if r.Version = packageVersion(path); r.Version == "" {
		if r.Version, err = askVersion(ctx, path); err != nil {
			return Runtime{}, err
		}
		// In the cache, the folder has the version as npm has it.
		if in := filepath.Base(filepath.Dir(path)); IsVersion(in) && releaseDate(in) == r.Version {
			r.Version = in
		}
	}
	r.Date = newestDate(releaseDate(r.Version))
	return r, nil
}

// packageVersion reads the package.json of the npm package that the binary is
// in: @cloudflare/workerd-linux-64/bin/workerd, or, where npm left out optional
// packages, workerd/lib/downloaded-….
func packageVersion(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if m := yarnCopy.FindStringSubmatch(filepath.Base(path)); m != nil {
		return m[1]
	}
	b, err := diag.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(path)), "package.json"))
	var p struct{ Name, Version string }
	if err != nil || json.Unmarshal(b, &p) != nil || releaseDate(p.Version) == "" ||
		p.Name != "workerd" && !strings.HasPrefix(p.Name, "@cloudflare/workerd-") {
		return ""
	}
	return p.Version
}

// yarnCopy matches the name of the copy of the binary that workerd's script makes for
// Yarn's Plug'n'Play.
var yarnCopy = pattern.New(`^pnpapi-@cloudflare-workerd-\w+-\w+-(\d+\.\d{8}\.\d+)-workerd$`)

func isScript(path string) bool {
	f, err := diag.OpenFile(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [2]byte
	_, err = io.ReadFull(f, head[:])
	return err == nil && string(head[:]) == "#!"
}

func askVersion(ctx context.Context, path string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--version")
	cmd.WaitDelay = 10 * time.Second // on a slow machine its output is read late
	out, err := cmd.Output()
	if err != nil {
		return "", hintError{fmt.Errorf("%s --version: %w", path, err), startHint(path, err)}
	}
	version, ok := strings.CutPrefix(strings.TrimSpace(string(out)), "workerd ")
	if !ok || releaseDate(version) == "" {
		return "", fmt.Errorf("%s --version printed %.80q; is this workerd?", path, out)
	}
	return version, nil
}

var versionForm = pattern.New(`^(?:\d+\.(\d{4})(\d\d)(\d\d)\.\d+|(\d{4})-(\d\d)-(\d\d))$`)

// releaseDate returns the date in a version of either form, "2026-11-17", or "".
func releaseDate(version string) string {
	m := versionForm.FindStringSubmatch(version)
	if m == nil {
		return ""
	}
	return fmt.Sprintf("%s-%s-%s", m[1]+m[4], m[2]+m[5], m[3]+m[6])
}

// IsVersion reports whether a text is a version as npm has them.
func IsVersion(s string) bool { return releaseDate(s) != "" && releaseDate(s) != s }

// newestDate returns the newest compatibility date of a release: workerd accepts dates
// up to a week after its own (as did all releases tried, from 1.20260331.1 on).
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

// packageChains are the packages that lead to workerd's, each found from the one before.
var packageChains = [][]string{
	{"wrangler", "workerd"},
	{"wrangler", "miniflare", "workerd"},
	{"workerd"},
	{"miniflare", "workerd"},
	{"@cloudflare/vite-plugin", "workerd"},
	{"@cloudflare/vite-plugin", "miniflare", "workerd"},
	{"@cloudflare/vitest-pool-workers", "miniflare", "workerd"},
	{},
}

// follow returns the folder of the last package of a chain, or "".
func follow(dir string, chain []string) string {
	for _, name := range chain {
		if dir = resolve(dir, name); dir == "" {
			break
		}
	}
	return dir
}

// inNodeModules finds binaries as Node would from each package that leads to them,
// which covers flat and nested trees and those of links (pnpm), and last where Yarn
// keeps them without node_modules. wrangler's is first, as it is the runtime of the
// project's wrangler dev.
func inNodeModules(dir string) iter.Seq[string] {
	return func(yield func(string) bool) {
		platform := platformPackage()
		if platform == "" {
			return
		}
		file := strings.Replace(platform, "/", "-", 1)
		seen := map[string]bool{}
		found := func(path string) (more bool) {
			if _, err := os.Stat(path); err != nil || seen[path] {
				return true
			}
			seen[path] = true
			return yield(path)
		}
		for _, chain := range packageChains {
			from := follow(dir, chain)
			if from == "" {
				continue
			}
			// Where workerd's install script puts it without optional packages.
			if !found(filepath.Join(from, "lib", "downloaded-"+file+"-"+binaryName)) {
				return
			}
			if p := resolve(from, platform); p != "" && !found(filepath.Join(p, "bin", binaryName)) {
				return
			}
		}
		for parent := dir; ; parent = filepath.Dir(parent) {
			// pnpm links everything here; Yarn's Plug'n'Play unpacks into the others.
			if p := resolve(filepath.Join(parent, "node_modules", ".pnpm"), platform); p != "" && !diag.Planted(filepath.Join(parent, "node_modules"), dir) && !found(filepath.Join(p, "bin", binaryName)) {
				return
			}
			if _, err := os.Stat(filepath.Join(parent, ".pnp.cjs")); err == nil && !diag.Planted(filepath.Join(parent, ".pnp.cjs"), dir) {
				for _, in := range []struct{ dir, prefix, binary string }{
					{filepath.Join(parent, "node_modules", ".cache", "workerd"), "pnpapi-" + file + "-", ""},
					{filepath.Join(parent, ".yarn", "unplugged"), file + "-npm-", filepath.Join("node_modules", filepath.FromSlash(platform), "bin", binaryName)},
				} {
					entries, _ := os.ReadDir(in.dir) // may be empty
					for _, e := range slices.Backward(entries) {
						if strings.HasPrefix(e.Name(), in.prefix) && !found(filepath.Join(in.dir, e.Name(), in.binary)) {
							return
						}
					}
				}
			}
			if parent == filepath.Dir(parent) {
				return
			}
		}
	}
}

// resolve returns the real folder of the package `name` for files in dir, or "".
func resolve(from, name string) string {
	for dir := from; ; {
		p := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		if _, err := os.Stat(filepath.Join(p, "package.json")); err == nil && !diag.Planted(filepath.Join(dir, "node_modules"), from) {
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
