package bundle

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle/deps"
)

var (
	unresolved = pattern.New(`^Could not resolve "([^"]+)"`)
	noLoader   = pattern.New(`^No loader is configured for "([^"]*)" files: (.+)$`)
	// npmName is a name that npm takes for a package.
	npmName = pattern.New(`^(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$`)
	scheme  = pattern.New(`^([a-z][a-z0-9+.-]+):`)
)

var (
	remote = pattern.New(`^(https?:)?//`)
	// packageURL finds the name of a package in its address at a CDN.
	packageURL = pattern.New(`^(?:https?:)?//(?:esm\.sh|esm\.run|unpkg\.com|cdn\.skypack\.dev|cdn\.jsdelivr\.net/npm|ga\.jspm\.io|jspm\.dev)/(?:v\d+/)?(?:npm:)?((?:@[^/@]+/)?[^/@?]+)`)
)

// built is the fix for modules that only the tools of a framework can make.
const built = "build with the framework's own command first (build.command runs it), and set main to the file it writes"

// noMatch is esbuild's error about a name that the imported module does not export.
var noMatch = pattern.New(`^No matching export in "([^"]+)" for import "([^"]+)"`)

// explain says why an import cannot be resolved, or loaded, and what to do. It suggests
// a package only if npm accepts the name, and a file only if it exists.
func (b *Builder) explain(d *diag.Diagnostic) {
	if m := unresolved.FindStringSubmatch(d.Message); m != nil {
		why, fix := b.unresolved(m[1], d.Pos.File)
		d.Fix = fix
		if why != "" {
			d.Message = fmt.Sprintf("Could not resolve %q: %s", m[1], why)
		}
	} else if m := noMatch.FindStringSubmatch(d.Message); m != nil && d.Fix == "" {
		d.Fix = b.exportFix(m[2], m[1])
	} else if m := noLoader.FindStringSubmatch(d.Message); m != nil {
		why, fix := unloadable(m[1], relative(filepath.Dir(d.Pos.File), filepath.Join(b.project.Dir, filepath.FromSlash(m[2])), m[2]))
		if fix != "" || why != "" {
			d.Fix = fix
		}
		if why != "" {
			d.Message += ": " + why
		}
	}
}

// unresolved explains a specifier for which no file was found.
func (b *Builder) unresolved(spec, importer string) (why, fix string) {
	dir := b.project.Dir
	if importer != "" {
		dir = filepath.Dir(importer)
	}
	plain, query, hasQuery := strings.Cut(spec, "?")
	first, rest, _ := strings.Cut(spec, "/")
	switch {
	case spec == "__STATIC_CONTENT_MANIFEST":
		return "only wrangler makes it, for Workers Sites, which dotool does not serve",
			`set "assets": { "directory": … } in the configuration in place of "site", and fetch files from the assets binding`
	case strings.HasPrefix(spec, "."), filepath.IsAbs(spec) && !strings.HasPrefix(spec, "//"):
		if hasQuery && isFile(filepath.Join(dir, filepath.FromSlash(plain))) {
			return suffix(query), withoutSuffix(plain, query)
		}
		return "", nearFile(dir, spec)
	case strings.HasPrefix(spec, "npm:"):
		name := strings.TrimPrefix(spec, "npm:")
		version := strings.LastIndexByte(name, '@')
		if version > 0 {
			name = name[:version]
		}
		if npmName.MatchString(deps.PackageOf(name)) {
			return "npm: is Deno's", fmt.Sprintf("%s, and write %q", b.install(deps.PackageOf(name)), name)
		}
		return "npm: is Deno's", ""
	case strings.HasPrefix(spec, "jsr:"):
		return "jsr: is Deno's", ""
	case strings.HasPrefix(spec, "bun:"), strings.HasPrefix(spec, "deno:"), spec == "bun", spec == "deno":
		name, _, _ := strings.Cut(spec, ":")
		return fmt.Sprintf("it is a module of %s, which workerd does not have", strings.ToUpper(name[:1])+name[1:]), ""
	case strings.HasPrefix(spec, "node:"):
		fix = "leave it out, or replace it with `alias` in the configuration"
		if near := diag.Nearest(strings.TrimPrefix(spec, "node:"), slices.Sorted(maps.Keys(nodeModules))); near != "" {
			fix = fmt.Sprintf("did you mean %q?", "node:"+near)
		}
		return "Workers have no module " + spec, fix
	case remote.MatchString(spec):
		if m := packageURL.FindStringSubmatch(spec); m != nil && npmName.MatchString(m[1]) {
			return "workerd does not load modules from URLs", fmt.Sprintf("%s, and write %q", b.install(m[1]), m[1])
		}
		return "workerd does not load modules from URLs", "save the module in the project, and import that file"
	case strings.HasPrefix(spec, "file:"):
		return "imports take the path of a file, not its URL", ""
	case scheme.MatchString(spec), strings.HasPrefix(spec, "\x00"):
		return "a plugin of the framework's bundler makes it, as in Vite", built
	case slices.Contains([]string{"$lib", "$app", "$env", "$service-worker"}, first):
		return "it is a name of SvelteKit's", built
	case slices.Contains([]string{"#imports", "#app", "#build", "#internal", "#components"}, first) && spec != "#internal":
		return "it is a name of Nuxt's", built
	case strings.HasPrefix(spec, "#"):
		return `names that begin with # are those of "imports" in the nearest package.json, and it has none for this one`,
			fmt.Sprintf(`add %q, with the path of the file, to "imports" in package.json`, spec)
	case first == "@" || first == "~" || strings.HasPrefix(spec, "~") || strings.HasPrefix(spec, "$"):
		return b.alias(first, rest, dir)
	}
	if hasQuery && npmName.MatchString(deps.PackageOf(plain)) {
		return suffix(query), withoutSuffix(plain, query)
	}
	name := deps.PackageOf(spec)
	if folder := strings.TrimPrefix(first, "@"); first != spec && folder != "" {
		// A name that looks like a package may be a folder of the project.
		if first == folder {
			if target, ok := moduleFile(filepath.Join(b.project.Dir, filepath.FromSlash(spec))); ok {
				return fmt.Sprintf("%s is a folder here, no package", first), fmt.Sprintf("write %q", relative(dir, target, spec))
			}
			if info, err := os.Stat(filepath.Join(b.project.Dir, first)); err == nil && info.IsDir() && installed(dir, first) == "" && !slices.Contains(b.dependencies(), first) {
				return fmt.Sprintf("%s is a folder here, which has no such file", first), ""
			}
			if first == "virtual" {
				return "a plugin of the framework's bundler makes it, as in Vite", built
			}
		} else if _, ok := moduleFile(filepath.Join(b.project.Dir, "src", folder, filepath.FromSlash(rest))); ok {
			return b.alias(first, rest, dir)
		}
	}
	if _, ok := moduleFile(filepath.Join(dir, filepath.FromSlash(spec))); ok {
		return "", fmt.Sprintf("write %q", "./"+spec)
	}
	if folder := installed(dir, name); folder != "" {
		if name == spec {
			return fmt.Sprintf("the package is in %s, but has no module that a Worker can load", b.short(folder)), ""
		}
		return fmt.Sprintf("the package %s is installed, but has no %q", name, "."+strings.TrimPrefix(spec, name)), ""
	}
	if !npmName.MatchString(name) || len(name) > 214 || nodeModules[name] {
		return "it is neither a file nor the name of a package", ""
	}
	declared := b.dependencies()
	if slices.Contains(declared, name) {
		tool, _, _ := strings.Cut(b.install(name), " ")
		return "", tool + " install"
	}
	if near := diag.Nearest(name, declared); near != "" {
		return "", fmt.Sprintf("did you mean %q?", near+strings.TrimPrefix(spec, name))
	}
	return "", b.install(name)
}

// alias explains a name such as "@/x", which a tsconfig.json should map to a folder.
func (b *Builder) alias(first, rest, dir string) (why, fix string) {
	why = "it is an alias, which no tsconfig.json defines"
	prefix, folder := first, ""
	key, stands := prefix+"/*", "folder"
	if rest == "" {
		key, stands = prefix, "file"
	}
	if name := strings.TrimLeft(first, "@~$"); name != "" {
		folder = name
		if strings.HasPrefix(first, "~") || strings.HasPrefix(first, "@") || strings.HasPrefix(first, "$") {
			prefix = first
		}
	}
	config := ""
	for d := dir; ; d = filepath.Dir(d) {
		if file := filepath.Join(d, "tsconfig.json"); isFile(file) {
			config = file
			break
		}
		if d == filepath.Dir(d) {
			break
		}
	}
	if b.project.Build.TSConfig != "" {
		config = b.project.Build.TSConfig
	}
	if config != "" {
		if text, err := diag.ReadFile(config); err == nil && strings.Contains(string(text), `"`+prefix+`/*"`) && rest != "" {
			return fmt.Sprintf("%s leads %s/* to a folder that has no such file", b.short(config), prefix), ""
		}
	}
	base, into := b.project.Dir, "add"
	if config != "" {
		base = filepath.Dir(config)
		into += " to compilerOptions in " + b.short(config)
	} else {
		into += " a tsconfig.json with compilerOptions"
	}
	for _, root := range []string{"src", "app", "."} {
		target := filepath.Join(b.project.Dir, root, folder)
		if _, ok := moduleFile(filepath.Join(target, filepath.FromSlash(rest))); ok && rest != "" {
			rel, err := filepath.Rel(base, target)
			if err != nil {
				break
			}
			rel = "./" + strings.TrimPrefix(filepath.ToSlash(rel)+"/*", "./")
			return why, fmt.Sprintf(`%s: "paths": { "%s/*": ["%s"] }`, into, prefix, rel)
		}
	}
	return why, fmt.Sprintf(`%s: "paths": { %q: [the %s that it stands for] }`, into, key, stands)
}

// extensions are those that a specifier may omit.
var extensions = []string{"", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts", ".cjs", ".cts", ".json", "/index.ts", "/index.tsx", "/index.js", "/index.jsx"}

// moduleFile returns the file that a path without its extension means.
func moduleFile(path string) (string, bool) {
	for _, ext := range extensions {
		if isFile(path + filepath.FromSlash(ext)) {
			return path + filepath.FromSlash(ext), true
		}
	}
	return "", false
}

// nearFile returns a fix for a relative path: a file of nearly this name.
func nearFile(dir, spec string) string {
	target := filepath.FromSlash(spec)
	if !filepath.IsAbs(target) {
		target = filepath.Join(dir, target)
	}
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return ""
	}
	base := filepath.Base(target)
	name := func(file string) string { // as an import has it
		for _, ext := range extensions[1:9] {
			if stem, ok := strings.CutSuffix(file, ext); ok && path.Ext(base) == "" {
				return stem
			}
		}
		return file
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		if path.Ext(base) != "" && strings.TrimSuffix(e.Name(), path.Ext(e.Name())) == stem && slices.Contains(extensions, path.Ext(e.Name())) {
			return fmt.Sprintf("did you mean %q?", spec[:len(spec)-len(base)]+e.Name()) // another extension
		}
		names = append(names, name(e.Name()))
	}
	if near := diag.Nearest(base, names); near != "" && strings.HasSuffix(spec, base) {
		return fmt.Sprintf("did you mean %q?", spec[:len(spec)-len(base)]+near)
	}
	return ""
}

// relative returns the path of a file as a module in dir imports it.
func relative(dir, target, spec string) string {
	rel, err := filepath.Rel(dir, target)
	if err != nil {
		return spec
	}
	rel = filepath.ToSlash(rel)
	if path.Ext(spec) == "" {
		for _, ext := range extensions[1:] {
			if stem, ok := strings.CutSuffix(rel, ext); ok {
				rel = stem
				break
			}
		}
	}
	if !strings.HasPrefix(rel, ".") {
		rel = "./" + rel
	}
	return rel
}

// suffix explains an import with "?raw" and the like.
func suffix(query string) string { return fmt.Sprintf("?%s is Vite's", query) }

// textual and binary are extensions of files that a rule can make modules of.
var (
	textual = strings.Fields(".css .csv .ejs .glsl .gql .graphql .hbs .htm .html .liquid .md .markdown .mustache .pem .sql .svg .toml .tpl .tsv .txt .wgsl .xml .yaml .yml")
	binary  = strings.Fields(".avif .bin .bmp .dat .db .gif .gz .ico .jpeg .jpg .mp3 .mp4 .ogg .onnx .otf .pdf .png .sqlite .tar .tgz .ttf .wav .webm .webp .woff .woff2 .zip")
)

// withoutSuffix returns the fix for an import with a suffix of Vite's.
func withoutSuffix(plain, query string) string {
	ext := path.Ext(plain)
	switch {
	case query == "raw" && ext != "" && !slices.Contains(extensions, ext):
		return fmt.Sprintf("write %q%s", plain, byRule(ext, "Text"))
	case ext == ".wasm":
		return fmt.Sprintf("write %q", plain)
	}
	return ""
}

// byRule returns the rule to add to the configuration to import such files.
func byRule(ext, kind string) string {
	if kind == "Text" && slices.Contains([]string{".txt", ".html", ".sql"}, ext) || kind == "Data" && ext == ".bin" {
		return "" // they are already
	}
	return fmt.Sprintf(`, and add { "type": %q, "globs": ["**/*%s"], "fallthrough": true } to "rules" in the configuration`, kind, ext)
}

// unloadable explains an import of a file that is not a module.
func unloadable(ext, file string) (why, fix string) {
	plain, query, hasQuery := strings.Cut(file, "?")
	switch {
	case hasQuery:
		return suffix(query), withoutSuffix(plain, query)
	case slices.Contains(textual, ext):
		return "", strings.TrimPrefix(byRule(ext, "Text"), ", and ")
	case slices.Contains(binary, ext):
		return "", strings.TrimPrefix(byRule(ext, "Data"), ", and ")
	case ext == ".node":
		return "workerd cannot load native modules of Node.js", ""
	case slices.Contains([]string{".astro", ".mdx", ".svelte", ".vue"}, ext):
		return "a plugin of the framework's bundler makes a module of it, as in Vite", built
	case slices.Contains([]string{".less", ".sass", ".scss", ".styl"}, ext):
		return "", "compile it to CSS first, as in build.command, and import what that writes"
	}
	return "", ""
}

// installed returns the folder of a package that a module in dir can import.
func installed(dir, name string) string {
	for {
		folder := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		if exists(folder) {
			return folder
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// dependencies returns the packages that the project says it needs.
func (b *Builder) dependencies() []string {
	var p struct{ Dependencies, DevDependencies map[string]any }
	for dir := b.project.Dir; ; dir = filepath.Dir(dir) {
		if text, err := diag.ReadFile(filepath.Join(dir, "package.json")); err == nil {
			_ = json.Unmarshal(text, &p) // an unreadable file has no dependencies
			break
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	var names []string
	for _, deps := range []map[string]any{p.Dependencies, p.DevDependencies} {
		for name := range deps {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// install returns the command that adds a package, with the tool that the project
// uses.
func (b *Builder) install(name string) string {
	for dir := b.project.Dir; ; dir = filepath.Dir(dir) {
		for _, tool := range [][2]string{{"package-lock.json", "npm install "}, {"pnpm-lock.yaml", "pnpm add "}, {"yarn.lock", "yarn add "}, {"bun.lock", "bun add "}, {"bun.lockb", "bun add "}} {
			if isFile(filepath.Join(dir, tool[0])) {
				return tool[1] + name
			}
		}
		if dir == filepath.Dir(dir) {
			return "npm install " + name
		}
	}
}

// short returns a path as the user would name it.
func (b *Builder) short(file string) string {
	if rel, err := filepath.Rel(b.project.Dir, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return file
}
