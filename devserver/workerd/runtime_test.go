package workerd

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// tree makes files under dir. A value that begins with "-> " is a link, "binary"
// an executable, anything else the version in a package.json.
func tree(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, what := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		var err error
		switch target, link := strings.CutPrefix(what, "-> "); {
		case link:
			err = os.Symlink(target, path)
		case what == "binary":
			err = os.WriteFile(path, []byte("\x7fELF"), 0o700)
		case what == "script":
			err = os.WriteFile(path, []byte("#!/usr/bin/env node\n"), 0o700)
		default:
			pkg := filepath.Base(filepath.Dir(path))
			if strings.HasPrefix(pkg, "workerd-") {
				pkg = "@cloudflare/" + pkg
			}
			err = os.WriteFile(path, []byte(`{"name":"`+pkg+`","version":"`+what+`"}`), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// env is a Getenv.
func env(name, value string) func(string) string {
	return func(s string) string {
		if s == name {
			return value
		}
		return ""
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	platform := platformPackage()
	if platform == "" {
		t.Skip("workerd is not made for ", runtime.GOOS, "/", runtime.GOARCH)
	}
	const v = "1.20261001.0" // of the right one
	for _, test := range []struct {
		name  string
		files map[string]string // PLATFORM stands for the platform's package
		env   string            // DOTOOL_WORKERD
		want  string            // path, "" for ErrNotFound
		from  Source
	}{
		{name: "nothing"},
		{
			name: "npm",
			files: map[string]string{
				"node_modules/wrangler/package.json":    "4.164.0",
				"node_modules/workerd/package.json":     v,
				"node_modules/workerd/bin/workerd":      "script",
				"node_modules/PLATFORM/package.json":    v,
				"node_modules/PLATFORM/bin/workerd":     "binary",
				"cache/workerd/" + Version + "/workerd": "binary",
			},
			want: "node_modules/PLATFORM/bin/workerd",
		},
		{
			name: "npm, above the project",
			files: map[string]string{
				"../node_modules/PLATFORM/package.json": v,
				"../node_modules/PLATFORM/bin/workerd":  "binary",
			},
			want: "../node_modules/PLATFORM/bin/workerd",
		},
		{
			name: "npm, nested under wrangler, another beside it",
			files: map[string]string{
				"node_modules/PLATFORM/package.json":                       "1.20261101.1",
				"node_modules/PLATFORM/bin/workerd":                        "binary",
				"node_modules/workerd/package.json":                        "1.20261101.1",
				"node_modules/wrangler/package.json":                       "4.164.0",
				"node_modules/wrangler/node_modules/workerd/package.json":  v,
				"node_modules/wrangler/node_modules/PLATFORM/package.json": v,
				"node_modules/wrangler/node_modules/PLATFORM/bin/workerd":  "binary",
			},
			want: "node_modules/wrangler/node_modules/PLATFORM/bin/workerd",
		},
		{
			name: "npm, nested under miniflare",
			files: map[string]string{
				"node_modules/miniflare/package.json":                       "4.0.0",
				"node_modules/miniflare/node_modules/workerd/package.json":  v,
				"node_modules/miniflare/node_modules/PLATFORM/package.json": v,
				"node_modules/miniflare/node_modules/PLATFORM/bin/workerd":  "binary",
			},
			want: "node_modules/miniflare/node_modules/PLATFORM/bin/workerd",
		},
		{
			name: "npm without optional packages",
			files: map[string]string{
				"node_modules/workerd/package.json": v,
				"node_modules/workerd/lib/downloaded-" + strings.Replace(platform, "/", "-", 1) + "-workerd": "binary",
			},
			want: "node_modules/workerd/lib/downloaded-" + strings.Replace(platform, "/", "-", 1) + "-workerd",
		},
		{
			name: "pnpm",
			files: map[string]string{
				"node_modules/wrangler": "-> .pnpm/wrangler@4.164.0/node_modules/wrangler",
				"node_modules/.pnpm/wrangler@4.164.0/node_modules/wrangler/package.json": "4.164.0",
				"node_modules/.pnpm/wrangler@4.164.0/node_modules/workerd":               "-> ../../workerd@" + v + "/node_modules/workerd",
				"node_modules/.pnpm/workerd@" + v + "/node_modules/workerd/package.json": v,
				"node_modules/.pnpm/workerd@" + v + "/node_modules/PLATFORM":             "-> ../../../p/node_modules/PLATFORM",
				"node_modules/.pnpm/p/node_modules/PLATFORM/package.json":                v,
				"node_modules/.pnpm/p/node_modules/PLATFORM/bin/workerd":                 "binary",
			},
			want: "node_modules/.pnpm/p/node_modules/PLATFORM/bin/workerd",
		},
		{
			name: "installed for another platform",
			files: map[string]string{
				"node_modules/workerd/package.json":                          v,
				"node_modules/@cloudflare/workerd-windows-64/package.json":   v,
				"node_modules/@cloudflare/workerd-windows-64/bin/workerd.js": "binary",
			},
		},
		{
			name:  "cache",
			files: map[string]string{"cache/workerd/" + Version + "/workerd": "binary"},
			want:  "cache/workerd/" + Version + "/workerd",
			from:  FromCache,
		},
		{
			name: "cache of another version, and the beginning of an installation",
			files: map[string]string{
				"cache/workerd/1.20991111.1/workerd":   "binary",
				"cache/workerd/installing-123/workerd": "binary",
			},
		},
		{
			name: "DOTOOL_WORKERD",
			files: map[string]string{
				"node_modules/PLATFORM/package.json": "1.20261101.1",
				"node_modules/PLATFORM/bin/workerd":  "binary",
				"own/PLATFORM/package.json":          v,
				"own/PLATFORM/bin/workerd":           "binary",
			},
			env:  "own/PLATFORM/bin/workerd",
			want: "own/PLATFORM/bin/workerd",
			from: FromEnvironment,
		},
		{
			name: "DOTOOL_WORKERD is npm's script",
			files: map[string]string{
				"own/node_modules/.bin/workerd":          "-> ../workerd/bin/workerd",
				"own/node_modules/workerd/package.json":  v,
				"own/node_modules/workerd/bin/workerd":   "script",
				"own/node_modules/PLATFORM/package.json": v,
				"own/node_modules/PLATFORM/bin/workerd":  "binary",
			},
			env:  "own/node_modules/.bin/workerd",
			want: "own/node_modules/PLATFORM/bin/workerd",
			from: FromEnvironment,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			place := strings.NewReplacer("PLATFORM", platform)
			top, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			project := filepath.Join(top, "project")
			files := map[string]string{"src/index.js": "1"}
			for name, what := range test.files {
				files[place.Replace(name)] = place.Replace(what)
			}
			tree(t, project, files)
			o := FindOptions{ProjectDir: project, CacheDir: filepath.Join(project, "cache"), Getenv: env("", "")}
			if test.env != "" {
				o.Getenv = env("DOTOOL_WORKERD", filepath.Join(project, place.Replace(test.env)))
			}
			got, err := Find(t.Context(), o)
			if test.want == "" {
				if !errors.Is(err, ErrNotFound) || err.(interface{ Hint() string }).Hint() == "" {
					t.Errorf("got %+v, %v", got, err)
				}
				return
			}
			want := Runtime{
				Path:    filepath.Join(project, place.Replace(test.want)),
				Version: v,
				Date:    "2026-10-08",
				Source:  FromProject,
			}
			switch test.from {
			case FromCache:
				want.Version, want.Date, want.Source = Version, "2026-11-24", FromCache
			case FromEnvironment:
				want.Source = FromEnvironment
			}
			if err != nil || got != want {
				t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func TestFindRefuses(t *testing.T) {
	t.Parallel()
	platform := platformPackage()
	for _, test := range []struct {
		name       string
		files      map[string]string
		env        string
		want, hint string
	}{
		{
			name:  "an old one in the project",
			files: map[string]string{"node_modules/" + platform + "/package.json": "1.20250101.0", "node_modules/" + platform + "/bin/workerd": "binary"},
			want:  "workerd 1.20250101.0 is too old: dotool needs " + MinVersion,
			hint:  "npm install",
		},
		{
			name:  "an old one",
			files: map[string]string{platform + "/package.json": "1.20250101.0", platform + "/bin/workerd": "binary"},
			env:   platform + "/bin/workerd",
			want:  "workerd 1.20250101.0 is too old",
			hint:  "DOTOOL_WORKERD",
		},
		{name: "nothing", env: "absent", want: "DOTOOL_WORKERD: ", hint: "DOTOOL_WORKERD"},
		{name: "a folder", env: ".", want: "is not an executable file", hint: "DOTOOL_WORKERD"},
		{name: "something else", files: map[string]string{"true": "binary"}, env: "true", want: "--version", hint: "made for this machine"},
		{name: "other words", env: "fake-version-0", want: `answers "Workerd! 0\n"; is this workerd?`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			tree(t, dir, test.files)
			o := FindOptions{ProjectDir: dir, CacheDir: filepath.Join(dir, "cache"), Getenv: env("", "")}
			if test.env != "" {
				path := filepath.Join(dir, test.env)
				if strings.HasPrefix(test.env, "fake-") {
					path = fake(t, strings.TrimPrefix(test.env, "fake-"))
				}
				o.Getenv = env("DOTOOL_WORKERD", path)
			}
			r, err := Find(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %+v, %v, want %s", r, err, test.want)
			}
			var hint interface{ Hint() string }
			if errors.As(err, &hint) != (test.hint != "") || test.hint != "" && !strings.Contains(hint.Hint(), test.hint) {
				t.Errorf("hint %v, want %s", hint, test.hint)
			}
		})
	}
}

// A binary that is in no package is asked for its version.
func TestFindAsksVersion(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "workerd")
	if err := os.Symlink(testWorkerd(t), path); err != nil {
		t.Fatal(err)
	}
	got, err := Find(t.Context(), FindOptions{Getenv: env("DOTOOL_WORKERD", path)})
	if err != nil || releaseDate(got.Version) < releaseDate(MinVersion) || got.Path != path || got.Source != FromEnvironment {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestReleaseDate(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"1.20261117.1":  "2026-11-17",
		"1.20261117.12": "2026-11-17",
		"2026-11-17":    "2026-11-17",
		"":              "",
		"0.0.0":         "",
		"1.2026111.1":   "",
		"4.164.0":       "",
		"1.20261117.1x": "",
	} {
		if got := releaseDate(version); got != want {
			t.Errorf("%q: got %q, want %q", version, got, want)
		}
	}
	if got := newestDate("2026-12-28"); got != "2027-01-04" {
		t.Error(got)
	}
	if releaseDate(Version) < releaseDate(MinVersion) {
		t.Error("the pinned version is too old")
	}
}
