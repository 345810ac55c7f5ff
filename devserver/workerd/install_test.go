package workerd

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver/workerd/download"
)

// tarball packs files as npm does.
func tarball(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, name := range files {
		content := "the content of " + name
		err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content)), Typeflag: tar.TypeReg})
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func integrity(b []byte) string {
	sum := sha512.Sum512(b)
	return "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
}

// installing returns options for an npm that gives out b, and the file in which
// it counts its calls.
func installing(t *testing.T, b []byte) (o InstallOptions, calls string) {
	t.Helper()
	npm := fake(t, "npm")
	if err := os.WriteFile(filepath.Join(filepath.Dir(npm), "tarball"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return InstallOptions{CacheDir: filepath.Join(t.TempDir(), "cache[1]"), npm: npm, integrity: integrity(b)},
		filepath.Join(filepath.Dir(npm), "calls")
}

// nothingKept fails the test if anything but the lock is in the cache, or if Find finds
// a workerd there.
func nothingKept(t *testing.T, o InstallOptions) {
	t.Helper()
	if entries, err := os.ReadDir(filepath.Join(o.CacheDir, "workerd")); err == nil {
		for _, e := range entries {
			if e.Name() != ".lock" && e.Name() != Version {
				t.Errorf("%s is left", e.Name())
			}
		}
	}
	if r, err := Find(t.Context(), FindOptions{CacheDir: o.CacheDir, Getenv: env("", "")}); !isMissing(err) {
		t.Errorf("found %+v, %v", r, err)
	}
}

func TestInstall(t *testing.T) {
	t.Parallel()
	o, calls := installing(t, tarball(t, "package/package.json", "package/bin/workerd", "package/README.md"))
	leftover := filepath.Join(o.CacheDir, "workerd", "installing-1")
	if err := os.MkdirAll(filepath.Join(leftover, "half"), 0o700); err != nil {
		t.Fatal(err)
	}
	var stages []string
	o.Progress = func(stage string, done, total int64) {
		if len(stages) == 0 || stages[len(stages)-1] != stage {
			stages = append(stages, stage)
		}
		if done > total {
			t.Errorf("%s: %d of %d bytes", stage, done, total)
		}
	}
	r, err := Install(t.Context(), o)
	want := Runtime{filepath.Join(o.CacheDir, "workerd", Version, "workerd"), Version, "2026-11-24", FromInstall, ""}
	if err != nil || r != want {
		t.Fatalf("got  %+v, %v\nwant %+v", r, err, want)
	}
	if b, err := os.ReadFile(r.Path); err != nil || string(b) != "the content of package/bin/workerd" {
		t.Errorf("%q, %v", b, err)
	}
	if info, err := os.Stat(r.Path); err != nil || info.Mode().Perm()&0o111 == 0 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if got := strings.Join(stages, " "); got != "download verify unpack" {
		t.Errorf("stages %s", got)
	}
	if got := strings.Join(names(t, filepath.Dir(leftover)), " "); got != ".lock "+Version {
		t.Errorf("files %s", got)
	}
	// Find sees it, and a second Install has nothing to do.
	want.Source = FromCache
	if r, err := Find(t.Context(), FindOptions{CacheDir: o.CacheDir, Getenv: env("", "")}); err != nil || r != want {
		t.Errorf("found %+v, %v", r, err)
	}
	if r, err := Install(t.Context(), o); err != nil || r != want {
		t.Errorf("got %+v, %v", r, err)
	}
	b, err := os.ReadFile(calls)
	if err != nil || strings.Count(string(b), "\n") != 1 || !strings.HasPrefix(string(b), "[pack "+platformPackage()+"@"+Version+" ") {
		t.Errorf("npm was called: %s, %v", b, err)
	}
}

func TestInstallAtOnce(t *testing.T) {
	t.Parallel()
	o, calls := installing(t, tarball(t, "package/bin/workerd"))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if r, err := Install(t.Context(), o); err != nil || executable(r.Path) != nil {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	all.Wait()
	if b, err := os.ReadFile(calls); err != nil || strings.Count(string(b), "\n") != 1 {
		t.Errorf("npm was called: %s, %v", b, err)
	}
}

func TestInstallFails(t *testing.T) {
	t.Parallel()
	whole := tarball(t, "package/package.json", "package/bin/workerd")
	broken := errors.New("no space left")
	for name, test := range map[string]struct {
		tarball    []byte
		change     func(*InstallOptions)
		want, hint string
	}{
		"wrong checksum": {whole, func(o *InstallOptions) { o.integrity = "sha512-other" },
			"has the wrong checksum: " + integrity(whole) + ", not sha512-other", "registry"},
		"pinned checksum":   {whole, func(o *InstallOptions) { o.integrity = "" }, "checksum", ""},
		"no npm":            {whole, func(o *InstallOptions) { o.npm = "absent" }, "npm: ", "install Node.js"},
		"npm offline":       {whole, func(o *InstallOptions) { o.npm = fake(t, "npm-offline") }, "exit status 1\n\tnpm error code ENOTFOUND\n\tnpm error network request", "proxy"},
		"npm without words": {whole, func(o *InstallOptions) { o.npm = fake(t, "npm-empty") }, "left no tarball", ""},
		"no binary":         {tarball(t, "package/package.json", "bin/workerd"), nil, "no bin/workerd", ""},
		"no tarball":        {[]byte("<html>Please log in</html>"), nil, "unpack workerd: gzip: invalid header", ""},
		"rename":            {whole, func(o *InstallOptions) { o.rename = func(string, string) error { return broken } }, "no space left", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, _ := installing(t, test.tarball)
			if test.change != nil {
				test.change(&o)
			}
			r, err := Install(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %+v, %v, want %s", r, err, test.want)
			}
			var hint interface{ Hint() string }
			if test.hint != "" && (!errors.As(err, &hint) || !strings.Contains(hint.Hint(), test.hint)) {
				t.Errorf("hint %v, want %s", hint, test.hint)
			}
			nothingKept(t, o)
		})
	}
}

// A truncated package installs nothing.
func TestInstallCut(t *testing.T) {
	t.Parallel()
	whole := tarball(t, "package/bin/workerd")
	for n := 0; n < len(whole); n += 1 + len(whole)/20 {
		path := filepath.Join(t.TempDir(), "workerd")
		if err := download.Unpack(t.Context(), bytes.NewReader(whole[:n]), "bin/workerd", path, func(string, int64, int64) {}); err == nil {
			if b, err := os.ReadFile(path); err != nil || string(b) != "the content of package/bin/workerd" {
				t.Errorf("%d of %d bytes give %q, %v", n, len(whole), b, err)
			}
		}
	}
}

func TestInstallInterrupted(t *testing.T) {
	t.Parallel()
	o, _ := installing(t, nil)
	o.npm = fake(t, "npm-hang")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := os.WriteFile(filepath.Join(filepath.Dir(o.npm), "addr"), []byte(l.Addr().String()), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // ends when npm runs
		if c, err := l.Accept(); err == nil {
			c.Close()
		}
		cancel()
	}()
	if _, err := Install(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	nothingKept(t, o)

	// While another dotool installs.
	lock, err := o.client(o.CacheDir).Lock(t.Context(), func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	ctx, cancel = context.WithCancel(t.Context())
	waited := false
	o.Progress = func(stage string, _, _ int64) { waited = stage == "wait"; cancel() }
	if _, err := Install(ctx, o); !errors.Is(err, context.Canceled) || !waited {
		t.Errorf("got %v", err)
	}
}

// Any other version is checked against the checksum of the registry.
func TestInstallVersion(t *testing.T) {
	t.Parallel()
	const later = "1.20261224.0"
	packed := tarball(t, "package/bin/workerd", "package/worker.mjs")
	view := func(o InstallOptions, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(filepath.Dir(o.npm), "view"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o, calls := installing(t, packed)
	o.integrity = ""
	view(o, `{"version":"`+later+`","dist.integrity":"`+integrity(packed)+`"}`)
	o.Version = "latest"
	r, err := Install(t.Context(), o)
	if err != nil || r.Version != later || r.Date != "2026-12-31" || executable(r.Path) != nil || filepath.Base(filepath.Dir(r.Path)) != later {
		t.Fatalf("%+v, %v", r, err)
	}
	b, err := os.ReadFile(calls)
	if want := "[pack " + platformPackage() + "@" + later + " "; err != nil || !strings.Contains(string(b), want) {
		t.Errorf("npm was called: %s, %v", b, err)
	}
	// Its types come from the package workerd of that version.
	program, err := TypesProgram(t.Context(), r, t.TempDir(), o)
	if err != nil || filepath.Dir(program) != filepath.Dir(r.Path) {
		t.Errorf("%s, %v", program, err)
	}
	b, err = os.ReadFile(calls)
	if want := "[pack workerd@" + later + " "; err != nil || !strings.Contains(string(b), want) {
		t.Errorf("npm was called: %s, %v", b, err)
	}

	// It is listed, and found only where the pinned one is not enough.
	all, err := Installed(o.CacheDir)
	if err != nil || len(all) != 1 || all[0].Version != later {
		t.Errorf("%+v, %v", all, err)
	}
	find := FindOptions{CacheDir: o.CacheDir, Getenv: env("", "")}
	if r, err := Find(t.Context(), find); !isMissing(err) {
		t.Errorf("found %+v, %v", r, err)
	}

	// Nothing is kept of what is not what the registry says.
	for name, test := range map[string]struct{ version, view, want string }{
		"another checksum": {later, `{"version":"` + later + `","dist.integrity":"sha512-other"}`, "has the wrong checksum"},
		"an old checksum":  {later, `{"version":"` + later + `","dist.integrity":"sha1-other"}`, "npm has no checksum of"},
		"no checksum":      {later, `{}`, "npm has no checksum of"},
		"no JSON":          {"latest", `<html>`, "npm has no checksum of"},
		"no version":       {"newest", ``, `"newest" is not a version of workerd`},
		"a path":           {"../x", ``, `"../x" is not a version of workerd`},
		"a date":           {"2026-12-24", ``, `"2026-12-24" is not a version of workerd`},
		"too old":          {"1.20200101.0", ``, "workerd 1.20200101.0 is too old"},
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := installing(t, packed)
			o.integrity, o.Version = "", test.version
			if test.view != "" {
				view(o, test.view)
			}
			if r, err := Install(t.Context(), o); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%+v, %v", r, err)
			}
			nothingKept(t, o)
		})
	}
}

// A project of a date that the pinned runtime does not know gets one that was installed.
func TestFindInstalled(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	tree(t, cache, map[string]string{
		"workerd/" + Version + "/workerd":   "binary",
		"workerd/1.20260801.0/workerd":      "binary",
		"workerd/1.20261120.0/workerd":      "binary",
		"workerd/1.20261119.0/workerd":      "plain",
		"workerd/installing-1/workerd":      "binary",
		"workerd/1.20261118.0/x/y":          "binary",
		"workerd/2026-11-19/workerd":        "binary",
		"workerd/1.20261120.0/package.json": "1",
	})
	all, err := Installed(cache)
	var versions []string
	for _, r := range all {
		versions = append(versions, r.Version)
	}
	if got := strings.Join(versions, " "); err != nil || got != "1.20261120.0 "+Version+" 1.20260801.0" {
		t.Errorf("%s, %v", got, err)
	}
	for date, want := range map[string]string{"": Version, "2026-11-24": Version, "2026-11-25": "1.20261120.0"} {
		s := FindOptions{CacheDir: cache, Getenv: env("", ""), Need: Need{Date: date}}
		if date > time.Now().UTC().Format(time.DateOnly) {
			continue // no runtime takes dates of the future
		}
		if r, err := Find(t.Context(), s); err != nil || r.Version != want {
			t.Errorf("%s: %+v, %v", date, r, err)
		}
	}
}
