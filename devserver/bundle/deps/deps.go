// Package deps keeps bundles of the packages that Workers import, apart from the
// Workers' own code: once made, they serve all later builds and runs until a file that
// they were made of changes.
//
// A [Bundle] is three files in a folder of the user's cache: its code, the source map of
// that and, written last, what it is. Whatever is missing, damaged or of another version
// of dotool is as if it were not there.
package deps

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
)

// Module is a module of a package that the own code of a Worker imports.
type Module struct {
	Path     string   `json:"path"` // absolute
	CommonJS bool     `json:"commonJS,omitempty"`
	Names    []string `json:"names,omitempty"` // what is imported from an ES module, sorted; "*" is its namespace
	All      []string `json:"all,omitempty"`   // its exports, sorted, if Names has "*"
	// Early says that a CommonJS module runs before all own code: ES modules may follow it.
	Early bool `json:"early,omitempty"`
	// Free says that neither it nor what only it imports has side effects, as far as the
	// packages declare that.
	Free bool `json:"free,omitempty"`

	members []string // of its namespace, as code uses it
}

// Bundle has the modules into which packages are bundled.
type Bundle struct {
	Modules []Module `json:"modules"` // in the order in which they run; CommonJS that is not early runs when it is required
	Dir     string   `json:"dir"`     // where relative paths in the source map start
	Node    []string `json:"node,omitempty"`
	Assets  []Asset  `json:"assets,omitempty"` // modules of their own that it imports
	Inputs  []string `json:"inputs"`           // the files that it was made of, sorted
	Stamps  []Stamp  `json:"stamps"`           // of these and of all else on which it depends
	Links   []Link   `json:"links,omitempty"`  // through which packages import others
	Options string   `json:"options"`          // how it was made
	Sum     string   `json:"sum"`              // of Code
	MapSum  string   `json:"mapSum"`           // of its source map

	Code      []byte `json:"-"`
	sourceMap []byte // nil if it is in a file
	file      string // without its extension

	loading sync.Mutex      // held by Load
	mu      sync.Mutex      // guards answers
	answers map[string]bool // of Any
}

// Asset is a file that is a module of its own.
type Asset struct {
	Name string `json:"name"`
	Kind int    `json:"kind"`
	File string `json:"file"`
}

// Link is a link in node_modules in a folder, such as pnpm makes for each package.
type Link struct {
	Dir  string `json:"dir"`
	Name string `json:"name"` // of the package, with its scope
}

// Stamp is a file or folder as it was. Times are in nanoseconds since 1970.
type Stamp struct {
	Path     string `json:"path"`
	Size     int64  `json:"size"`
	Modified int64  `json:"modified"`
}

// Folder returns the folder of the bundles, "" if the user has no folder for caches.
func Folder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "dotool", "packages")
}

// stampOf returns what a file or folder is now. One that is not there has the size -1.
func stampOf(path string) Stamp {
	info, err := os.Stat(path)
	if err != nil {
		return Stamp{Path: path, Size: -1}
	}
	size := info.Size()
	if info.IsDir() {
		size = 0 // file systems count it differently
	}
	return Stamp{path, size, info.ModTime().UnixNano()}
}

// ClockStep is how far the time of a file may lag behind the clock.
const ClockStep = 10 * time.Millisecond

// since reports whether the file or folder has a time after t, or that.
func (s Stamp) since(t time.Time) bool { return s.Modified >= t.UnixNano() }

// Fresh reports whether all that the bundle depends on is as it was.
func (b *Bundle) Fresh() bool {
	return !slices.ContainsFunc(b.Stamps, func(s Stamp) bool { return stampOf(s.Path) != s })
}

// Any reports whether f holds for the code. The answer is kept under a name.
func (b *Bundle) Any(name string, f func(code []byte) bool) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	answer, known := b.answers[name]
	if !known {
		if b.answers == nil {
			b.answers = map[string]bool{}
		}
		answer = f(b.Code)
		b.answers[name] = answer
	}
	return answer
}

// ChangedSince reports whether something has changed that the bundle depends on.
func (b *Bundle) ChangedSince(t time.Time) bool {
	return slices.ContainsFunc(b.Stamps, func(s Stamp) bool { return s.since(t) })
}

// Serves reports whether the bundle is what code needs that uses modules, in the order in
// which they run.
func (b *Bundle) Serves(used []Module) bool {
	late := func(m Module) bool { return m.CommonJS && !m.Early } // runs when it is required
	if !slices.EqualFunc(without(b.Modules, late), without(used, late), Module.serves) {
		return false
	}
	return !slices.ContainsFunc(used, func(u Module) bool {
		return late(u) && !slices.ContainsFunc(b.Modules, func(m Module) bool { return late(m) && m.Path == u.Path })
	})
}

func without(modules []Module, what func(Module) bool) []Module {
	return slices.DeleteFunc(slices.Clone(modules), what)
}

// serves reports whether the module has all names that are used, so that none would be
// undefined.
func (m Module) serves(used Module) bool {
	return m.Path == used.Path && m.CommonJS == used.CommonJS &&
		!slices.ContainsFunc(used.Names, func(name string) bool { return !slices.Contains(m.Names, name) }) &&
		!slices.ContainsFunc(used.members, func(name string) bool { return !slices.Contains(m.All, name) })
}

const version = 2 // of the files

// maker is the build of dotool, with its bundler: another one may bundle differently.
var maker = sync.OnceValue(func() string {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return ""
	}
	return info.String()
})

// most is how many bundles are kept, the last used ones.
const most = 24

// Find returns the bundles in a folder that were made with these options of packages
// that a project in dir may import, the last used one first, without their code.
func Find(folder, options, dir string) (all []*Bundle) {
	entries, _ := os.ReadDir(folder)
	prefixes := map[string]bool{}
	for _, root := range roots(dir) {
		prefixes[prefix(options, root)] = true
	}
	times := map[*Bundle]time.Time{}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".json")
		if before, _, _ := strings.Cut(name, "-"); !ok || !prefixes[before] {
			continue
		}
		file := filepath.Join(folder, name)
		text, err := diag.ReadFile(file + ".json")
		if err != nil {
			continue
		}
		b := &Bundle{file: file}
		info, err := e.Info()
		if err != nil || json.Unmarshal(text, b) != nil || b.Options != options {
			continue
		}
		times[b] = info.ModTime()
		all = append(all, b)
	}
	slices.SortFunc(all, func(a, b *Bundle) int {
		return cmp.Or(times[b].Compare(times[a]), cmp.Compare(a.file, b.file))
	})
	return all
}

// roots returns the folders in which packages are installed for a project.
func roots(dir string) (all []string) {
	for ; ; dir = filepath.Dir(dir) {
		if root, err := filepath.EvalSymlinks(filepath.Join(dir, "node_modules")); err == nil {
			all = append(all, root)
		}
		if dir == filepath.Dir(dir) {
			return all
		}
	}
}

// rootOf returns the folder in which a package is installed.
func rootOf(path string) string {
	const name = "node_modules"
	before, _, _ := strings.Cut(path, string(filepath.Separator)+name+string(filepath.Separator))
	return filepath.Join(before, name)
}

// prefix returns how the names of files begin, so that few need to be read.
func prefix(options, root string) string {
	return sum(fmt.Appendf(nil, "%d\x00%s\x00%s\x00%s", version, maker(), options, root))[:16]
}

// Load reads the code, and notes that the bundle is in use.
func (b *Bundle) Load() error {
	b.loading.Lock()
	defer b.loading.Unlock()
	if b.Code != nil {
		return nil
	}
	code, err := diag.ReadFile(b.file + ".js")
	if err != nil {
		return err
	}
	if sum(code) != b.Sum {
		return errors.New("the code is damaged")
	}
	b.Code = code
	_ = os.Chtimes(b.file+".json", time.Time{}, time.Now()) // only decides what is removed first
	return nil
}

// Place returns the file of the code and its checksum, for [At]. Both are empty if it is only in
// memory.
func (b *Bundle) Place() (file, sum string) { return b.file, b.Sum }

// At returns a bundle of which only the code is of interest, at a place of [Bundle.Place].
func At(file, sum string) *Bundle { return &Bundle{file: file, Sum: sum} }

// Map returns the source map of the code, nil if it is no longer there, or damaged.
func (b *Bundle) Map() []byte {
	if b.sourceMap != nil {
		return b.sourceMap
	}
	text, err := diag.ReadFile(b.file + ".map")
	if err != nil || sum(text) != b.MapSum {
		return nil // then positions are those in the bundle
	}
	return text
}

// Save writes a bundle that was made with these options to a folder, and removes those
// that were not used for long. After an error, it serves this run only.
func (b *Bundle) Save(folder, options string, sourceMap []byte) error {
	b.sourceMap = sourceMap
	b.Options, b.Sum, b.MapSum = options, sum(b.Code), sum(sourceMap)
	what, err := json.Marshal(b)
	if err != nil {
		return err
	}
	if folder == "" || len(b.Modules) == 0 {
		return errors.New("there is no place for it")
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	b.file = filepath.Join(folder, prefix(options, rootOf(b.Modules[0].Path))+"-"+sum(what)[:16])
	for _, f := range []struct {
		ext  string
		text []byte
	}{{".js", b.Code}, {".map", sourceMap}, {".json", what}} {
		if err := write(b.file+f.ext, f.text); err != nil {
			_, _ = os.Remove(b.file+".js"), os.Remove(b.file+".map") // the disk may be full
			return err
		}
	}
	b.sourceMap = nil // read when it is needed
	prune(folder)
	return nil
}

// write writes a file whole or not at all.
func write(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// prune removes the bundles beyond the last used ones, and what an interrupted Save left.
func prune(folder string) {
	entries, _ := os.ReadDir(folder)
	used := map[string]time.Time{}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasSuffix(e.Name(), ".json") {
			used[strings.TrimSuffix(e.Name(), ".json")] = info.ModTime()
		}
	}
	var names []string
	for name := range used {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return used[b].Compare(used[a]) })
	kept := names[:min(most, len(names))]
	hourAgo := time.Now().Add(-time.Hour) // another process may be writing
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), filepath.Ext(e.Name()))
		_, whole := used[name]
		info, err := e.Info()
		if slices.Contains(kept, name) || err != nil || !whole && info.ModTime().After(hourAgo) {
			continue
		}
		if e.Type().IsRegular() { // else it is not dotool's
			_ = os.Remove(filepath.Join(folder, e.Name())) // at the next one, if it is in use
		}
	}
}

func sum(text []byte) string {
	s := sha256.Sum256(text)
	return hex.EncodeToString(s[:])
}
