package workerd

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
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
			err = os.WriteFile(path, elfHeader(nativeMachine), 0o700)
		case what == "foreign":
			err = os.WriteFile(path, elfHeader(elf.EM_S390), 0o700)
		case what == "damaged":
			err = os.WriteFile(path, elfHeader(nativeMachine)[:40], 0o700)
		case what == "plain":
			err = os.WriteFile(path, elfHeader(nativeMachine), 0o600)
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

// nativeMachine is what programs for this machine are made for.
var nativeMachine = map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[runtime.GOARCH]

// elfHeader is the smallest program for Linux.
func elfHeader(machine elf.Machine) []byte {
	var b bytes.Buffer
	_ = binary.Write(&b, binary.LittleEndian, elf.Header64{
		Ident:   [16]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:    uint16(elf.ET_EXEC),
		Machine: uint16(machine),
		Version: uint32(elf.EV_CURRENT),
		Ehsize:  64,
	})
	return b.Bytes()
}

func isMissing(err error) bool {
	_, missing := errors.AsType[*MissingError](err)
	return missing
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
				if !isMissing(err) || err.(interface{ Hint() string }).Hint() == "" {
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
		only       Source
		want, hint string
	}{
		{
			name:  "an old one in the project, and none beside it",
			files: map[string]string{"node_modules/" + platform + "/package.json": "1.20250101.0", "node_modules/" + platform + "/bin/workerd": "binary"},
			want:  "skipped workerd 1.20250101.0 (node_modules): dotool needs " + minVersion,
			hint:  "dotool runtime install",
		},
		{
			name:  "an old one in the project, which must be used",
			files: map[string]string{"node_modules/" + platform + "/package.json": "1.20250101.0", "node_modules/" + platform + "/bin/workerd": "binary"},
			only:  FromProject,
			want:  "the project's workerd cannot be used: workerd 1.20250101.0 (node_modules): dotool needs " + minVersion,
			hint:  "npm install",
		},
		{name: "none in the project, which must be used", only: FromProject, want: "the project has no workerd in node_modules", hint: "npm install"},
		{
			name:  "an old one",
			files: map[string]string{platform + "/package.json": "1.20250101.0", platform + "/bin/workerd": "binary"},
			env:   platform + "/bin/workerd",
			want:  "skipped workerd 1.20250101.0 (DOTOOL_WORKERD)",
			hint:  "dotool runtime install",
		},
		{name: "nothing", env: "absent", want: "DOTOOL_WORKERD: ", hint: "DOTOOL_WORKERD"},
		{name: "a folder", env: ".", want: "is not an executable file", hint: "DOTOOL_WORKERD"},
		{name: "something else", files: map[string]string{"true": "damaged"}, env: "true", want: "--version", hint: "made for this machine"},
		{name: "other words", env: "fake-version-0", want: `printed "Workerd! 0\n"; is this workerd?`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			tree(t, dir, test.files)
			o := FindOptions{ProjectDir: dir, CacheDir: filepath.Join(dir, "cache"), Getenv: env("", ""), Only: test.only}
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

// The first suitable one is used, with a note about the skipped ones.
func TestFindPassesOver(t *testing.T) {
	t.Parallel()
	platform := platformPackage()
	if platform == "" || runtime.GOOS != "linux" {
		t.Skip("workerd is not made for ", runtime.GOOS, "/", runtime.GOARCH)
	}
	const (
		old    = "1.20250718.0"
		middle = "1.20261001.1" // neither assets nor dates after 2026-10-08
		own    = "cache/workerd/" + Version + "/workerd"
		local  = "node_modules/PLATFORM/bin/workerd"
	)
	in := func(dir, version, what string) map[string]string {
		return map[string]string{dir + "/PLATFORM/package.json": version, dir + "/PLATFORM/bin/workerd": what}
	}
	for _, test := range []struct {
		name   string
		files  []map[string]string
		env    string
		need   Need
		only   Source
		want   string // path
		passed string // in the note
	}{
		{"older than dotool needs", []map[string]string{in("node_modules", old, "binary"), {own: "binary"}}, "", Need{}, "",
			own, "workerd " + old + " (node_modules): dotool needs " + minVersion + " or later"},
		{"good enough", []map[string]string{in("node_modules", minVersion, "binary"), {own: "binary"}}, "", Need{Date: "2026-07-10"}, "", local, ""},
		{"older than the compatibility date", []map[string]string{in("node_modules", middle, "binary"), {own: "binary"}}, "", Need{Date: "2026-10-09"}, "",
			own, "up to 2026-10-08, not 2026-10-09"},
		{"older than the compatibility date, which must be used", []map[string]string{in("node_modules", middle, "binary"), {own: "binary"}}, "", Need{Date: "2026-10-09"}, FromProject, local, ""},
		{"older than assets", []map[string]string{in("node_modules", middle, "binary"), {own: "binary"}}, "", Need{Assets: true}, "",
			own, "serving assets needs " + assetsSince},
		{"older than workflows", []map[string]string{in("node_modules", middle, "binary"), {own: "binary"}}, "", Need{Workflows: true}, "",
			own, "workflows need " + WorkflowsSince},
		{"a date that no runtime knows", []map[string]string{in("node_modules", middle, "binary"), {own: "binary"}}, "", Need{Date: "9999-01-01"}, "", own, "not "},
		{"a newer one of the project's", []map[string]string{
			in("node_modules/wrangler/node_modules", old, "binary"), {"node_modules/wrangler/package.json": "4.0.0", "node_modules/wrangler/node_modules/workerd/package.json": old}, in("node_modules", middle, "binary"), {own: "binary"},
		}, "", Need{}, "", local, old},
		{"an old one named", []map[string]string{in("named", old, "binary"), in("node_modules", middle, "binary")}, "named/PLATFORM/bin/workerd", Need{}, "",
			local, "(DOTOOL_WORKERD)"},
		{"named, but the project's must be used", []map[string]string{in("named", Version, "binary"), in("node_modules", middle, "binary")}, "named/PLATFORM/bin/workerd", Need{}, FromProject, local, ""},
		{"damaged", []map[string]string{in("node_modules", middle, "damaged"), {own: "binary"}}, "", Need{}, "", own, "damaged"},
		{"of another machine", []map[string]string{in("node_modules", middle, "foreign"), {own: "binary"}}, "", Need{}, "", own, "made for EM_S390"},
		{"not executable", []map[string]string{in("node_modules", middle, "plain"), {own: "binary"}}, "", Need{}, "", own, "not an executable file"},
		{"a script", []map[string]string{in("node_modules", middle, "script"), {own: "binary"}}, "", Need{}, "", own, "not a program for Linux"},
		{"installed for another system", []map[string]string{{
			"node_modules/workerd/package.json": middle, "node_modules/@cloudflare/workerd-darwin-arm64/package.json": middle, own: "binary",
		}}, "", Need{}, "", own, "no binary for linux/"},
		{"pnpm, of a package that we do not know", []map[string]string{in("../node_modules/.pnpm/node_modules", middle, "binary"), {own: "binary"}}, "", Need{}, "",
			"../node_modules/.pnpm/node_modules/PLATFORM/bin/workerd", ""},
		{"Yarn Plug'n'Play", []map[string]string{{"../.pnp.cjs": "1", "../node_modules/.cache/workerd/pnpapi-FLAT-" + middle + "-workerd": "binary", own: "binary"}}, "", Need{}, "",
			"../node_modules/.cache/workerd/pnpapi-FLAT-" + middle + "-workerd", ""},
		{"Yarn Plug'n'Play, unplugged", []map[string]string{in("../.yarn/unplugged/FLAT-npm-"+middle+"-0123456789/node_modules", middle, "binary"), {"../.pnp.cjs": "1", own: "binary"}}, "", Need{}, "",
			"../.yarn/unplugged/FLAT-npm-" + middle + "-0123456789/node_modules/PLATFORM/bin/workerd", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			place := strings.NewReplacer("PLATFORM", platform, "FLAT", strings.Replace(platform, "/", "-", 1))
			top, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			project := filepath.Join(top, "project")
			for _, files := range test.files {
				placed := map[string]string{}
				for name, what := range files {
					placed[place.Replace(name)] = what
				}
				tree(t, project, placed)
			}
			o := FindOptions{ProjectDir: project, CacheDir: filepath.Join(project, "cache"), Getenv: env("", ""), Need: test.need, Only: test.only}
			if test.env != "" {
				o.Getenv = env("DOTOOL_WORKERD", filepath.Join(project, place.Replace(test.env)))
			}
			got, err := Find(t.Context(), o)
			if err != nil || got.Path != filepath.Join(project, place.Replace(test.want)) {
				t.Fatalf("got %+v, %v", got, err)
			}
			if !strings.Contains(got.Passed, test.passed) || (got.Passed == "") != (test.passed == "") {
				t.Errorf("passed over %q, want %q", got.Passed, test.passed)
			}
		})
	}
}

// A binary outside a package is run to get its version.
func TestFindAsksVersion(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "workerd")
	if err := os.Symlink(testWorkerd(t), path); err != nil {
		t.Fatal(err)
	}
	got, err := Find(t.Context(), FindOptions{Getenv: env("DOTOOL_WORKERD", path)})
	if err != nil || releaseDate(got.Version) < releaseDate(minVersion) || got.Path != path || got.Source != FromEnvironment {
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
	if releaseDate(Version) < releaseDate(minVersion) {
		t.Error("the pinned version is too old")
	}
}
