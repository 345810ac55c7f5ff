// Package registry takes part in wrangler's dev registry: a folder with a file for each
// Worker that runs on this machine, by which `wrangler dev` and `dotool dev` find each
// other's Workers.
//
// [Folder] is where it is, [Session.Want] what it says of other Workers, and a [Session] enters
// the Workers of a server, keeps what it says of others up to date, and removes its
// entries at the end. The files can be anyone's: whatever is not a plain, small file of
// this user is ignored, and so is an address that leads elsewhere than to this machine.
package registry

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
)

// Entry is the content of a Worker's file.
type Entry struct {
	Address  string   `json:"debugPortAddress"`         // of its runtime's debug port: "127.0.0.1:1234", or "unix:/path"
	Default  string   `json:"defaultEntrypointService"` // the service of that runtime that takes requests
	User     string   `json:"userWorkerService"`        // the one with its entrypoints and objects
	Queues   []string `json:"queueConsumers,omitempty"` // the queues that it consumes
	Instance string   `json:"instanceId"`               // of the server that wrote it

	// Only dotool writes and reads the others. Keys are the unique keys of its classes
	// that are not "WORKER-CLASS", by class; PID is the process of the server, without
	// which the entry of one that was killed would count until it is stale.
	Keys map[string]string `json:"dotoolObjectKeys,omitempty"`
	PID  int               `json:"dotoolPid,omitempty"`
}

const (
	beat  = 10 * time.Second // how often the time of a file is set
	stale = 90 * time.Second // the age of a file that no one keeps

	largest = 1 << 20 // of a file
)

// temporary begins the names of files that are being written.
const temporary = ".dotool-"

// Folder returns the folder of the registry, "" if there is none: for the environment of
// a command, and the folder it runs in. It follows wrangler 4, which has an own
// implementation of the rules of each system.
func Folder(environ []string, dir string) string {
	env := func(name string) (value string, set bool) {
		for _, v := range environ {
			if is, ok := strings.CutPrefix(v, name+"="); ok {
				value, set = is, true // the last one counts
			}
		}
		return value, set
	}
	get := func(name string) string {
		value, _ := env(name)
		return value
	}
	path, set := env("WRANGLER_REGISTRY_PATH")
	if set && path == "" {
		return "" // switches wrangler's off
	}
	if over := get("CLOUDFLARE_DEV_REGISTRY_PATH"); over != "" {
		path = over
	} else if !set {
		if path = configFolder(get); path == "" {
			return ""
		}
		path = filepath.Join(path, "registry")
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return path
}

// configFolder is wrangler's own folder of this user, "" if the user has no home.
func configFolder(get func(string) string) string {
	home := get("HOME")
	if runtime.GOOS == "windows" {
		home = get("USERPROFILE")
	}
	if !isFolder(home) {
		return ""
	}
	if legacy := filepath.Join(home, ".wrangler"); isFolder(legacy) {
		return legacy
	}
	base := get("XDG_CONFIG_HOME")
	switch {
	case base != "":
	case runtime.GOOS == "darwin":
		base = filepath.Join(home, "Library", "Preferences")
	case runtime.GOOS == "windows":
		if base = get("APPDATA"); base == "" {
			base = filepath.Join(home, "AppData", "Roaming")
		}
		base = filepath.Join(base, "xdg.config")
	default:
		base = filepath.Join(home, ".config")
	}
	return filepath.Join(base, ".wrangler")
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return path != "" && err == nil && info.IsDir()
}

// Others has the registry's entries of some Workers and queues, in the form that
// host/products/registry.js reads.
type Others struct {
	// Workers are those that run, by name. One whose entry has an unknown format has no
	// address.
	Workers map[string]Place `json:"workers"`
	// Queues are the names of the Workers that consume them.
	Queues map[string]string `json:"queues"`
}

// Place says where a Worker runs.
type Place struct {
	Address  string            `json:"address,omitempty"`
	Default  string            `json:"default,omitempty"`
	User     string            `json:"user,omitempty"`
	Instance string            `json:"instance,omitempty"` // another one is another process, even at the same address
	Dotool   bool              `json:"dotool,omitempty"`   // it is one of dotool
	Keys     map[string]string `json:"-"`
}

// readAll returns what the registry in a folder says of some Workers and of the consumers
// of some queues, apart from the entries of the server with an instance id.
func readAll(dir string, workers, queues []string, instance string) Others {
	found := Others{Workers: map[string]Place{}, Queues: map[string]string{}}
	add := func(name string, e *Entry) {
		if e.Address != "" {
			found.Workers[name] = Place{Address: e.Address, Default: e.Default, User: e.User, Instance: e.Instance, Dotool: e.PID != 0, Keys: e.Keys}
		} else {
			found.Workers[name] = Place{}
		}
	}
	for _, name := range workers {
		if e := read(dir, name); e != nil && (instance == "" || e.Instance != instance) {
			add(name, e)
		}
	}
	if len(queues) == 0 {
		return found
	}
	for _, name := range entries(dir) {
		e := read(dir, name)
		if e == nil || e.Address == "" || e.Instance == instance {
			continue
		}
		for _, queue := range e.Queues {
			if _, known := found.Queues[queue]; slices.Contains(queues, queue) && !known {
				found.Queues[queue] = name
				add(name, e)
			}
		}
	}
	return found
}

// most is how many files are looked at: no one runs more Workers.
const most = 1000

// entries returns the names of the files in the folder that can be those of Workers, in
// order.
func entries(dir string) (names []string) {
	files, _ := os.ReadDir(dir) // without the folder no one is in it
	for _, f := range files[:min(len(files), most)] {
		if f.Type().IsRegular() && named(f.Name()) {
			names = append(names, f.Name())
		}
	}
	return names
}

// read reads the entry of a Worker; nil if there is none that is alive and can be
// trusted. An entry of an unknown format has no address.
func read(dir, name string) *Entry {
	e, age, err := load(dir, name)
	if err != nil || age > stale || killed(e) {
		return nil
	}
	return e
}

// killed reports whether the server that wrote an entry was killed. Its process may be
// one of another container, so its socket must be dead too.
func killed(e *Entry) bool {
	path, ok := strings.CutPrefix(e.Address, "unix:")
	if !ok || e.PID <= 1 || alive(e.PID) {
		return false
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		conn.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, fs.ErrNotExist)
}

// load reads a file of the registry, and how long ago it was written. An entry of an
// unknown format has no address; what is not JSON is an error.
func load(dir, name string) (*Entry, time.Duration, error) {
	if !named(name) {
		return nil, 0, errors.New("not the name of a Worker")
	}
	path := filepath.Join(dir, name)
	f, err := diag.OpenPlain(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !own(dir, info) {
		return nil, 0, errors.New("another user may have written it")
	}
	age := time.Since(info.ModTime())
	text, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err != nil {
		return nil, 0, err
	}
	if len(text) > largest {
		return nil, 0, errors.New("too large")
	}
	e := &Entry{}
	err = json.Unmarshal(text, e)
	_, types := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case types, err == nil && (!local(e.Address) || e.Default == "" || e.User == ""):
		return &Entry{Instance: e.Instance}, age, nil
	case err != nil:
		return nil, 0, err
	}
	return e, age, nil
}

// named reports whether a Worker can have a name: it is that of a file in the folder.
func named(name string) bool {
	return name != "" && name[0] != '.' && !strings.ContainsAny(name, "/\\\x00") && filepath.IsLocal(name)
}

// local reports whether an address is one of this machine.
func local(address string) bool {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		return filepath.IsAbs(path)
	}
	at, err := netip.ParseAddrPort(strings.Replace(address, "localhost:", "127.0.0.1:", 1))
	return err == nil && at.Addr().IsLoopback() && at.Port() != 0
}
