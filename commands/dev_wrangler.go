package commands

import (
	"cmp"
	"io/fs"
	"strings"

	"github.com/urfave/cli/v2"
)

// wranglerFlags are flags that dev takes only because `wrangler dev` (4.164) has them.
// The hidden ones have no effect; [wranglerNotes] has a message for some of these.
func wranglerFlags() []cli.Flag {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "assets", Usage: "serve static assets from `DIR`"},
		&cli.StringFlag{Name: "name", Usage: "use `NAME` as the name of the Worker"},
		&cli.StringFlag{Name: "compatibility-date", Usage: "use the compatibility date `DATE`"},
		&cli.StringSliceFlag{Name: "compatibility-flags", Usage: "enable the compatibility flag `FLAG` (repeatable)"},
		&cli.StringSliceFlag{Name: "define", Usage: "replace a global name in the source, as `KEY:VALUE` (repeatable)"},
		&cli.StringSliceFlag{Name: "alias", Usage: "replace a module, as `FROM:TO` (repeatable)"},
		&cli.StringFlag{Name: "tsconfig", Usage: "read TypeScript options from `FILE`"},
		&cli.StringFlag{Name: "jsx-factory", Usage: "compile JSX elements to `FUNCTION`"},
		&cli.StringFlag{Name: "jsx-fragment", Usage: "compile JSX fragments to `FUNCTION`"},
		&cli.BoolFlag{Name: "minify", Usage: "minify the code"},
		&cli.BoolFlag{Name: "no-bundle", Usage: "serve the modules without bundling"},
		&cli.BoolFlag{Name: "test-scheduled", Usage: "run the scheduled handler for requests of /__scheduled too"},
		choice("local-protocol", "serve over `PROTOCOL`: %s", "dev.local_protocol in the configuration, else http", "http", "https"),
		&cli.StringFlag{Name: "https-key-path", Usage: "use the private key in `FILE` for https", DefaultText: "one made for this machine"},
		&cli.StringFlag{Name: "https-cert-path", Usage: "use the certificate in `FILE` for https"},
		&cli.StringFlag{Name: "host", Usage: "use `HOST` as the host in request.url", DefaultText: "dev.host in the configuration, else that of the first route"},
		choice("upstream-protocol", "use `PROTOCOL` in request.url: %s", "dev.upstream_protocol in the configuration, else that of --local-protocol", "http", "https"),
		&cli.BoolFlag{Name: "infer-origin-from-routes", Usage: "use the host of the first route in request.url", Value: true},
		&cli.BoolFlag{Name: "show-interactive-dev-session", Usage: "accept hotkeys on a terminal", Value: true},
	}
	hidden := func(f cli.Flag) { flags = append(flags, f) }
	for _, name := range []string{"latest", "tunnel", "install-skills", "enable-containers", "bundle", "node-compat", "legacy-env", "inspect"} {
		hidden(&cli.BoolFlag{Name: name, Hidden: true})
	}
	hidden(&cli.StringSliceFlag{Name: experimentsFlag, Hidden: true})
	for _, name := range []string{"public", "legacy-assets", "experimental-public", "inspector-ip", "local-upstream", "tunnel-name", "profile", "site"} {
		hidden(&cli.StringFlag{Name: name, Hidden: true})
	}
	for _, name := range []string{"compatibility-flag", "routes", "route", "tunnel-allowed-mail", "site-include", "site-exclude"} {
		hidden(&cli.StringSliceFlag{Name: name, Hidden: true})
	}
	return flags
}

// experimentsFlag collects the experimental flags of wrangler that [asWrangler] found.
const experimentsFlag = "experiments"

// asWrangler translates the arguments of dev, read as wrangler's parser reads them: a
// list takes all words up to the next flag, a switch takes true and false, names may be
// in camelCase, and experimental flags are collected.
//
// A word that could also be the project is left alone if it exists as a file or folder.
func asWrangler(words []string, stat func(path string) (fs.FileInfo, error), flags ...[]cli.Flag) (read []string) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		if word == "--" {
			return append(read, words[i:]...)
		}
		if len(word) < 2 || word[0] != '-' {
			read = append(read, word)
			continue
		}
		given, value, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
		name := given
		if !isFlag(word, flags...) {
			name = kebab(given)
		}
		var flag cli.Flag
		for _, f := range flags {
			flag = cmp.Or(flag, findFlag(f, name))
		}
		if flag == nil {
			on := strings.TrimPrefix(name, "no-")
			if strings.HasPrefix(on, "x-") || strings.HasPrefix(on, "experimental-") {
				word = "--" + experimentsFlag + "=" + on
				if i+1 < len(words) && (words[i+1] == "true" || words[i+1] == "false") {
					i++
				}
			} else if name != given {
				word = "--" + name + strings.TrimPrefix(strings.TrimLeft(words[i], "-"), given)
			}
			read = append(read, word)
			continue
		}
		word = dashes(name)
		next := func() (string, bool) {
			if i+1 < len(words) && words[i+1] != "--" && !isFlag(words[i+1], flags...) {
				return words[i+1], true
			}
			return "", false
		}
		switch {
		case !takesValue(flag):
			if to, ok := next(); ok && !hasValue && (to == "true" || to == "false") {
				value, hasValue = to, true
				i++
			}
			if hasValue {
				word += "=" + value
			}
			read = append(read, word)
		case !hasValue:
			read = append(read, word)
			to, ok := next()
			if !ok {
				continue // reported later
			}
			read = append(read, to)
			i++
		default:
			read = append(read, word+"="+value)
		}
		if !repeatable(flag) || name == "config" { // wrangler takes one value each time
			continue
		}
		for {
			to, ok := next()
			if !ok || strings.HasPrefix(to, "-") || isEntry(to) {
				break
			}
			if fi, err := stat(to); err == nil && (name != "env-file" || fi.IsDir()) {
				break
			}
			read = append(read, dashes(name)+"="+to)
			i++
		}
	}
	return read
}

// kebab turns a camelCase name into that of a flag.
func kebab(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// wranglerNotes says, for flags that are accepted without effect, what to do instead.
var wranglerNotes = map[string]string{
	"tunnel":              "no tunnel is opened",
	"tunnel-name":         "no tunnel is opened",
	"tunnel-allowed-mail": "no tunnel is opened",
	"enable-containers":   "containers are not run here",
	"node-compat":         "wrangler no longer supports it: add nodejs_compat to compatibility_flags",
	"public":              "Workers Sites are not served: use assets",
	"legacy-assets":       "Workers Sites are not served: use assets",
	"experimental-public": "Workers Sites are not served: use assets",
	"inspect":             "--inspector-port lets DevTools connect",
	"site":                "Workers Sites are not served: use assets",
	"site-include":        "Workers Sites are not served: use assets",
	"site-exclude":        "Workers Sites are not served: use assets",
	"profile":             "no account is used",
}
